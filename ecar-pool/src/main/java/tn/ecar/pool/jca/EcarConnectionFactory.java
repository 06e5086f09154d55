package tn.ecar.pool.jca;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import java.io.PrintWriter;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.logging.Logger;
import javax.naming.Reference;
import javax.sql.DataSource;

/** The {@code DataSource} that an application finds under its JNDI name. */
final class EcarConnectionFactory implements DataSource, Referenceable, Serializable {
  private static final long serialVersionUID = 1L;

  private final EcarManagedConnectionFactory factory;
  private final transient ConnectionManager manager;
  private Reference reference;

  EcarConnectionFactory(EcarManagedConnectionFactory factory, ConnectionManager manager) {
    this.factory = factory;
    this.manager = manager;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return allocate(null);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return allocate(new Login(factory.getDatabase(), user, password == null ? "" : password));
  }

  private Connection allocate(Login loginOrNull) throws SQLException {
    try {
      return (Connection) manager.allocateConnection(factory, loginOrNull);
    } catch (ResourceException refused) {
      throw sqlException(refused);
    }
  }

  /** The pool's or the server's own refusal when there is one: its SQLSTATE stays. */
  private static SQLException sqlException(ResourceException refused) {
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException told) {
        return told;
      }
    }
    return new SQLTransientConnectionException(
        "the server gives no connection: " + refused.getMessage(), "08001", refused);
  }

  @Override
  public void setReference(Reference reference) {
    this.reference = reference;
  }

  @Override
  public Reference getReference() {
    return reference;
  }

  @Override
  public PrintWriter getLogWriter() {
    return factory.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    factory.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    if (seconds != 0) {
      throw new SQLFeatureNotSupportedException(
          "the pool's query_wait_timeout limits the wait", "0A000");
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
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("ECAR's connection factory is no " + type.getName(), "0A000");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
