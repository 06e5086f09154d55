package tn.ecar.pool;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.History;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.config.Userlist;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.StatementTexts;
import tn.ecar.pool.protocol.Tracked;
import tn.ecar.pool.transport.HostNames;

/**
 * What all pools of a pooler share: one lock, one ledger, one clock, one set of threads.
 *
 * <p>The lock guards where every client and server is. Nothing waits and no byte moves while it is
 * held, so that one lock is enough: a lease takes it twice, for some hundred nanoseconds.
 */
final class Engine {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private final EngineLock lock = new EngineLock();
  private final Ledger ledger;
  private final EventCounts events;
  private final Time time;
  private final Executor workers;
  private final List<Consumer<Configuration>> followers = new CopyOnWriteArrayList<>();
  private final Tracked tracked;
  private final StatementTexts texts = new StatementTexts();
  private final Map<Pool.Key, Pool> pools = new LinkedHashMap<>();
  private final ClientRegister clients = new ClientRegister(this);
  private final Map<String, Statistics> statistics = new ConcurrentHashMap<>();
  private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();
  private final Set<Pool> starved = new LinkedHashSet<>();
  private final Pauses pauses = new Pauses();

  private final HostWatch hostWatch;
  private final HostNames hostNames;

  /**
   * Held from the reading of a configuration until everybody follows it: two that are put in force
   * at once would otherwise undo each other. Taken before the engine's lock, never with it.
   */
  private final ReentrantLock reloading = new ReentrantLock();

  /** Written with both locks held, read by everybody. */
  private volatile InForce inForce;

  private Runnable afterSweep = () -> {};
  private Consumer<Opening> connecting;
  private boolean closed;
  private boolean shuttingDown;
  private volatile boolean listening;
  private final AtomicInteger entryRules = new AtomicInteger();
  private long ids;

  Engine(Configuration configuration, Time time, Tracked tracked, Executor workers) {
    Opener opener = new Opener(this);
    this.connecting = opener::begin;
    this.hostWatch = new HostWatch(this, opener);
    this.hostNames =
        new HostNames(
            InetAddress::getAllByName,
            this::now,
            () -> Time.micros(configuration().duration(Setting.DNS_MAX_TTL)),
            () -> Time.micros(configuration().duration(Setting.DNS_NXDOMAIN_TTL)),
            hostWatch::moved);
    this.time = time;
    this.events = new EventCounts(time::now);
    this.tracked = tracked;
    this.workers = workers;
    this.inForce = InForce.of(configuration);
    this.ledger = new Ledger(() -> settings().maxTotal());
  }

  EngineLock lock() {
    return lock;
  }

  HostNames hostNames() {
    return hostNames;
  }

  Ledger ledger() {
    return ledger;
  }

  Time time() {
    return time;
  }

  long now() {
    return time.micros();
  }

  /** Configuration, settings and userlist that belong together. */
  InForce inForce() {
    return inForce;
  }

  EngineSettings settings() {
    return inForce.settings();
  }

  Configuration configuration() {
    return inForce.configuration();
  }

  Userlist userlist() {
    return inForce.userlist();
  }

  Tracked tracked() {
    return tracked;
  }

  StatementTexts texts() {
    return texts;
  }

  long nextId() {
    return ++ids;
  }

  Collection<Pool> pools() {
    return pools.values();
  }

  /** The pools of a database, or of all. */
  List<Pool> pools(Optional<String> database) {
    return pools.values().stream()
        .filter(pool -> database.isEmpty() || pool.database().name().equals(database.get()))
        .toList();
  }

  Statistics statistics(String database) {
    // Most of the time it is known, and looking it up takes no lock.
    Statistics known = statistics.get(database);
    return known == null
        ? statistics.computeIfAbsent(database, name -> new Statistics(now()))
        : known;
  }

