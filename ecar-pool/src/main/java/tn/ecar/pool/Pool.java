package tn.ecar.pool;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import tn.ecar.pool.auth.ScramKeys;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.config.PoolMode;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.protocol.CancelKey;
import tn.ecar.pool.protocol.Refusal;

/**
 * The server connections of one database and user, and the line of clients that wait for one.
 *
 * <p>A server connection is opened when somebody waits and the sizes allow it. It goes to the
 * longest waiter, comes back at the end of the transaction (or session), goes straight to the next
 * waiter or else to the idle list, and is closed by the sweep when it is old or long unused, by
 * another pool that needs its place in the ledger, or when it is found dead. A client that asks
 * never overtakes one that waits, but may have its turn with the server that it has had.
 *
 * <p>Every method here expects the engine's lock to be held. Every figure is the length of one of
 * the lists.
 */
final class Pool {
  /** What names a pool. */
  record Key(String database, String user) {}

  private final Engine engine;
  private final Key key;
  private final Set<Client> clients = new LinkedHashSet<>();
  private final ServerLists servers = new ServerLists();
  private final WaitingLine waiting;
  private final Growth growth;
  private final WaitingLines lines;
  private final Retirement retirement;
  private final Cancels cancels;
  private final Recording connects = new Recording();
  private final LoadMeter load;
  private final Statistics statistics;

  /** Of servers that are gone; replaced as one of them goes, for whoever reads without the lock. */
  private Timings pastTimings = new Timings();

  private DatabaseSettings database;
  private PoolLimits limits;
  private boolean removed;
  private Map<String, String> welcome = Map.of();
  private Optional<ScramKeys> keys = Optional.empty();
  private Optional<Secret> secret = Optional.empty();
  private long deserted;

  Pool(Engine engine, Key key, DatabaseSettings database, PoolLimits limits) {
    this.engine = engine;
    this.key = key;
    this.database = database;
    this.limits = limits;
    this.growth = new Growth(engine, this);
    this.lines = new WaitingLines(engine, this, growth);
    this.waiting = lines.ordinary();
    this.retirement = new Retirement(this, servers);
    this.cancels = new Cancels(engine);
    this.load = new LoadMeter(this, engine.now());
    this.statistics = engine.statistics(key.database());
    this.deserted = engine.now();
  }

  Key key() {
    return key;
  }

  DatabaseSettings database() {
    return database;
  }

  String user() {
    return key.user();
  }

  PoolLimits limits() {
    return limits;
  }

  void reconfigure(DatabaseSettings newDatabase, PoolLimits newLimits) {
    boolean elsewhere = !newDatabase.sameServersAs(database);
    database = newDatabase;
    limits = newLimits;
    removed = false;
    if (elsewhere) {
      // What is opened in place of a server that goes is to stand there already.
      growth.forgetFailure();
      reconnect();
    }
    grow();
  }

  /** Sends one of its clients away. */
  void dismiss(Client client, Refusal why) {
    engine.work(() -> client.door().dismiss(why));
  }

  /** The configuration knows it no more: it opens nothing from now on. */
  void remove() {
    removed = true;
  }

  boolean isRemoved() {
    return removed;
  }

  /** Lets every server go as soon as it is free. */
  void reconnect() {
    growth.needClose();
    retirement.all();
  }

  /** Sends away who waits for a server. */
  void refuseWaiting(Refusal why) {
    lines.refuseAll(why);
  }

  /** Closes every server and breaks off every attempt; who waits is refused. */
  void shut(Refusal why) {
    refuseWaiting(why);
    growth.breakOff();
    reconnect();
  }

  boolean isSession() {
    return limits.poolMode() == PoolMode.SESSION;
  }

  /** The sums of its database. */
  Statistics statistics() {
    return statistics;
  }

  // ---- clients

  void enter(Client client) {
    clients.add(client);
  }

  void leave(Client client) {
    clients.remove(client);
    deserted = engine.now();
  }

  Collection<Client> clients() {
    return clients;
  }

  Map<String, String> welcome() {
    return welcome;
  }

  Optional<ScramKeys> keys() {
    return keys;
  }

  /** A key for a client to cancel by, which other pools of a group know as this one's. */
  CancelKey newCancelKey() {
    return CancelKey.of(engine.configuration().integer(Setting.PEER_ID));
  }

  /** What its clients have proved; for servers when neither database nor userlist has a secret. */
  Optional<Secret> secret() {
    return secret;
  }

