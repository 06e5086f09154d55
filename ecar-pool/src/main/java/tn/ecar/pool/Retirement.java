package tn.ecar.pool;

import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.protocol.Refusal;

/**
 * Which servers of a pool have to go: those that stand on an old configuration, that are too old or
 * too long unused, that are more than the pool may have, or in whose place another is needed.
 * Guarded by the engine's lock.
 */
final class Retirement {
  private static final String CHANGED = "database configuration changed";

  private final Pool pool;
  private final ServerLists servers;

  Retirement(Pool pool, ServerLists servers) {
    this.pool = pool;
    this.servers = servers;
  }

  /** Lets every server go as soon as it is free. */
  void all() {
    servers.all().forEach(Server::needClose);
    servers.free().forEach(server -> pool.discard(server, CHANGED));
  }

  /**
   * Parts clients that have nothing under way from servers that are to go: in session pooling they
   * would keep them as long as they stay.
   */
  void part() {
    for (Server server : servers.all()) {
      Client user = server.client();
      if (server.closeNeeded() && user != null && user.doing().isIdle()) {
        pool.dismiss(user, Refusal.of(CHANGED));
      }
    }
  }

  /** Whether a server has to go when its user gives it back. */
  boolean isDue(Server server, long now) {
    return server.closeNeeded()
        || now - server.connectedAt() >= Time.micros(pool.limits().serverLifetime());
  }

  /**
   * Whether there is one more than the pool's size, which an urgent client was given, and nobody
   * needs it now.
   *
   * @param next the longest waiter, or null
   */
  boolean isOneTooMany(Waiter next) {
    PoolLimits limits = pool.limits();
    return limits.poolSize() > 0
        && pool.size() > limits.poolSize() + limits.reservePoolSize()
        && (next == null || !next.client().isUrgent());
  }

  /** Closes the free server that has been unused for longest; false when none is free. */
  boolean evict() {
    Server oldest = servers.oldestFree();
    if (oldest != null) {
      pool.discard(oldest, "evicted");
    }
    return oldest != null;
  }

  /** Closes free servers whose time has come. */
  void sweep(long now) {
    PoolLimits limits = pool.limits();
    long unused = Time.micros(limits.serverIdleTimeout());
    int most = limits.poolSize() + limits.reservePoolSize();
    for (Server server : servers.free()) {
      boolean tooLong =
          unused > 0 && now - server.freeSince() >= unused && pool.size() > limits.minPoolSize();
      boolean tooMany = limits.poolSize() > 0 && pool.size() > most;
      if (server.closeNeeded()) {
        pool.discard(server, "obsolete connection");
      } else if (isDue(server, now)) {
        pool.discard(server, "server lifetime over");
      } else if (tooLong) {
        pool.discard(server, "server idle timeout");
      } else if (tooMany) {
        pool.discard(server, "too many servers in the pool");
      }
    }
  }
}
