package tn.ecar.pool.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLPermission;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import tn.ecar.pool.TakenHandle;

/**
 * The connection that an application holds: one turn of a virtual client. It lives from {@code
 * getConnection()} to {@code close()}; after that every call is refused, also when another handle
 * already works on the same client. Closing rolls back what is open.
 *
 * <p>Statements are the driver's own. {@link #unwrap} to a class of the driver gives the driver's
 * connection away; its virtual client is then not used again after this handle.
 */
final class EcarConnection extends PassingConnection {
  private static final SQLPermission MAY_ABORT = new SQLPermission("callAbort");
  private static final String CLOSED = "this connection was closed by its user";
  private static final String CONNECTION_DOES_NOT_EXIST = "08003";

  private final KeptClient kept;
  private final long turn;

  /** Null while nobody watches for leaks. */
  private TakenHandle watched;

  EcarConnection(KeptClient kept, long turn) {
    this.kept = kept;
    this.turn = turn;
  }

  void watched(TakenHandle by) {
    watched = by;
  }

  @Override
  Connection driver() throws SQLException {
    requireOpen();
    return kept.driver();
  }

  void requireOpen() throws SQLException {
    if (!kept.isTurn(turn)) {
      throw new SQLException(CLOSED, CONNECTION_DOES_NOT_EXIST);
    }
  }

  @Override
  <S extends Statement> S opened(S statement) throws SQLException {
    return kept.opened(statement);
  }

  @Override
  public void close() {
    kept.giveBack(turn);
    if (watched != null) {
      watched.givenBack();
    }
  }

  @Override
  public boolean isClosed() throws SQLException {
    return !kept.isTurn(turn) || kept.driver().isClosed();
  }

  @Override
  public boolean isValid(int timeoutSeconds) throws SQLException {
    if (timeoutSeconds < 0) {
      throw new SQLException("a timeout of " + timeoutSeconds + " s: give 0 or more", "22023");
    }
    return kept.isTurn(turn) && kept.driver().isValid(timeoutSeconds);
  }

  @Override
  @SuppressWarnings({"removal", "deprecation"}) // JDBC asks for this check, deprecated or not
  public void abort(Executor executor) throws SQLException {
    SecurityManager security = System.getSecurityManager();
    if (security != null) {
      security.checkPermission(MAY_ABORT);
    }
    if (executor == null) {
      throw new SQLException("abort needs an executor", "22023");
    }
    if (kept.abort(turn)) {
      if (watched != null) {
        watched.givenBack();
      }
      executor.execute(kept::breakOff);
    }
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    return HandleMetaData.of(this, driver().getMetaData());
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    changing().setReadOnly(readOnly);
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    changing().setHoldability(holdability);
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    changing().setTypeMap(map);
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    changing().setNetworkTimeout(executor, milliseconds);
  }

  private Connection changing() throws SQLException {
    Connection driver = driver();
    kept.changes().some();
    return driver;
  }

  @Override
  public void setClientInfo(String name, String value) throws SQLClientInfoException {
    forClientInfo().setClientInfo(name, value);
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    forClientInfo().setClientInfo(properties);
  }

  private Connection forClientInfo() throws SQLClientInfoException {
    if (!kept.isTurn(turn)) {
      throw new SQLClientInfoException(CLOSED, CONNECTION_DOES_NOT_EXIST, Map.of());
    }
    return kept.driver();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    Connection driver = driver();
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    kept.changes().foreign();
    return driver.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return driver().isWrapperFor(type) || type.isInstance(this);
  }

  @Override
  public String toString() {
    return "ECAR connection" + (kept.isTurn(turn) ? "" : " (closed)");
  }
}
