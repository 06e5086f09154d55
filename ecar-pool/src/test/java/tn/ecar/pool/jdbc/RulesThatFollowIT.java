package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.config.Configuration;

/** The rules of the architecture that do not speak of the container, each by its number. */
class RulesThatFollowIT {
  private static final RealPostgres POSTGRES = RealPostgres.shared();

  @Test
  void rule1ALostTransactionStaysLost() throws Exception {
    POSTGRES.execute(
        "ecar_db",
        "drop table if exists lost",
        "create table lost(id int)",
        "grant all on lost to ecar_user");
    try (Pools pools = Pools.with();
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("insert into lost values (1)");
      long pid = number(statement, "select pg_backend_pid()");
      POSTGRES.execute("postgres", "select pg_terminate_backend(" + pid + ")");
      assertThatThrownBy(() -> statement.execute("insert into lost values (2)"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.execute("insert into lost values (3)"))
          .isInstanceOf(SQLException.class);
      assertThat(connection.isClosed()).isTrue();
      assertThat(POSTGRES.count("ecar_db", "select count(*) from lost")).isZero();
      Await.until("the dead server has left", () -> pools.figures().serversActive() == 0);
      assertThat(pools.figures().clientsActive()).isZero();
    }
  }

  @Test
  void rule1ADoomedTransactionIsRolledBackByThePoolAndRefusedUntilTheOwnersRollback()
      throws Exception {
    POSTGRES.execute(
        "ecar_db",
        "drop table if exists doomed",
        "create table doomed(id int)",
        "grant all on doomed to ecar_user");
    try (Pools pools = Pools.with();
        VirtualConnection virtual = pools.open()) {
      Connection connection = virtual.connection();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement();
          PreparedStatement before = connection.prepareStatement("insert into doomed values (?)")) {
        before.setInt(1, 1);
        before.executeUpdate();
        virtual.doom("transaction timeout of 2 s has passed");
        Await.until("the pool has rolled back", () -> !virtual.holdsServer());
        assertThat(virtual.transactionStatus()).isEqualTo('E');
        assertRefused(() -> statement.execute("insert into doomed values (2)"));
        assertRefused(before::executeUpdate);
        assertThat(virtual.doomed()).isTrue();
        connection.rollback();
        assertThat(virtual.doomed()).isFalse();
        before.setInt(1, 3);
        before.executeUpdate();
        connection.commit();
      }
    }
    assertThat(POSTGRES.count("ecar_db", "select sum(id) from doomed")).isEqualTo(3);
  }

  private interface Sql {
    void run() throws SQLException;
  }

  private static void assertRefused(Sql statement) {
    assertThatThrownBy(statement::run)
        .isInstanceOfSatisfying(
            SQLException.class,
            refused -> {
              assertThat(refused.getSQLState()).isEqualTo("25P02");
              assertThat(refused.getMessage()).contains("transaction timeout of 2 s has passed");
            });
  }

