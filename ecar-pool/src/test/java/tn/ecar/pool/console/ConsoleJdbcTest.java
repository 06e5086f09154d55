package tn.ecar.pool.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.pool.config.Setting;

/** The real driver asks the console, by every protocol it has. */
class ConsoleJdbcTest {
  private final RecordedPooler pooler = new RecordedPooler();
  private LoopbackDoor door;

  @BeforeEach
  void open() throws IOException {
    door = new LoopbackDoor(new Console(pooler), ConsoleRole.ADMIN);
  }

  @AfterEach
  void close() throws IOException {
    door.close();
  }

  private Connection connect(String mode) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:"
            + door.port()
            + "/pgbouncer?user=pgbouncer&sslmode=disable&ApplicationName=test&preferQueryMode="
            + mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "extendedForPrepared", "extendedCacheEverything"})
  void show_pools_is_a_result_set(String mode) throws SQLException {
    try (Connection connection = connect(mode);
        Statement statement = connection.createStatement();
        ResultSet pools = statement.executeQuery("SHOW POOLS")) {
      assertThat(pools.next()).isTrue();
      assertThat(pools.getString("database")).isEqualTo("ecar_db");
      assertThat(pools.getInt("cl_active")).isEqualTo(7);
      assertThat(pools.getInt("maxwait")).isEqualTo(1);
      assertThat(pools.getInt("maxwait_us")).isEqualTo(250_000);
      assertThat(pools.getString("load_balance_hosts")).isNull();
      assertThat(pools.next()).isTrue();
      assertThat(pools.getString("database")).isEqualTo("pgbouncer");
      assertThat(pools.next()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended"})
  void a_connection_pool_finds_what_it_expects(String mode) throws SQLException {
    try (Connection connection = connect(mode)) {
      assertThat(connection.isValid(5)).isTrue();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement();
          ResultSet state = statement.executeQuery("show state")) {
        assertThat(state.next()).isTrue();
      }
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
      connection.commit();
      connection.rollback();
      connection.setAutoCommit(true);
      connection.setReadOnly(true);
      connection.setReadOnly(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setClientInfo("ApplicationName", "other");
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  /** After five runs the driver names the statement and wants binary values. */
  @Test
  void a_statement_run_often_answers_in_binary() throws SQLException {
    try (Connection connection = connect("extended");
        PreparedStatement stats = connection.prepareStatement("SHOW STATS");
        PreparedStatement clients = connection.prepareStatement("SHOW CLIENTS")) {
      for (int run = 0; run < 12; run++) {
        try (ResultSet row = stats.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getBigDecimal("total_query_count"))
              .isEqualByComparingTo(new BigDecimal("123456789012"));
          assertThat(row.getLong("avg_query_count")).isEqualTo(3);
        }
        try (ResultSet row = clients.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString("ptr")).isEqualTo("0x1");
          assertThat(row.getInt("remote_pid")).isEqualTo(4711);
        }
      }
    }
  }

  @Test
  void rows_come_in_portions_when_asked_for() throws SQLException {
    try (Connection connection = connect("extended")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(7);
        List<String> keys = new ArrayList<>();
        try (ResultSet config = statement.executeQuery("SHOW CONFIG")) {
          while (config.next()) {
            keys.add(config.getString(1));
          }
        }
        assertThat(keys).hasSize(Setting.values().length).doesNotHaveDuplicates();
        statement.setMaxRows(3);
        try (ResultSet config = statement.executeQuery("SHOW CONFIG")) {
          int count = 0;
          while (config.next()) {
            count++;
          }
          assertThat(count).isEqualTo(3);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended"})
  void commands_and_refusals_reach_the_caller(String mode) throws SQLException {
    try (Connection connection = connect(mode);
        Statement statement = connection.createStatement()) {
      statement.execute("PAUSE ecar_db");
      statement.execute("kill_client 0x10;");
      assertThat(pooler.commands).containsExactly("pause ecar_db", "kill client 16");
      assertThatThrownBy(() -> statement.execute("PAUSE nowhere"))
          .isInstanceOfSatisfying(
              SQLException.class,
              error -> {
                assertThat(error.getMessage()).contains("no such database: nowhere");
                assertThat(error.getSQLState()).isEqualTo("08P01");
              });
      statement.execute("SET default_pool_size = 33");
      assertThat(pooler.configuration().text(Setting.DEFAULT_POOL_SIZE)).isEqualTo("33");
      statement.execute("SHOW HELP");
      assertThat(statement.getWarnings().getMessage()).contains("Console usage");
      assertThat(statement.getResultSet()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = ContractColumns.TABLE)
  void columns_are_the_contracts(String command, String columns, String types) throws SQLException {
    try (Connection connection = connect("simple");
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SHOW " + command)) {
      assertThat(ContractColumns.names(answer)).isEqualTo(columns);
      assertThat(ContractColumns.types(answer)).isEqualTo(types);
    }
  }
}
