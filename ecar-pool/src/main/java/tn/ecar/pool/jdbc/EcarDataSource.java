package tn.ecar.pool.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import tn.ecar.pool.config.Configuration;

/**
 * A DataSource over a pool that runs in this Java machine. A connection holds a server connection
 * only during a transaction; so it needs no pool in front. What it hands out are handles on virtual
 * clients of the pool, which it keeps for the next caller when they are closed; {@link #open} gives
 * one that is the caller's alone.
 */
public final class EcarDataSource implements DataSource {
  /** What PostgreSQL shows as application_name unless a property says otherwise. */
  private static final String APPLICATION_NAME = "ecar_application";

  /** Old enough for every server the pool is for; it spares the driver a query at connect. */
  private static final String MIN_SERVER_VERSION = "12";

  private static final String INVALID_AUTHORIZATION = "28000";

  private final String pool;
  private final String database;
  private final String user;
  private final String password;
  private final Properties properties;
  private final KeptClients own = new KeptClients(this::openOwn);
  private final KeptLogins others = new KeptLogins(this::logIn);

  /**
   * A source of connections with one login.
   *
   * @param pool the name of the running pool
   * @param user who logs in; null when callers bring their own login
   * @param password what proves the user; null when nothing has to be proved
   * @param properties more properties of pgjdbc
   */
  public EcarDataSource(
      String pool, String database, String user, String password, Properties properties) {
    this.pool = Objects.requireNonNull(pool, "pool");
    this.database = Objects.requireNonNull(database, "database");
    this.user = user;
    this.password = password;
    this.properties = new Properties();
    this.properties.putAll(properties);
  }

  /** The same without more properties. */
  public EcarDataSource(String pool, String database, String user, String password) {
    this(pool, database, user, password, new Properties());
  }

  /** The database that connections are for. */
  public String database() {
    return database;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return own.take();
  }

  @Override
  public Connection getConnection(String otherUser, String otherPassword) throws SQLException {
    return others.take(otherUser, otherPassword);
  }

  /** Opens a connection with the source's own login. */
  public VirtualConnection open() throws SQLException {
    return openOwn();
  }

  private InVmConnection openOwn() throws SQLException {
    if (user == null) {
      throw new SQLException(
          "no user: give the data source a login or call getConnection(user, password)",
          INVALID_AUTHORIZATION);
    }
    return logIn(user, password);
  }

  /**
   * Opens a connection.
   *
   * @param otherPassword what proves the user; null when nothing has to be proved
   * @throws SQLException with the pool's or the server's reason and SQLSTATE
   */
  public VirtualConnection open(String otherUser, String otherPassword) throws SQLException {
    return logIn(otherUser, otherPassword);
  }

  private InVmConnection logIn(String otherUser, String otherPassword) throws SQLException {
    String ticket = InVmSocketFactory.ticketFor(pool);
    try {
      Connection connection =
          new Driver().connect("jdbc:postgresql://pool/", login(otherUser, otherPassword, ticket));
      return new InVmConnection(connection, InVmSocketFactory.redeem(ticket).client());
    } finally {
      InVmSocketFactory.redeem(ticket);
    }
  }

  private Properties login(String otherUser, String otherPassword, String ticket) {
    Properties login = new Properties();
    PGProperty.APPLICATION_NAME.set(login, APPLICATION_NAME);
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(login, MIN_SERVER_VERSION);
    login.putAll(properties);
    if (database.equals(Configuration.CONSOLE)) {
      // The console has no sessions to speak of: every statement once, as it is.
      PGProperty.PREPARE_THRESHOLD.set(login, 0);
    }
    PGProperty.PG_DBNAME.set(login, database);
    PGProperty.USER.set(login, otherUser);
    if (otherPassword != null) {
      PGProperty.PASSWORD.set(login, otherPassword);
    }
    PGProperty.SSL_MODE.set(login, "disable");
    PGProperty.GSS_ENC_MODE.set(login, "disable");
    PGProperty.SOCKET_FACTORY.set(login, InVmSocketFactory.class.getName());
    PGProperty.SOCKET_FACTORY_ARG.set(login, ticket);
    return login;
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("the pool logs by System.Logger tn.ecar.pool");
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        "set query_wait_timeout of the pool: it bounds the wait for a server");
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
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("EcarDataSource is no wrapper of " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
