package tn.ecar.pool.jdbc;

import java.io.IOException;
import tn.ecar.pool.BlockingServer;
import tn.ecar.pool.Client;
import tn.ecar.pool.protocol.ServerSession;

/**
 * The doom of a client's transaction, as others pronounce it: what runs is cancelled, and the pool
 * itself sends ROLLBACK as soon as the client's lock is free. What the client hears meanwhile is
 * {@link tn.ecar.pool.protocol.Doom}'s.
 */
final class InVmDoom {
  private final InVmPresence at;

  InVmDoom(InVmPresence at) {
    this.at = at;
  }

  /** Makes the present transaction end in a rollback. Any thread; waits for nobody. */
  void pronounce(String reason) {
    Client doomed = at.client;
    if (doomed == null) {
      return;
    }
    doomed.session().doom().pronounce(reason);
    at.pooler.work(
        () -> {
          if (mayRunQuery()) {
            at.pooler.cancel(doomed);
          }
          rollBack(reason);
        });
  }

  private boolean mayRunQuery() {
    if (!at.lock.tryLock()) {
      return true;
    }
    try {
      return at.server != null && at.server.session().owesAnswers();
    } finally {
      at.unlock();
    }
  }

  private void rollBack(String reason) {
    at.lock.lock();
    try {
      BlockingServer held = at.server;
      if (at.phase != InVmPresence.Phase.SERVED
          || held == null
          || !at.client.session().doom().stands()) {
        return;
      }
      ServerSession session = held.session();
      session.finishRequests(reason);
      held.settle(at.pooler.patience(), at.toClient);
      at.client.session().rolledBack();
      at.pooler.answered(at.client, at.pooler.now(), true);
      boolean clean = session.status() == 'I' || held.rollBack(at.pooler.patience());
      if (!clean || !at.pooler.keepsServer(at.client)) {
        at.server = null;
      }
      if (!clean) {
        at.pooler.discard(at.client, held);
      } else if (at.server == null) {
        at.pooler.release(at.client, held, at.pooler.now());
      }
      at.change.signalAll();
    } catch (IOException lost) {
      serverLostUnderDoom();
    } finally {
      at.unlock();
    }
  }

  /** The rollback happens all the same: PostgreSQL rolls back what a lost connection had open. */
  private void serverLostUnderDoom() {
    BlockingServer lost = at.server;
    at.server = null;
    if (lost != null) {
      at.pooler.discard(at.client, lost);
    }
    InVmPresence.crashed().writeTo(at.toClient);
    at.leave();
  }

  /** Whether it stands. */
  boolean stands() {
    Client doomed = at.client;
    return doomed != null && doomed.session().doom().stands();
  }

  /** Ends it. */
  void pardon() {
    at.lock.lock();
    try {
      if (at.client != null) {
        at.client.session().doom().end();
      }
    } finally {
      at.unlock();
    }
  }
}
