package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.jdbc.StubServer;

/**
 * What a socket has is told once: whoever takes a part of it must come back for the rest. Each is
 * done many times, since what is sent apart need not arrive together.
 */
class EdgesIT {
  private static final int VERSION = 3 << 16;
  private static final int TIMES = 50;

  @Test
  void anEndBehindTheLastStatementIsNoticed() throws Exception {
    try (ListeningPool pool = ListeningPool.with("auth_type = trust")) {
      for (int i = 0; i < TIMES; i++) {
        try (RawClient client = RawClient.of(pool)) {
          client.query("select 1");
          client.endsItsSide();
          client.until((char) 0); // Waits for the pool's end.
        }
      }
    }
  }

  @Test
  void whatDoesNotFitIntoOneReadIsReadToItsEnd() throws Exception {
    String longer = "select length('" + "x".repeat(3 * Scratch.SIZE) + "')";
    try (ListeningPool pool = ListeningPool.with("auth_type = trust");
        RawClient client = RawClient.of(pool)) {
      for (int i = 0; i < TIMES; i++) {
        assertThat(RawClient.types(client.query(longer).until('Z'))).isEqualTo("TDCZ");
      }
    }
  }

  @Test
  void aServersEndBehindAPartOfItsAnswerIsNoticed() throws Exception {
    try (StubServer server = new StubServer(EdgesIT::answersByHalvesAndEnds);
        ListeningPool pool =
            ListeningPool.with(
                "auth_type = trust",
                "default_pool_size = 1",
                "[databases]",
                "stub = host=127.0.0.1 port=" + server.port())) {
      for (int i = 0; i < TIMES; i++) {
        try (RawClient client = new RawClient(pool.port())) {
          client.start(VERSION, "database", "stub");
          client.until('Z');
          client.query("work");
          assertThat(client.last().field('M')).isEqualTo("server conn crashed?");
        }
      }
    }
  }

  private static boolean answersByHalvesAndEnds(String sql, Socket socket) {
    if (!sql.equals("work")) {
      return false;
    }
    StubServer.say(socket, StubServer.message('C', "SELECT 1\0"));
    StubServer.drop(socket);
    return true;
  }
}
