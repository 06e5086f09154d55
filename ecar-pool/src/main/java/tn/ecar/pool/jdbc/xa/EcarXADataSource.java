package tn.ecar.pool.jdbc.xa;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import tn.ecar.pool.jdbc.VirtualConnection;

/**
 * One login to one database of the pool as a resource manager, for any Java program with a
 * transaction manager. Make one for each login and share it: all its resources are the same
 * resource manager, so that a transaction has one branch in it however many connections it uses.
 *
 * <p>It owns a clock of its own, which dooms branches past their time limit; {@link #close} stops
 * it. The pool behind it belongs to somebody else and stays.
 */
public final class EcarXADataSource implements XADataSource, AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(100);

  private final Branches branches;
  private final ScheduledExecutorService sweeper;

  /**
   * @param login opens a virtual connection, logged in
   */
  public EcarXADataSource(Login login, Clock clock) {
    this.branches = new Branches(login::open, clock);
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "ecar-pool-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        sweeper.scheduleWithFixedDelay(
            () -> branches.sweep(EVERY), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Opens virtual connections of one login. */
  @FunctionalInterface
  public interface Login {
    /**
     * A new virtual connection.
     *
     * @throws SQLException when the pool refuses the login
     */
    VirtualConnection open() throws SQLException;
  }

  /** A place for handles and its XAResource. */
  public XaSession session(TransactionContext context, Consumer<Connection> onClose) {
    return new XaSession(branches, context, onClose);
  }

  @Override
  public XAConnection getXAConnection() {
    return new EcarXAConnection(this);
  }

  /** Not supported: the login is the data source's own. */
  @Override
  public XAConnection getXAConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        "an EcarXADataSource has one login: make another one for " + user, "0A000");
  }

  /** How many branches are under way or wait for their end. */
  public int branches() {
    return branches.size();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    if (out != null) {
      throw new SQLFeatureNotSupportedException("it logs by java.util.logging", "0A000");
    }
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    if (seconds != 0) {
      throw new SQLFeatureNotSupportedException(
          "the pool's query_wait_timeout and server_connect_timeout limit the wait", "0A000");
    }
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("tn.ecar.pool");
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
    branches.close();
  }
}
