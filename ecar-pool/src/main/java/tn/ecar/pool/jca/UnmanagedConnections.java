package tn.ecar.pool.jca;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Stands in for the server's connection manager where there is none; it pools nothing. */
final class UnmanagedConnections implements ConnectionManager {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(UnmanagedConnections.class.getName());

  @Override
  public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo request)
      throws ResourceException {
    ManagedConnection managed = factory.createManagedConnection(null, request);
    managed.addConnectionEventListener(new DestroyOnClose());
    return managed.getConnection(null, request);
  }

  private static final class DestroyOnClose extends QuietListener {
    @Override
    public void connectionClosed(ConnectionEvent event) {
      try {
        ((ManagedConnection) event.getSource()).destroy();
      } catch (ResourceException broken) {
        LOG.log(Level.WARNING, "a connection did not go in peace", broken);
      }
    }
  }
}
