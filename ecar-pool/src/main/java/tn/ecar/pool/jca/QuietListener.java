package tn.ecar.pool.jca;

import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;

/** Hears everything and does nothing. */
class QuietListener implements ConnectionEventListener {
  @Override
  public void connectionClosed(ConnectionEvent event) {}

  @Override
  public void localTransactionStarted(ConnectionEvent event) {}

  @Override
  public void localTransactionCommitted(ConnectionEvent event) {}

  @Override
  public void localTransactionRolledback(ConnectionEvent event) {}

  @Override
  public void connectionErrorOccurred(ConnectionEvent event) {}
}
