package tn.ecar.pool;

import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.protocol.Refusal;

/**
 * Everybody who waits in a pool, in three lines: for any server, for one of its own, or for RESUME
 * with a server in its hands. A client stands in one of them at most. Guarded by the engine's lock.
 */
final class WaitingLines {
  private final WaitingLine ordinary;
  private final ReplicationLine replication;
  private final WaitingLine suspended;

  WaitingLines(Engine engine, Pool pool, Growth growth) {
    this.ordinary = new WaitingLine(engine.lock());
    this.replication = new ReplicationLine(engine, pool, growth);
    this.suspended = new WaitingLine(engine.lock());
  }

  /** Those whom any server of the pool can serve. */
  WaitingLine ordinary() {
    return ordinary;
  }

  /** Replication clients, each of which needs a server of its own. */
  ReplicationLine replication() {
    return replication;
  }

  /** Those who hold a server and want to go on while everything is suspended. */
  WaitingLine suspended() {
    return suspended;
  }

  /** Sends one away; false when it has been served or refused already. */
  boolean refuse(Waiter waiter, Refusal why) {
    return ordinary.refuse(waiter, why)
        || replication.refuse(waiter, why)
        || suspended.refuse(waiter, why);
  }

  void refuseAll(Refusal why) {
    ordinary.refuseAll(why);
    replication.refuseAll(why);
    suspended.refuseAll(why);
  }

  /** Sends those away that have waited too long, and tells others that they are in the line. */
  void sweep(long now, PoolLimits limits, long notifyAfter) {
    ordinary.sweep(now, limits, notifyAfter);
    replication.sweep(now, limits, notifyAfter);
    suspended.sweep(now, limits, notifyAfter);
  }

  int size() {
    return ordinary.size() + replication.size() + suspended.size();
  }

  /** For how long the longest waiter for a server has waited; 0 when nobody does. */
  long longestWait(long now) {
    return Math.max(wait(ordinary.longest(), now), wait(replication.longest(), now));
  }

  private static long wait(Waiter longest, long now) {
    return longest == null ? 0 : now - longest.since();
  }
}
