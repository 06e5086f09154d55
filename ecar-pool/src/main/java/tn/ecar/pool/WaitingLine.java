package tn.ecar.pool;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.protocol.Refusal;

/**
 * The line of clients that wait for a server of one pool, the longest waiter first. Who leaves it
 * has a server or a refusal. Guarded by the engine's lock.
 */
final class WaitingLine {
  /** Who is first in line is overtaken for no longer, in microseconds. */
  private static final long OVERTAKEN_FOR = 150;

  /** Who was first in line when that was last asked, and since when. */
  private Waiter first;

  private long firstSince;

  private final EngineLock lock;
  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

  WaitingLine(EngineLock lock) {
    this.lock = lock;
  }

  /** Joins at the end, or at the front after a lease that failed. */
  Waiter join(Client client, long since, boolean first, Runnable wake) {
    Waiter waiter = new Waiter(client, since, () -> lock.afterwards(wake));
    if (first) {
      waiters.addFirst(waiter);
    } else {
      waiters.addLast(waiter);
    }
    client.waitsAs(waiter);
    return waiter;
  }

  /**
   * Whether the longest waiter looks after itself and has not been first for long. Then a server
   * may stay free for a moment: who has just used it will likely take it again, which costs no
   * change of threads.
   */
  boolean isYoung(long now) {
    Waiter longest = waiters.peekFirst();
    if (longest != first) {
      first = longest;
      firstSince = now;
    }
    return longest != null && longest.looksAfterItself() && now - firstSince < OVERTAKEN_FOR;
  }

  /** Whether this client may take a free server although somebody waits. */
  boolean mayBeOvertaken(Client client, long now) {
    return client.isQuick() && isYoung(now);
  }

  /** The longest waiter, or null. */
  Waiter longest() {
    return waiters.peekFirst();
  }

  /** Takes the longest waiter out of the line, or null. */
  Waiter next() {
    Waiter next = waiters.pollFirst();
    if (next != null) {
      next.client().waitsAs(null);
    }
    return next;
  }

  /** Sends one away; false when it has left already. */
  boolean refuse(Waiter waiter, Refusal why) {
    if (!waiters.remove(waiter)) {
      return false;
    }
    waiter.client().waitsAs(null);
    waiter.refuse(why);
    return true;
  }

  void refuseAll(Refusal why) {
    for (Waiter waiter = next(); waiter != null; waiter = next()) {
      waiter.refuse(why.again());
    }
  }

  /** Sends those away that have waited too long, and tells others that they are in the line. */
  void sweep(long now, PoolLimits limits, long notifyAfter) {
    long wait = Time.micros(limits.queryWaitTimeout());
    long query = Time.micros(limits.queryTimeout());
    for (Waiter waiter : waiters.toArray(new Waiter[0])) {
      long waited = now - waiter.since();
      if (query > 0 && waited >= query) {
        refuse(waiter, Refusal.of("query_timeout"));
      } else if (wait > 0 && waited >= wait) {
        refuse(waiter, Refusal.of("query_wait_timeout"));
      } else if (notifyAfter > 0 && waited >= notifyAfter) {
        waiter.notifyQueued();
      }
    }
  }

  /** Who waits, the longest waiter first; a view. */
  Collection<Waiter> all() {
    return Collections.unmodifiableCollection(waiters);
  }

  int size() {
    return waiters.size();
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }
}
