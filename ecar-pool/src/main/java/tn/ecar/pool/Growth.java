package tn.ecar.pool;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.protocol.Refusal;

/**
 * How a pool gets new server connections: one for each client that waits, as far as the sizes, the
 * ledger and the back-off after a failed login allow. Guarded by the engine's lock.
 */
final class Growth {
  /** How long one who ends what others wait for gives the pool's own servers to come free. */
  private static final Duration URGENT_PATIENCE = Duration.ofMillis(100);

  private final Engine engine;
  private final Pool pool;
  private final Set<Opening> openings = new LinkedHashSet<>();
  private Refusal failure;
  private long failedAt;
  private boolean makingRoom;

  Growth(Engine engine, Pool pool) {
    this.engine = engine;
    this.pool = pool;
  }

  Collection<Opening> openings() {
    return openings;
  }

  /** Opens connections for those who wait. */
  void grow(WaitingLine waiting) {
    while (openForAnybody() < waiting.size() && pool.size() < allowedSize(waiting) && mayOpen()) {
      boolean fromReserve = pool.limits().poolSize() > 0 && pool.size() >= pool.limits().poolSize();
      if (!open(null)) {
        return;
      }
      Waiter longest = waiting.longest();
      if (fromReserve && longest != null) {
        engine.work(() -> ServerLog.reserve(longest.client()));
      }
    }
  }

  private int openForAnybody() {
    int count = 0;
    for (Opening opening : openings) {
      count += opening.client() == null ? 1 : 0;
    }
    return count;
  }

  /** Opens a connection for one client alone; false when the ledger has no place for it. */
  boolean openFor(Client client) {
    return !engine.isShuttingDown() && open(client);
  }

  boolean isOpeningFor(Client client) {
    for (Opening opening : openings) {
      if (opening.client() == client) {
        return true;
      }
    }
    return false;
  }

  /** Grows towards min_pool_size, by one. */
  void growToMinimum() {
    PoolLimits limits = pool.limits();
    int minimum = limits.minPoolSize();
    if (limits.poolSize() > 0) {
      minimum = Math.min(minimum, limits.poolSize());
    }
    boolean inUse = !pool.clients().isEmpty() || pool.database().user().isPresent();
    if (inUse
        && pool.size() < minimum
        && mayOpen()
        && engine.ledger().obstacle(pool) == Ledger.Obstacle.NONE) {
      open(null);
    }
  }

  /** How many connections the pool may have, with those who wait in this line. */
  int allowedSize(WaitingLine waiting) {
    PoolLimits limits = pool.limits();
    if (limits.poolSize() == 0) {
      return Integer.MAX_VALUE;
    }
    Waiter longest = waiting.longest();
    boolean reserve =
        longest != null
            && !limits.reservePoolTimeout().isZero()
            && engine.now() - longest.since() >= Time.micros(limits.reservePoolTimeout());
    return limits.poolSize()
        + (reserve ? limits.reservePoolSize() : 0)
        + (longest != null && isBlocked(longest) ? 1 : 0);
  }

  /**
   * A prepared transaction keeps its locks but no server. When all servers serve clients that wait
   * for those locks, only one server more lets its COMMIT PREPARED through.
   */
  private boolean isBlocked(Waiter waiter) {
    return waiter.client().isUrgent()
        && engine.now() - waiter.since() >= Time.micros(URGENT_PATIENCE);
  }

  private boolean mayOpen() {
    return !engine.isPaused(pool) && !engine.isShuttingDown() && !pool.isRemoved() && !isHeldBack();
  }

  /** Whether a login has failed so recently that the next must wait. */
  private boolean isHeldBack() {
    return failure != null && engine.now() - failedAt < Time.micros(engine.settings().loginRetry());
  }

  /** Refuses a client that comes while logins fail. */
  void checkBackOff() throws Refusal {
    if (isHeldBack()) {
      throw Refusal.of(
          failure.sqlState(),
          "server login has been failing, cached error: "
              + failure.getMessage()
              + " (server_login_retry)");
    }
  }

  void forgetFailure() {
    failure = null;
  }

  /**
   * Whoever is closed to make room must not begin it all anew: the pool would have one too many.
   */
  private boolean open(Client clientOrNull) {
    if (makingRoom) {
      return false;
    }
    makingRoom = true;
    try {
      return openWhereThereIsRoom(clientOrNull);
    } finally {
      makingRoom = false;
    }
  }

  private boolean openWhereThereIsRoom(Client clientOrNull) {
    Ledger ledger = engine.ledger();
    Ledger.Obstacle obstacle = ledger.obstacle(pool);
    while (obstacle != Ledger.Obstacle.NONE) {
      if (!engine.evictFor(pool, obstacle) && (clientOrNull == null || !pool.evict())) {
        engine.starves(pool);
        return false;
      }
      obstacle = ledger.obstacle(pool);
    }
    Opening next = new Opening(pool, clientOrNull, engine.now());
    openings.add(next);
    ledger.enter(pool, next);
    try {
      engine.open(next);
    } catch (OutOfMemoryError noThread) {
      // Its place must not be lost for ever because nobody could be found to open it.
      pool.openFailed(
          next,
          Refusal.of("53000", "no thread to open a server connection: " + noThread.getMessage()),
          engine.now());
      return false;
    }
    return true;
  }

  /** An attempt has become this server. */
  void succeeded(Opening from, Server server) {
    openings.remove(from);
    engine.ledger().rename(pool, from, server);
    if (from.client() == null) {
      failure = null;
    }
    if (from.closeNeeded()) {
      server.needClose();
    }
  }

  /** An attempt has failed. */
  void failed(Opening from, Refusal why, long now) {
    openings.remove(from);
    engine.ledger().leave(pool, from);
    if (from.client() == null) {
      failure = why;
      failedAt = now;
    }
  }

  /** Breaks off what takes longer than it may. */
  void sweep(long now) {
    for (Opening late : openings.toArray(new Opening[0])) {
      late.checkTime(now, engine.settings().connectTimeout());
    }
  }

  /** What is on its way must not serve any more. */
  void needClose() {
    openings.forEach(Opening::needClose);
  }

  void breakOff() {
    for (Opening opening : openings.toArray(new Opening[0])) {
      opening.needClose();
      opening.breakOff();
    }
  }
}
