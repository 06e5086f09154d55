package tn.ecar.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.console.Operations;
import tn.ecar.pool.console.Shutdown;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.sizing.Load;

/** What an operator sees of the engine and may do to it. */
final class Operating implements Operations {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private final Engine engine;
  private final Reception reception;
  private final Visits visits;
  private final SessionState sessionState;
  private final Leaks leaks;
  private final Peers peers;
  private final Condition round;
  private final Measurements measurements;
  private final Alerts alerts = new Alerts();
  private final StatisticsLog statisticsLog;
  private final Ending ending;

  /**
   * The operations on an engine.
   *
   * @param close ends the pooler
   */
  Operating(
      Engine engine,
      Reception reception,
      Visits visits,
      SessionState sessionState,
      Leaks leaks,
      Peers peers,
      Runnable close) {
    this.sessionState = sessionState;
    this.leaks = leaks;
    this.peers = peers;
    this.ending = new Ending(engine, reception, this, close);
    this.engine = engine;
    this.reception = reception;
    this.visits = visits;
    this.measurements = new Measurements(engine);
    this.round = engine.lock().newCondition();
    this.statisticsLog = new StatisticsLog(engine.now());
    engine.afterSweep(this::afterSweep);
  }

  private void afterSweep() {
    long now = engine.now();
    List<DatabaseStatistics> statistics =
        engine.statistics().stream()
            .filter(each -> !each.database().equals(Configuration.CONSOLE))
            .toList();
    alerts.sweep(now, engine.clients(), engine.settings().maxClients(), statistics);
    statisticsLog
        .line(now, Time.micros(engine.settings().statsPeriod()), statistics)
        .filter(line -> engine.configuration().flag(Setting.LOG_STATS))
        .ifPresent(line -> LOG.log(System.Logger.Level.INFO, line));
    round.signalAll();
  }

  @Override
  public Configuration configuration() {
    return engine.configuration();
  }

  @Override
  public List<PoolFigures> pools() {
    return locked(
        () -> {
          long now = engine.now();
          return engine.pools().stream().map(pool -> pool.figures(now)).toList();
        });
  }

  @Override
  public List<ConnectionFigures> clients() {
    List<ConnectionFigures> served =
        locked(
            () -> {
              long now = engine.now();
              return engine.pools().stream()
                  .flatMap(pool -> pool.clients().stream())
                  .map(client -> client.figures(engine.time(), now))
                  .toList();
            });
    return Stream.concat(served.stream(), visits.figures().stream()).toList();
  }

  @Override
  public List<ConnectionFigures> servers() {
    return locked(
        () ->
            engine.pools().stream()
                .flatMap(pool -> pool.servers().stream())
                .map(server -> server.figures(engine.time()))
                .toList());
  }

  @Override
  public List<DatabaseFigures> databases() {
    return locked(
        () -> {
          List<DatabaseSettings> known =
              new ArrayList<>(engine.configuration().databases().values());
          engine.pools().stream()
              .map(Pool::database)
              .filter(DatabaseSettings::automatic)
              .filter(database -> !known.contains(database))
              .forEach(known::add);
          return known.stream().map(this::figures).toList();
        });
  }

  private DatabaseFigures figures(DatabaseSettings database) {
    String name = database.name();
    return new DatabaseFigures(
        database,
        engine.ledger().connectionsOfDatabase(name),
        reception.clientsOf(name, null),
        engine.pauses().covers(name),
        reception.disabled().contains(name));
  }

  @Override
  public List<UserFigures> users() {
    return locked(
        () ->
            reception.users().stream()
                .map(
                    user ->
                        new UserFigures(
                            user,
                            engine.ledger().connectionsOfUser(user),
                            reception.clientsOf(null, user)))
                .toList());
  }

  @Override
  public List<DatabaseStatistics> statistics() {
    return engine.statistics();
  }

  @Override
  public List<PoolTimings> timings() {
    return measurements.timings();
  }

  @Override
  public List<Load> loads() {
    return measurements.loads();
  }

  @Override
  public List<AlertFigures> alerts() {
    return locked(() -> alerts.figures(engine.time()));
  }

  @Override
  public List<SessionStateReport> sessionState() {
    return sessionState.reports();
  }

  @Override
  public List<LeakReport> leaks() {
    return leaks.reports();
  }

  @Override
  public List<PeerFigures> peers() {
    return peers.figures();
  }

  @Override
  public boolean paused() {
    return locked(engine.pauses()::isAll);
  }

  @Override
  public boolean suspended() {
    return locked(engine.pauses()::isSuspended);
  }

