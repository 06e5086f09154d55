package tn.ecar.pool.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** What is measured with statements: lines (a) to (d). */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Transactions {
  private static final String SELECT = "select balance from accounts where id = ?";
  private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** (a) One row by its key, in autocommit. */
  @Benchmark
  public long select(Rotation rotation) throws SQLException {
    try (Connection connection = rotation.source().getConnection()) {
      return balance(connection, account());
    }
  }

  /** (b) The same in a transaction. */
  @Benchmark
  public long transaction(Rotation rotation) throws SQLException {
    try (Connection connection = rotation.source().getConnection()) {
      connection.setAutoCommit(false);
      long balance = balance(connection, account());
      connection.commit();
      return balance;
    }
  }

  /** (c) The transaction of TPC-B. */
  @Benchmark
  public long tpcb(Rotation rotation) throws SQLException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int account = account();
    int teller = random.nextInt(1, Accounts.TELLERS + 1);
    int branch = random.nextInt(1, Accounts.BRANCHES + 1);
    int delta = random.nextInt(-5_000, 5_001);
    try (Connection connection = rotation.source().getConnection()) {
      connection.setAutoCommit(false);
      add(connection, "update accounts set balance = balance + ? where id = ?", delta, account);
      long balance = balance(connection, account);
      add(connection, "update tellers set balance = balance + ? where id = ?", delta, teller);
      add(connection, "update branches set balance = balance + ? where id = ?", delta, branch);
      remember(connection, teller, branch, account, delta);
      connection.commit();
      return balance;
    }
  }

  /** (d) As (b), but the connection is kept for 5 ms after the commit, as a page does. */
  @Benchmark
  public long held(Rotation rotation) throws SQLException {
    try (Connection connection = rotation.source().getConnection()) {
      connection.setAutoCommit(false);
      long balance = balance(connection, account());
      connection.commit();
      long end = System.nanoTime() + HOLD_NANOS;
      for (long left = HOLD_NANOS; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      return balance;
    }
  }

  static int account() {
    return ThreadLocalRandom.current().nextInt(1, Accounts.ACCOUNTS + 1);
  }

  static long balance(Connection connection, int account) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setInt(1, account);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void add(Connection connection, String update, int delta, int id)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setInt(1, delta);
      statement.setInt(2, id);
      statement.executeUpdate();
    }
  }

  private static void remember(
      Connection connection, int teller, int branch, int account, int delta) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into history (teller, branch, account, delta) values (?, ?, ?, ?)")) {
      statement.setInt(1, teller);
      statement.setInt(2, branch);
      statement.setInt(3, account);
      statement.setInt(4, delta);
      statement.executeUpdate();
    }
  }
}
