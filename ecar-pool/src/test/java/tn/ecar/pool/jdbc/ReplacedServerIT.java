package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.HandClock;
import tn.ecar.pool.RealPostgres;

/**
 * A server connection that PostgreSQL ends between two transactions, when nobody has looked yet:
 * the next transaction is asked of another one, and its client hears nothing. What had been read is
 * never asked twice.
 */
class ReplacedServerIT {
  private static final RealPostgres POSTGRES = RealPostgres.shared();
  private static final int TIMES = 5;

  /** A system may take so long to confirm that the other side has ended: 40 ms on Linux. */
  private static final long DELAYED_ACKNOWLEDGEMENT = 60_000_000;

  @BeforeAll
  static void createTable() throws SQLException {
    POSTGRES.execute(
        RealPostgres.DATABASE,
        "drop table if exists replaced",
        "create table replaced (id int primary key)",
        "grant all on replaced to " + RealPostgres.USER);
  }

  /** While its clock stands still the pool trusts every server that was alive before. */
  private static Pools trusting() {
    return Pools.on(POSTGRES.port(), new HandClock(), "default_pool_size = 1");
  }

  private static Connection connect(Pools pools, int prepareThreshold) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("prepareThreshold", String.valueOf(prepareThreshold));
    return pools.source(RealPostgres.DATABASE, RealPostgres.USER, properties).open().connection();
  }

  /** A request that meets the end of its server on the way is FarewellsTest's matter. */
  private static void terminate(long pid) throws Exception {
    POSTGRES.execute("postgres", "select pg_terminate_backend(" + pid + ")");
    Await.until(
        "the backend is gone",
        () ->
            POSTGRES.count("postgres", "select count(*) from pg_stat_activity where pid = " + pid)
                == 0);
    long gone = System.nanoTime();
    Await.until("both sides know", () -> System.nanoTime() - gone > DELAYED_ACKNOWLEDGEMENT);
  }

  private static long written() throws SQLException {
    return POSTGRES.count(RealPostgres.DATABASE, "select count(*) from replaced");
  }

  @Test
  void preparedStatementsGoOnWhenTheirServerWasTerminated() throws Exception {
    try (Pools pools = trusting();
        Connection connection = connect(pools, 1);
        PreparedStatement named =
            connection.prepareStatement("select pg_backend_pid() + 0 * cast(? as int)")) {
      named.setInt(1, 7);
      long before = pid(named);
      for (int i = 0; i < TIMES; i++) {
        assertThat(pid(named)).as("the same server serves while it lives").isEqualTo(before);
        terminate(before);
        long after = pid(named);
        assertThat(after).as("another server has answered").isNotEqualTo(before);
        before = after;
      }
    }
  }

  private static long pid(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The statement is named for the first time in the very request that is lost. */
  @Test
  void aStatementThatWasNeverPreparedIsPreparedWhereItIsAskedAgain() throws Exception {
    try (Pools pools = trusting();
        Connection connection = connect(pools, 1);
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < TIMES; i++) {
        terminate(Ask.number(statement, "select pg_backend_pid()"));
        String sql = "select cast(? as int) + " + i;
        try (PreparedStatement fresh = connection.prepareStatement(sql)) {
          fresh.setInt(1, 1);
          assertThat(pid(fresh)).isEqualTo(1 + i);
          assertThat(pid(fresh)).as("by its name").isEqualTo(1 + i);
        }
      }
    }
  }

  @Test
  void aTransactionThatBeginsThereIsWrittenOnce() throws Exception {
    try (Pools pools = trusting();
        Connection connection = connect(pools, 1);
        Statement statement = connection.createStatement()) {
      POSTGRES.execute(RealPostgres.DATABASE, "truncate replaced");
      for (int i = 0; i < TIMES; i++) {
        terminate(Ask.number(statement, "select pg_backend_pid()"));
        connection.setAutoCommit(false);
        statement.executeUpdate("insert into replaced values (" + i + ")");
        connection.commit();
        connection.setAutoCommit(true);
      }
      assertThat(written()).isEqualTo(TIMES);
    }
  }

  @Test
  void whatTheServerHadReadIsToldAndNotAskedAgain() throws Exception {
    try (Pools pools = trusting();
        Connection connection = connect(pools, 5);
        Statement statement = connection.createStatement()) {
      POSTGRES.execute(RealPostgres.DATABASE, "truncate replaced");
      long pid = Ask.number(statement, "select pg_backend_pid()");
      CompletableFuture<Void> work =
          CompletableFuture.runAsync(
              () -> {
                try {
                  statement.execute("insert into replaced select 1 from pg_sleep(60)");
                } catch (SQLException lost) {
                  throw new IllegalStateException(lost);
                }
              },
              runnable -> new Thread(runnable, "reader").start());
      Await.until(
          "the insert runs",
          () ->
              POSTGRES.count(
                      "postgres",
                      "select count(*) from pg_stat_activity where state = 'active' and pid = "
                          + pid
                          + " and query like 'insert into replaced%'")
                  == 1);
      terminate(pid);
      assertThatThrownBy(() -> work.get(30, TimeUnit.SECONDS))
          .rootCause()
          .isInstanceOfSatisfying(
              SQLException.class, told -> assertThat(told.getSQLState()).isEqualTo("57P01"));
      assertThat(written()).isZero();
    }
  }
}
