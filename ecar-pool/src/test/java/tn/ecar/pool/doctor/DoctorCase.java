package tn.ecar.pool.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.wire.WireDoor;

/** A patient that is well until a test breaks one thing of it, and what the doctor says of it. */
abstract class DoctorCase {
  static final String SECRET = RealPostgres.PASSWORD;

  @TempDir Path directory;

  final Map<String, String> environment = new HashMap<>();
  Path docs = Path.of("../docs");
  int server;
  int port;
  String said;
  private int status;

  @BeforeEach
  void begin() throws IOException {
    server = RealPostgres.shared().port();
    port = freePort();
    users("\"ecar_user\" \"" + SECRET + "\"", "\"watcher\" \"watching\"");
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  final void users(String... lines) throws IOException {
    Path file = directory.resolve("userlist.txt");
    Files.writeString(file, String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  final Path ini(String... lines) throws IOException {
    Path ini = directory.resolve("pool.ini");
    Files.writeString(
        ini,
        """
        [databases]
        ecar_db = host=127.0.0.1 port=%d dbname=ecar_db
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = md5
        auth_file = %s/userlist.txt
        admin_users = watcher
        pool_mode = transaction
        default_pool_size = 5
        %s
        """
            .formatted(server, port, directory, String.join("\n", lines)));
    return ini;
  }

  /** A pool of this ini, in this machine. */
  record Running(Pooler pooler, WireDoor door) implements AutoCloseable {
    static Running of(Path ini) throws IOException {
      Pooler pooler = Pooler.start("examined-" + ini, Configuration.read(ini, Map.of()));
      return new Running(pooler, WireDoor.open(pooler));
    }

    @Override
    public void close() {
      door.close();
      pooler.close();
    }
  }

  final void examine(Path ini, String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(List.of("--docs", docs.toString(), ini.toString()));
    Instant begun = Instant.now();
    status =
        new DoctorCommand(environment, new PrintStream(out, true, UTF_8))
            .run(words.toArray(new String[0]));
    said = out.toString(UTF_8);
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
    assertThat(said).doesNotContain(SECRET).doesNotContain("watching");
  }

  final void well() {
    assertThat(status).as(said).isZero();
  }

  final void failed(String... sentences) {
    assertThat(status).as(said).isEqualTo(2);
    assertThat(said).contains("FAIL").contains(sentences);
  }

  final void warned(String... sentences) {
    assertThat(status).as(said).isEqualTo(1);
    assertThat(said).contains("WARN").contains(sentences);
  }
}
