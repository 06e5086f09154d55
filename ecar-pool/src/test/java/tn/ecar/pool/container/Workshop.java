package tn.ecar.pool.container;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The application of the container tests: writes and reads entries in transactions.
 *
 * <p>A checked exception rolls back here. By the specification's default it would commit, and when
 * such a commit fails inside REQUIRES_NEW, Payara never resumes the outer transaction: it would
 * hold its server connection until a time limit ends it.
 */
@ApplicationScoped
public class Workshop {
  @Resource(lookup = "java:global/ecar/garage")
  private DataSource garage;

  @Resource(lookup = "java:global/ecar/second")
  private DataSource second;

  @Resource(lookup = "java:global/ecar/console")
  private DataSource console;

  @Inject private Workshop self;

  /** Its own handle, closed at once. */
  public void insert(String text) throws SQLException {
    try (Connection connection = garage.getConnection()) {
      insert(connection, text);
    }
  }

  static void insert(Connection connection, String text) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into entry (text) values (?)")) {
      insert.setString(1, text);
      insert.executeUpdate();
    }
  }

  @Transactional(rollbackOn = SQLException.class)
  public void insertInTransaction(String text) throws SQLException {
    insert(text);
  }

  @Transactional(rollbackOn = SQLException.class)
  public void insertAndFail(String text) throws SQLException {
    insert(text);
    throw new IllegalStateException("on purpose");
  }

  @Transactional(value = TxType.REQUIRES_NEW, rollbackOn = SQLException.class)
  public void insertInNewTransaction(String text) throws SQLException {
    insert(text);
  }

  @Transactional(rollbackOn = SQLException.class)
  public void insertAroundNewTransaction(String outer, String inner) throws SQLException {
    insert(outer);
    self.insertInNewTransaction(inner);
    throw new IllegalStateException("on purpose, after the inner transaction");
  }

  /** Writes by one container pool, reads by the other. */
  @Transactional(rollbackOn = SQLException.class)
  public long insertThenCountThroughTheOther(String text) throws SQLException {
    insert(text);
    try (Connection other = second.getConnection()) {
      return count(other, text);
    }
  }

  @Transactional(rollbackOn = SQLException.class)
  public void handOutwardHandleIn(String text) throws SQLException {
    try (Connection outer = garage.getConnection()) {
      insert(outer, text);
      self.insertWith(outer, text);
    }
  }

  @Transactional(value = TxType.REQUIRES_NEW, rollbackOn = SQLException.class)
  public void insertWith(Connection handle, String text) throws SQLException {
    insert(handle, text);
  }

  /** Holds a server connection, waits until all others do, and asks for a second. */
  @Transactional(rollbackOn = SQLException.class)
  public void nest(String text, CyclicBarrier allHold) throws Exception {
    insert(text);
    allHold.await(5, TimeUnit.SECONDS);
    self.insertInNewTransaction(text);
  }

  @Transactional(rollbackOn = SQLException.class)
  public String commandInTransaction(String text, String show) throws SQLException {
    insert(text);
    return command(show);
  }

  /** The first column of the first row that the console answers. */
  public String command(String show) throws SQLException {
    try (Connection connection = console.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(show)) {
      return result.next() ? result.getString(1) : "";
    }
  }

  public long count(String text) throws SQLException {
    try (Connection connection = garage.getConnection()) {
      return count(connection, text);
    }
  }

  static long count(Connection connection, String text) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select count(*) from entry where text = ?")) {
      query.setString(1, text);
      try (ResultSet result = query.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  public DataSource garage() {
    return garage;
  }

  public DataSource console() {
    return console;
  }
}
