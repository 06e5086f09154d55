package tn.ecar.pool;

import java.time.Duration;

/**
 * A server connection on its way: from the decision to open it until it has logged in or failed. It
 * has its place in the ledger all the while.
 */
final class Opening {
  private final Pool pool;
  private final long since;
  private volatile Runnable breakOff = () -> {};
  private volatile boolean late;
  private boolean closeNeeded;

  Opening(Pool pool, long since) {
    this.pool = pool;
    this.since = since;
  }

  Pool pool() {
    return pool;
  }

  /** What ends the attempt from another thread: closing what has been opened so far. */
  void breakOffBy(Runnable close) {
    breakOff = close;
    if (late) {
      close.run();
    }
  }

  /** Breaks the attempt off when it takes longer than it may; its opener then sees it fail. */
  void checkTime(long now, Duration limit) {
    if (!limit.isZero() && now - since >= Time.micros(limit)) {
      breakOff();
    }
  }

  void breakOff() {
    late = true;
    breakOff.run();
  }

  boolean isLate() {
    return late;
  }

  boolean closeNeeded() {
    return closeNeeded;
  }

  void needClose() {
    closeNeeded = true;
  }
}
