package tn.ecar.pool;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The engine's one lock. Whom its holder has to wake is woken when the lock has been given up: a
 * wake-up takes longer than all that is done under the lock, and others would wait for it.
 */
final class EngineLock extends ReentrantLock {
  private static final long serialVersionUID = 1;

  private final transient ArrayDeque<Runnable> wakings = new ArrayDeque<>(1);

  /** Wakes somebody as soon as the caller has given up the lock; at once if it does not hold it. */
  void afterwards(Runnable waking) {
    if (isHeldByCurrentThread()) {
      wakings.add(waking);
    } else {
      waking.run();
    }
  }

  /** Wakes them now, for a holder that is about to wait for a condition. */
  void wakeNow() {
    for (Runnable waking = wakings.poll(); waking != null; waking = wakings.poll()) {
      waking.run();
    }
  }

  @Override
  public void unlock() {
    if (getHoldCount() != 1 || wakings.isEmpty()) {
      super.unlock();
      return;
    }
    Runnable first = wakings.poll();
    Runnable[] others = wakings.isEmpty() ? null : wakings.toArray(Runnable[]::new);
    wakings.clear();
    super.unlock();
    first.run();
    if (others != null) {
      for (Runnable other : others) {
        other.run();
      }
    }
  }
}
