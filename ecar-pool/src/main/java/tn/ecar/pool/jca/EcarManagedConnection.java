package tn.ecar.pool.jca;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import tn.ecar.pool.jdbc.xa.XaSession;

/**
 * One connection of the server's pool: a place for handles, without a server connection behind it.
 *
 * <p>The server makes it, lends its handles to applications, cleans it between two uses and
 * destroys it when it likes. It never breaks: what can break belongs to a branch or a handle, so no
 * error event is ever sent and the server never throws a healthy place away.
 */
final class EcarManagedConnection implements ManagedConnection {
  private final EcarManagedConnectionFactory factory;
  private final Login login;
  private final XaSession session;
  private final boolean console;
  private final int clients;
  private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
  private PrintWriter log;

  EcarManagedConnection(
      EcarManagedConnectionFactory factory,
      EcarResourceAdapter adapter,
      Login login,
      boolean console)
      throws ResourceException {
    this.factory = factory;
    this.login = login;
    this.console = console;
    this.clients = adapter.mostClients();
    this.session = adapter.source(login).session(adapter.transactions(), this::handleClosed);
  }

  boolean serves(Login wanted) {
    return login.equals(wanted);
  }

  private void handleClosed(Connection handle) {
    ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
    event.setConnectionHandle(handle);
    listeners.forEach(listener -> listener.connectionClosed(event));
  }

  @Override
  public Object getConnection(Subject subject, ConnectionRequestInfo request) {
    return session.handle();
  }

  @Override
  public void associateConnection(Object handle) {
    session.adopt((Connection) handle);
  }

  @Override
  public void cleanup() {
    session.cleanUp();
  }

  @Override
  public void destroy() {
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

  @Override
  public XAResource getXAResource() {
    return console ? new NoTransactions() : session;
  }

  @Override
  public LocalTransaction getLocalTransaction() throws ResourceException {
    if (console) {
      throw new NotSupportedException("the pool's console knows no transactions");
    }
    return new EcarLocalTransaction(session);
  }

  @Override
  public ManagedConnectionMetaData getMetaData() {
    return new ProductFacts(login.user(), clients);
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    log = out;
  }

  @Override
  public PrintWriter getLogWriter() {
    return log == null ? factory.getLogWriter() : log;
  }
}
