package tn.ecar.pool;

import java.util.Collection;

/**
 * Watches how busy a pool is: its most crowded moment, and its busiest stats_period. Guarded by the
 * engine's lock.
 */
final class LoadMeter {
  /**
   * A stretch of time, in microseconds.
   *
   * @param took how long it was
   * @param leases how many servers were given back in it
   * @param leased how long servers were in clients' hands in it, all of them together
   */
  record Stretch(long took, long leases, long leased) {
    private static final Stretch NONE = new Stretch(0, 0, 0);

    private boolean isBusierThan(Stretch other) {
      return other.took == 0 || (double) leased / took > (double) other.leased / other.took;
    }
  }

  private final Pool pool;
  private int peak;
  private int nested = 1;
  private long began;
  private long leased;
  private long leasesBefore;
  private long leasedBefore;
  private Stretch busiest = Stretch.NONE;

  LoadMeter(Pool pool, long now) {
    this.pool = pool;
    this.began = now;
  }

  /** So many clients hold a server or wait for one. */
  void sees(int clients) {
    if (clients > peak) {
      peak = clients;
    }
  }

  /** A server leaves its client's hands, if it is in any. */
  void ends(Server server, long now) {
    if (server.state() == Server.State.ACTIVE) {
      leased += server.activeFor(now);
      server.goesTo(server.lentTo(), now);
    }
  }

  /** Looks whether who waits holds another server already: a thread that may starve itself. */
  private void lookForNesting(Collection<Waiter> waiting) {
    for (Waiter waiter : waiting) {
      if (isInside(waiter.client())) {
        int held = 1;
        for (Server server : pool.active()) {
          boolean own = server.lentTo() == waiter.thread() && isInside(server.client());
          held += own ? 1 : 0;
        }
        nested = Math.max(nested, held);
      }
    }
  }

  /** Only inside this machine a client is a thread; an event loop works for many. */
  private static boolean isInside(Client client) {
    return client != null && client.door().type() == 'J';
  }

  /** One round of the sweep; ends a stretch when its period is over. */
  void sweep(long now, long period, Collection<Waiter> waiting) {
    lookForNesting(waiting);
    if (now - began < period || now == began) {
      return;
    }
    Stretch stretch = since(now);
    if (stretch.leased() > 0 && stretch.isBusierThan(busiest)) {
      busiest = stretch;
    }
    began = now;
    leasesBefore += stretch.leases();
    leasedBefore += stretch.leased();
  }

  /** A lease counts in each stretch for as long as it lasted there, however long it goes on. */
  private Stretch since(long now) {
    long leases = 0;
    for (Timings timings : pool.timings()) {
      leases += timings.leases();
    }
    long lent = leased;
    for (Server server : pool.active()) {
      lent += server.activeFor(now);
    }
    return new Stretch(now - began, leases - leasesBefore, Math.max(0, lent - leasedBefore));
  }

  /** The busiest whole period; the present one while no other has had a lease. */
  Stretch busiest(long now) {
    return busiest.leased() > 0 ? busiest : since(now);
  }

  int peak() {
    return peak;
  }

  int nested() {
    return nested;
  }
}
