package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.config.Configuration;

/**
 * The rules of the architecture on sessions and on what the driver asks of its socket, each by its
 * number.
 */
class SessionsThatFollowIT {
  private static final RealPostgres POSTGRES = RealPostgres.shared();

  @Test
  void rule7NamedStatementsFollowTheirClient() throws SQLException {
    Properties always = new Properties();
    always.setProperty("prepareThreshold", "1");
    try (Pools pools = Pools.with("default_pool_size = 2", "max_prepared_statements = 3");
        Connection one = pools.source("ecar_db", "ecar_user", always).getConnection();
        Connection two = pools.source("ecar_db", "ecar_user", always).getConnection();
        Connection holder = pools.connect();
        Statement holding = holder.createStatement()) {
      for (int round = 0; round < 6; round++) {
        holder.setAutoCommit(false);
        if (round % 2 == 0) {
          holding.execute("select 1"); // Takes one server, so that the others get the other.
        }
        for (int i = 0; i < 8; i++) {
          assertThat(prepared(one, "select ?::int + " + i, 10)).isEqualTo(10 + i);
          assertThat(prepared(two, "select ?::int + " + i, 20)).isEqualTo(20 + i);
        }
        holder.rollback();
      }
      assertThat(pools.pooler().operations().servers())
          .allSatisfy(server -> assertThat(server.preparedStatements()).isLessThanOrEqualTo(3));
    }
  }

