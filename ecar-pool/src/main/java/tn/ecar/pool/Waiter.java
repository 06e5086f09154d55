package tn.ecar.pool;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import tn.ecar.pool.protocol.Refusal;

/**
 * A client's place in the waiting line of its pool. It ends with a server handed over, or with a
 * refusal; both are decided under the engine's lock, exactly once. The thread that waits is woken,
 * or an event loop told.
 */
final class Waiter {
  private static final String QUEUED =
      "No server connection available in postgres backend, client being queued";

  /**
   * After so long whoever is first in line asks by itself whether a server is free; until then it
   * may be overtaken. Who stands further behind has this patience for each place, unless servers
   * are left free just then: if all asked as often, fifty threads in a line would do little else.
   */
  static final long PATIENCE_NANOS = 3_000_000;

  private static final long LONGEST_PATIENCE_NANOS = 100_000_000;

  private final Client client;
  private final long since;
  private final Runnable wake;

  /** How patient it must be, as its line said last; belongs to its own thread. */
  private int patience;

  private final long thread = Thread.currentThread().getId();
  private volatile Server server;
  private volatile Refusal refusal;
  private volatile boolean noticeDue;
  private boolean noticed;

  /**
   * A place in the line.
   *
   * @param patience how patient it must be at first
   * @param wake tells whoever waits that something has happened
   */
  Waiter(Client client, long since, int patience, Runnable wake) {
    this.client = client;
    this.since = since;
    this.patience = patience;
    this.wake = wake;
  }

  /** What wakes the thread that calls this. */
  static Runnable thisThread() {
    Thread thread = Thread.currentThread();
    return () -> LockSupport.unpark(thread);
  }

  /** Whether a thread waits in it, and not an event loop that has others to serve. */
  boolean looksAfterItself() {
    return client.loop() == null;
  }

  /** The thread that asked for the server. */
  long thread() {
    return thread;
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
    wake.run();
  }

  void refuse(Refusal why) {
    refusal = why;
    wake.run();
  }

  /** It has been in the line for a while: its client is told so, once. */
  void notifyQueued() {
    if (!noticed) {
      noticed = true;
      noticeDue = true;
      wake.run();
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

  /**
   * Waits for the decision; the sweep sees to it that one comes.
   *
   * @param ask hands free servers to who waits, and tells how patient this one must be then
   */
  Server await(IntSupplier ask) throws Refusal {
    boolean interrupted = false;
    while (server == null && refusal == null) {
      LockSupport.parkNanos(
          this, Math.min(PATIENCE_NANOS * (1 + patience), LONGEST_PATIENCE_NANOS));
      tellIfDue();
      // An interrupt must not lose a server that is already on its way to this waiter.
      interrupted |= Thread.interrupted();
      if (server == null && refusal == null) {
        patience = ask.getAsInt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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

  /** Tells the client that it is in the line, if that is due. On its own thread. */
  void tellIfDue() {
    if (noticeDue) {
      noticeDue = false;
      client.door().notice(QUEUED);
    }
  }
}
