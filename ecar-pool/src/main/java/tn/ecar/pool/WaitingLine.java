package tn.ecar.pool;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.Executor;
import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.protocol.Refusal;

/**
 * The line of clients that wait for a server of one pool, the longest waiter first. Who leaves it
 * has a server or a refusal. Guarded by the engine's lock.
 */
final class WaitingLine {
  /** Who is first in line is overtaken for no longer, in microseconds. */
  private static final long OVERTAKEN_FOR = 150;

  /** The same for who waits on another event loop than the server's. */
  private static final long OVERTAKEN_BY_LOOP_FOR = 1_000;

  /** So long after a server was left free one may be free again, in microseconds. */
  private static final long LEFT_LATELY = 10_000;

  /** Who was first in line when that was last asked, and since when. */
  private Waiter first;

  private long firstSince;

  /** When a server was last left free for whoever had just used it; long ago when never. */
  private long leftFreeAt = Long.MIN_VALUE / 2;

  private final EngineLock lock;
  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

  WaitingLine(EngineLock lock) {
    this.lock = lock;
  }

  /** Joins at the end, or at the front after a lease that failed. */
  Waiter join(Client client, long since, boolean first, Runnable wake) {
    Waiter waiter =
        new Waiter(
            client,
            since,
            first ? 0 : patienceOf(waiters.size(), since),
            () -> lock.afterwards(wake));
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

  /** A server stays free although somebody waits: who has just used it will likely be back. */
  void leavesFree(long now) {
    leftFreeAt = now;
  }

  /**
   * How patient somebody must be: once for each who stands before it, but not at all as long as
   * servers are left free, for then one may be free at any moment and nobody would tell.
   */
  int patienceOf(Waiter waiter, long now) {
    int before = 0;
    for (Waiter each : waiters) {
      if (each == waiter) {
        return patienceOf(before, now);
      }
      before++;
    }
    return 0;
  }

  private int patienceOf(int before, long now) {
    return now - leftFreeAt < LEFT_LATELY ? 0 : before;
  }

  /** The longest waiter, or null. */
  Waiter longest() {
    return waiters.peekFirst();
  }

  /**
   * Who is to get a free server: the longest waiter, or the first one of the server's own event
   * loop, as long as the longest waits on another loop and has not been first for long. A server
   * that changes loops is taken from one selector and given to another, which costs both as much as
   * a transaction.
   *
   * @param loop the server's; null when a thread has had it
   * @return null when nobody waits
   */
  Waiter next(Executor loop, long now) {
    Waiter longest = waiters.peekFirst();
    if (longest == null || loop == null || isAtHome(longest, loop)) {
      return longest;
    }
    if (longest != first) {
      first = longest;
      firstSince = now;
    }
    if (longest.client().loop() == null || now - firstSince >= OVERTAKEN_BY_LOOP_FOR) {
      return longest;
    }
    for (Waiter waiter : waiters) {
      if (isAtHome(waiter, loop)) {
        return waiter;
      }
    }
    return longest;
  }

  private static boolean isAtHome(Waiter waiter, Executor loop) {
    return waiter.client().loop() == loop;
  }

  /** Takes one out of the line, who is to be served. */
  void take(Waiter waiter) {
    if (waiters.peekFirst() == waiter) {
      waiters.pollFirst();
    } else {
      waiters.remove(waiter);
    }
    waiter.client().waitsAs(null);
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
    if (!leave(waiter)) {
      return false;
    }
    waiter.refuse(why);
    return true;
  }

  /** Takes one out of the line wherever it stands; false when it has left already. */
  boolean leave(Waiter waiter) {
    boolean was = waiters.remove(waiter);
    if (was) {
      waiter.client().waitsAs(null);
    }
    return was;
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
