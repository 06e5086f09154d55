package tn.ecar.pool;

import java.util.concurrent.locks.LockSupport;
import tn.ecar.pool.protocol.Refusal;

/**
 * A client's place in the waiting line of its pool. It ends with a server handed over, or with a
 * refusal; both are decided under the engine's lock, exactly once.
 */
final class Waiter {
  private static final String QUEUED =
      "No server connection available in postgres backend, client being queued";

  private final Client client;
  private final long since;
  private final Thread thread;
  private volatile Server server;
  private volatile Refusal refusal;
  private volatile boolean noticeDue;
  private boolean noticed;

  Waiter(Client client, long since) {
    this.client = client;
    this.since = since;
    this.thread = Thread.currentThread();
  }

  Client client() {
    return client;
  }

  /** When the wait began, in the engine's microseconds. */
  long since() {
    return since;
  }

  void serve(Server handed) {
    server = handed;
    LockSupport.unpark(thread);
  }

  void refuse(Refusal why) {
    refusal = why;
    LockSupport.unpark(thread);
  }

  /** It has been in the line for a while: its client is told so, once. */
  void notifyQueued() {
    if (!noticed) {
      noticed = true;
      noticeDue = true;
      LockSupport.unpark(thread);
    }
  }

  /** What it was handed so far; null while it waits or when it was refused. */
  Server served() {
    return server;
  }

  /** Why it was refused; null while it waits or when it was served. */
  Refusal refused() {
    return refusal;
  }

  /** Waits for the decision; the sweep sees to it that one comes. */
  Server await() throws Refusal {
    boolean interrupted = false;
    while (server == null && refusal == null) {
      LockSupport.park(this);
      tellIfDue();
      // An interrupt must not lose a server that is already on its way to this waiter.
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      thread.interrupt();
    }
    tellIfDue();
    if (refusal != null) {
      throw refusal.again();
    }
    return server;
  }

  boolean isNoticeDue() {
    return noticeDue;
  }

  private void tellIfDue() {
    if (noticeDue) {
      noticeDue = false;
      client.door().notice(QUEUED);
    }
  }
}
