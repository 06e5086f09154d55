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
 *
 * <p>A server may be left free for a moment although somebody waits, for whoever has just used it.
 * When that one does not come back, nobody would ever tell those who wait; so one of them, and one
 * only, asks every few milliseconds. If all did, fifty threads in a line would do little else.
 *
 * <p>Threads with brief transactions that come back at once take turns: who has a server has some
 * transactions with it before the longest waiter gets it, since a change of threads costs as much
 * as half a transaction. A turn is counted and not timed: how long a transaction takes depends on
 * how many share the processors.
 */
final class WaitingLine {
  /** So many brief transactions make a turn. */
  private static final int TURN = 6;

  /** Who waits on another event loop than the server's is overtaken for no longer, in µs. */
  private static final long OVERTAKEN_BY_LOOP_FOR = 1_000;

  /** Who was first in line when that was last asked, and since when. */
  private Waiter first;

  private long firstSince;

  /** Who asks; null when no thread waits, or when the one who asked has just been served. */
  private Waiter asker;

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
    if (asker == null && waiter.looksAfterItself()) {
      appoint(waiter);
    }
    client.waitsAs(waiter);
    return waiter;
  }

  private void appoint(Waiter waiter) {
    asker = waiter;
    waiter.asksForItsLine();
  }

  /**
   * Whether who had this server last may have it once more although somebody waits: its turn is not
   * over, and the longest waiter is a thread that holds nobody up.
   */
  boolean mayGoOn(Server server) {
    Waiter longest = waiters.peekFirst();
    return longest != null
        && longest.looksAfterItself()
        && !longest.client().isUrgent()
        && server.turn() < TURN;
  }

  /**
   * Whether a server may stay free for a moment although somebody waits: who has just used it will
   * likely take it again.
   */
  boolean mayLeaveFree(Server server) {
    return isAsked() && mayGoOn(server);
  }

  /** Whether somebody would ask for a server that was left free. */
  boolean isAsked() {
    return asker != null;
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
    isGone(waiter);
  }

  /** Who asked is followed by the next who joins: when it is served no server is left free. */
  private void isGone(Waiter waiter) {
    waiter.client().waitsAs(null);
    if (waiter == asker) {
      asker = null;
    }
  }

  /** Takes the longest waiter out of the line, or null. */
  Waiter next() {
    Waiter next = waiters.pollFirst();
    if (next != null) {
      isGone(next);
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
    if (!waiters.remove(waiter)) {
      return false;
    }
    boolean asked = waiter == asker;
    isGone(waiter);
    if (asked) {
      waiters.stream()
          .filter(Waiter::looksAfterItself)
          .findFirst()
          .ifPresent(
              other -> {
                appoint(other);
                other.looks();
              });
    }
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
