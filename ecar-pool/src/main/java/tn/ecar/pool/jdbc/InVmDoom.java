package tn.ecar.pool.jdbc;

import java.io.IOException;
import tn.ecar.pool.BlockingServer;
import tn.ecar.pool.Client;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.ServerSession;

/**
 * The doom of a client's transaction, as others pronounce it: what runs is cancelled, and the pool
 * itself sends ROLLBACK as soon as the client's lock is free: a thread of the pool, or the client's
 * own before it hears anything. What the client hears is {@link tn.ecar.pool.protocol.Doom}'s.
 */
final class InVmDoom {
  private static final String SQL_STATE = "25P02";

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
          // The owner may have ended it meanwhile: what runs now is another transaction's.
          if (mayRunQuery() && stands()) {
            at.pooler.cancel(doomed);
          }
          rollBack();
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

  /**
   * Rolls back what the client's server still has open, while the doom stands, and takes the server
   * from it. The client may be gone then, with its server.
   */
  void rollBack() {
    at.lock.lock();
    try {
      BlockingServer held = at.server;
      if (at.phase != InVmPresence.Phase.SERVED || held == null) {
        return;
      }
      String reason = at.client.session().doom().reasonOrNull();
      if (reason == null) {
        return;
      }
      if (at.client.session().isPassing()) {
        // Whatever the server is told now, it takes for the rest of the client's message.
        at.sendAway(Refusal.of(SQL_STATE, reason));
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

  /** Ends it, with whatever is still open. */
  void pardon() {
    at.lock.lock();
    try {
      rollBack();
      if (at.client != null) {
        at.client.session().doom().end();
      }
    } finally {
      at.unlock();
    }
  }
}
