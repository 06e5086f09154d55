package tn.ecar.pool.jca;

import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The console's part in a transaction: none. A server that insists on enlisting it, because its
 * deployer declared it transactional, gets a resource that has never anything to commit.
 */
final class NoTransactions implements XAResource {
  private int timeoutSeconds;

  @Override
  public void start(Xid xid, int flags) {}

  @Override
  public void end(Xid xid, int flags) {}

  @Override
  public int prepare(Xid xid) {
    return XA_RDONLY;
  }

  @Override
  public void commit(Xid xid, boolean onePhase) {}

  @Override
  public void rollback(Xid xid) {}

  @Override
  public void forget(Xid xid) {}

  @Override
  public Xid[] recover(int flag) {
    return new Xid[0];
  }

  @Override
  public boolean isSameRM(XAResource other) {
    return other == this;
  }

  @Override
  public int getTransactionTimeout() {
    return timeoutSeconds;
  }

  @Override
  public boolean setTransactionTimeout(int seconds) {
    timeoutSeconds = seconds;
    return true;
  }
}