  private static int prepared(Connection connection, String sql, int value) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, value);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    }
  }

  @Test
  void rule7DdlUnderAPreparedStatementHeals() throws SQLException {
    POSTGRES.execute(
        "ecar_db",
        "drop table if exists shape",
        "create table shape(a int)",
        "insert into shape values (1)",
        "grant all on shape to ecar_user");
    Properties always = new Properties();
    always.setProperty("prepareThreshold", "1");
    try (Pools pools = Pools.with("default_pool_size = 1");
        Connection one = pools.source("ecar_db", "ecar_user", always).getConnection();
        Connection two = pools.source("ecar_db", "ecar_user", always).getConnection()) {
      try (PreparedStatement first = one.prepareStatement("select * from shape");
          PreparedStatement second = two.prepareStatement("select * from shape")) {
        for (int i = 0; i < 3; i++) {
          first.executeQuery().close();
          second.executeQuery().close();
        }
        POSTGRES.execute("ecar_db", "alter table shape alter a type text using 'x' || a");
        // Outside a transaction the driver itself tries again; inside, the transaction is lost
        // once.
        assertX1(first);
        two.setAutoCommit(false);
        assertThatThrownBy(second::executeQuery).isInstanceOf(SQLException.class);
        two.rollback();
        assertX1(second);
        two.rollback();
        assertX1(first);
      }
    }
  }

  private static void assertX1(PreparedStatement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      result.next();
      assertThat(result.getString(1)).isEqualTo("x1");
    }
  }

  @Test
  void rule7AnErrorInAPipelineForgetsWhatWasNotPrepared() throws SQLException {
    Properties always = new Properties();
    always.setProperty("prepareThreshold", "1");
    try (Pools pools = Pools.with("default_pool_size = 1");
        Connection connection = pools.source("ecar_db", "ecar_user", always).getConnection();
        Statement batch = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < 3; i++) {
        batch.addBatch("select 1 / 0");
        batch.addBatch("insert into nowhere values (" + i + ")");
        assertThatThrownBy(batch::executeBatch).isInstanceOf(SQLException.class);
        connection.rollback();
        batch.clearBatch();
        assertThat(prepared(connection, "select ?::int * 2", 4)).isEqualTo(8);
        connection.commit();
      }
    }
  }

  @Test
  void rule7DeallocateAllAndDiscardAllAreNoticed() throws SQLException {
    Properties always = new Properties();
    always.setProperty("prepareThreshold", "1");
    try (Pools pools = Pools.with("default_pool_size = 1");
        Connection one = pools.source("ecar_db", "ecar_user", always).getConnection();
        Connection two = pools.source("ecar_db", "ecar_user", always).getConnection();
        Statement statement = one.createStatement()) {
      for (String sql : List.of("deallocate all", "discard all")) {
        assertThat(prepared(one, "select ?::int * 3", 4)).isEqualTo(12);
        assertThat(prepared(two, "select ?::int * 3", 4)).isEqualTo(12);
        statement.execute(sql);
        assertThat(prepared(two, "select ?::int * 3", 4)).isEqualTo(12);
        assertThat(prepared(one, "select ?::int * 3", 4)).isEqualTo(12);
      }
    }
  }

  @Test
  void rule8NobodyInheritsAnothersSession() throws SQLException {
    try (Pools pools = Pools.with("default_pool_size = 1");
        Connection one = pools.connect();
        Connection two = pools.connect();
        Statement first = one.createStatement();
        Statement second = two.createStatement()) {
      final String zone = Ask.text(second, "show timezone");
      first.execute("set timezone to 'Africa/Tunis'");
      first.execute("set application_name to 'workshop'");
      first.execute("set search_path to pg_catalog, \"$user\"");
      one.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      assertThat(Ask.text(second, "show timezone")).isEqualTo(zone);
      assertThat(Ask.text(second, "show application_name")).isEqualTo("ecar_application");
      assertThat(Ask.text(second, "show search_path")).isEqualTo("\"$user\", public");
      assertThat(Ask.text(second, "show transaction_isolation")).isEqualTo("read committed");
      assertThat(Ask.text(first, "show timezone")).isEqualTo("Africa/Tunis");
      assertThat(Ask.text(first, "show application_name")).isEqualTo("workshop");
      assertThat(Ask.text(first, "show search_path")).isEqualTo("pg_catalog, \"$user\"");
      assertThat(Ask.text(first, "show transaction_isolation")).isEqualTo("serializable");
      assertThat(Ask.text(second, "show transaction_isolation")).isEqualTo("read committed");
      assertThat(pools.figures().serversIdle()).isEqualTo(1);
    }
  }

  @Test
  void rule8AForeignDateStyleDoesNotCloseTheDriver() throws SQLException {
    Properties german = new Properties();
    german.setProperty("options", "-c IntervalStyle=iso_8601");
    try (Pools pools = Pools.with("default_pool_size = 1");
        Connection one = pools.source("ecar_db", "ecar_user", german).getConnection();
        Connection two = pools.connect();
        Statement first = one.createStatement();
        Statement second = two.createStatement()) {
      assertThat(Ask.text(first, "select interval '1 day'")).contains("1");
      assertThat(Ask.text(second, "show intervalstyle")).isEqualTo("postgres");
      assertThat(Ask.text(first, "show intervalstyle")).isEqualTo("iso_8601");
      assertThat(Ask.text(first, "show datestyle")).startsWith("ISO");
    }
  }

  @Test
  void rule9AnIdleServerThatDiedKillsNoInnocentClient() throws Exception {
    try (Pools pools = Pools.with("default_pool_size = 3");
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 5; i++) {
        long pid = Ask.number(statement, "select pg_backend_pid()");
        POSTGRES.execute("postgres", "select pg_terminate_backend(" + pid + ")");
        Await.until(
            "the backend is gone",
            () ->
                POSTGRES.count(
                        "postgres", "select count(*) from pg_stat_activity where pid = " + pid)
                    == 0);
        assertThat(Ask.number(statement, "select 5")).isEqualTo(5);
      }
    }
  }

  @Test
  void rule10ATimedReadWithoutALeaseEndsAndTheConnectionLives() throws Exception {
    try (Pools pools = Pools.with();
        Connection connection = pools.connect()) {
      // By reflection: the compiler misses annotation classes when it reads PGConnection itself.
      Class<?> extended = Class.forName("org.postgresql.PGConnection");
      Object[] notifications =
          (Object[])
              extended
                  .getMethod("getNotifications", int.class)
                  .invoke(connection.unwrap(extended), 50);
      assertThat(notifications).isNullOrEmpty();
      assertThat(connection.isValid(5)).isTrue();
      connection.setNetworkTimeout(Runnable::run, 5_000);
      assertThat(connection.getNetworkTimeout()).isEqualTo(5_000);
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void rule10AReadTimeoutCancelsTheQueryAndDiscardsTheServer() throws Exception {
    Properties impatient = new Properties();
    impatient.setProperty("socketTimeout", "1");
    try (Pools pools = Pools.with();
        Connection connection = pools.source("ecar_db", "ecar_user", impatient).getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select pg_sleep(61)"))
          .isInstanceOf(SQLException.class);
      Await.until(
          "nothing runs any more",
          () ->
              POSTGRES.count(
                      "postgres",
                      "select count(*) from pg_stat_activity where query like '%pg_sleep(61)%'"
                          + " and usename = 'ecar_user'")
                  == 0);
      Await.until("the server has gone", () -> pools.pooler().operations().servers().isEmpty());
    }
  }

  @Test
  void rule10AbortFromAnotherThreadEndsARunningQuery() throws Exception {
    try (Pools pools = Pools.with();
        VirtualConnection virtual = pools.open();
        Statement statement = virtual.connection().createStatement()) {
      CompletableFuture<SQLException> failure =
          CompletableFuture.supplyAsync(() -> Ask.failureOf(statement, "select pg_sleep(62)"));
      Await.until("the server is leased", virtual::holdsServer);
      virtual.abort("test");
      assertThat(failure.get(10, TimeUnit.SECONDS).getMessage()).isNotEmpty();
      Await.until(
          "nothing runs any more",
          () ->
              POSTGRES.count(
                      "postgres",
                      "select count(*) from pg_stat_activity where query like '%pg_sleep(62)%'"
                          + " and usename = 'ecar_user'")
                  == 0);
      Await.until("the client has left", () -> pools.figures().clientsActive() == 0);
    }
  }

  @Test
  void rule10TheConsoleNeedsNoPasswordInsideTheProcess() throws SQLException {
    try (Pools pools = Pools.with();
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      EcarDataSource console =
          new EcarDataSource(pools.pooler().name(), Configuration.CONSOLE, "pgbouncer", null);
      try (Connection admin = console.getConnection();
          Statement show = admin.createStatement();
          ResultSet rows = show.executeQuery("SHOW POOLS")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString("database")).isEqualTo("ecar_db");
        assertThat(rows.getInt("sv_idle")).isEqualTo(1);
        assertThat(rows.getInt("cl_active")).isEqualTo(1);
      }
      try (Connection bare =
              DriverManager.getConnection(
                  "jdbc:postgresql://pool/pgbouncer?user=pgbouncer&socketFactory="
                      + InVmSocketFactory.class.getName()
                      + "&socketFactoryArg="
                      + pools.pooler().name());
          Statement show = bare.createStatement();
          ResultSet rows = show.executeQuery("SHOW CLIENTS")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString("type")).isEqualTo("J");
      }
    }
  }
}
