package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;

/** Keys that the kernel alone can tell of: what it says of the pool's sockets under each. */
@Timeout(60)
class SocketKeysIT {
  private static final String TRUST = "auth_type = trust";

  /** As much as the kernel grants to whoever asks for half of it. */
  private static final String BUFFERS = "rb40000,.*tb40000,";

  private static List<String> sockets(String which, String filter) throws Exception {
    Process ss = new ProcessBuilder("ss", "-Hn" + which, filter).redirectErrorStream(true).start();
    String said = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(ss.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  /** How many clients may wait until they are accepted. */
  private static String backlog(ListeningPool pool) throws Exception {
    List<String> listening = sockets("tl", "sport = :" + pool.port());
    assertThat(listening).hasSize(1);
    return listening.get(0).strip().split("\\s+")[2];
  }

  @Test
  void listenBacklog() throws Exception {
    try (ListeningPool pool = ListeningPool.with()) {
      assertThat(backlog(pool)).isEqualTo("128");
    }
    try (ListeningPool pool = ListeningPool.with("listen_backlog = 77")) {
      assertThat(backlog(pool)).isEqualTo("77");
    }
  }

  private static boolean hasBuffers(String filter) throws Exception {
    return String.join("\n", sockets("tm", filter))
        .matches("(?s).*skmem:\\([^)]*" + BUFFERS + ".*");
  }

  @Test
  void tcpSocketBuffer() throws Exception {
    String servers = "dport = :" + RealPostgres.shared().port();
    try (ListeningPool pool = ListeningPool.with(TRUST);
        RawClient client = RawClient.of(pool)) {
      assertThat(client.query("select 1").types()).isEqualTo("TDCZ");
      assertThat(hasBuffers("sport = :" + pool.port())).isFalse();
      assertThat(hasBuffers(servers)).isFalse();
    }
    try (ListeningPool pool = ListeningPool.with(TRUST, "tcp_socket_buffer = 20000");
        RawClient client = RawClient.of(pool)) {
      assertThat(client.query("select 1").types()).isEqualTo("TDCZ");
      Await.until("the client has it", () -> hasBuffers("sport = :" + pool.port()));
      Await.until("so has the server", () -> hasBuffers(servers));
    }
  }
}