  List<DatabaseStatistics> statistics() {
    return statistics.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getValue().of(entry.getKey()))
        .toList();
  }

  // ---- configuration

  /** Puts another configuration in force; a userlist that cannot be read changes nothing. */
  void reload(Configuration next) {
    reload(before -> next);
  }

  /**
   * Puts in force what this makes of the configuration before it. One at a time: nothing comes
   * between what it reads and what it changes.
   */
  void reload(UnaryOperator<Configuration> change) {
    reloading.lock();
    try {
      Configuration next = change.apply(configuration());
      if (listening) {
        next.requireWayIn();
      }
      install(InForce.of(next));
      History.accepted(next, time.now());
      followers.forEach(follower -> follower.accept(next));
    } finally {
      reloading.unlock();
    }
  }

  private void install(InForce fresh) {
    Configuration next = fresh.configuration();
    lock.lock();
    try {
      inForce = fresh;
      entryRulesChange();
      for (Pool pool : List.copyOf(pools.values())) {
        DatabaseSettings database = next.database(pool.database().name()).orElse(null);
        if (database != null && pool.database().isForRole()) {
          database = database.forRole(pool.user());
        }
        boolean sameUser =
            database != null && database.user().orElse(pool.user()).equals(pool.user());
        if (sameUser) {
          pool.reconfigure(database, next.limits(database, pool.user()));
        } else {
          pool.remove();
          drop(pool, Refusal.of("database removed"));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** From now on clients come in from outside: each configuration has to have a way for them. */
  void listens() {
    listening = true;
  }

  /** Somebody follows each configuration that is put in force from now on. */
  void followedBy(Consumer<Configuration> follower) {
    followers.add(follower);
  }

  /** Sends everybody of a pool away and closes its servers. */
  void drop(Pool pool, Refusal why) {
    pool.shut(why);
    for (Client client : List.copyOf(pool.clients())) {
      work(() -> client.door().dismiss(why.again()));
    }
  }

  // ---- clients

  ClientRegister clients() {
    return clients;
  }

  /** The pool for a client of this user and database, made when it is the first. */
  Pool pool(DatabaseSettings database, String user) {
    String poolUser = database.user().orElse(user);
    if (database.automatic() && !statistics.containsKey(database.name())) {
      LOG.log(System.Logger.Level.INFO, "registered new auto-database: db={0}", database.name());
    }
    Pool pool =
        pools.computeIfAbsent(
            new Pool.Key(database.name(), poolUser),
            key -> new Pool(this, key, database, configuration().limits(database, user)));
    if (pool.isRemoved() && database.isForRole()) {
      // Clients of this role lost it to a user who is forced now; the pool itself needs it again.
      pool.reconfigure(database, configuration().limits(database, user));
    }
    return pool;
  }

  /** Changes whenever those who could come in before may have become others. */
  int entryRules() {
    return entryRules.get();
  }

  void entryRulesChange() {
    entryRules.incrementAndGet();
  }

  // ---- what pools need of each other

  boolean isPaused(Pool pool) {
    return pauses.isSuspended() || pauses.covers(pool.database().name());
  }

  Pauses pauses() {
    return pauses;
  }

  /** Lets servers be leased again; who waited is served in order. */
  void resume(String databaseOrNull) {
    pauses.resume(databaseOrNull);
    pools.values().forEach(Pool::resume);
  }

  /** Closes the longest unused server of another pool, so that its place in the ledger is free. */
  boolean evictFor(Pool pool, Ledger.Obstacle obstacle) {
    Server oldest = null;
    for (Pool other : pools.values()) {
      Server free = other != pool && obstacle.isLiftedBy(other, pool) ? other.spare() : null;
      if (free != null && (oldest == null || free.freeSince() < oldest.freeSince())) {
        oldest = free;
      }
    }
    if (oldest == null) {
      return false;
    }
    oldest.pool().discard(oldest, "evicted");
    return true;
  }

  /** Remembers a pool whose clients wait for a place in the ledger. */
  void starves(Pool pool) {
    starved.add(pool);
  }

  /** Lets those pools try again: a place has become free, or an idle server can be closed. */
  void feedStarved() {
    if (starved.isEmpty()) {
      return;
    }
    List<Pool> hungry = List.copyOf(starved);
    starved.clear();
    hungry.forEach(Pool::grow);
  }

  EventCounts events() {
    return events;
  }

  // ---- off the callers' path

  void work(Runnable task) {
    workers.execute(task);
  }

  /** Runs something on a worker after the next round of the sweep. */
  void workLater(Runnable task) {
    later.add(task);
  }

  void closeLater(Server server, String why) {
    long now = now();
    work(
        () -> {
          ServerLog.closing(server, why, now);
          events.add(
              EventFigures.Kind.SERVER_CLOSED,
              server.pool().database().name(),
              server.pool().user(),
              why);
          server.close();
        });
  }

  /** Who opens server connections. */
  void openBy(Consumer<Opening> connector) {
    connecting = connector;
  }

  void open(Opening opening) {
    connecting.accept(opening);
  }

  /** A login has succeeded. */
  void opened(Opening opening, Server server, Map<String, String> parameters) {
    lock.lock();
    try {
      opening.pool().opened(opening, server, parameters, now());
    } finally {
      lock.unlock();
    }
  }

  /** An attempt to open a server connection has failed. */
  void failed(Opening opening, Refusal why) {
    lock.lock();
    try {
      opening.pool().openFailed(opening, why, now());
    } finally {
      lock.unlock();
    }
  }

  /** A number for a client or server that no other has. */
  long newId() {
    lock.lock();
    try {
      return nextId();
    } finally {
      lock.unlock();
    }
  }

  // ---- time

  /** One round of the sweep. */
  void sweep() {
    lock.lock();
    try {
      long now = now();
      makePoolsOfForcedUsers();
      for (Pool pool : List.copyOf(pools.values())) {
        pool.sweep(now);
        forgetIfDeserted(pool, now);
      }
      feedStarved();
      hostWatch.sweep(now);
      hostNames.due(hostWatch::isUsed).ifPresent(this::work);
      long period = Time.micros(settings().statsPeriod());
      statistics.values().forEach(figures -> figures.sweep(now, period));
      for (Runnable task = later.poll(); task != null; task = later.poll()) {
        work(task);
      }
      afterSweep.run();
    } finally {
      lock.unlock();
    }
  }

  /** Their min_pool_size is kept for whoever will come; it is known whose servers those are. */
  private void makePoolsOfForcedUsers() {
    for (DatabaseSettings database : configuration().databases().values()) {
      String user = database.user().orElse(null);
      if (user != null
          && !pools.containsKey(new Pool.Key(database.name(), user))
          && configuration().limits(database, user).minPoolSize() > 0) {
        pool(database, user);
      }
    }
  }

  /** A pool that nobody has used for long goes, with what it counted if its database goes too. */
  private void forgetIfDeserted(Pool pool, long now) {
    if (pool.desertedSince().isEmpty()) {
      return;
    }
    long unused = now - pool.desertedSince().get();
    boolean automatic = pool.database().automatic();
    boolean mayGo =
        pool.isRemoved()
            || (isOver(settings().poolIdle(), unused) && pool.limits().minPoolSize() == 0)
            || (automatic && isOver(settings().autodbIdle(), unused));
    if (!mayGo) {
      return;
    }
    pools.remove(pool.key());
    starved.remove(pool);
    pool.reconnect();
    String name = pool.database().name();
    boolean gone = automatic || !configuration().databases().containsKey(name);
    if (gone && pools.values().stream().noneMatch(it -> it.database().name().equals(name))) {
      statistics.remove(name);
    }
  }

  private static boolean isOver(Duration limit, long took) {
    return !limit.isZero() && took >= Time.micros(limit);
  }

  /** What is to happen, with the lock held, after each round. */
  void afterSweep(Runnable action) {
    afterSweep = action;
  }

  boolean isClosed() {
    return closed;
  }

  /** From now on no server connection is opened. */
  void shutDown() {
    shuttingDown = true;
  }

  boolean isShuttingDown() {
    return shuttingDown;
  }

  /** Closes whatever server is left, when nobody works here any more. */
  void closeAll() {
    lock.lock();
    try {
      closed = true;
      for (Pool pool : pools.values()) {
        pool.servers().forEach(Server::close);
      }
    } finally {
      lock.unlock();
    }
  }
}
