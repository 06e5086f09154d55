package tn.ecar.pool;

import java.util.concurrent.locks.LockSupport;
import tn.ecar.pool.protocol.Refusal;

/**
 * A client's place in the waiting line of its pool. It ends with a server handed over, or with a
 * refusal; both are decided under the engine's lock, exactly once.
 */
final class Waiter {
  private final Client client;
  private final long since;
  private final Thread thread;
  private volatile Server server;
  private volatile Refusal refusal;

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

  /** Waits for the decision; the sweep sees to it that one comes. */
  Server await() throws Refusal {
    boolean interrupted = false;
    while (server == null && refusal == null) {
      LockSupport.park(this);
      // An interrupt must not lose a server that is already on its way to this waiter.
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      thread.interrupt();
    }
    if (refusal != null) {
      throw refusal.again();
    }
    return server;
  }
}