  void secret(Secret proved) {
    secret = Optional.of(proved);
  }

  void keys(ScramKeys revealed) {
    keys = Optional.of(revealed);
  }

  // ---- leasing

  /**
   * A free server for a client that finds nobody waiting, or whose turn goes on; null when it has
   * to wait.
   *
   * @param now when its request began
   */
  Server takeFree(Client client, long now) {
    if (client.replicates()) {
      return null;
    }
    Server server = null;
    if (!waiting.isEmpty() && client.isQuick()) {
      server = goOn(client, now);
    } else if (!waiting.isEmpty() && servers.hasFree()) {
      wake();
    }
    if (server == null && waiting.isEmpty()) {
      server = take(client, Thread.currentThread().getId(), now);
    }
    if (server != null) {
      load.sees(servers.count(Server.State.ACTIVE));
    }
    return server;
  }

  /**
   * The server that was left free for a client that comes back at once, if its turn goes on; if
   * not, who waits gets it. Those that were left free for others are still theirs.
   */
  private Server goOn(Client client, long now) {
    Server own = client.lastServer();
    if (own == null || own.state() != Server.State.IDLE || !own.isTurnOf(client)) {
      if (isForgotten(servers.oldestFree(), now)) {
        wake();
      }
    } else if (!engine.isPaused(this)) {
      if (waiting.mayGoOn(own)) {
        activate(own, client, Thread.currentThread().getId(), now);
        return own;
      }
      changeTurns(own, now);
    }
    return null;
  }

  /** Whether who would come back at once for the server that was left free has not come. */
  private static boolean isForgotten(Server free, long now) {
    return free != null && now - free.freeSince() >= Client.SOON;
  }

  /** Nobody waits here any more: what is free can make room for another pool. */
  private void feedOthers() {
    if (waiting.isEmpty() && servers.hasFree()) {
      engine.feedStarved();
    }
  }

  /** Whose turn is next gets a free server. Somebody waits, and the pool is not paused. */
  private void changeTurns(Server server, long now) {
    if (server.loop() == null) {
      Waiter next = waiting.longest();
      activate(server, next.client(), next.thread(), now);
      handOver(server, next);
      if (!waiting.isAsked() || isForgotten(servers.oldestFree(), now)) {
        wake();
      }
      feedOthers();
    } else {
      serveWaiting(server.loop(), now);
    }
  }

  private void handOver(Server server, Waiter next) {
    waiting.take(next);
    next.serve(server);
  }

  /** A free server that stands on one host, for a client that wants no other; null without any. */
  Server takeFree(Client client, ServerAddress host, long now) {
    if (engine.isPaused(this)) {
      return null;
    }
    for (Server server : servers.free()) {
      if (server instanceof BlockingServer blocking && blocking.host().equals(host)) {
        activate(server, client, Thread.currentThread().getId(), now);
        return server;
      }
    }
    return null;
  }

  private Server take(Client client, long thread, long now) {
    if (engine.isPaused(this)) {
      return null;
    }
    Server server = servers.nextFree(engine.settings().roundRobin(), client);
    if (server != null) {
      activate(server, client, thread, now);
    }
    return server;
  }

  private void activate(Server server, Client client, long thread, long now) {
    // A server that was long unused is looked at by its new owner before it serves.
    server.unproved(server.state() == Server.State.USED);
    servers.move(server, Server.State.ACTIVE, client);
    server.takesTurn(client);
    server.goesTo(thread, now);
    client.lastServer(server);
  }

  /**
   * Joins the waiting line.
   *
   * <p>First in line stands who comes back from a lease that failed, and who ends what others wait
   * for.
   *
   * @param again whether it comes back from a lease that failed
   * @param wake tells who waits that something has happened
   * @throws Refusal when it need not even try
   */
  Waiter await(Client client, long since, boolean again, Runnable wake) throws Refusal {
    boolean first = again || client.isUrgent();
    if (servers.count() == 0 && !client.replicates()) {
      growth.checkBackOff();
    }
    int most = engine.settings().maxWaiting();
    if (most > 0 && lines.size() >= most && !first) {
      throw Refusal.of(
          "53300",
          "too many clients wait for database "
              + database.name()
              + ": "
              + most
              + " are allowed (max_waiting_clients)");
    }
    if (client.replicates()) {
      Waiter waiter = lines.replication().join(client, since, wake);
      lines.replication().grow();
      return waiter;
    }
    Waiter waiter = waiting.join(client, since, first, wake);
    load.sees(servers.count(Server.State.ACTIVE) + waiting.size());
    growth.grow(waiting);
    return waiter;
  }

