package tn.ecar.pool.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.jdbc.EcarDataSource;

/** A day of the pool's operator: everything over the console, everything on a real database. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OperatorIT {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final RealPostgres postgres = RealPostgres.shared();
  private final String name = "operator-" + NUMBERS.incrementAndGet();
  private Path ini;
  private Pooler pooler;

  @BeforeEach
  void start() throws IOException {
    Path users = directory.resolve("userlist.txt");
    Files.writeString(
        users,
        """
        "%s" "%s"
        "reader" "reader's secret"
        "stranger" "stranger's secret"
        """
            .formatted(RealPostgres.USER, RealPostgres.PASSWORD));
    ini = directory.resolve("pool.ini");
    write("default_pool_size = 2");
    pooler = Pooler.start(name, Configuration.read(ini, Map.of()));
  }

  private void write(String... settings) throws IOException {
    Files.writeString(
        ini,
        """
        [databases]
        ecar_db = host=localhost port=%d
        other_db = host=localhost port=%d
        [pgbouncer]
        listen_addr = 127.0.0.1
        auth_file = %s
        pool_mode = transaction
        stats_users = reader
        query_wait_timeout = 20
        %s
        """
            .formatted(
                postgres.port(),
                postgres.port(),
                directory.resolve("userlist.txt"),
                String.join("\n", settings)));
  }

  @AfterEach
  void stop() {
    pooler.close();
  }

  private Connection console() throws SQLException {
    return new EcarDataSource(name, "pgbouncer", "pgbouncer", null).getConnection();
  }

  private Connection garage() throws SQLException {
    return new EcarDataSource(name, RealPostgres.DATABASE, RealPostgres.USER, RealPostgres.PASSWORD)
        .open()
        .connection();
  }

  private void command(String text) throws SQLException {
    try (Connection connection = console();
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private List<Map<String, String>> show(String what) throws SQLException {
    try (Connection connection = console();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW " + what)) {
      return rows(rows);
    }
  }

  private static List<Map<String, String>> rows(ResultSet result) throws SQLException {
    List<Map<String, String>> rows = new ArrayList<>();
    while (result.next()) {
      Map<String, String> row = new HashMap<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        row.put(result.getMetaData().getColumnName(i), result.getString(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private Map<String, String> pool() throws SQLException {
    return show("POOLS").stream()
        .filter(row -> row.get("database").equals(RealPostgres.DATABASE))
        .findFirst()
        .orElseThrow();
  }

  private static int backend(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Something that becomes true soon, looked at until it is. */
  private interface Condition {
    boolean holds() throws SQLException;
  }

  private static void await(Condition condition) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private CompletableFuture<Integer> later(Connection connection) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return backend(connection);
          } catch (SQLException failed) {
            throw new IllegalStateException(failed);
          }
        });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = ContractColumns.TABLE)
  void every_table_is_shown_while_the_pool_works(String what, String columns, String types)
      throws SQLException {
    for (String mode : new String[] {"simple", "extended"}) {
      Properties properties = new Properties();
      properties.setProperty("preferQueryMode", mode);
      try (Connection working = garage();
          Connection connection =
              new EcarDataSource(name, "pgbouncer", "pgbouncer", null, properties).getConnection();
          Statement statement = connection.createStatement()) {
        working.setAutoCommit(false);
        backend(working);
        try (ResultSet table = statement.executeQuery("SHOW " + what)) {
          assertThat(ContractColumns.names(table)).isEqualTo(columns);
          assertThat(ContractColumns.types(table)).isEqualTo(types);
          rows(table);
        }
        working.rollback();
      }
    }
  }

  @Test
  void figures_agree_with_what_happens() throws Exception {
    try (Connection first = garage();
        Connection second = garage();
        Connection third = garage()) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      backend(first);
      backend(second);
      assertThat(pool()).containsEntry("sv_active", "2").containsEntry("cl_waiting", "0");
      CompletableFuture<Integer> waiting = later(third);
      await(() -> pool().get("cl_waiting").equals("1"));
      assertThat(show("CLIENTS")).extracting(row -> row.get("state")).contains("waiting");
      assertThat(show("SERVERS")).hasSize(2).allMatch(row -> row.get("state").equals("active"));
      assertThat(
              postgres.count(
                  "postgres",
                  "select count(*) from pg_stat_activity where datname = 'ecar_db'"
                      + " and application_name = 'ecar_application'"))
          .isEqualTo(2);

      first.commit();

      assertThat(waiting.get(20, TimeUnit.SECONDS)).isPositive();
      second.commit();
      await(() -> pool().get("sv_active").equals("0"));
      assertThat(Long.parseLong(show("STATS").get(0).get("total_xact_count")))
          .isGreaterThanOrEqualTo(3);
      assertThat(show("HISTOGRAMS"))
          .filteredOn(row -> row.get("database").equals(RealPostgres.DATABASE))
          .hasSize(4)
          .allSatisfy(row -> assertThat(Long.parseLong(row.get("count"))).isPositive())
          .filteredOn(row -> row.get("timing").equals("wait"))
          .allSatisfy(row -> assertThat(Long.parseLong(row.get("max_us"))).isPositive());
      await(() -> !show("ALERTS").isEmpty());
      assertThat(show("ALERTS")).allMatch(row -> row.get("state").equals("closed"));
      assertThat(show("METRICS")).extracting(row -> row.get("line")).contains("# EOF");
    }
    await(() -> show("CLIENTS").size() == 1);
  }

  @Test
  void the_console_itself_is_a_database_with_clients_and_no_server() throws SQLException {
    try (Connection connection = console();
        Statement statement = connection.createStatement()) {
      assertThat(line(statement, "POOLS", "database"))
          .containsEntry("user", "pgbouncer")
          .containsEntry("cl_active", "1")
          .containsEntry("sv_idle", "0")
          .containsEntry("pool_mode", "statement");
      assertThat(line(statement, "DATABASES", "name"))
          .containsEntry("force_user", "pgbouncer")
          .containsEntry("port", "6432")
          .containsEntry("pool_size", "2")
          .containsEntry("pool_mode", "statement")
          .containsEntry("current_client_connections", "1")
          .containsEntry("paused", "0");
      assertThat(line(statement, "CLIENTS", "database"))
          .containsEntry("type", "J")
          .containsEntry("state", "active");
      Map<String, String> stats = line(statement, "STATS", "database");
      assertThat(stats)
          .containsEntry("total_client_login_count", "1")
          .containsEntry("total_server_assignment_count", "0")
          .containsEntry("total_query_time", "0");
      assertThat(Integer.parseInt(stats.get("total_query_count"))).isGreaterThanOrEqualTo(4);
      assertThat(rows(statement.executeQuery("SHOW LISTS")))
          .contains(Map.of("list", "databases", "items", "3"))
          .contains(Map.of("list", "pools", "items", "1"))
          .contains(Map.of("list", "used_clients", "items", "1"));
    }
  }

  private static Map<String, String> line(Statement statement, String what, String name)
      throws SQLException {
    return rows(statement.executeQuery("SHOW " + what)).stream()
        .filter(row -> row.get(name).equals("pgbouncer"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_visitor_of_the_console_can_be_sent_away_too() throws SQLException {
    try (Connection visitor = console();
        Statement statement = visitor.createStatement()) {
      String ptr = line(statement, "CLIENTS", "database").get("ptr");

      command("KILL_CLIENT " + ptr);

      assertThatThrownBy(() -> statement.executeQuery("SHOW STATE"))
          .isInstanceOf(SQLException.class);
    }
    await(() -> show("CLIENTS").size() == 1);
  }

  @Test
  void pause_waits_for_transactions_and_resume_serves_who_waited() throws Exception {
    try (Connection busy = garage();
        Connection next = garage()) {
      busy.setAutoCommit(false);
      backend(busy);
      CompletableFuture<Void> pausing = run("PAUSE ecar_db");
      await(() -> show("DATABASES").get(0).get("paused").equals("1"));
      assertThat(pausing).isNotDone();
      busy.commit();
      pausing.get(20, TimeUnit.SECONDS);

      CompletableFuture<Integer> waiting = later(next);
      await(() -> pool().get("cl_waiting").equals("1"));
      command("RESUME ecar_db");

      assertThat(waiting.get(20, TimeUnit.SECONDS)).isPositive();
      assertThatThrownBy(() -> command("RESUME ecar_db"))
          .hasMessageContaining("database ecar_db is not paused");
    }
  }

  private CompletableFuture<Void> run(String text) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            command(text);
          } catch (SQLException failed) {
            throw new IllegalStateException(failed);
          }
        });
  }

  @Test
  void pause_of_everything_is_shown_and_ends() throws Exception {
    command("PAUSE");
    assertThat(show("STATE")).contains(Map.of("key", "paused", "value", "yes"));
    assertThatThrownBy(() -> command("PAUSE")).hasMessageContaining("already suspended/paused");
    command("RESUME");
    assertThat(show("STATE")).contains(Map.of("key", "paused", "value", "no"));
    assertThatThrownBy(() -> command("RESUME"))
        .hasMessageContaining("pooler is not paused/suspended");
  }

  @Test
  void reconnect_brings_fresh_servers() throws SQLException {
    try (Connection connection = garage()) {
      int before = backend(connection);
      assertThat(backend(connection)).isEqualTo(before);

      command("RECONNECT ecar_db");

      assertThat(backend(connection)).isNotEqualTo(before);
      command("WAIT_CLOSE ecar_db");
    }
  }

  @Test
  void kill_drops_everybody_until_resume() throws SQLException {
    try (Connection connection = garage()) {
      backend(connection);

      command("KILL ecar_db");

      await(() -> show("SERVERS").isEmpty());
      assertThatThrownBy(() -> backend(connection)).isInstanceOf(SQLException.class);
    }
    command("RESUME ecar_db");
    try (Connection connection = garage()) {
      assertThat(backend(connection)).isPositive();
    }
  }

  @Test
  void kill_client_hits_the_one() throws SQLException {
    try (Connection victim = garage();
        Connection other = garage()) {
      backend(victim);
      String id = show("CLIENTS").get(0).get("id");

      command("KILL_CLIENT " + id);

      assertThatThrownBy(() -> backend(victim))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("admin forced disconnect");
      assertThat(backend(other)).isPositive();
      assertThatThrownBy(() -> command("KILL_CLIENT 999999"))
          .hasMessageContaining("client not found");
    }
  }

  @Test
  void a_disabled_database_takes_no_new_clients() throws SQLException {
    try (Connection before = garage()) {
      command("DISABLE ecar_db");
      assertThatThrownBy(this::garage).hasMessageContaining("database \"ecar_db\" is disabled");
      assertThat(backend(before)).isPositive();
      command("ENABLE ecar_db");
      try (Connection after = garage()) {
        assertThat(backend(after)).isPositive();
      }
    }
  }

  @Test
  void set_counts_at_once_and_reload_goes_back_to_the_file() throws Exception {
    command("SET default_pool_size = 1");
    try (Connection first = garage();
        Connection second = garage()) {
      first.setAutoCommit(false);
      backend(first);
      CompletableFuture<Integer> waiting = later(second);
      await(() -> pool().get("cl_waiting").equals("1"));

      command("RELOAD");

      assertThat(waiting.get(20, TimeUnit.SECONDS)).isPositive();
      first.commit();
    }
    write("default_pool_size = 7", "pool_mode = session");
    command("RELOAD");
    assertThat(pool()).containsEntry("pool_mode", "session");
    assertThat(show("CONFIG"))
        .filteredOn(row -> row.get("key").equals("default_pool_size"))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("value", "7")
                    .containsEntry("default", "20")
                    .containsEntry("changeable", "yes"));
  }

  @Test
  void a_broken_file_changes_nothing() throws Exception {
    write("default_pool_size = many");

    assertThatThrownBy(() -> command("RELOAD"))
        .isInstanceOfSatisfying(
            SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("F0000"))
        .hasMessageContaining("default_pool_size = many");

    try (Connection connection = garage()) {
      assertThat(backend(connection)).isPositive();
    }
  }

  @Test
  void reload_that_takes_a_database_away_sends_its_clients_away() throws Exception {
    try (Connection connection = garage()) {
      backend(connection);
      Files.writeString(ini, Files.readString(ini).replaceAll("(?m)^ecar_db = .*$", ""));
      command("RELOAD");
      assertThatThrownBy(() -> backend(connection)).isInstanceOf(SQLException.class);
      assertThatThrownBy(this::garage).hasMessageContaining("no such database: ecar_db");
    }
  }

  @Test
  void the_console_asks_who_comes() throws SQLException {
    assertThatThrownBy(() -> login("stranger", "stranger's secret"))
        .hasMessageContaining("not allowed");
    assertThatThrownBy(() -> login("reader", "guessed"))
        .hasMessageContaining("password authentication failed");
    assertThatThrownBy(() -> login("nobody", "anything"))
        .hasMessageContaining("password authentication failed");
    try (Connection connection = login("reader", "reader's secret");
        Statement statement = connection.createStatement()) {
      assertThat(rows(statement.executeQuery("SHOW VERSION"))).hasSize(1);
      assertThatThrownBy(() -> statement.execute("PAUSE"))
          .hasMessageContaining("admin access needed");
    }
  }

  private Connection login(String user, String password) throws SQLException {
    return new EcarDataSource(name, "pgbouncer", user, password).getConnection();
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended"})
  void a_transaction_over_the_console_is_harmless(String mode) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", mode);
    try (Connection connection =
        new EcarDataSource(name, "pgbouncer", "pgbouncer", null, properties).getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        assertThat(rows(statement.executeQuery("SHOW DATABASES"))).hasSize(3);
        assertThatThrownBy(() -> statement.execute("FROB")).isInstanceOf(SQLException.class);
        assertThat(rows(statement.executeQuery("SHOW LISTS"))).hasSize(14);
      }
      connection.commit();
      connection.setAutoCommit(true);
      assertThat(connection.isValid(5)).isTrue();
    }
  }
}
