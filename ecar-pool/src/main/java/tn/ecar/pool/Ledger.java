package tn.ecar.pool;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import tn.ecar.pool.config.PoolLimits;

/**
 * Who has a server connection, or is about to get one: by database, by user and in total. Every
 * connection is entered before it is opened and struck out when it is gone, so every limit holds at
 * every moment. Guarded by the engine's lock.
 */
final class Ledger {
  private final Map<String, Set<Object>> byDatabase = new HashMap<>();
  private final Map<String, Set<Object>> byUser = new HashMap<>();

  private final Set<Object> all = new HashSet<>();
  private final IntSupplier mostOfAll;

  /**
   * An empty ledger.
   *
   * @param mostOfAll how many connections there may be in total; 0 for any number
   */
  Ledger(IntSupplier mostOfAll) {
    this.mostOfAll = mostOfAll;
  }

  /** Which limit stands in the way. */
  enum Obstacle {
    NONE,
    DATABASE,
    USER,
    TOTAL;

    /** Whether one connection less in the other pool makes room for this one. */
    boolean isLiftedBy(Pool other, Pool pool) {
      return switch (this) {
        case NONE -> false;
        case DATABASE -> other.database().name().equals(pool.database().name());
        case USER -> other.user().equals(pool.user());
        case TOTAL -> true;
      };
    }
  }

  /** Whether one more connection fits. */
  Obstacle obstacle(Pool pool) {
    PoolLimits limits = pool.limits();
    if (limits.maxDbConnections() > 0
        && connectionsOfDatabase(pool.database().name()) >= limits.maxDbConnections()) {
      return Obstacle.DATABASE;
    }
    if (limits.maxUserConnections() > 0
        && connectionsOfUser(pool.user()) >= limits.maxUserConnections()) {
      return Obstacle.USER;
    }
    if (mostOfAll.getAsInt() > 0 && all.size() >= mostOfAll.getAsInt()) {
      return Obstacle.TOTAL;
    }
    return Obstacle.NONE;
  }

  void enter(Pool pool, Object connection) {
    byDatabase
        .computeIfAbsent(pool.database().name(), name -> new LinkedHashSet<>())
        .add(connection);
    byUser.computeIfAbsent(pool.user(), name -> new LinkedHashSet<>()).add(connection);
    all.add(connection);
  }

  /** The connection being opened has become this server. */
  void rename(Pool pool, Object opening, Object server) {
    leave(pool, opening);
    enter(pool, server);
  }

  void leave(Pool pool, Object connection) {
    leave(byDatabase, pool.database().name(), connection);
    leave(byUser, pool.user(), connection);
    all.remove(connection);
  }

  private static void leave(Map<String, Set<Object>> by, String name, Object connection) {
    Set<Object> connections = by.get(name);
    if (connections == null || !connections.remove(connection)) {
      throw new IllegalStateException("a server connection of " + name + " was not in the ledger");
    }
    if (connections.isEmpty()) {
      by.remove(name);
    }
  }

  int connections() {
    return all.size();
  }

  int connectionsOfDatabase(String name) {
    return byDatabase.getOrDefault(name, Set.of()).size();
  }

  int connectionsOfUser(String name) {
    return byUser.getOrDefault(name, Set.of()).size();
  }
}
