package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.TestDirectory;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.jdbc.VirtualConnection;

/**
 * Each of the 15 keys of the garage's own ini by what it does: first as the garage has it, then
 * with another value. A key that was ignored would do the same both times.
 */
@Timeout(90)
class SeedKeysIT {
  private static final String USER = RealPostgres.MD5_USER;
  private static final String PASSWORD = RealPostgres.PASSWORD;

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static String ask(SeedPool pool, String sql) throws SQLException {
    VirtualConnection client = pool.open();
    String answer = ask(client.connection(), sql);
    client.connection().close();
    return answer;
  }

  /** The figures of a crowd when it has settled: who has a server, and who waits for one. */
  private static void settles(SeedPool pool, int active, int waiting) throws Exception {
    Await.until(
        active + " hold a server and " + waiting + " wait",
        () -> pool.active() == active && pool.waiting() == waiting);
  }

  @Test
  void theDatabaseEntry() throws Exception {
    try (SeedPool pool = SeedPool.with()) {
      assertThat(ask(pool, "select current_database()")).isEqualTo("ecar_db");
      assertThatThrownBy(() -> pool.open("stock_db", USER, PASSWORD))
          .hasMessageContaining("no such database: stock_db");
    }
    String other = "ecar_db = host=localhost dbname=other_db port=" + RealPostgres.shared().port();
    try (SeedPool pool = SeedPool.with(other)) {
      assertThat(ask(pool, "select current_database()")).isEqualTo("other_db");
    }
  }

  private static boolean answers(String address, int port) {
    try (Socket socket = new Socket(InetAddress.getByName(address), port)) {
      return socket.isConnected();
    } catch (java.io.IOException refused) {
      return false;
    }
  }

  @Test
  void listenAddr() throws Exception {
    try (SeedPool pool = SeedPool.with().listen()) {
      assertThat(answers("127.0.0.1", pool.port())).isTrue();
      assertThat(answers("127.0.0.2", pool.port())).isFalse();
    }
    try (SeedPool pool = SeedPool.with("listen_addr = 127.0.0.2").listen()) {
      assertThat(answers("127.0.0.1", pool.port())).isFalse();
      assertThat(answers("127.0.0.2", pool.port())).isTrue();
    }
  }

  @Test
  void listenPort() throws Exception {
    try (SeedPool first = SeedPool.with().listen();
        SeedPool second = SeedPool.with().listen()) {
      assertThat(first.port()).isNotEqualTo(second.port());
      assertThat(answers("127.0.0.1", first.port())).isTrue();
      assertThat(answers("127.0.0.1", second.port())).isTrue();
    }
  }

