package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.application.Application;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.SessionStateReport;

/** What clients leave behind in sessions of a transaction pool, on the real PostgreSQL. */
class SessionStateIT {
  private static IniPool pool(String... lines) {
    return IniPool.of(
        "host=127.0.0.1 port=" + RealPostgres.shared().port() + " dbname=ecar_db", lines);
  }

  private static Connection connect(IniPool pool, String property, String value)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty(property, value);
    return new EcarDataSource(pool.pooler().name(), "db", RealPostgres.USER, "", properties)
        .getConnection();
  }

  /** Makes the connection's next transaction run on another server than its last one. */
  private static Connection occupyLastServer(IniPool pool) throws SQLException {
    Connection other = pool.connect();
    other.setAutoCommit(false);
    IniPool.ask(other, "select 1");
    return other;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set timezone to 'Africa/Tunis'        | show timezone",
        "set search_path to pg_catalog         | show search_path",
        "set datestyle to 'ISO, DMY'           | show datestyle",
        "set intervalstyle to 'iso_8601'       | show intervalstyle",
        "set application_name to 'it''s \\me'  | show application_name",
        "set session characteristics as transaction isolation level serializable"
            + "                                | show default_transaction_isolation",
      })
  void what_postgresql_reports_follows_its_client(String set, String show) throws SQLException {
    try (IniPool pool = pool();
        Connection connection = connect(pool, "preferQueryMode", "simple")) {
      String before = IniPool.ask(connection, show);
      Application.run(connection, set);
      String after = IniPool.ask(connection, show);
      assertThat(after).isNotEqualTo(before);
      String server = IniPool.ask(connection, "select pg_backend_pid()");
      try (Connection other = occupyLastServer(pool)) {
        assertThat(IniPool.ask(connection, "select pg_backend_pid()")).isNotEqualTo(server);
        assertThat(IniPool.ask(connection, show)).isEqualTo(after);
        assertThat(IniPool.ask(other, show)).isEqualTo(before);
      }
      assertThat(pool.pooler().sessionState()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set work_mem = '5MB'                                     | SET            | work_mem",
        "set role none                                            | SET            | role",
        "set default_transaction_isolation = serializable         | SET            |"
            + " default_transaction_isolation",
        "listen news                                              | LISTEN         | news",
        "prepare p as select 1                                    | PREPARE        | p",
        "create temp table t1 (i int)                             | CREATE TABLE   | t1",
        "create temp table t2 as select 1 as i                    | SELECT 1       | t2",
        "create temporary sequence s                              | CREATE SEQUENCE| s",
        "select pg_advisory_lock(1)                               | SELECT 1       |"
            + " pg_advisory_lock",
      })
  void what_cannot_be_carried_is_told_with_tag_client_and_place(String sql, String tag, String name)
      throws SQLException {
    for (String mode : new String[] {"simple", "extended"}) {
      try (IniPool pool = pool();
          Connection connection = connect(pool, "preferQueryMode", mode)) {
        Application.run(connection, "select 1", sql);
        assertThat(pool.pooler().sessionState())
            .singleElement()
            .satisfies(
                report -> {
                  assertThat(report.tag()).isEqualTo(tag);
                  assertThat(report.name()).isEqualTo(name);
                  assertThat(report.user()).isEqualTo("ecar_user");
                  assertThat(report.database()).isEqualTo("db");
                  assertThat(report.place()).contains("Application.run(Application.java:");
                });
      }
    }
  }

  @Test
  void a_cursor_that_outlives_its_transaction_is_told() throws SQLException {
    try (IniPool pool = pool();
        Connection connection = pool.connect()) {
      Application.run(connection, "begin", "declare c cursor with hold for select 1", "commit");
      assertThat(pool.pooler().sessionState())
          .extracting(SessionStateReport::tag)
          .containsExactly("DECLARE CURSOR");
    }
  }

  @Test
  void of_several_statements_in_one_query_the_right_one_is_told() throws SQLException {
    try (IniPool pool = pool();
        Connection connection = connect(pool, "preferQueryMode", "simple")) {
      Application.run(
          connection, "set timezone to 'UTC'; select ';listen x'; set work_mem = '3MB'; select 2");
      assertThat(pool.pooler().sessionState())
          .extracting(SessionStateReport::tag, SessionStateReport::name)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("SET", "work_mem"));
    }
  }

  @Test
  void what_failed_or_ends_with_its_transaction_is_not_told() throws SQLException {
    try (IniPool pool = pool("uncarried_session_state = refuse");
        Connection connection = pool.connect()) {
      assertThatThrownBy(() -> Application.run(connection, "set work_mem = 'much'"))
          .isInstanceOf(SQLException.class);
      Application.run(
          connection,
          "begin",
          "set local work_mem = '7MB'",
          "create temp table t (i int) on commit drop",
          "declare c cursor for select 1",
          "select pg_advisory_xact_lock(1)",
          "commit",
          "begin",
          "set transaction isolation level serializable",
          "prepare transaction 'a branch'",
          "commit prepared 'a branch'",
          "unlisten *",
          "reset all");
      assertThat(pool.pooler().sessionState()).isEmpty();
    }
  }

  @Test
  void each_place_is_told_once() throws SQLException {
    try (IniPool pool = pool();
        Connection connection = pool.connect()) {
      for (int i = 0; i < 3; i++) {
        Application.run(connection, "set work_mem = '5MB'");
      }
      Application.runElsewhere(connection, "set work_mem = '5MB'");
      assertThat(pool.pooler().sessionState())
          .extracting(SessionStateReport::count)
          .containsExactly(3L, 1L);
    }
  }

  @Test
  void the_console_shows_what_was_left_behind() throws SQLException {
    try (IniPool pool = pool("admin_users = ecar_user");
        Connection connection = pool.connect()) {
      Application.run(connection, "set work_mem = '5MB'", "set work_mem = '6MB'", "listen news");
      try (Connection console =
              new EcarDataSource(pool.pooler().name(), "pgbouncer", RealPostgres.USER, "")
                  .getConnection();
          Statement statement = console.createStatement();
          ResultSet row = statement.executeQuery("show session_state")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString("tag")).isEqualTo("SET");
        assertThat(row.getString("name")).isEqualTo("work_mem");
        assertThat(row.getString("left_behind")).contains("parameter");
        assertThat(row.getString("database")).isEqualTo("db");
        assertThat(row.getString("user")).isEqualTo(RealPostgres.USER);
        assertThat(row.getString("place")).contains("Application.run(Application.java:");
        assertThat(row.getString("first_seen")).matches("\\d{4}-\\d\\d-\\d\\d .*");
        assertThat(row.getLong("count")).isEqualTo(2);
        assertThat(row.next()).isTrue();
        assertThat(row.getString("tag")).isEqualTo("LISTEN");
        assertThat(row.next()).isFalse();
      }
    }
  }

  @Test
  void in_session_pooling_everything_is_carried() throws SQLException {
    try (IniPool pool = pool("pool_mode = session", "uncarried_session_state = refuse");
        Connection connection = pool.connect()) {
      Application.run(connection, "set work_mem = '5MB'", "create temp table t (i int)");
      Application.run(connection, "insert into t values (1)");
      assertThat(IniPool.ask(connection, "show work_mem")).isEqualTo("5MB");
      assertThat(pool.pooler().sessionState()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"set work_mem = '5MB'", "listen news", "select pg_advisory_lock(77)"})
  void refused_it_ends_its_client_and_nobody_finds_it(String sql) throws Exception {
    try (IniPool pool = pool("uncarried_session_state = refuse", "default_pool_size = 1");
        Connection connection = pool.connect()) {
      String server = IniPool.ask(connection, "select pg_backend_pid()");
      assertThatThrownBy(() -> Application.run(connection, sql, "select 1"))
          .isInstanceOfSatisfying(
              SQLException.class,
              refused ->
                  assertThat(refused.getMessage() + refused.getSQLState())
                      .contains("(uncarried_session_state = refuse)")
                      .contains("0A000"));
      assertThat(connection.isClosed()).isTrue();
      try (Connection next = pool.connect()) {
        assertThat(IniPool.ask(next, "select pg_backend_pid()")).isNotEqualTo(server);
        assertThat(IniPool.ask(next, "show work_mem")).isEqualTo("4MB");
      }
    }
  }

  @Test
  void pinned_it_finds_everything_again_until_it_leaves() throws Exception {
    try (IniPool pool = pool("uncarried_session_state = pin", "default_pool_size = 2")) {
      String server;
      try (Connection connection = pool.connect()) {
        Application.run(connection, "create temp table mine (i int)");
        server = IniPool.ask(connection, "select pg_backend_pid()");
        Application.run(
            connection,
            "insert into mine values (1)",
            "prepare p as select 42",
            "set work_mem = '6MB'",
            "select pg_advisory_lock(5)");
        try (Connection other = occupyLastServer(pool)) {
          assertThat(IniPool.ask(other, "select pg_backend_pid()")).isNotEqualTo(server);
          assertThat(IniPool.ask(connection, "select count(*) from mine")).isEqualTo("1");
          assertThat(IniPool.ask(connection, "execute p")).isEqualTo("42");
          assertThat(IniPool.ask(connection, "show work_mem")).isEqualTo("6MB");
          assertThat(pool.pooler().operations().pools().get(0).serversActive()).isEqualTo(2);
          other.rollback();
        }
        assertThat(pool.pooler().sessionState()).hasSize(1);
      }
      Await.until(
          "the server is clean",
          () -> pool.pooler().operations().pools().get(0).serversIdle() == 2);
      try (Connection one = pool.connect();
          Connection two = pool.connect()) {
        for (Connection each : new Connection[] {one, two}) {
          each.setAutoCommit(false);
          assertThat(IniPool.ask(each, "show work_mem")).isEqualTo("4MB");
          assertThat(IniPool.ask(each, "select to_regclass('mine')")).isNull();
        }
        assertThat(IniPool.ask(one, "select pg_try_advisory_xact_lock(5)")).isEqualTo("t");
      }
    }
  }

  @Test
  void a_pinned_server_without_a_reset_query_is_thrown_away() throws Exception {
    try (IniPool pool =
        pool("uncarried_session_state = pin", "server_reset_query =", "default_pool_size = 1")) {
      String server;
      try (Connection connection = pool.connect()) {
        Application.run(connection, "set work_mem = '6MB'");
        server = IniPool.ask(connection, "select pg_backend_pid()");
      }
      assertThat(pool.ask("ecar_user", "select pg_backend_pid()")).isNotEqualTo(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"discard all", "deallocate all"})
  void what_drops_all_statements_drops_them_and_all_heal(String drop) throws SQLException {
    try (IniPool pool = pool("default_pool_size = 1");
        Connection one = connect(pool, "prepareThreshold", "1");
        Connection two = connect(pool, "prepareThreshold", "1");
        PreparedStatement mine = one.prepareStatement("select 6 * ?::int");
        PreparedStatement theirs = two.prepareStatement("select 6 * ?::int")) {
      for (int round = 1; round <= 3; round++) {
        assertThat(product(mine, round)).isEqualTo(6 * round);
        assertThat(product(theirs, round)).isEqualTo(6 * round);
        Application.run(one, drop);
        assertThat(
                IniPool.ask(
                    one,
                    "select count(*) from pg_prepared_statements where statement like 'select 6"
                        + " %'"))
            .isEqualTo("0");
      }
      assertThat(product(theirs, 7)).isEqualTo(42);
    }
  }

  private static int product(PreparedStatement statement, int factor) throws SQLException {
    statement.setInt(1, factor);
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void discard_all_forgets_what_the_client_had_set() throws SQLException {
    try (IniPool pool = pool();
        Connection connection = pool.connect()) {
      String before = IniPool.ask(connection, "show timezone");
      Application.run(connection, "set timezone to 'Africa/Tunis'", "discard all");
      try (Connection other = occupyLastServer(pool)) {
        assertThat(IniPool.ask(connection, "show timezone"))
            .isEqualTo(IniPool.ask(other, "show timezone"))
            .isNotEqualTo("Africa/Tunis")
            .isNotNull();
        assertThat(before).isNotNull();
      }
    }
  }

  @Test
  void a_table_that_changes_its_shape_costs_prepared_statements_nothing() throws SQLException {
    try (IniPool pool = pool("default_pool_size = 2");
        Connection one = connect(pool, "prepareThreshold", "1");
        Connection two = connect(pool, "prepareThreshold", "1")) {
      Application.run(one, "drop table if exists shapes", "create table shapes (a int)");
      try (PreparedStatement first = one.prepareStatement("select * from shapes");
          PreparedStatement second = two.prepareStatement("select * from shapes")) {
        for (int columns = 1; columns <= 4; columns++) {
          for (int again = 0; again < 3; again++) {
            assertThat(columns(first)).isEqualTo(columns);
            assertThat(columns(second)).isEqualTo(columns);
            try (Connection other = occupyLastServer(pool)) {
              assertThat(columns(second)).isEqualTo(columns);
              other.rollback();
            }
          }
          Application.run(one, "alter table shapes add column c" + columns + " int");
        }
      }
    }
  }

  private static int columns(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.getMetaData().getColumnCount();
    }
  }

  @Test
  void inside_a_transaction_it_fails_honestly_and_heals_with_the_next() throws SQLException {
    try (IniPool pool = pool("default_pool_size = 2");
        Connection ddl = pool.connect();
        Connection one = connect(pool, "prepareThreshold", "1")) {
      Application.run(ddl, "drop table if exists shapes", "create table shapes (a int)");
      one.setAutoCommit(false);
      try (PreparedStatement statement = one.prepareStatement("select * from shapes")) {
        assertThat(columns(statement)).isEqualTo(1);
        one.commit();
        Application.run(ddl, "alter table shapes add column b int");
        IniPool.ask(one, "select 1");
        assertThatThrownBy(() -> columns(statement))
            .isInstanceOfSatisfying(
                SQLException.class, stale -> assertThat(stale.getSQLState()).isEqualTo("0A000"));
        assertThatThrownBy(() -> IniPool.ask(one, "select 1"))
            .isInstanceOfSatisfying(
                SQLException.class, failed -> assertThat(failed.getSQLState()).isEqualTo("25P02"));
        one.rollback();
        for (int again = 0; again < 3; again++) {
          assertThat(columns(statement)).isEqualTo(2);
          one.commit();
        }
      }
    }
  }
}