  /**
   * Joins those who wait for RESUME with their server in their hands; null when nothing is
   * suspended any more.
   *
   * @param wake tells who waits that something has happened
   */
  Waiter awaitResumption(Client client, long since, Runnable wake) {
    return engine.pauses().isSuspended()
        ? lines.suspended().join(client, since, false, wake)
        : null;
  }

  /** Lets everybody go on. */
  void resume() {
    for (Waiter waiter = lines.suspended().next();
        waiter != null;
        waiter = lines.suspended().next()) {
      waiter.serve(waiter.client().server());
    }
    wake();
    grow();
  }

  /** Sends a waiter away; false when it has been served or refused already. */
  boolean refuse(Waiter waiter, Refusal why) {
    boolean refused = lines.refuse(waiter, why);
    serveWhoIsLeft();
    return refused;
  }

  /** A server may have been left free for a moment, and who would have asked for it may be gone. */
  private void serveWhoIsLeft() {
    if (!waiting.isEmpty() && servers.hasFree()) {
      wake();
    }
    feedOthers();
  }

  /** A server that nobody uses any more: to the longest waiter, or on the idle list. */
  void free(Server server, long now) {
    free(server, now, retirement.isDue(server, now), false);
  }

  /**
   * The same from a client's hands.
   *
   * @param quick whether the client will likely be back at once: then it may overtake
   */
  void free(Server server, long now, boolean quick) {
    free(server, now, retirement.isDue(server, now), quick);
  }

  private void free(Server server, long now, boolean mustGo, boolean quick) {
    load.ends(server, now);
    if (server.cancels() > 0) {
      servers.move(server, Server.State.BEING_CANCELED, null);
      return;
    }
    if (server.client() != null && server.client().replicates()) {
      discard(server, "replication client is gone");
      return;
    }
    if (lines.replication().needsPlaceBefore(waiting.longest())) {
      discard(server, "evicted");
      return;
    }
    if (mustGo || retirement.isOneTooMany(waiting.longest())) {
      discard(server, mustGo ? "obsolete connection" : "no more needed");
      return;
    }
    server.freeSince(now);
    servers.move(server, Server.State.IDLE, null);
    if (!quick || waiting.isEmpty() || engine.isPaused(this)) {
      serveWaiting(server.loop(), now);
    } else if (waiting.mayLeaveFree(server)) {
      return;
    } else {
      changeTurns(server, now);
    }
    if (server.state() == Server.State.IDLE) {
      engine.feedStarved();
    }
  }

  /** Serves who waits with what is free. */
  void wake() {
    serveWaiting(null, engine.now());
  }

  private void serveWaiting(Executor loop, long now) {
    for (Waiter next = waiting.next(loop, now); next != null; next = waiting.next(loop, now)) {
      Server server = take(next.client(), next.thread(), now);
      if (server == null) {
        growth.grow(waiting);
        return;
      }
      handOver(server, next);
    }
  }

  /** A tested server serves the client it was tested for. */
  void proved(Server server, Client client) {
    servers.move(server, Server.State.ACTIVE, client);
    server.goesTo(server.lentTo(), engine.now());
    server.unproved(false);
  }

  /** Takes a server out of use for a check or a clean-up of the pool's own. */
  void test(Server server) {
    load.ends(server, engine.now());
    servers.move(server, Server.State.TESTED, null);
  }

  /**
   * The end of a server: from whichever list, out of the ledger, its connection closed.
   *
   * @param why for the log
   */
  void discard(Server server, String why) {
    if (server.state() == Server.State.CLOSED) {
      return;
    }
    load.ends(server, engine.now());
    servers.move(server, Server.State.CLOSED, null);
    pastTimings = pastTimings.plus(server.timings());
    engine.ledger().leave(this, server);
    engine.closeLater(server, why);
    grow();
    engine.feedStarved();
  }

  // ---- growing

  /** Opens connections for those who wait, as far as sizes, ledger and back-off allow. */
  void grow() {
    if (lines.replication().needsPlaceBefore(waiting.longest())) {
      lines.replication().grow();
    }
    growth.grow(waiting);
    lines.replication().grow();
  }

