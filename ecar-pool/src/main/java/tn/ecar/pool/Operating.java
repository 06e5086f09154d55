package tn.ecar.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.console.Operations;
import tn.ecar.pool.console.Shutdown;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.rotation.RotationFigures;
import tn.ecar.pool.rotation.Rotations;
import tn.ecar.pool.sizing.Load;
import tn.ecar.pool.transport.HostNames;

/** What an operator sees of the engine and may do to it. */
final class Operating implements Operations {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private static final String RELOAD_FAILED = "RELOAD failed, see logs for additional details";

  private static final Duration ROTATIONS_EVERY = Duration.ofMinutes(1);

  private final Engine engine;
  private final Reception reception;
  private final Visits visits;
  private final SessionState sessionState;
  private final Leaks leaks;
  private final Peers peers;
  private final Standstill standstill;
  private final Measurements measurements;
  private final Alerts alerts = new Alerts();
  private final StatisticsLog statisticsLog;
  private final Ending ending;
  private final Rotations rotations;
  private final CommandLog commands;

  /**
   * What an earlier pool has left is taken up at the first sweep. Written by the sweep, and by the
   * worker that found somebody else at the userlist.
   */
  private volatile long rotationsDue = Long.MIN_VALUE;

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
      RoleAccess roles,
      Runnable close) {
    this.sessionState = sessionState;
    this.leaks = leaks;
    this.peers = peers;
    this.standstill = new Standstill(engine);
    this.ending = new Ending(engine, reception, standstill, close);
    this.rotations = new Rotations(roles, this, engine.time()::now);
    this.commands = new CommandLog(engine.time()::now);
    this.engine = engine;
    this.reception = reception;
    this.visits = visits;
    this.measurements = new Measurements(engine);
    this.statisticsLog = new StatisticsLog(engine.now());
    engine.afterSweep(this::afterSweep);
  }

  private void afterSweep() {
    long now = engine.now();
    if (rotationsDue <= now) {
      rotationsDue = now + Time.micros(ROTATIONS_EVERY);
      engine.work(this::resumeRotations);
    }
    List<DatabaseStatistics> statistics =
        engine.statistics().stream()
            .filter(each -> !each.database().equals(Configuration.CONSOLE))
            .toList();
    alerts.sweep(now, engine.clients().count(), engine.settings().maxClients(), statistics);
    statisticsLog
        .line(now, Time.micros(engine.settings().statsPeriod()), statistics)
        .filter(line -> engine.configuration().flag(Setting.LOG_STATS))
        .ifPresent(line -> LOG.log(System.Logger.Level.INFO, line));
    standstill.swept();
  }

  private void resumeRotations() {
    if (!rotations.resume()) {
      // A pool that is ending holds the right for a moment still: the next sweep asks again.
      rotationsDue = Long.MIN_VALUE;
    }
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
        locked(() -> engine.pools().stream().flatMap(pool -> clients(pool, engine.now())).toList());
    return Stream.concat(served.stream(), visits.figures().stream()).toList();
  }

  private Stream<ConnectionFigures> clients(Pool pool, long now) {
    return Stream.concat(
        pool.clients().stream()
            .filter(engine.clients()::knows)
            .map(client -> client.figures(engine.time(), now)),
        pool.cancels().clients(engine.time(), now));
  }

  @Override
  public List<ConnectionFigures> servers() {
    return locked(
        () -> engine.pools().stream().flatMap(pool -> pool.serverFigures(engine.time())).toList());
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
              .filter(made -> known.stream().noneMatch(it -> it.name().equals(made.name())))
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
  public int arriving() {
    return reception.arriving();
  }

  @Override
  public List<HostNames.Known> hostNames() {
    return engine.hostNames().known();
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
  public List<EventFigures> events() {
    return engine.events().figures();
  }

  @Override
  public List<CommandFigures> commands() {
    return commands.figures();
  }

  /** A command of the console has changed something. */
  void obeyed(String who, String command) {
    commands.add(who, command);
  }

  @Override
  public List<RotationFigures> rotations() {
    return rotations.figures();
  }

  @Override
  public void rotate(String user) throws ConsoleException {
    rotations.rotate(user);
  }

  @Override
  public void checkRotation(String user) throws ConsoleException {
    rotations.check(user);
  }

  @Override
  public void endRotation(String user) throws ConsoleException {
    rotations.end(user);
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
  public void shutDown(Shutdown how) {
    ending.begin(how);
  }

  @Override
  public void apply(UnaryOperator<Configuration> change) throws ConsoleException {
    try {
      engine.reload(change);
    } catch (ConfigurationException refused) {
      throw refused;
    } catch (RuntimeException unforeseen) {
      throw ConsoleException.unforeseen("F0000", "the configuration is refused", unforeseen);
    }
  }

  @Override
  public void reload() throws ConsoleException {
    try {
      engine.reload(Configuration::reread);
    } catch (ConfigurationException refused) {
      throw new ConsoleException("F0000", RELOAD_FAILED, refused.getMessage());
    } catch (RuntimeException unforeseen) {
      throw ConsoleException.unforeseen("F0000", RELOAD_FAILED, unforeseen);
    }
  }

  @Override
  public void reconnect(Optional<String> database) {
    locked(
        () -> {
          for (Pool pool : engine.pools(database)) {
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
          engine
              .pools(database)
              .forEach(pool -> engine.drop(pool, Refusal.of("57P01", "database removed")));
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
        engine.clients().all().stream()
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
  public void suspend() throws ConsoleException {
    standstill.suspend();
  }

  @Override
  public void pause(Optional<String> database) throws ConsoleException {
    standstill.pause(database);
  }

  @Override
  public void resume(Optional<String> database) throws ConsoleException {
    standstill.resume(database, ending.hasBegun());
  }

  @Override
  public void waitClose(Optional<String> database) throws ConsoleException {
    standstill.awaitClosed(database);
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
