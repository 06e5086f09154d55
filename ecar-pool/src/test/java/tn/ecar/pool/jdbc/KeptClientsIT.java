package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import tn.ecar.pool.ConnectionFigures;
import tn.ecar.pool.HandClock;
import tn.ecar.pool.RealPostgres;

/**
 * What becomes of a virtual client between the handles of a data source, on the real PostgreSQL.
 */
class KeptClientsIT {
  private static final Set<String> SPEAK_WHEN_CLOSED =
      Set.of("close", "isClosed", "isValid", "abort");

  /** A search may miss one that is given back behind it. */
  private static final int FEW = 8;

  private static long onlyClient(Pools pools) {
    List<ConnectionFigures> clients = pools.pooler().operations().clients();
    assertThat(clients).hasSize(1);
    return clients.get(0).id();
  }

  private static String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  // ---- kept

  @Test
  void keepsTheClientOfAClosedHandleForTheNext() throws SQLException {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      try (Connection connection = source.getConnection()) {
        assertThat(ask(connection, "select 1")).isEqualTo("1");
      }
      long first = onlyClient(pools);
      try (Connection connection = source.getConnection()) {
        assertThat(ask(connection, "select 2")).isEqualTo("2");
      }
      assertThat(onlyClient(pools)).isEqualTo(first);
      assertThat(pools.pooler().operations().clients().get(0).state()).isEqualTo("idle");
    }
  }

  @Test
  void putsBackWhatOneUserChangedAndRollsBackWhatHeLeftOpen() throws SQLException {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      try (Connection connection = source.getConnection()) {
        run(connection, "drop table if exists left_open");
        run(connection, "create table left_open(id int)");
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        connection.setAutoCommit(false);
        connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        connection.setNetworkTimeout(Runnable::run, 12_345);
        run(connection, "insert into left_open values (1)");
      }
      long first = onlyClient(pools);
      try (Connection connection = source.getConnection()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(connection.isReadOnly()).isFalse();
        assertThat(connection.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
        assertThat(connection.getNetworkTimeout()).isZero();
        assertThat(connection.getTransactionIsolation())
            .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(ask(connection, "select count(*) from left_open")).isEqualTo("0");
        connection.setReadOnly(true);
      }
      try (Connection connection = source.getConnection()) {
        assertThat(connection.isReadOnly()).isFalse();
      }
      assertThat(onlyClient(pools)).isEqualTo(first);
    }
  }

  @Test
  void putsBackWhatOneUserChangedByWayOfAStatement() throws SQLException {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("select 1");
        statement.getConnection().setReadOnly(true);
        statement.getConnection().setNetworkTimeout(Runnable::run, 12_345);
      }
      try (Connection connection = source.getConnection()) {
        assertThat(ask(connection, "show transaction_read_only")).isEqualTo("off");
        assertThat(connection.isReadOnly()).isFalse();
        assertThat(connection.getNetworkTimeout()).isZero();
      }
    }
  }

  @Test
  void rollsBackAFailedTransactionThatWasLeftOpen() throws SQLException {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        assertThatThrownBy(() -> run(connection, "select 1/0")).isInstanceOf(SQLException.class);
      }
      try (Connection connection = source.getConnection()) {
        assertThat(ask(connection, "select 1")).isEqualTo("1");
      }
      assertThat(pools.figures().serversActive()).isZero();
    }
  }

  @Test
  void leavesNobodyWarningsOrOpenStatements() throws SQLException {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      PreparedStatement forgotten;
      try (Connection connection = source.getConnection()) {
        forgotten = connection.prepareStatement("select 1");
        run(connection, "do $$ begin raise warning 'of one user'; end $$");
      }
      assertThat(forgotten.isClosed()).isTrue();
      assertThatThrownBy(forgotten::executeQuery).isInstanceOf(SQLException.class);
      try (Connection connection = source.getConnection()) {
        boolean warned = connection.getWarnings() != null;
        assertThat(warned).isFalse();
      }
    }
  }

  @Test
  void endsEveryOneOfManyStatements() throws SQLException {
    try (Pools pools = Pools.with()) {
      Connection connection = pools.source().getConnection();
      List<Statement> open = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        connection.createStatement().close();
        open.add(connection.createStatement());
      }
      connection.close();
      for (Statement statement : open) {
        assertThat(statement.isClosed()).isTrue();
      }
    }
  }

  // ---- not kept

  @Test
  void throwsAwayWhoseSessionIsNotAsItWas() throws SQLException {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      for (String change :
          List.of("set search_path = pg_catalog", "set timezone = 'Africa/Tunis'", "begin")) {
        try (Connection connection = source.getConnection()) {
          run(connection, change);
        }
        assertThat(pools.pooler().operations().clients()).as(change).isEmpty();
      }
      try (Connection connection = source.getConnection()) {
        connection.setSchema("pg_catalog");
        connection.setClientInfo("ApplicationName", "somebody");
      }
      assertThat(pools.pooler().operations().clients()).isEmpty();
      try (Connection connection = source.getConnection()) {
        assertThat(connection.getSchema()).isEqualTo("public");
        assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("ecar_application");
        run(connection, "set timezone = 'Africa/Tunis'");
        run(connection, "reset timezone");
      }
      onlyClient(pools);
    }
  }

  @Test
  void throwsAwayWhatWasInForeignHands() throws SQLException {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      try (Connection connection = source.getConnection()) {
        assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
        assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
        assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isNotZero();
      }
      assertThat(pools.pooler().operations().clients()).isEmpty();
    }
  }

  @Test
  void keepsNoSessionOfAPoolInSessionMode() throws SQLException {
    try (Pools pools = Pools.with("pool_mode = session")) {
      EcarDataSource source = pools.source();
      try (Connection connection = source.getConnection()) {
        run(connection, "create temporary table mine(id int)");
      }
      assertThat(pools.pooler().operations().clients()).isEmpty();
      try (Connection connection = source.getConnection()) {
        assertThat(ask(connection, "select to_regclass('pg_temp.mine')")).isNull();
      }
    }
  }

  // ---- a closed handle

  @Test
  void aClosedHandleRefusesEverything() throws Exception {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      Connection closed = source.getConnection();
      DatabaseMetaData metaData = closed.getMetaData();
      assertThat(metaData.getConnection()).isSameAs(closed);
      closed.close();
      try (Connection next = source.getConnection()) {
        for (Method method : Connection.class.getMethods()) {
          if (!method.isDefault() && !SPEAK_WHEN_CLOSED.contains(method.getName())) {
            assertThatThrownBy(() -> call(closed, method))
                .as(method.toString())
                .isInstanceOf(SQLException.class)
                .hasMessage("this connection was closed by its user");
          }
        }
        assertThat(closed.isClosed()).isTrue();
        assertThat(closed.isValid(1)).isFalse();
        assertThatThrownBy(metaData::getDatabaseProductName).isInstanceOf(SQLException.class);
        closed.abort(Runnable::run);
        assertThat(ask(next, "select 1")).isEqualTo("1");
      }
    }
  }

  private static void call(Connection connection, Method method) throws Throwable {
    Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      Class<?> type = method.getParameterTypes()[i];
      arguments[i] = type == int.class ? (Object) 0 : type == boolean.class ? (Object) true : null;
    }
    try {
      method.invoke(connection, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  @Test
  void closingTwiceTakesNothingFromTheNext() throws SQLException {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      Connection one = source.getConnection();
      one.close();
      try (Connection two = source.getConnection()) {
        one.close();
        assertThat(two.isClosed()).isFalse();
        assertThat(two.isValid(5)).isTrue();
        try (Connection three = source.getConnection()) {
          assertThat(((EcarConnection) three).driver())
              .isNotSameAs(((EcarConnection) two).driver());
        }
      }
    }
  }

  @Test
  void anAbortedHandleTakesItsClientAndItsServerAlong() throws Exception {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      Connection connection = source.getConnection();
      connection.setAutoCommit(false);
      run(connection, "select 1");
      connection.abort(Runnable::run);
      assertThat(connection.isClosed()).isTrue();
      Await.until("the client is gone", () -> pools.pooler().operations().clients().isEmpty());
      Await.until("its server is free", () -> pools.figures().serversActive() == 0);
      try (Connection next = source.getConnection()) {
        assertThat(ask(next, "select 1")).isEqualTo("1");
      }
    }
  }

  // ---- whom the pool has sent away

  @Test
  void neverHandsOutAClientThatWasSentAway() throws Exception {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      source.getConnection().close();
      long first = onlyClient(pools);
      pools.pooler().operations().killClient(first);
      try (Connection connection = source.getConnection()) {
        assertThat(ask(connection, "select 1")).isEqualTo("1");
      }
      assertThat(onlyClient(pools)).isNotEqualTo(first);
    }
  }

  @Test
  void letsNobodyIntoADisabledDatabaseByAnOldLogin() throws Exception {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      source.getConnection().close();
      pools.pooler().operations().disable("ecar_db");
      assertThatThrownBy(source::getConnection).hasMessageContaining("is disabled");
      pools.pooler().operations().enable("ecar_db");
      try (Connection connection = source.getConnection()) {
        assertThat(ask(connection, "select 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void provesItsLoginAnewAfterAReload() throws Exception {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      source.getConnection().close();
      Path users = pools.directory().resolve("users.txt");
      Files.writeString(users, "\"ecar_user\" \"another secret\"\n");
      pools.pooler().operations().reload();
      assertThatThrownBy(source::getConnection).hasMessageContaining("authentication failed");
    }
  }

  @Test
  void handsOutUnderPauseWhatThenWaits() throws Exception {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      try (Connection connection = source.getConnection()) {
        assertThat(ask(connection, "select 1")).isEqualTo("1");
      }
      pools.pooler().operations().pause(Optional.of("ecar_db"));
      ExecutorService other = Executors.newSingleThreadExecutor();
      try (Connection connection = source.getConnection()) {
        Future<String> answer = other.submit(() -> ask(connection, "select 2"));
        Await.until("it waits", () -> pools.figures().clientsWaiting() == 1);
        pools.pooler().operations().resume(Optional.of("ecar_db"));
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("2");
      } finally {
        other.shutdownNow();
      }
    }
  }

  @Test
  void findsThePoolThatRunsUnderTheNameNow() throws SQLException {
    EcarDataSource source;
    try (Pools pools = Pools.with()) {
      source = pools.source();
      source.getConnection().close();
    }
    assertThatThrownBy(source::getConnection).hasMessageContaining("connection attempt failed");
  }

  @Test
  void givesUpWhatNobodyHasAskedForInAMinute() throws Exception {
    HandClock clock = new HandClock();
    try (Pools pools = Pools.on(RealPostgres.shared().port(), clock)) {
      EcarDataSource source = pools.source();
      Connection used = source.getConnection();
      source.getConnection().close();
      assertThat(pools.pooler().operations().clients()).hasSize(2);
      clock.advance(Duration.ofSeconds(61));
      Await.until(
          "the idle one is given up", () -> pools.pooler().operations().clients().size() == 1);
      assertThat(ask(used, "select 1")).isEqualTo("1");
      used.close();
    }
  }

  // ---- logins and room

  @Test
  void givesUpIdleOnesBeforeAnybodyIsRefused() throws SQLException {
    try (Pools pools = Pools.with("max_client_conn = 2")) {
      EcarDataSource source = pools.source();
      source.getConnection().close();
      try (Connection first = source.getConnection("other_user", RealPostgres.PASSWORD);
          Connection second = source.getConnection("clear_user", RealPostgres.PASSWORD)) {
        assertThat(ask(second, "select current_user")).isEqualTo("clear_user");
        assertThatThrownBy(source::getConnection).hasMessageContaining("max_client_conn");
        assertThat(ask(first, "select current_user")).isEqualTo("other_user");
      }
    }
  }

  @Test
  void givesUpIdleOnesWhereALimitOfTheDatabaseIsReached() throws SQLException {
    try (Pools pools = Pools.with("max_db_client_connections = 1")) {
      EcarDataSource source = pools.source();
      source.getConnection().close();
      try (Connection first = source.getConnection("other_user", RealPostgres.PASSWORD)) {
        assertThat(ask(first, "select current_user")).isEqualTo("other_user");
      }
    }
  }

  @Test
  void eachLoginHasItsOwn() throws SQLException {
    try (Pools pools = Pools.with()) {
      EcarDataSource source = pools.source();
      for (int i = 0; i < 3; i++) {
        for (String user : List.of("other_user", "clear_user")) {
          try (Connection one = source.getConnection(user, RealPostgres.PASSWORD)) {
            assertThat(ask(one, "select current_user")).isEqualTo(user);
          }
        }
      }
      assertThat(pools.pooler().operations().clients()).hasSize(2);
      assertThatThrownBy(() -> source.getConnection("other_user", "guessed"))
          .hasMessageContaining("authentication failed");
    }
  }

  // ---- many at once

  @Test
  void sharesNoClientAmongSixtyFourThreads() throws Exception {
    int threads = 64;
    try (Pools pools =
        Pools.on(RealPostgres.shared().port(), Clock.systemUTC(), "default_pool_size = 4")) {
      EcarDataSource source = pools.source();
      Set<Connection> taken = ConcurrentHashMap.newKeySet();
      CountDownLatch start = new CountDownLatch(1);
      ExecutorService all = Executors.newFixedThreadPool(threads);
      try {
        List<Future<Integer>> done = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          done.add(
              all.submit(
                  () -> {
                    start.await();
                    return takeAndClose(source, taken);
                  }));
        }
        start.countDown();
        for (Future<Integer> one : done) {
          assertThat(one.get(60, TimeUnit.SECONDS)).isZero();
        }
      } finally {
        all.shutdownNow();
      }
      assertThat(pools.pooler().operations().clients()).hasSizeBetween(1, threads + FEW);
      assertThat(pools.figures().serversActive()).isZero();
      assertThat(pools.figures().serversIdle()).isLessThanOrEqualTo(4);
    }
  }

  /** How often a client was in two hands. */
  private static int takeAndClose(EcarDataSource source, Set<Connection> taken) throws Exception {
    int shared = 0;
    for (int round = 0; round < 500; round++) {
      try (Connection connection = source.getConnection()) {
        Connection driver = ((EcarConnection) connection).driver();
        shared += taken.add(driver) ? 0 : 1;
        if (round % 10 == 0 && !ask(connection, "select " + round).equals("" + round)) {
          shared++;
        }
        taken.remove(driver);
      }
    }
    return shared;
  }
}
