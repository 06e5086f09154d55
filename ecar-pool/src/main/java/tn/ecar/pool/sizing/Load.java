package tn.ecar.pool.sizing;

import java.time.Duration;
import java.util.Objects;

/**
 * What was measured of one pool, as far as its size depends on it, and the sizes it has now.
 *
 * @param window how long its busiest stretch was: a whole stats_period, or the time since it began
 *     when none is over yet
 * @param leases how many servers were given back in that stretch
 * @param leased how long servers were in clients' hands in that stretch, all of them together
 * @param peak most clients at one moment that held a server or waited for one
 * @param nested most servers that one thread wanted at once, as REQUIRES_NEW inside a transaction
 *     does; 1 when none was seen to wait for its second
 * @param waitMedian half of those who asked for a server waited at most so long
 * @param wait99 99 of 100 waited at most so long
 * @param workPercent share of the time in transactions in which servers worked, and did not wait
 *     for their clients
 * @param poolSize pool_size now; 0 for no limit
 * @param reserveSize reserve_pool_size now
 * @param peakClients most clients logged in to the whole pooler at one moment
 * @param maxClients max_client_conn now
 */
public record Load(
    String database,
    String user,
    Duration window,
    long leases,
    Duration leased,
    int peak,
    int nested,
    Duration waitMedian,
    Duration wait99,
    int workPercent,
    int poolSize,
    int reserveSize,
    int peakClients,
    int maxClients) {
  private static final double NANOS_PER_SECOND = 1e9;

  public Load {
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(user, "user");
  }

  /** Servers given per second in the busiest stretch. */
  double perSecond() {
    return window.isZero() ? 0 : leases * NANOS_PER_SECOND / window.toNanos();
  }

  /** How long a lease took on average; one that did not end in the stretch took all of it. */
  Duration meanLease() {
    return leases == 0 ? window : leased.dividedBy(leases);
  }

  /** Servers in clients' hands on average: arrivals times length, which is Little's law. */
  double busy() {
    return window.isZero() ? 0 : (double) leased.toNanos() / window.toNanos();
  }
}