  /**
   * Closes the free server that has been unused for longest; false when none is free. While
   * somebody waits those that are free are only left so for a moment.
   */
  boolean evict() {
    return waiting.isEmpty() && retirement.evict();
  }

  /** A login has succeeded: the connection is counted as a server from here on. */
  void opened(Opening from, Server server, Map<String, String> parameters, long now) {
    growth.succeeded(from, server);
    connects.record(now - from.asked());
    servers.enter(server);
    if (from.client() != null) {
      openedFor(from.client(), server);
      return;
    }
    welcome = parameters;
    // Not by its age: with server_lifetime = 0 it still serves once.
    free(server, now, server.closeNeeded(), false);
  }

  private void openedFor(Client client, Server server) {
    if (server.closeNeeded()) {
      discard(server, "obsolete connection");
      return;
    }
    servers.move(server, Server.State.ACTIVE, client);
    server.goesTo(Thread.currentThread().getId(), engine.now());
    if (!lines.replication().serve(client, server)) {
      discard(server, "replication client is gone");
    }
  }

  /** A login has failed: who waits is told, unless other servers can still serve. */
  void openFailed(Opening from, Refusal why, long now) {
    growth.failed(from, why, now);
    if (from.client() != null) {
      lines.replication().openFailed(from.client(), why);
    } else if (servers.count() == 0) {
      waiting.refuseAll(why);
    }
    engine.feedStarved();
  }

  /** The server that this pool needs least, or null when it can spare none. */
  Server spare() {
    return waiting.isEmpty() || engine.isPaused(this) ? servers.oldestFree() : null;
  }

  // ---- time

  /** What the clock brings: waits that are over, connections that are old or long unused. */
  void sweep(long now) {
    EngineSettings settings = engine.settings();
    load.sweep(now, Time.micros(settings.statsPeriod()), waiting.all());
    // Before the lines: who is refused there has its reason, and waits no more for another.
    new ClientLimits(engine, limits).sweep(clients, now);
    lines.sweep(now, limits, Time.micros(settings.waitNotify()));
    cancels.sweep();
    growth.sweep(now);
    retirement.sweep(now);
    if (settings.fastClose() && isSession()) {
      retirement.part();
    }
    servers.age(now - Time.micros(settings.checkDelay()));
    serveWhoIsLeft();
    grow();
    growth.growToMinimum();
  }

  /** Since when nobody has been here; empty while somebody is, or a server is in use. */
  Optional<Long> desertedSince() {
    return clients.isEmpty() && isQuiet() ? Optional.of(deserted) : Optional.empty();
  }

  // ---- figures

  /** Every server connection as it is told of, also those on their way and those for a moment. */
  Stream<ConnectionFigures> serverFigures(Time time) {
    return Stream.of(
            servers.all().stream().map(server -> server.figures(time)),
            growth.openings().stream().map(opening -> opening.figures(time)),
            cancels.servers(time))
        .flatMap(all -> all);
  }

  /** Those in clients' hands. */
  Collection<Server> active() {
    return servers.active();
  }

  /** Every server that has logged in. */
  List<Server> servers() {
    return servers.all();
  }

  Collection<Opening> openings() {
    return growth.openings();
  }

  /** Whether no server is in a client's or the pool's own hands, or on its way. */
  boolean isQuiet() {
    return servers.areQuiet() && growth.openings().isEmpty();
  }

  /** Servers, and those on their way. */
  int size() {
    return servers.count() + growth.openings().size();
  }

  /** What its servers, past and present, have measured; they go on while it is read. */
  List<Timings> timings() {
    return Stream.concat(Stream.of(pastTimings), servers().stream().map(Server::timings)).toList();
  }

  Cancels cancels() {
    return cancels;
  }

  LoadMeter load() {
    return load;
  }

  Recording connects() {
    return connects;
  }

  PoolFigures figures(long now) {
    return new PoolFigures(
        database.name(),
        key.user(),
        clients.size() - lines.size(),
        lines.size(),
        cancels.active(),
        cancels.waiting(),
        servers.count(Server.State.ACTIVE),
        cancels.carried(),
        servers.count(Server.State.BEING_CANCELED),
        servers.count(Server.State.IDLE),
        servers.count(Server.State.USED),
        servers.count(Server.State.TESTED),
        growth.openings().size(),
        Duration.of(lines.longestWait(now), ChronoUnit.MICROS),
        limits.poolMode().word(),
        database.addresses().size() > 1 ? database.loadBalanceHosts() : "");
  }
}
