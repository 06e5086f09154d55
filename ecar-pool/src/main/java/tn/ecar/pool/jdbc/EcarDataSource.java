package tn.ecar.pool.jdbc;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import tn.ecar.pool.TakenHandle;
import tn.ecar.pool.config.Configuration;

/**
 * A DataSource over a pool in this Java machine. A connection holds a server connection only during
 * a transaction; so it needs no pool in front. What it hands out are handles on virtual clients of
 * the pool, which it keeps for the next caller when they are closed; {@link #open} gives one that
 * is the caller's alone.
 *
 * <p>Over a pool that runs already it is made by a constructor with the pool's name. In a plain
 * Java program it is made empty and told by setters: the ini file or the settings and databases,
 * and the login. It then starts the pool with the first connection and ends it with {@link #close}.
 */
public final class EcarDataSource implements DataSource, AutoCloseable {
  /** What PostgreSQL shows as application_name unless a property says otherwise. */
  private static final String APPLICATION_NAME = "ecar_application";

  /** Old enough for every server the pool is for; it spares the driver a query at connect. */
  private static final String MIN_SERVER_VERSION = "12";

  private static final String INVALID_AUTHORIZATION = "28000";

  private final OwnPool pool = new OwnPool();
  private final Properties properties = new Properties();

  // Set before the first connection, by the thread that publishes the data source.
  private String database;
  private String user;
  private String password;

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
    this.pool.name(pool);
    this.database = Objects.requireNonNull(database, "database");
    this.user = user;
    this.password = password;
    this.properties.putAll(properties);
  }

  /** The same without more properties. */
  public EcarDataSource(String pool, String database, String user, String password) {
    this(pool, database, user, password, new Properties());
  }

  /** One that setters configure. */
  public EcarDataSource() {}

  // ---- what setters say, before the first connection

  /**
   * Names the pool. One of this name that runs in this Java machine is used; else one is started
   * under it. Without a name the pool is this data source's alone.
   */
  public void setPool(String name) {
    pool.name(name);
  }

  /** The ini file, the same that {@code ./ecar pool} or the resource adapter reads. */
  public void setConfigFile(String file) {
    pool.configFile(Path.of(file));
  }

  /**
   * A value that would stand in [pgbouncer] of the ini.
   *
   * @param key as {@code default_pool_size}
   */
  public void setSetting(String key, String value) {
    pool.setting(key, value);
  }

  /** The same for several keys at once, for containers that inject maps. */
  public void setSettings(Properties settings) {
    settings.stringPropertyNames().forEach(key -> setSetting(key, settings.getProperty(key)));
  }

  /**
   * A database that would stand in [databases] of the ini.
   *
   * @param name what clients call it
   * @param connectString as {@code host=127.0.0.1 port=5432 dbname=ecar_db}
   */
  public void setServer(String name, String connectString) {
    pool.database(name, connectString);
  }

  /** The same for several databases at once. */
  public void setServers(Properties servers) {
    servers.stringPropertyNames().forEach(name -> setServer(name, servers.getProperty(name)));
  }

  /** The database that connections are for. */
  public void setDatabase(String database) {
    this.database = Objects.requireNonNull(database, "database");
  }

  /** Who logs in; null when callers bring their own login. */
  public void setUser(String user) {
    this.user = user;
  }

  /** What proves the user; null when nothing has to be proved. */
  public void setPassword(String password) {
    this.password = password;
  }

  /** Properties of pgjdbc for every connection, as {@code ApplicationName}. */
  public void setDriverProperties(Properties more) {
    properties.putAll(more);
  }

  // ----

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
    if (database == null) {
      throw new SQLException("no database: call setDatabase before the first connection", "08001");
    }
    String ticket = InVmSocketFactory.ticketFor(pool.running());
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

  /**
   * Watches a handle that an application has taken.
   *
   * @return who is to be told of its end; null when leak_threshold is 0
   */
  public TakenHandle watch(Object handle) {
    return pool.present()
        .map(pooler -> pooler.leaks().watch(handle, database, user, null))
        .orElse(null);
  }

  /** Ends the pool if this data source has started it; its connections end with it. */
  @Override
  public void close() {
    pool.close();
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
