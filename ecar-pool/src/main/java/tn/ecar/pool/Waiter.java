package tn.ecar.pool;

import java.util.concurrent.locks.LockSupport;
import tn.ecar.pool.protocol.Refusal;

/**
 * A client's place in the waiting line of its pool. It ends with a server handed over, or with a
 * refusal; both are decided under the engine's lock, exactly once. The thread that waits is woken,
 * or an event loop told.
 */
final class Waiter {
  private static final String QUEUED =
      "No server connection available in postgres backend, client being queued";

  /** So often the one who asks for its line looks whether a server is free. */
  private static final long ASKS_EVERY_NANOS = 3_000_000;

  /** The others look as well, in case that nobody told them. */
  private static final long LOOKS_EVERY_NANOS = 100_000_000;

  private final Client client;
  private final long since;
  private final Runnable wake;

  private final long thread = Thread.currentThread().getId();

  /** Whether it asks for its line; written under the engine's lock. */
  private volatile boolean asks;

  private volatile Server server;
  private volatile Refusal refusal;
  private volatile boolean noticeDue;
  private boolean noticed;

  /**
   * A place in the line.
   *
   * @param wake tells whoever waits that something has happened
   */
  Waiter(Client client, long since, Runnable wake) {
    this.client = client;
    this.since = since;
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

  /** From now on it looks often whether a server is free, for its whole line. */
  void asksForItsLine() {
    asks = true;
  }

  /** Whether it looks often whether a server is free. */
  boolean asks() {
    return asks;
  }

  /** Has it look at once. */
  void looks() {
    wake.run();
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
   * @param ask hands free servers to who waits
   */
  Server await(Runnable ask) throws Refusal {
    boolean interrupted = false;
    while (server == null && refusal == null) {
      LockSupport.parkNanos(this, asks() ? ASKS_EVERY_NANOS : LOOKS_EVERY_NANOS);
      tellIfDue();
      // An interrupt must not lose a server that is already on its way to this waiter.
      interrupted |= Thread.interrupted();
      if (server == null && refusal == null) {
        ask.run();
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