  @Override
  public void suspend() throws ConsoleException {
    engine.lock().lock();
    try {
      if (engine.pauses().isSuspended() || engine.pauses().isAll()) {
        throw new ConsoleException("already suspended/paused");
      }
      if (engine.pauses().isAny()) {
        throw new ConsoleException("cannot suspend with paused databases");
      }
      engine.pauses().suspend();
      long end = engine.now() + Time.micros(engine.settings().suspendLimit());
      await(() -> engine.now() >= end || running().isEmpty());
      // Who runs longer than SUSPEND may wait is in its way.
      running()
          .forEach(
              client -> engine.work(() -> client.door().dismiss(Refusal.of("suspend_timeout"))));
    } finally {
      engine.lock().unlock();
    }
  }

  private List<Client> running() {
    long now = engine.now();
    return engine.everybody().stream()
        .filter(client -> client.server() != null && client.doing().runsFor(now) >= 0)
        .toList();
  }

  @Override
  public void shutDown(Shutdown how) {
    ending.begin(how);
  }

  @Override
  public void apply(Configuration configuration) throws ConsoleException {
    try {
      engine.reload(configuration);
    } catch (ConfigurationException refused) {
      throw new ConsoleException("F0000", "the configuration is refused", refused.getMessage());
    }
  }

  @Override
  public void reload() throws ConsoleException {
    try {
      engine.reload(engine.configuration().reread());
    } catch (ConfigurationException refused) {
      throw new ConsoleException(
          "F0000", "RELOAD failed, see logs for additional details", refused.getMessage());
    }
  }

  @Override
  public void pause(Optional<String> database) throws ConsoleException {
    engine.lock().lock();
    try {
      if (engine.pauses().isSuspended() || (database.isEmpty() && engine.pauses().isAll())) {
        throw new ConsoleException("already suspended/paused");
      }
      engine.pauses().pause(database.orElse(null));
      // A pause is for whoever wants to work on the database alone: free servers go as well.
      of(database).forEach(Pool::reconnect);
      await(() -> of(database).stream().allMatch(Pool::isQuiet));
    } finally {
      engine.lock().unlock();
    }
  }

  @Override
  public void resume(Optional<String> database) throws ConsoleException {
    engine.lock().lock();
    try {
      if (database.isPresent() && !engine.pauses().covers(database.get())) {
        throw new ConsoleException("database " + database.get() + " is not paused");
      }
      if (ending.hasBegun()) {
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

  @Override
  public void reconnect(Optional<String> database) {
    locked(
        () -> {
          for (Pool pool : of(database)) {
            pool.reconnect();
          }
          return null;
        });
  }

  @Override
  public void kill(Optional<String> database) {
    locked(
        () -> {
          engine.pauses().pause(database.orElse(null));
          of(database).forEach(pool -> engine.drop(pool, Refusal.of("57P01", "database removed")));
          return null;
        });
  }

  @Override
  public void killClient(long id) throws ConsoleException {
    Refusal why = Refusal.of("57P01", "admin forced disconnect");
    if (visits.dismiss(id, why)) {
      return;
    }
    Client victim =
        engine.everybody().stream()
            .filter(client -> client.id() == id)
            .findFirst()
            .orElseThrow(() -> new ConsoleException("client not found"));
    victim.door().dismiss(why);
  }

  @Override
  public void disable(String database) {
    reception.disabled().add(database);
    engine.entryRulesChange();
  }

  @Override
  public void enable(String database) {
    reception.disabled().remove(database);
  }

  @Override
  public void waitClose(Optional<String> database) throws ConsoleException {
    engine.lock().lock();
    try {
      await(
          () ->
              of(database).stream()
                  .flatMap(pool -> pool.servers().stream())
                  .noneMatch(Server::closeNeeded));
    } finally {
      engine.lock().unlock();
    }
  }

  private List<Pool> of(Optional<String> database) {
    return engine.pools().stream()
        .filter(pool -> database.isEmpty() || pool.database().name().equals(database.get()))
        .toList();
  }

  /** Waits for something to come true; looks again after each round of the sweep. */
  void await(BooleanSupplier done) throws ConsoleException {
    engine.lock().wakeNow();
    try {
      while (!done.getAsBoolean()) {
        if (!round.await(Duration.ofSeconds(5).toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS)
            && engine.isClosed()) {
          throw new ConsoleException("pooler is shutting down");
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ConsoleException("interrupted before it was done");
    }
  }

  private <T> T locked(Supplier<T> look) {
    engine.lock().lock();
    try {
      return look.get();
    } finally {
      engine.lock().unlock();
    }
  }
}
