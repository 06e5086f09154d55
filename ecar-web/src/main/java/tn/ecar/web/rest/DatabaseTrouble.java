package tn.ecar.web.rest;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * Reads from a failure whether the database was away, had no connection free, or refused because of
 * what others did. The container, JPA and the driver each wrap the failure of the one below, so the
 * whole chain is searched: causes, suppressed ones and the next exceptions of JDBC. The SQLSTATE
 * decides, never the driver's wording; only the pool's own {@code query_wait_timeout} is known by
 * name, since it travels as 08P01 like every message of a pooler.
 */
enum DatabaseTrouble {
  /** No connection, or it was lost, perhaps during COMMIT: 08*, 57P*, a refused login. */
  AWAY,
  /** No connection was free in time: 53*, or {@code query_wait_timeout}. */
  BUSY,
  /** The transaction could not be finished: cancelled, doomed, a deadlock. Nothing of it stays. */
  ROLLED_BACK,
  /** A unique or exclusion constraint: another one was faster. */
  DUPLICATE;

  private static final String QUEUE_TIMEOUT = "query_wait_timeout";

  /** Returns what the failure says about the database; empty if it says nothing. */
  static Optional<DatabaseTrouble> in(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(failure);
    Optional<DatabaseTrouble> found = Optional.empty();
    while (!open.isEmpty()) {
      Throwable next = open.poll();
      if (!seen.add(next)) {
        continue;
      }
      Optional<DatabaseTrouble> here = of(next);
      // The most telling one wins: "rolled back" is only what is left of the reason.
      if (here.isPresent() && (found.isEmpty() || here.get().compareTo(found.get()) < 0)) {
        found = here;
      }
      if (next.getCause() != null) {
        open.add(next.getCause());
      }
      if (next instanceof SQLException sql && sql.getNextException() != null) {
        open.add(sql.getNextException());
      }
      Collections.addAll(open, next.getSuppressed());
    }
    return seen.stream().anyMatch(DatabaseTrouble::namesTheQueue) ? Optional.of(BUSY) : found;
  }

  private static boolean namesTheQueue(Throwable one) {
    return one.getMessage() != null && one.getMessage().contains(QUEUE_TIMEOUT);
  }

  private static Optional<DatabaseTrouble> of(Throwable one) {
    if (one instanceof SQLException sql) {
      return sql.getSQLState() == null ? Optional.empty() : ofState(sql.getSQLState());
    }
    if (one instanceof jakarta.resource.ResourceException) {
      // The resource adapter could not give a connection.
      return Optional.of(AWAY);
    }
    if (one instanceof jakarta.transaction.HeuristicRollbackException
        || one instanceof jakarta.transaction.HeuristicMixedException) {
      // The connection was lost during COMMIT: whether that arrived, nobody here knows.
      return Optional.of(AWAY);
    }
    if (one instanceof jakarta.transaction.RollbackException
        || one instanceof jakarta.persistence.RollbackException) {
      return Optional.of(ROLLED_BACK);
    }
    return Optional.empty();
  }

  private static Optional<DatabaseTrouble> ofState(String state) {
    if (state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("28")
        || state.equals("3D000")) {
      return Optional.of(AWAY);
    }
    if (state.startsWith("53")) {
      return Optional.of(BUSY);
    }
    return switch (state) {
      case "40001", "40P01", "55P03", "57014", "25P02" -> Optional.of(ROLLED_BACK);
      case "23505", "23P01" -> Optional.of(DUPLICATE);
      default -> Optional.empty();
    };
  }
}
