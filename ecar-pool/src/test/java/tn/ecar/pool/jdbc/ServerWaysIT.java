package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.config.Configuration;

/** The ways to a server besides TCP and a clear password, and what happens on the way. */
class ServerWaysIT {
  private final RealPostgres postgres = RealPostgres.shared();

  @TempDir Path directory;

  private String tcp(String more) {
    return "host=127.0.0.1 port=" + postgres.port() + " dbname=ecar_db " + more;
  }

  @Test
  void a_unix_socket_serves_with_timeouts_and_cancel() throws Exception {
    String sockets;
    try (Connection connection = postgres.superuser("postgres")) {
      sockets = IniPool.ask(connection, "show unix_socket_directories").split(",")[0].strip();
    }
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (IniPool pool =
            IniPool.of(
                "host=" + sockets + " port=" + postgres.port() + " dbname=ecar_db user=postgres");
        Connection connection = pool.connect();
        Statement statement = connection.createStatement()) {
      assertThat(IniPool.ask(connection, "select inet_server_port()")).isNull();
      connection.setNetworkTimeout(executor, 20_000);
      assertThat(IniPool.ask(connection, "select current_user")).isEqualTo("postgres");
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("select pg_sleep(60)"))
          .isInstanceOfSatisfying(
              SQLException.class, late -> assertThat(late.getSQLState()).isEqualTo("57014"));
      assertThat(IniPool.ask(connection, "select 1")).isEqualTo("1");
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void connect_query_runs_before_anybody_is_served_and_its_errors_are_only_logged()
      throws SQLException {
    try (IniPool pool = IniPool.of(tcp("connect_query='set work_mem = ''9MB'''"))) {
      assertThat(pool.ask("ecar_user", "show work_mem")).isEqualTo("9MB");
    }
    try (IniPool pool = IniPool.of(tcp("connect_query='select nothing'"))) {
      assertThat(pool.ask("ecar_user", "select 1")).isEqualTo("1");
    }
  }

  /** No limit was taken for one that is over at once, so that no server came back clean. */
  @Test
  void a_server_connect_timeout_of_0_leaves_the_pool_its_own_queries() throws Exception {
    try (Pools pools =
        Pools.on(
            postgres.port(),
            java.time.Clock.systemUTC(),
            "server_connect_timeout = 0",
            "pool_mode = session",
            "default_pool_size = 1")) {
      long[] pids = new long[2];
      for (int i = 0; i < pids.length; i++) {
        try (Connection connection =
                pools
                    .source(RealPostgres.DATABASE, RealPostgres.USER, new Properties())
                    .getConnection();
            Statement statement = connection.createStatement()) {
          pids[i] = Ask.number(statement, "select pg_backend_pid()");
        }
        Await.until("it is clean again", () -> pools.figures().serversIdle() == 1);
      }
      assertThat(pids[1]).isEqualTo(pids[0]);
    }
  }

  @Test
  void the_keys_that_a_clients_scram_proof_reveals_log_in() throws Exception {
    String verifier;
    try (Connection connection = postgres.superuser("postgres");
        PreparedStatement statement =
            connection.prepareStatement(
                "select rolpassword from pg_authid where rolname = 'ecar_user'");
        ResultSet row = statement.executeQuery()) {
      row.next();
      verifier = row.getString(1);
    }
    Path users = directory.resolve("users.txt");
    Files.writeString(users, "\"ecar_user\" \"" + verifier + "\"\n");
    Path ini = directory.resolve("pool.ini");
    Files.writeString(
        ini,
        "[databases]\ndb = "
            + tcp("")
            + "\n[pgbouncer]\nauth_type = scram-sha-256\npool_mode = transaction\nauth_file = "
            + users
            + "\n");
    try (Pooler pooler = Pooler.start("scram-keys", Configuration.read(ini, Map.of()));
        Connection connection =
            new EcarDataSource(
                    pooler.name(), "db", "ecar_user", RealPostgres.PASSWORD, new Properties())
                .getConnection()) {
      assertThat(IniPool.ask(connection, "select current_user")).isEqualTo("ecar_user");
      assertThatThrownBy(
              () ->
                  new EcarDataSource(pooler.name(), "db", "ecar_user", "wrong", new Properties())
                      .getConnection())
          .hasMessageContaining("SASL authentication failed");
    }
  }

  @Test
  void a_failing_login_is_told_in_the_servers_words_and_then_from_memory() {
    try (IniPool pool = IniPool.of(tcp("password='not this one'"), "server_login_retry = 600")) {
      assertThatThrownBy(() -> pool.connect())
          .hasMessageContaining("password authentication failed for user")
          .isInstanceOfSatisfying(
              SQLException.class, first -> assertThat(first.getSQLState()).isEqualTo("28P01"));
      assertThatThrownBy(() -> pool.connect())
          .hasMessageContaining("server login has been failing, cached error: ")
          .isInstanceOfSatisfying(
              SQLException.class, again -> assertThat(again.getSQLState()).isEqualTo("28P01"));
    }
  }
}
