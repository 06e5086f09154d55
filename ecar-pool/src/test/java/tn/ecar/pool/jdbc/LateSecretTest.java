package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A login at a server that a rotation overtakes. */
class LateSecretTest {
  private static final int PATIENCE_MILLIS = 20_000;

  /** A server that asks for the clear password, up to the answer. */
  private static String password(Socket server) throws IOException {
    DataInputStream in = new DataInputStream(server.getInputStream());
    in.skipNBytes(in.readInt() - 4L);
    server.getOutputStream().write(StubServer.message('R', "\0\0\0\3"));
    assertThat((char) in.read()).isEqualTo('p');
    return new String(in.readNBytes(in.readInt() - 4), StandardCharsets.UTF_8).strip();
  }

  /** It was refused for the old secret and never tried the new one; who waited was sent away. */
  @Test
  void aSecretThatWasLearntDuringTheLoginWasNotTried() throws Exception {
    ExecutorService program = Executors.newSingleThreadExecutor();
    try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Pools pools =
            Pools.on(
                listener.getLocalPort(),
                Clock.systemUTC(),
                "auth_type = trust",
                "auth_several_secrets = 1",
                "server_tls_sslmode = disable")) {
      listener.setSoTimeout(PATIENCE_MILLIS);
      program.execute(
          () -> {
            try {
              pools.connect().close();
            } catch (java.sql.SQLException sentAwayAtTheEnd) {
              System.getLogger("test").log(System.Logger.Level.DEBUG, "ended", sentAwayAtTheEnd);
            }
          });
      try (Socket first = listener.accept()) {
        assertThat(password(first)).startsWith("s3cret of the garage");
        Files.writeString(
            pools.directory().resolve("users.txt"),
            Files.readString(pools.directory().resolve("users.txt"))
                + "\"ecar_user\" \"the new one\"\n");
        pools.pooler().operations().reload();
        first
            .getOutputStream()
            .write(StubServer.message('E', "SFATAL\0C28P01\0Mpassword authentication failed\0\0"));
      }
      try (Socket second = listener.accept()) {
        assertThat(password(second)).startsWith("the new one");
      }
    } finally {
      program.shutdown();
    }
  }
}
