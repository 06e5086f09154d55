package tn.ecar.pool.jdbc;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;

/** What a handle passes on to the driver's connection as it is. */
abstract class PassingConnection implements Connection {

  /**
   * The driver's connection.
   *
   * @throws SQLException when the handle is closed
   */
  abstract Connection driver() throws SQLException;

  /** Notes a statement that is to end with the handle. */
  abstract <S extends Statement> S opened(S statement) throws SQLException;

  @Override
  public Statement createStatement() throws SQLException {
    return opened(driver().createStatement());
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return opened(driver().createStatement(type, concurrency));
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    return opened(driver().createStatement(type, concurrency, holdability));
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return opened(driver().prepareStatement(sql));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return opened(driver().prepareStatement(sql, type, concurrency));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return opened(driver().prepareStatement(sql, type, concurrency, holdability));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int generatedKeys) throws SQLException {
    return opened(driver().prepareStatement(sql, generatedKeys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
    return opened(driver().prepareStatement(sql, columns));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
    return opened(driver().prepareStatement(sql, columns));
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return opened(driver().prepareCall(sql));
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    return opened(driver().prepareCall(sql, type, concurrency));
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return opened(driver().prepareCall(sql, type, concurrency, holdability));
  }

  @Override
  public String nativeSQL(String sql) throws SQLException {
    return driver().nativeSQL(sql);
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    driver().setAutoCommit(autoCommit);
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    return driver().getAutoCommit();
  }

  @Override
  public void commit() throws SQLException {
    driver().commit();
  }

  @Override
  public void rollback() throws SQLException {
    driver().rollback();
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    driver().rollback(savepoint);
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return driver().setSavepoint();
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return driver().setSavepoint(name);
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    driver().releaseSavepoint(savepoint);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return driver().isReadOnly();
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    driver().setCatalog(catalog);
  }

  @Override
  public String getCatalog() throws SQLException {
    return driver().getCatalog();
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    driver().setSchema(schema);
  }

  @Override
  public String getSchema() throws SQLException {
    return driver().getSchema();
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    driver().setTransactionIsolation(level);
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    return driver().getTransactionIsolation();
  }

  @Override
  public int getHoldability() throws SQLException {
    return driver().getHoldability();
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return driver().getNetworkTimeout();
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    return driver().getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    driver().clearWarnings();
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    return driver().getTypeMap();
  }

  @Override
  public String getClientInfo(String name) throws SQLException {
    return driver().getClientInfo(name);
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    return driver().getClientInfo();
  }

  @Override
  public Clob createClob() throws SQLException {
    return driver().createClob();
  }

  @Override
  public Blob createBlob() throws SQLException {
    return driver().createBlob();
  }

  @Override
  public NClob createNClob() throws SQLException {
    return driver().createNClob();
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    return driver().createSQLXML();
  }

  @Override
  public Array createArrayOf(String type, Object[] elements) throws SQLException {
    return driver().createArrayOf(type, elements);
  }

  @Override
  public Struct createStruct(String type, Object[] attributes) throws SQLException {
    return driver().createStruct(type, attributes);
  }
}