  private static Connection overTheWire(SeedPool pool, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + pool.port() + "/ecar_db", USER, password);
  }

  @Test
  void authType() throws Exception {
    try (SeedPool pool = SeedPool.with().listen()) {
      overTheWire(pool, PASSWORD).close();
      assertThatThrownBy(() -> overTheWire(pool, "guessed"))
          .hasMessageContaining("password authentication failed");
    }
    try (SeedPool pool = SeedPool.with("auth_type = trust").listen();
        Connection believed = overTheWire(pool, "guessed")) {
      assertThat(ask(believed, "select current_user")).isEqualTo(USER);
    }
  }

  @Test
  void authFile() throws Exception {
    try (SeedPool pool = SeedPool.with()) {
      assertThat(ask(pool, "select current_user")).isEqualTo(USER);
    }
    Path another = TestDirectory.create("seed").resolve("other.txt");
    Files.writeString(another, "\"somebody\" \"else\"\n");
    try (SeedPool pool = SeedPool.with("auth_file = " + another)) {
      assertThatThrownBy(pool::open).hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void poolMode() throws Exception {
    try (SeedPool pool = SeedPool.with()) {
      VirtualConnection client = pool.open();
      ask(client.connection(), "select 1");
      assertThat(client.holdsServer()).isFalse();
    }
    try (SeedPool pool = SeedPool.with("pool_mode = session")) {
      VirtualConnection client = pool.open();
      ask(client.connection(), "select 1");
      assertThat(client.holdsServer()).isTrue();
    }
  }

  @Test
  void maxClientConn() throws Exception {
    mostClients(SeedPool.with(), 100);
    mostClients(SeedPool.with("max_client_conn = 3"), 3);
  }

  private static void mostClients(SeedPool seed, int most) throws Exception {
    try (SeedPool pool = seed) {
      for (int i = 0; i < most; i++) {
        pool.open();
      }
      assertThatThrownBy(pool::open)
          .hasMessageContaining("no more connections allowed (max_client_conn)");
    }
  }

  @Test
  void defaultPoolSize() throws Exception {
    sizes(SeedPool.with(), 25, 20);
    sizes(SeedPool.with("default_pool_size = 3"), 25, 3);
  }

  private static void sizes(SeedPool seed, int clients, int servers) throws Exception {
    try (SeedPool pool = seed) {
      pool.crowd(clients, "ecar_db", USER);
      settles(pool, servers, clients - servers);
    }
  }

  @Test
  void minPoolSize() throws Exception {
    kept(SeedPool.with(), 5);
    kept(SeedPool.with("min_pool_size = 2"), 2);
  }

  private static void kept(SeedPool seed, int servers) throws Exception {
    try (SeedPool pool = seed) {
      VirtualConnection present = pool.open();
      ask(present.connection(), "select 1");
      Await.until(servers + " idle servers", () -> pool.idle() == servers);
    }
  }

  @Test
  void reservePoolSize() throws Exception {
    afterSeconds(SeedPool.with(), 6, 30);
    afterSeconds(SeedPool.with("reserve_pool_size = 2"), 6, 22);
  }

  @Test
  void reservePoolTimeout() throws Exception {
    afterSeconds(SeedPool.with(), 6, 30);
    afterSeconds(SeedPool.with(), 4, 20);
    afterSeconds(SeedPool.with("reserve_pool_timeout = 3.0"), 4, 30);
  }

  /** 35 clients want a server, and wait so long. */
  private static void afterSeconds(SeedPool seed, int seconds, int servers) throws Exception {
    try (SeedPool pool = seed) {
      pool.crowd(35, "ecar_db", USER);
      settles(pool, 20, 15);
      pool.clock().advance(Duration.ofSeconds(seconds));
      settles(pool, servers, 35 - servers);
      // A grant that was too much would come with the next look of the sweep.
      pool.crowd(1, "ecar_db", USER);
      settles(pool, servers, 36 - servers);
    }
  }

  @Test
  void maxDbConnections() throws Exception {
    ofTwoUsers(SeedPool.with(), 50);
    ofTwoUsers(SeedPool.with("max_db_connections = 37"), 37);
  }

  private static void ofTwoUsers(SeedPool seed, int servers) throws Exception {
    try (SeedPool pool = seed) {
      pool.crowd(35, "ecar_db", USER);
      pool.crowd(35, "ecar_db", "ecar_user");
      Await.until("everybody asks", () -> pool.active() + pool.waiting() == 70);
      pool.clock().advance(Duration.ofSeconds(6));
      settles(pool, servers, 70 - servers);
    }
  }

  @Test
  void maxUserConnections() throws Exception {
    ofTwoDatabases(SeedPool.with(second(), "max_db_connections = 0"), 50);
    ofTwoDatabases(SeedPool.with(second(), "max_user_connections = 37"), 37);
  }

  private static String second() {
    return "other_db = host=localhost port=" + RealPostgres.shared().port();
  }

  private static void ofTwoDatabases(SeedPool seed, int servers) throws Exception {
    try (SeedPool pool = seed) {
      pool.crowd(35, "ecar_db", "ecar_user");
      pool.crowd(35, "other_db", "ecar_user");
      Await.until("everybody asks", () -> pool.active() + pool.waiting() == 70);
      pool.clock().advance(Duration.ofSeconds(6));
      settles(pool, servers, 70 - servers);
    }
  }

  @Test
  void serverResetQuery() throws Exception {
    assertThat(afterAnotherSession(SeedPool.with("pool_mode = session"))).isEqualTo("0");
    assertThat(afterAnotherSession(SeedPool.with("pool_mode = session", "server_reset_query = ")))
        .isEqualTo("1234ms");
  }

  /** What the next client of the same server finds set by the one before. */
  private static String afterAnotherSession(SeedPool seed) throws Exception {
    try (SeedPool pool = seed) {
      VirtualConnection first = pool.open();
      String server = ask(first.connection(), "select pg_backend_pid()");
      try (Statement statement = first.connection().createStatement()) {
        statement.execute("set statement_timeout = 1234");
      }
      first.connection().close();
      Await.until("the server is back", () -> pool.active() == 0 && pool.idle() > 0);
      VirtualConnection second = pool.open();
      assertThat(ask(second.connection(), "select pg_backend_pid()")).isEqualTo(server);
      return ask(second.connection(), "show statement_timeout");
    }
  }

  /** The marking query shows that it ran; the failing one that its server was not used again. */
  @Test
  void serverCheckQuery() throws Exception {
    String server = "select pg_backend_pid()";
    String mark = "select current_setting('seed.checked', true)";
    try (SeedPool pool =
        longUnused("server_check_query = select set_config('seed.checked', 'yes', false)")) {
      String before = ask(pool, server);
      Await.until("the server is checked", () -> "yes".equals(againAsk(pool, mark)));
      assertThat(ask(pool, server)).isEqualTo(before);
    }
    try (SeedPool pool = longUnused("server_check_query = select 1/0")) {
      String before = ask(pool, server);
      Await.until("the server is replaced", () -> !before.equals(againAsk(pool, server)));
    }
    try (SeedPool pool = longUnused("min_pool_size = 0")) {
      String before = againAsk(pool, server);
      assertThat(ask(pool, server)).isEqualTo(before);
      assertThat(ask(pool, mark)).isNotEqualTo("yes");
    }
  }

  private static SeedPool longUnused(String change) throws Exception {
    return SeedPool.with(
        "min_pool_size = 0", "server_idle_timeout = 0", "server_lifetime = 10000000", change);
  }

  /** Asks, and lets the server idle longer than server_check_delay, which is 30 seconds. */
  private static String againAsk(SeedPool pool, String sql) throws SQLException {
    String answer = ask(pool, sql);
    pool.clock().advance(Duration.ofSeconds(31));
    return answer;
  }
}
