package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static tn.ecar.pool.wire.Words.assertRefused;
import static tn.ecar.pool.wire.Words.assertSentAway;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.console.Operations;
import tn.ecar.pool.console.Shutdown;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.jdbc.xa.CuttingProxy;

/** What a client of a pool or of the console is told, to the letter, and with which code. */
@Timeout(60)
class ServedWordsIT {
  private static final String TRUST = "auth_type = trust";
  private static final String ONE = "default_pool_size = 1";
  private static final String OPERATOR = "admin_users = ecar_user";
  private static final int VERSION = 3 << 16;

  private static void serves(RawClient client) throws Exception {
    assertThat(client.query("select 1").types()).isEqualTo("TDCZ");
  }

  @Test
  void messagesThatAreNone() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST)) {
      String[][] broken = {{"P", "Parse"}, {"B", "Bind"}, {"D", "Describe"}, {"C", "Close"}};
      for (String[] message : broken) {
        try (RawClient client = RawClient.of(pool)) {
          client.say(message[0].charAt(0), new byte[] {'S', 'x'});
          assertSentAway(client, "broken " + message[1] + " packet");
        }
      }
      try (RawClient client = RawClient.of(pool)) {
        assertSentAway(client.say('?'), "unknown pkt");
      }
      try (RawClient client = RawClient.of(pool)) {
        assertSentAway(client.raw((byte) 'Q').ints(3), "bad packet header: '5100000003'");
      }
      try (RawClient client = RawClient.of(pool)) {
        assertSentAway(client.bind("nobody"), "prepared statement did not exist");
      }
      try (RawClient client = RawClient.of(pool)) {
        assertThat(client.parse("mine", "select 5").sync().types()).isEqualTo("1Z");
        assertSentAway(
            client.parse("mine", "select 5"), "prepared statement name is already in use");
      }
    }
    try (ListeningPool pool = ListeningPool.with(TRUST, "max_packet_size = 1000");
        RawClient client = RawClient.of(pool)) {
      assertSentAway(client.raw((byte) 'Q').ints(1001), "bad packet header: '51000003e9'");
    }
    try (ListeningPool pool = ListeningPool.with(TRUST, "pool_mode = statement");
        RawClient client = RawClient.of(pool)) {
      assertSentAway(
          client.query("begin"), "transaction blocks not allowed in statement pooling mode");
    }
  }

  @Test
  void whoWaitsLongerThanAQueryMayTake() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, ONE, "query_timeout = 1");
        RawClient holder = RawClient.of(pool);
        RawClient client = RawClient.of(pool)) {
      assertThat(holder.query("begin").types()).isEqualTo("CZ");
      assertSentAway(client.query("select 1"), "query_timeout");
    }
  }

  @Test
  void whoseServerStayedSilentWasToldThatAReadTimedOut() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ListeningPool pool =
            ListeningPool.with(
                TRUST,
                "server_connect_timeout = 1",
                "[databases]",
                "silent = host=127.0.0.1 port=" + silent.getLocalPort());
        RawClient client = new RawClient(pool.port())) {
      client.start(VERSION, "database", "silent");
      assertSentAway(client, "connect timeout");
    }
  }

  @Test
  void aServerThatDiesBeforeItsAnswer() throws Exception {
    try (CuttingProxy line = new CuttingProxy(RealPostgres.shared().port());
        ListeningPool pool =
            ListeningPool.with(
                TRUST, "[databases]", "cut = host=127.0.0.1 dbname=ecar_db port=" + line.port());
        RawClient client = RawClient.of(pool, "database", "cut")) {
      serves(client);
      line.cutAt("select 'the end'", CuttingProxy.Place.BEFORE_THE_ANSWER);
      assertSentAway(client.query("select 'the end'"), "server conn crashed?");
    }
  }

  @Test
  void whomTheOperatorSendsAway() throws Exception {
    try (ListeningPool pool =
            ListeningPool.with(TRUST, "pool_mode = session", "server_fast_close = 1");
        RawClient killed = RawClient.of(pool);
        RawClient linked = RawClient.of(pool, "database", "other_db")) {
      Operations operations = pool.pooler().operations();
      serves(killed);
      serves(linked);
      long id =
          operations.clients().stream()
              .filter(client -> client.database().equals("ecar_db"))
              .findFirst()
              .orElseThrow()
              .id();
      operations.killClient(id);
      assertSentAway(killed, "admin forced disconnect");
      operations.reconnect(Optional.of("other_db"));
      assertSentAway(linked, "database configuration changed");
    }
  }

  @Test
  void whoComesOrWaitsWhenThePoolEnds() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, ONE, "tcp_defer_accept = 0");
        RawClient working = RawClient.of(pool);
        RawClient waiting = RawClient.of(pool);
        RawClient late = new RawClient(pool.port())) {
      assertThat(working.query("begin").types()).isEqualTo("CZ");
      waiting.query("select 1");
      Await.until("it waits", () -> pool.figures().clientsWaiting() == 1);
      Await.until("one is late", () -> pool.pooler().operations().arriving() == 1);
      pool.pooler().operations().shutDown(Shutdown.WAIT_FOR_SERVERS);
      assertSentAway(waiting, "server shutting down");
      late.start(VERSION);
      assertSentAway(late, "pooler is shutting down");
      assertThat(working.query("commit").types()).isEqualTo("CZ");
    }
  }

  @Test
  void commandsThatTheConsoleRefuses() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, OPERATOR, "stats_users = other_user");
        RawClient console = RawClient.of(pool, "database", "pgbouncer");
        RawClient reader = RawClient.of(pool, "database", "pgbouncer", "user", "other_user")) {
      String[][] refused = {
        {"FROB", "invalid command 'FROB', use SHOW HELP;"},
        {"SHOW", "invalid command 'SHOW', use SHOW HELP;"},
        {"PAUSE a b", "invalid command 'PAUSE a b', use SHOW HELP;"},
        {"PAUSE nowhere", "no such database: nowhere"},
        {"RESUME", "pooler is not paused/suspended"},
        {"RESUME ecar_db", "database ecar_db is not paused"},
        {"PAUSE pgbouncer", "cannot pause admin db: pgbouncer"},
        {"RECONNECT pgbouncer", "cannot reconnect admin db: pgbouncer"},
        {"DISABLE pgbouncer", "cannot disable admin db: pgbouncer"},
        {"ENABLE pgbouncer", "cannot enable admin db: pgbouncer"},
        {"KILL pgbouncer", "cannot kill admin db: pgbouncer"},
        {"DISABLE", "a database is required"},
        {"ENABLE", "a database is required"},
        {"KILL_CLIENT 999999", "client not found"},
        {"KILL_CLIENT somebody", "invalid client pointer supplied"},
        {"SET no_such_key = 1", "SET failed"},
        {"SET default_pool_size = many", "SET failed"},
        {"SET listen_port = 1", "SET failed"},
        {"RELOAD now", "bad arguments"},
        {"SHUTDOWN tomorrow", "bad arguments"},
      };
      for (String[] each : refused) {
        assertRefused(console, each[0], each[1]);
      }
      for (String command : new String[] {"PAUSE", "RELOAD", "SET verbose = 1", "SHOW FDS"}) {
        assertRefused(reader, command, "admin access needed");
      }
      assertThat(console.query("PAUSE").types()).isEqualTo("CZ");
      for (String command : new String[] {"PAUSE", "SUSPEND"}) {
        assertRefused(console, command, "already suspended/paused");
      }
      assertThat(console.query("RESUME").types()).isEqualTo("CZ");
      assertThat(console.query("PAUSE other_db").types()).isEqualTo("CZ");
      assertRefused(console, "SUSPEND", "cannot suspend with paused databases");
      assertThat(console.query("RESUME").types()).isEqualTo("CZ");
    }
  }
}
