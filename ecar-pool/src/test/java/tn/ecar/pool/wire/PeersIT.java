package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.PeerFigures;
import tn.ecar.pool.RealPostgres;

/** A cancel request that comes to another pool of the group than the one that runs the query. */
class PeersIT {
  private static final int CANCEL = 80877102;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static void until(Callable<Boolean> met) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!met.call()) {
      assertThat(Instant.now()).as("what is waited for").isBefore(end);
      Thread.onSpinWait();
    }
  }

  private static RawClient cancel(ListeningPool pool, int pid, int secret) throws IOException {
    return new RawClient(pool.port()).ints(16, CANCEL, pid, secret);
  }

  @Test
  void aRequestReachesThePoolThatRunsTheQuery() throws Exception {
    String sleep = "select pg_sleep(61)";
    try (ListeningPool other = ListeningPool.with("auth_type = trust", "peer_id = 2");
        ListeningPool asked =
            ListeningPool.with(
                "auth_type = trust",
                "peer_id = 1",
                "[peers]",
                "2 = host=127.0.0.1 port=" + other.port());
        RawClient client = new RawClient(other.port())) {
      client.start(3 << 16);
      int[] key = client.cancelKey();
      client.until('Z');
      client.query(sleep);
      until(
          () ->
              RealPostgres.shared()
                      .count(
                          "postgres",
                          "select count(*) from pg_stat_activity where state = 'active' and query ="
                              + " '"
                              + sleep
                              + "'")
                  == 1);
      try (RawClient guess = cancel(asked, key[0] ^ 1, key[1])) {
        assertThat(guess.readByte()).as("a wrong key cancels nothing").isEqualTo(-1);
      }
      assertThat(other.figures().serversActive()).isEqualTo(1);
      try (RawClient request = cancel(asked, key[0], key[1])) {
        assertThat(request.readByte()).isEqualTo(-1);
      }
      assertThat(client.until('Z').toString()).contains("canceling statement due to user request");
    }
  }

  @Test
  void aRequestDoesNotGoRoundForEver() throws Exception {
    try (ServerSocket peer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        ListeningPool pool =
            ListeningPool.with(
                "server_tls_sslmode = disable",
                "peer_id = 1",
                "[peers]",
                "3 = host=127.0.0.1 port=" + peer.getLocalPort())) {
      peer.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      Deque<AutoCloseable> rounds = new ArrayDeque<>();
      RawClient request = cancel(pool, 1, (3 << 2) | 3);
      rounds.push(request);
      for (int left = 2; left >= 0; left--) {
        // The peer believes that the key is the other's, and sends it back.
        Socket carrier = peer.accept();
        rounds.push(carrier);
        DataInputStream said = new DataInputStream(carrier.getInputStream());
        said.skipNBytes(8);
        int pid = said.readInt();
        int secret = said.readInt();
        assertThat(secret).isEqualTo((3 << 2) | left);
        request = cancel(pool, pid, secret);
        rounds.push(request);
      }
      assertThat(request.readByte()).as("after three rounds it is dropped").isEqualTo(-1);
      for (AutoCloseable round : rounds) {
        round.close();
      }
      PeerFigures idle = new PeerFigures(3, 0, 0, 0, 0);
      until(() -> pool.pooler().operations().peers().contains(idle));
    }
  }

  @Test
  void soManyAtOnceAsPoolSizeSays() throws Exception {
    try (ServerSocket slow = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        ListeningPool pool =
            ListeningPool.with(
                "server_tls_sslmode = disable",
                "peer_id = 1",
                "[peers]",
                "2 = host=127.0.0.1 pool_size=1 port=" + slow.getLocalPort());
        RawClient first = cancel(pool, 1, (2 << 2) | 3);
        Socket carrier = slow.accept();
        RawClient second = cancel(pool, 2, (2 << 2) | 3)) {
      assertThat(carrier.getInputStream().readNBytes(16)).endsWith((2 << 2) | 2);
      PeerFigures full = new PeerFigures(2, 1, 1, 1, 0);
      until(() -> pool.pooler().operations().peers().contains(full));
      carrier.shutdownOutput();
      assertThat(first.readByte()).isEqualTo(-1);
      slow.accept().close();
      assertThat(second.readByte()).isEqualTo(-1);
    }
  }
}