  @Test
  void rule1DoomCancelsTheRunningQuery() throws Exception {
    try (Pools pools = Pools.with();
        VirtualConnection virtual = pools.open()) {
      Connection connection = virtual.connection();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("select 1");
        CompletableFuture<SQLException> failure =
            CompletableFuture.supplyAsync(() -> failureOf(statement, "select pg_sleep(60)"));
        Await.until(
            "the query runs",
            () ->
                POSTGRES.count(
                        "postgres",
                        "select count(*) from pg_stat_activity where state = 'active'"
                            + " and query like '%pg_sleep(60)%' and usename = 'ecar_user'")
                    == 1);
        virtual.doom("the deadline has passed");
        assertThat(failure.get(10, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
        Await.until("the server is free", () -> !virtual.holdsServer());
        Await.until("the server is idle", () -> pools.figures().serversIdle() == 1);
        connection.rollback();
        statement.execute("select 1");
      }
    }
  }

  private static SQLException failureOf(Statement statement, String sql) {
    try {
      statement.execute(sql);
      throw new AssertionError("no error from " + sql);
    } catch (SQLException failure) {
      return failure;
    }
  }

  @Test
  void rule1ACommittedTransactionIsNotTouchedByAnotherOnesDoom() throws Exception {
    try (Pools pools = Pools.with();
        VirtualConnection virtual = pools.open()) {
      virtual.connection().setAutoCommit(false);
      virtual.doom("too late");
      assertThat(virtual.doomed()).isTrue();
      virtual.pardon();
      try (Statement statement = virtual.connection().createStatement()) {
        assertThat(number(statement, "select 7")).isEqualTo(7);
      }
      virtual.connection().rollback();
    }
  }

  @Test
  void rule3TheRealServerRefusesAWrongPassword() {
    assertThatThrownBy(() -> POSTGRES.connect("ecar_db", "ecar_user", "wrong"))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
  }

  @Test
  void rule3ClientsProveTheirSecret() throws SQLException {
    try (Pools pools = Pools.with()) {
      for (String user : List.of("ecar_user", "nobody", "md5_user")) {
        assertThatThrownBy(() -> pools.source("ecar_db", user).getConnection(user, "wrong"))
            .isInstanceOfSatisfying(
                SQLException.class, refused -> assertThat(refused.getSQLState()).startsWith("08"))
            .hasMessageContaining("password authentication failed");
      }
      assertThat(Pools.backends()).isZero();
    }
  }

  @Test
  void rule3AFailedServerLoginKeepsItsSqlState() {
    try (Pools pools = Pools.with()) {
      EcarDataSource stranger = pools.source();
      assertThatThrownBy(() -> stranger.getConnection("stranger", "not what PostgreSQL knows"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
      assertThatThrownBy(() -> stranger.getConnection("stranger", "not what PostgreSQL knows"))
          .hasMessageContaining("server login has been failing, cached error:");
    }
  }

  @Test
  void rule3ServersAreLoggedInToByScramMd5AndInClear() throws SQLException {
    try (Pools pools = Pools.with()) {
      for (String user : List.of("ecar_user", "md5_user", "clear_user")) {
        try (Connection connection = pools.source("ecar_db", user).getConnection();
            Statement statement = connection.createStatement();
            ResultSet result = statement.executeQuery("select current_user")) {
          result.next();
          assertThat(result.getString(1)).isEqualTo(user);
        }
      }
    }
  }

  @Test
  void rule3ClientsMayProveByScramAndInClear() throws SQLException {
    for (String method : List.of("scram-sha-256", "plain", "md5")) {
      try (Pools pools = Pools.with("auth_type = " + method);
          Connection connection = pools.connect();
          Statement statement = connection.createStatement()) {
        assertThat(number(statement, "select 1")).isEqualTo(1);
        assertThatThrownBy(() -> pools.source().getConnection("ecar_user", "wrong"))
            .hasMessageContaining("authentication failed");
        assertThatThrownBy(() -> pools.source().getConnection("nobody", "wrong"))
            .hasMessageContaining("authentication failed");
      }
    }
  }

  @Test
  void rule5AStarvedPoolSaysSoInsteadOfHanging() throws Exception {
    try (Pools pools = Pools.with("default_pool_size = 2", "query_wait_timeout = 1")) {
      CyclicBarrier bothHold = new CyclicBarrier(2);
      List<CompletableFuture<SQLException>> nested = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        nested.add(CompletableFuture.supplyAsync(() -> nestedCall(pools, bothHold)));
      }
      for (CompletableFuture<SQLException> outcome : nested) {
        assertThat(outcome.get(15, TimeUnit.SECONDS).getMessage()).contains("query_wait_timeout");
      }
    }
  }

  private static SQLException nestedCall(Pools pools, CyclicBarrier bothHold) {
    try (Connection outer = pools.connect();
        Statement first = outer.createStatement()) {
      outer.setAutoCommit(false);
      first.execute("select 1");
      bothHold.await(10, TimeUnit.SECONDS);
      try (Connection inner = pools.connect();
          Statement second = inner.createStatement()) {
        return failureOf(second, "select 1");
      }
    } catch (Exception unforeseen) {
      throw new AssertionError(unforeseen);
    }
  }

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
      final String zone = text(second, "show timezone");
      first.execute("set timezone to 'Africa/Tunis'");
      first.execute("set application_name to 'workshop'");
      first.execute("set search_path to pg_catalog, \"$user\"");
      one.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      assertThat(text(second, "show timezone")).isEqualTo(zone);
      assertThat(text(second, "show application_name")).isEqualTo("ecar_application");
      assertThat(text(second, "show search_path")).isEqualTo("\"$user\", public");
      assertThat(text(second, "show transaction_isolation")).isEqualTo("read committed");
      assertThat(text(first, "show timezone")).isEqualTo("Africa/Tunis");
      assertThat(text(first, "show application_name")).isEqualTo("workshop");
      assertThat(text(first, "show search_path")).isEqualTo("pg_catalog, \"$user\"");
      assertThat(text(first, "show transaction_isolation")).isEqualTo("serializable");
      assertThat(text(second, "show transaction_isolation")).isEqualTo("read committed");
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
      assertThat(text(first, "select interval '1 day'")).contains("1");
      assertThat(text(second, "show intervalstyle")).isEqualTo("postgres");
      assertThat(text(first, "show intervalstyle")).isEqualTo("iso_8601");
      assertThat(text(first, "show datestyle")).startsWith("ISO");
    }
  }

  @Test
  void rule9AnIdleServerThatDiedKillsNoInnocentClient() throws Exception {
    try (Pools pools = Pools.with("default_pool_size = 3");
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 5; i++) {
        long pid = number(statement, "select pg_backend_pid()");
        POSTGRES.execute("postgres", "select pg_terminate_backend(" + pid + ")");
        Await.until(
            "the backend is gone",
            () ->
                POSTGRES.count(
                        "postgres", "select count(*) from pg_stat_activity where pid = " + pid)
                    == 0);
        assertThat(number(statement, "select 5")).isEqualTo(5);
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
          CompletableFuture.supplyAsync(() -> failureOf(statement, "select pg_sleep(62)"));
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

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
