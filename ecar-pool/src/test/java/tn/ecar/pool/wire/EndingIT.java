package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.jdbc.Pools;

/** How an operator stops a pool, for a moment or for good, while programs work with it. */
class EndingIT {
  private static final String OPERATOR = "admin_users = other_user";

  @BeforeEach
  void nobodyIsLeftOfTheTestBefore() throws Exception {
    Await.until("its servers are gone", () -> Pools.backends() == 0);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static Connection console(ListeningPool pool) throws SQLException {
    return pool.connect("pgbouncer", "other_user", RealPostgres.PASSWORD);
  }

  private static void command(Connection console, String command) throws SQLException {
    try (Statement statement = console.createStatement()) {
      statement.execute(command);
    }
  }

  private static boolean isRunning(ListeningPool pool) {
    return Pooler.running(pool.pooler().name()).isPresent();
  }

  /** One more connection says RESUME while a command waits; what the command was told. */
  private static String calledOff(ListeningPool pool, String command) throws Exception {
    try (Connection console = console(pool);
        Connection other = console(pool)) {
      ExecutorService waiting = Executors.newSingleThreadExecutor();
      Future<String> told =
          waiting.submit(
              () -> {
                try {
                  command(console, command);
                  return command;
                } catch (SQLException refused) {
                  return refused.getMessage();
                }
              });
      waiting.shutdown();
      Await.until("it has begun", () -> !isActive(other));
      command(other, "RESUME");
      return told.get(30, TimeUnit.SECONDS);
    }
  }

  private static boolean isActive(Connection console) throws SQLException {
    try (Statement statement = console.createStatement()) {
      try (ResultSet state = statement.executeQuery("SHOW STATE")) {
        state.next();
        if (!state.getString("value").equals("yes")) {
          return false;
        }
      }
      try (ResultSet databases = statement.executeQuery("SHOW DATABASES")) {
        boolean paused = false;
        while (databases.next()) {
          paused |= databases.getInt("paused") == 1;
        }
        return !paused;
      }
    }
  }

  @Test
  void aPauseThatIsCalledOffDoesNotSayThatEverythingStandsStill() throws Exception {
    try (ListeningPool pool = ListeningPool.with(OPERATOR);
        Connection open = pool.connect()) {
      open.setAutoCommit(false);
      number(open, "select 1");
      assertThat(calledOff(pool, "PAUSE")).contains("RESUME came before everything stood still");
      assertThat(calledOff(pool, "PAUSE ecar_db"))
          .contains("RESUME came before everything stood still");
      open.rollback();
    }
  }

  @Test
  void whoRunsWhenASuspendIsCalledOffIsNotSentAway() throws Exception {
    try (ListeningPool pool = ListeningPool.with(OPERATOR, "suspend_timeout = 20");
        Connection running = pool.connect()) {
      ExecutorService program = Executors.newSingleThreadExecutor();
      try (Connection gate = pool.connect()) {
        gate.setAutoCommit(false);
        number(gate, "select 1 from pg_advisory_xact_lock(4711)");
        Future<Long> answer =
            program.submit(() -> number(running, "select 7 from pg_advisory_xact_lock(4711)"));
        program.shutdown();
        Await.until("it runs", () -> pool.figures().serversActive() == 2);
        assertThat(calledOff(pool, "SUSPEND"))
            .contains("RESUME came before everything stood still");
        gate.rollback();
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(7);
      }
    }
  }

  @Test
  void aSuspendWithoutALimitWaitsForWhoRunsAndSendsNobodyAway() throws Exception {
    try (ListeningPool pool = ListeningPool.with(OPERATOR, "suspend_timeout = 0");
        Connection running = pool.connect();
        Connection console = console(pool);
        Connection other = console(pool);
        Connection gate = RealPostgres.shared().superuser(RealPostgres.DATABASE)) {
      number(gate, "select 1 from pg_advisory_lock(4712)");
      ExecutorService programs = Executors.newFixedThreadPool(2);
      Future<Long> answer =
          programs.submit(() -> number(running, "select 7 from pg_advisory_xact_lock(4712)"));
      Await.until("it runs", () -> pool.figures().serversActive() == 1);
      Future<?> suspended =
          programs.submit(
              () -> {
                command(console, "SUSPEND");
                return null;
              });
      programs.shutdown();
      Await.until("it is suspended", () -> !isActive(other));
      number(gate, "select 1 from (select pg_advisory_unlock(4712)) unlocked");
      assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(7);
      suspended.get(30, TimeUnit.SECONDS);
      command(other, "RESUME");
    }
  }

  @Test
  void suspendDoesNotWaitForOpenTransactionsAndLetsNothingGoOn() throws Exception {
    try (ListeningPool pool = ListeningPool.with(OPERATOR);
        Connection open = pool.connect();
        Connection next = pool.connect();
        Connection console = console(pool)) {
      open.setAutoCommit(false);
      number(open, "select 1");
      command(console, "SUSPEND");
      try (Statement statement = console.createStatement();
          ResultSet state = statement.executeQuery("SHOW STATE")) {
        String all = "";
        while (state.next()) {
          all += state.getString(1) + "=" + state.getString(2) + " ";
        }
        assertThat(all.strip()).isEqualTo("active=no paused=no suspended=yes");
      }
      assertThatThrownBy(() -> command(console, "SUSPEND"))
          .hasMessageContaining("already suspended/paused");
      ExecutorService other = Executors.newSingleThreadExecutor();
      Future<Long> held = other.submit(() -> number(next, "select 7"));
      Await.until("it waits", () -> pool.figures().clientsWaiting() == 1);
      ExecutorService third = Executors.newSingleThreadExecutor();
      Future<Long> insideTransaction = third.submit(() -> number(open, "select 8"));
      Await.until("it waits too", () -> pool.figures().clientsWaiting() == 2);
      assertThat(pool.figures().serversActive()).isEqualTo(1);
      command(console, "RESUME");
      assertThat(held.get(30, TimeUnit.SECONDS)).isEqualTo(7);
      assertThat(insideTransaction.get(30, TimeUnit.SECONDS)).isEqualTo(8);
      other.shutdown();
      third.shutdown();
      open.commit();
    }
  }

  @Test
  void suspendHoldsUpTransactionsInsideTheJavaMachineToo() throws Exception {
    try (ListeningPool pool = ListeningPool.with(OPERATOR);
        Connection open = pool.inside().connect();
        Connection console = console(pool)) {
      open.setAutoCommit(false);
      number(open, "select 1");
      command(console, "SUSPEND");
      ExecutorService other = Executors.newSingleThreadExecutor();
      Future<Long> held = other.submit(() -> number(open, "select 8"));
      Await.until("it waits", () -> pool.figures().clientsWaiting() == 1);
      command(console, "RESUME");
      assertThat(held.get(30, TimeUnit.SECONDS)).isEqualTo(8);
      other.shutdown();
      open.commit();
    }
  }

  @Test
  void whoWaitsTooLongForResumeIsSentAwayAndItsServerComesBackClean() throws Exception {
    try (ListeningPool pool = ListeningPool.with(OPERATOR, "query_wait_timeout = 1");
        Connection open = pool.connect();
        Connection console = console(pool)) {
      open.setAutoCommit(false);
      number(open, "select 1");
      command(console, "SUSPEND");
      assertThatThrownBy(() -> number(open, "select 2")).hasMessageContaining("query_wait_timeout");
      command(console, "RESUME");
      Await.until("its server is free", () -> pool.figures().serversIdle() == 1);
    }
  }

  @Test
  void suspendSendsAwayWhoRunsLongerThanItMayWait() throws Exception {
    try (ListeningPool pool = ListeningPool.with(OPERATOR, "suspend_timeout = 1");
        Connection slow = pool.connect();
        Connection console = console(pool)) {
      ExecutorService other = Executors.newSingleThreadExecutor();
      Future<Long> runs = other.submit(() -> number(slow, "select 1 from pg_sleep(60)"));
      Await.until("it runs", () -> pool.figures().serversActive() == 1);
      command(console, "SUSPEND");
      assertThatThrownBy(() -> runs.get(30, TimeUnit.SECONDS))
          .hasMessageContaining("suspend_timeout");
      command(console, "RESUME");
      other.shutdown();
    }
  }

  @Test
  void suspendIsRefusedWhileADatabaseIsPaused() throws Exception {
    try (ListeningPool pool = ListeningPool.with(OPERATOR);
        Connection console = console(pool)) {
      command(console, "PAUSE other_db");
      assertThatThrownBy(() -> command(console, "SUSPEND"))
          .hasMessageContaining("cannot suspend with paused databases");
      command(console, "RESUME other_db");
    }
  }

  @Test
  void pauseLeavesNoServerConnectionBehind() throws Exception {
    try (ListeningPool pool = ListeningPool.with(OPERATOR);
        Connection client = pool.connect();
        Connection console = console(pool)) {
      assertThat(number(client, "select 1")).isOne();
      command(console, "PAUSE");
      Await.until("PostgreSQL has seen all of them go", () -> Pools.backends() == 0);
      // It was paused with all others and not by its name.
      assertThatThrownBy(() -> command(console, "RESUME ecar_db"))
          .hasMessageContaining("database ecar_db is not paused");
      command(console, "RESUME");
      assertThat(number(client, "select 2")).isEqualTo(2);
    }
  }

  @Test
  void shutdownThatWaitsForServersLetsTransactionsEnd() throws Exception {
    try (ListeningPool pool = ListeningPool.with(OPERATOR, "default_pool_size = 1");
        Connection works = pool.connect();
        Connection waits = pool.connect();
        Connection console = console(pool)) {
      works.setAutoCommit(false);
      number(works, "select 1");
      ExecutorService other = Executors.newSingleThreadExecutor();
      Future<Long> held = other.submit(() -> number(waits, "select 7"));
      Await.until("it waits", () -> pool.figures().clientsWaiting() == 1);
      command(console, "SHUTDOWN WAIT_FOR_SERVERS");
      assertThatThrownBy(() -> held.get(30, TimeUnit.SECONDS))
          .hasMessageContaining("server shutting down");
      assertThatThrownBy(pool::connect).hasMessageContaining("refused");
      assertThat(isRunning(pool)).isTrue();
      assertThat(number(works, "select 2")).isEqualTo(2);
      works.commit();
      Await.until("the pool has ended", () -> !isRunning(pool));
      other.shutdown();
    }
  }

  @Test
  void shutdownThatWaitsForClientsServesThemUntilTheyLeave() throws Exception {
    try (ListeningPool pool = ListeningPool.with(OPERATOR);
        Connection inside = pool.inside().connect();
        Connection console = console(pool)) {
      assertThat(number(inside, "select 1")).isOne();
      try (Connection stays = pool.connect()) {
        command(console, "SHUTDOWN WAIT_FOR_CLIENTS");
        assertThatThrownBy(pool::connect).hasMessageContaining("refused");
        assertThat(number(stays, "select 2")).isEqualTo(2);
        assertThat(isRunning(pool)).isTrue();
        assertThatThrownBy(() -> command(console, "RESUME"))
            .hasMessageContaining("pooler is shutting down");
      }
      Await.until("the pool has ended", () -> !isRunning(pool));
    }
  }

  @Test
  void shutdownAtOnceSendsEverybodyAway() throws Exception {
    try (ListeningPool pool = ListeningPool.with(OPERATOR);
        Connection client = pool.connect();
        Connection console = console(pool)) {
      client.setAutoCommit(false);
      number(client, "select 1");
      command(console, "SHUTDOWN");
      Await.until("the pool has ended", () -> !isRunning(pool));
      Await.until("PostgreSQL has seen all of them go", () -> Pools.backends() == 0);
      assertThatThrownBy(() -> number(client, "select 1")).isInstanceOf(SQLException.class);
    }
  }
}
