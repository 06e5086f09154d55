package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.jdbc.StubServer;

/** A server that has read a request when its connection is reset: it may have done the work. */
class ResetAtWorkIT {
  private static final int VERSION = 3 << 16;

  private final AtomicInteger asked = new AtomicInteger();

  private interface Opening {
    ListeningPool with(String... lines) throws IOException;
  }

  @Test
  void whatOneServerHadReadWasAskedOfAnother() throws Exception {
    isAskedOnce(ListeningPool::with);
  }

  @Test
  void whatOneServerHadReadIsAskedOnceBySelectorsToo() throws Exception {
    isAskedOnce(ListeningPool::bySelectors);
  }

  private void isAskedOnce(Opening opening) throws Exception {
    try (StubServer server = new StubServer(this::readsAndResets);
        ListeningPool pool =
            opening.with(
                "auth_type = trust",
                "default_pool_size = 1",
                "[databases]",
                "stub = host=127.0.0.1 port=" + server.port());
        RawClient client = new RawClient(pool.port())) {
      client.start(VERSION, "database", "stub");
      client.until('Z');
      client.query("work");
      assertThat(client.last().field('M')).isEqualTo("server conn crashed?");
      assertThat(asked).hasValue(1);
    }
  }

  private boolean readsAndResets(String sql, Socket socket) {
    if (!sql.equals("work")) {
      return false;
    }
    asked.incrementAndGet();
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException closed) {
      throw new UncheckedIOException(closed);
    }
    StubServer.drop(socket);
    return true;
  }
}
