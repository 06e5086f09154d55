package tn.ecar.pool.jdbc.xa;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.StatementEventListener;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;

/** A session for a transaction manager that speaks JDBC's own interfaces instead of connectors. */
final class EcarXAConnection implements XAConnection {
  private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
  private final XaSession session;
  private Connection present;

  EcarXAConnection(EcarXADataSource source) {
    this.session = source.session(TransactionContext.NONE, this::closed);
  }

  private void closed(Connection handle) {
    listeners.forEach(listener -> listener.connectionClosed(new ConnectionEvent(this)));
  }

  @Override
  public XAResource getXAResource() {
    return session;
  }

  /** A new handle; as JDBC demands, the one before it is closed. */
  @Override
  public synchronized Connection getConnection() {
    if (present != null) {
      ConnectionHandle.of(present).cut();
    }
    present = session.handle();
    return present;
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public void addConnectionEventListener(ConnectionEventListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeConnectionEventListener(ConnectionEventListener listener) {
    listeners.remove(listener);
  }

  /** Statements are the driver's own: nobody pools them, nobody is told of them. */
  @Override
  public void addStatementEventListener(StatementEventListener listener) {}

  @Override
  public void removeStatementEventListener(StatementEventListener listener) {}
}
