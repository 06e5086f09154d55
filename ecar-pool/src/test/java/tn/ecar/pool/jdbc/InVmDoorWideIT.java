package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.RealPostgres;

/** The width of pgjdbc over the in-VM door: COPY, cancel, batches, portals, many threads. */
class InVmDoorWideIT {
  private static final RealPostgres POSTGRES = RealPostgres.shared();

  @Test
  void sixtyFourThreadsShareTwoServersAndNeverAThird() throws Exception {
    try (Pools pools = Pools.with("default_pool_size = 2")) {
      long most = 0;
      ExecutorService threads = Executors.newFixedThreadPool(64);
      List<Future<Integer>> done = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        done.add(threads.submit(() -> tenTransactions(pools)));
      }
      while (done.stream().anyMatch(one -> !one.isDone())) {
        most = Math.max(most, Pools.backends());
      }
      int sum = 0;
      for (Future<Integer> one : done) {
        sum += one.get(30, TimeUnit.SECONDS);
      }
      threads.shutdown();
      assertThat(sum).isEqualTo(640);
      assertThat(most).isLessThanOrEqualTo(2);
      assertThat(pools.figures().clientsWaiting()).isZero();
      Await.until("all clients have left", () -> pools.figures().clientsActive() == 0);
      assertThat(pools.figures().serversIdle()).isEqualTo(2);
    }
  }

  private static int tenTransactions(Pools pools) throws SQLException {
    int done = 0;
    try (Connection connection = pools.connect();
        PreparedStatement statement = connection.prepareStatement("select ?::int")) {
      connection.setAutoCommit(false);
      for (int i = 0; i < 10; i++) {
        statement.setInt(1, i);
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          done += result.getInt(1) == i ? 1 : 0;
        }
        connection.commit();
      }
    }
    return done;
  }

  @Test
  void copiesInAndOut() throws Exception {
    POSTGRES.execute(
        "ecar_db",
        "drop table if exists copied",
        "create table copied(id int, t text)",
        "grant all on copied to ecar_user");
    String rows =
        IntStream.range(0, 50_000)
            .mapToObj(i -> i + "\tpart " + i)
            .collect(Collectors.joining("\n"));
    try (Pools pools = Pools.with();
        VirtualConnection virtual = pools.open()) {
      assertThat(copyIn(virtual.connection(), "copy copied from stdin", rows)).isEqualTo(50_000L);
      assertThat(virtual.holdsServer()).isFalse();
      assertThatThrownBy(
              () -> copyIn(virtual.connection(), "copy copied from stdin", "no number\tx\n"))
          .hasRootCauseInstanceOf(SQLException.class);
      assertThat(virtual.holdsServer()).isFalse();
      assertThat(copyOut(virtual.connection(), "copy (select * from copied order by id) to stdout"))
          .isEqualTo(rows + "\n");
      assertThat(virtual.holdsServer()).isFalse();
    }
  }

  /** By reflection: the compiler misses annotation classes when it reads PGConnection itself. */
  private static Object copyManager(Connection connection) throws Exception {
    Class<?> extended = Class.forName("org.postgresql.PGConnection");
    return extended.getMethod("getCopyAPI").invoke(connection.unwrap(extended));
  }

  private static Object copyIn(Connection connection, String sql, String rows) throws Exception {
    Object copy = copyManager(connection);
    Method in = copy.getClass().getMethod("copyIn", String.class, java.io.Reader.class);
    return in.invoke(copy, sql, new StringReader(rows));
  }

  private static String copyOut(Connection connection, String sql) throws Exception {
    Object copy = copyManager(connection);
    StringWriter rows = new StringWriter();
    copy.getClass()
        .getMethod("copyOut", String.class, java.io.Writer.class)
        .invoke(copy, sql, rows);
    return rows.toString();
  }

  @Test
  void cancelsAQuery() throws Exception {
    try (Pools pools = Pools.with();
        VirtualConnection virtual = pools.open();
        Statement statement = virtual.connection().createStatement()) {
      CompletableFuture<String> state =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  statement.execute("select pg_sleep(60)");
                  return "none";
                } catch (SQLException cancelled) {
                  return cancelled.getSQLState();
                }
              });
      Await.until(
          "the query runs",
          () ->
              POSTGRES.count(
                      "postgres",
                      "select count(*) from pg_stat_activity where state = 'active'"
                          + " and query like '%pg_sleep(60)%' and usename = 'ecar_user'")
                  == 1);
      statement.cancel();
      assertThat(state.get(10, TimeUnit.SECONDS)).isEqualTo("57014");
      try (ResultSet alive = statement.executeQuery("select 1")) {
        assertThat(alive.next()).isTrue();
      }
    }
  }

  @Test
  void sendsBatchesInOnePipeline() throws SQLException {
    try (Pools pools = Pools.with();
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists batched");
      statement.execute("create table batched(id int primary key, t text)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("insert into batched values (?, ?)")) {
        for (int i = 0; i < 5_000; i++) {
          insert.setInt(1, i);
          insert.setString(2, "x".repeat(i % 300));
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).hasSize(5_000);
      }
      connection.commit();
      connection.setAutoCommit(true);
      try (ResultSet count = statement.executeQuery("select count(*) from batched")) {
        count.next();
        assertThat(count.getInt(1)).isEqualTo(5_000);
      }
    }
  }

  @Test
  void readsLargeResultsByPortionsAndAtOnce() throws SQLException {
    try (Pools pools = Pools.with();
        VirtualConnection virtual = pools.open();
        Statement statement = virtual.connection().createStatement()) {
      String sql = "select i, repeat('r', i % 5000) from generate_series(1, 3000) i";
      assertThat(readAll(statement, sql)).isEqualTo(3000);
      virtual.connection().setAutoCommit(false);
      statement.setFetchSize(100);
      assertThat(readAll(statement, sql)).isEqualTo(3000);
      assertThat(virtual.holdsServer()).isTrue();
      virtual.connection().commit();
      assertThat(virtual.holdsServer()).isFalse();
    }
  }

  private static int readAll(Statement statement, String sql) throws SQLException {
    int count = 0;
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        count++;
        assertThat(rows.getInt(1)).isEqualTo(count);
        assertThat(rows.getString(2)).hasSize(count % 5000);
      }
    }
    return count;
  }

  @Test
  void carriesAValueOfManyMegabytes() throws SQLException {
    byte[] large = new byte[20 << 20];
    java.util.Arrays.fill(large, (byte) 7);
    try (Pools pools = Pools.with();
        Connection connection = pools.connect();
        PreparedStatement statement = connection.prepareStatement("select ?::bytea")) {
      for (int i = 0; i < 6; i++) {
        statement.setBytes(1, large);
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          assertThat(result.getBytes(1)).isEqualTo(large);
        }
      }
    }
  }

  @Test
  void sessionModeKeepsItsServerAndCleansItAfterwards() throws Exception {
    try (Pools pools = Pools.with("pool_mode = session", "default_pool_size = 1")) {
      try (VirtualConnection virtual = pools.open();
          Statement statement = virtual.connection().createStatement()) {
        statement.execute("create temp table mine(id int)");
        statement.execute("set work_mem to '5MB'");
        statement.execute("select * from mine");
        assertThat(virtual.holdsServer()).isTrue();
      }
      try (Connection next = pools.connect();
          Statement statement = next.createStatement();
          ResultSet memory = statement.executeQuery("show work_mem")) {
        memory.next();
        assertThat(memory.getString(1)).isEqualTo("4MB");
        assertThatThrownBy(() -> statement.execute("select * from mine"))
            .isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void statementModeRefusesTransactionBlocks() throws SQLException {
    try (Pools pools = Pools.with("pool_mode = statement");
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      connection.setAutoCommit(false);
      assertThatThrownBy(
              () -> {
                statement.execute("select 1");
                statement.execute("select 1");
              })
          .hasMessageContaining("transaction blocks not allowed in statement pooling mode");
    }
  }

  @Test
  void aClientThatLeavesInsideATransactionIsRolledBack() throws Exception {
    POSTGRES.execute(
        "ecar_db",
        "drop table if exists left_open",
        "create table left_open(id int)",
        "grant all on left_open to ecar_user");
    try (Pools pools = Pools.with("default_pool_size = 1")) {
      try (Connection connection = pools.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("insert into left_open values (1)");
      }
      try (Connection next = pools.connect();
          Statement statement = next.createStatement()) {
        statement.execute("insert into left_open values (2)");
      }
      assertThat(POSTGRES.count("ecar_db", "select sum(id) from left_open")).isEqualTo(2);
      assertThat(pools.figures().serversIdle()).isEqualTo(1);
    }
  }
}
