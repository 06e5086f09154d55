package tn.ecar.pool;

import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.protocol.Refusal;

/**
 * The replication clients of a pool that wait for a server connection. Nobody else's will do: one
 * is opened for each of them, which is told at its start what that client has asked for, serves it
 * alone and goes with it. It takes a place in the pool and in the ledger; an idle connection gives
 * way to it. Guarded by the engine's lock.
 */
final class ReplicationLine {
  private final Engine engine;
  private final Pool pool;
  private final Growth growth;
  private final WaitingLine line;
  private boolean growing;

  ReplicationLine(Engine engine, Pool pool, Growth growth) {
    this.engine = engine;
    this.pool = pool;
    this.growth = growth;
    this.line = new WaitingLine(engine.lock());
  }

  /** Joins the line at its end. */
  Waiter join(Client client, long since, Runnable wake) {
    return line.join(client, since, false, wake);
  }

  /** Opens a connection for each who waits, the longest waiter first, as far as there is room. */
  void grow() {
    if (growing || line.isEmpty() || engine.isPaused(pool)) {
      return; // Whoever is closed to make room must not begin it all anew.
    }
    growing = true;
    try {
      for (Waiter waiter : line.all().toArray(new Waiter[0])) {
        if (!growth.isOpeningFor(waiter.client()) && !open(waiter)) {
          return;
        }
      }
    } finally {
      growing = false;
    }
  }

  private boolean open(Waiter waiter) {
    while (pool.size() >= growth.allowedSize(line)) {
      if (!pool.evict()) {
        return false;
      }
    }
    return growth.openFor(waiter.client());
  }

  /** Whether a server that comes free should make room, rather than serve who waits otherwise. */
  boolean needsPlaceBefore(Waiter ordinary) {
    if (line.isEmpty() || engine.isPaused(pool)) {
      return false;
    }
    for (Waiter waiter : line.all()) {
      if (!growth.isOpeningFor(waiter.client())) {
        return ordinary == null || waiter.since() <= ordinary.since();
      }
    }
    return false;
  }

  /** The connection of a client is there; false when nobody waits for it any more. */
  boolean serve(Client client, Server server) {
    Waiter waiter = client.waiter();
    if (waiter == null || !line.leave(waiter)) {
      return false;
    }
    waiter.serve(server);
    return true;
  }

  /** The server has not let a client in; nobody else needs to care. */
  void openFailed(Client client, Refusal why) {
    Waiter waiter = client.waiter();
    if (waiter != null) {
      line.refuse(waiter, why);
    }
  }

  boolean refuse(Waiter waiter, Refusal why) {
    return line.refuse(waiter, why);
  }

  void refuseAll(Refusal why) {
    line.refuseAll(why);
  }

  void sweep(long now, PoolLimits limits, long notifyAfter) {
    line.sweep(now, limits, notifyAfter);
  }

  Waiter longest() {
    return line.longest();
  }

  int size() {
    return line.size();
  }
}
