package tn.ecar.pool;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one server connection, or one pool, has measured. A server's is written by whoever holds the
 * server; when it closes, its pool takes it over, so that nothing measured is lost. A pool's is
 * guarded by the engine's lock.
 */
final class Timings {
  private final Recording waits = new Recording();
  private final Recording leases = new Recording();
  private final Recording transactions = new Recording();

  void waited(long micros) {
    waits.record(micros);
  }

  void leased(long micros) {
    leases.record(micros);
  }

  void transaction(long micros) {
    transactions.record(micros);
  }

  void add(Timings other) {
    waits.add(other.waits);
    leases.add(other.leases);
    transactions.add(other.transactions);
  }

  /** Both together; neither changes. */
  Timings plus(Timings other) {
    Timings both = new Timings();
    both.add(this);
    both.add(other);
    return both;
  }

  /** How many leases were measured. */
  long leases() {
    return leases.count();
  }

  /** Those leases together, in microseconds. */
  long leased() {
    return leases.sum();
  }

  Map<Timing, Distribution> distributions(Recording connects) {
    Map<Timing, Distribution> all = new EnumMap<>(Timing.class);
    all.put(Timing.WAIT, waits.distribution());
    all.put(Timing.LEASE, leases.distribution());
    all.put(Timing.CONNECT, connects.distribution());
    all.put(Timing.TRANSACTION, transactions.distribution());
    return all;
  }
}
