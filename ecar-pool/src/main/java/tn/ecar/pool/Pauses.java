package tn.ecar.pool;

import java.util.LinkedHashSet;
import java.util.Set;

/** Which databases lease no server at the moment, by PAUSE or SUSPEND. With the engine's lock. */
final class Pauses {
  private final Set<String> databases = new LinkedHashSet<>();
  private boolean all;

  /** Written under the engine's lock; read without it by whoever goes on in a transaction. */
  private volatile boolean suspended;

  void pause(String databaseOrNull) {
    if (databaseOrNull == null) {
      all = true;
    } else {
      databases.add(databaseOrNull);
    }
  }

  void resume(String databaseOrNull) {
    if (databaseOrNull == null) {
      all = false;
      suspended = false;
      databases.clear();
    } else {
      databases.remove(databaseOrNull);
    }
  }

  void suspend() {
    suspended = true;
  }

  boolean isSuspended() {
    return suspended;
  }

  boolean isAll() {
    return all;
  }

  boolean isAny() {
    return all || !databases.isEmpty();
  }

  /** Whether this database was paused by its name. */
  boolean isPaused(String database) {
    return databases.contains(database);
  }

  /** Whether this database, or everything, is paused. */
  boolean covers(String database) {
    return all || databases.contains(database);
  }
}
