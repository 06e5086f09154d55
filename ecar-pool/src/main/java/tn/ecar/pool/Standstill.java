package tn.ecar.pool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.protocol.Refusal;

/**
 * Brings a database, or everything, to a standstill and lets it go on: PAUSE, SUSPEND, RESUME and
 * the waiting for it. What is waited for is looked at again after each round of the sweep.
 */
final class Standstill {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Engine engine;
  private final Condition round;

  Standstill(Engine engine) {
    this.engine = engine;
    this.round = engine.lock().newCondition();
  }

  /** A round of the sweep is over. With the engine's lock held. */
  void swept() {
    round.signalAll();
  }

  /** Starts nothing more, in transactions neither, and returns when nothing runs. */
  void suspend() throws ConsoleException {
    engine.lock().lock();
    try {
      if (engine.pauses().isSuspended() || engine.pauses().isAll()) {
        throw new ConsoleException("already suspended/paused");
      }
      if (engine.pauses().isAny()) {
        throw new ConsoleException("cannot suspend with paused databases");
      }
      engine.pauses().suspend();
      long limit = Time.micros(engine.settings().suspendLimit());
      long end = limit == 0 ? Long.MAX_VALUE : engine.now() + limit;
      await(() -> !engine.pauses().isSuspended() || engine.now() >= end || running().isEmpty());
      requireStanding(engine.pauses().isSuspended());
      // Who runs longer than SUSPEND may wait is in its way.
      running()
          .forEach(
              client -> engine.work(() -> client.door().dismiss(Refusal.of("suspend_timeout"))));
    } finally {
      engine.lock().unlock();
    }
  }

  /** Whoever waited for a standstill must not believe in one that has been called off. */
  private static void requireStanding(boolean stands) throws ConsoleException {
    if (!stands) {
      throw new ConsoleException("RESUME came before everything stood still");
    }
  }

  private boolean isPaused(Optional<String> database) {
    return database.isPresent() ? engine.pauses().covers(database.get()) : engine.pauses().isAll();
  }

  /** Also who has been given a server at this moment and does not know it yet. */
  private List<Client> running() {
    long now = engine.now();
    return engine.pools().stream()
        .flatMap(pool -> pool.active().stream())
        .map(Server::client)
        .filter(client -> client != null && client.doing().runsFor(now) >= 0)
        .toList();
  }

  /** Leases no server any more and returns when none is in use. */
  void pause(Optional<String> database) throws ConsoleException {
    engine.lock().lock();
    try {
      if (engine.pauses().isSuspended() || (database.isEmpty() && engine.pauses().isAll())) {
        throw new ConsoleException("already suspended/paused");
      }
      engine.pauses().pause(database.orElse(null));
      // A pause is for whoever wants to work on the database alone: free servers go as well.
      engine.pools(database).forEach(Pool::reconnect);
      await(() -> !isPaused(database) || engine.pools(database).stream().allMatch(Pool::isQuiet));
      requireStanding(isPaused(database));
    } finally {
      engine.lock().unlock();
    }
  }

  /**
   * Lets everybody go on.
   *
   * @param ending whether the pooler is shutting down
   */
  void resume(Optional<String> database, boolean ending) throws ConsoleException {
    engine.lock().lock();
    try {
      if (database.isPresent() && !engine.pauses().isPaused(database.get())) {
        throw new ConsoleException("database " + database.get() + " is not paused");
      }
      if (ending) {
        throw new ConsoleException("pooler is shutting down");
      }
      if (database.isEmpty() && !engine.pauses().isAny() && !engine.pauses().isSuspended()) {
        throw new ConsoleException("pooler is not paused/suspended");
      }
      engine.resume(database.orElse(null));
    } finally {
      engine.lock().unlock();
    }
  }

  /** Returns when no server is left that is to go as soon as it is free. */
  void awaitClosed(Optional<String> database) throws ConsoleException {
    engine.lock().lock();
    try {
      await(
          () ->
              engine.pools(database).stream()
                  .flatMap(pool -> pool.servers().stream())
                  .noneMatch(Server::closeNeeded));
    } finally {
      engine.lock().unlock();
    }
  }

  /** Waits for something to come true; looks again after each round of the sweep. */
  void await(BooleanSupplier done) throws ConsoleException {
    engine.lock().wakeNow();
    try {
      while (!done.getAsBoolean()) {
        if (!round.await(LOOK_AGAIN.toNanos(), TimeUnit.NANOSECONDS) && engine.isClosed()) {
          throw new ConsoleException("pooler is shutting down");
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ConsoleException("interrupted before it was done");
    }
  }
}
