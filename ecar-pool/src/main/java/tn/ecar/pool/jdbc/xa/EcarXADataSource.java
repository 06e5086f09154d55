package tn.ecar.pool.jdbc.xa;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Logger;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import tn.ecar.pool.TakenHandle;
import tn.ecar.pool.jdbc.EcarDataSource;
import tn.ecar.pool.jdbc.VirtualConnection;

/**
 * One login to one database of the pool as a resource manager, for any Java program with a
 * transaction manager. Make one for each login and share it: all its resources are the same
 * resource manager, so that a transaction has one branch in it however many connections it uses.
 *
 * <p>It owns a clock of its own, which dooms branches past their time limit; {@link #close} stops
 * it. The pool behind it is ended then if this data source has started it, configured by setters;
 * else it belongs to somebody else and stays.
 */
public final class EcarXADataSource implements XADataSource, AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(100);

  private final Branches branches;
  private final ScheduledExecutorService sweeper;

  /** What setters configure; null when the login was given. */
  private final EcarDataSource source;

  /**
   * One over a pool that somebody else runs.
   *
   * @param login opens a virtual connection, logged in
   * @param clock measures time limits; whoever sets the system's, {@code Clock.systemUTC()}, does
   *     not change them
   */
  public EcarXADataSource(Login login, Clock clock) {
    this(login, handle -> null, clock);
  }

  /**
   * The same with somebody who watches for leaks.
   *
   * @param watch is given each handle that an application takes; answers who is told of its end, or
   *     null
   */
  public EcarXADataSource(Login login, Function<Object, TakenHandle> watch, Clock clock) {
    this(login, watch, clock, null);
  }

  /** One that setters configure; it starts its pool with the first connection. */
  public EcarXADataSource() {
    this(new EcarDataSource());
  }

  private EcarXADataSource(EcarDataSource source) {
    this(source::open, source::watch, Clock.systemUTC(), source);
  }

  private EcarXADataSource(
      Login login, Function<Object, TakenHandle> watch, Clock clock, EcarDataSource source) {
    this.source = source;
    this.branches = new Branches(login::open, watch, clock);
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

  /**
   * What is configured by setters: the ini or settings, database and login, before the first
   * connection.
   *
   * @throws IllegalStateException when the login was given to the constructor
   */
  public EcarDataSource source() {
    if (source == null) {
      throw new IllegalStateException(
          "this EcarXADataSource was made for a login; make one without arguments to configure it");
    }
    return source;
  }

  /** The ini file. */
  public void setConfigFile(String file) {
    source().setConfigFile(file);
  }

  /** Names the pool; see {@link EcarDataSource#setPool}. */
  public void setPool(String name) {
    source().setPool(name);
  }

  /** Values of [pgbouncer] by key. */
  public void setSettings(Properties settings) {
    source().setSettings(settings);
  }

  /** Connection strings of [databases] by name. */
  public void setServers(Properties servers) {
    source().setServers(servers);
  }

  /** The database that connections are for. */
  public void setDatabase(String database) {
    source().setDatabase(database);
  }

  /** Who logs in. */
  public void setUser(String user) {
    source().setUser(user);
  }

  /** What proves the user; null when nothing has to be proved. */
  public void setPassword(String password) {
    source().setPassword(password);
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
    if (source != null) {
      source.close();
    }
  }
}
