package tn.ecar.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tn.ecar.pool.auth.ScramKeys;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.config.PoolMode;
import tn.ecar.pool.protocol.Refusal;

/**
 * The server connections of one database and user, and the line of clients that wait for one.
 *
 * <p>A server connection is opened when somebody waits and the sizes allow it. It goes to the
 * longest waiter, comes back at the end of the transaction (or session), goes straight to the next
 * waiter or else to the idle list, and is closed by the sweep when it is old or long unused, by
 * another pool that needs its place in the ledger, or when it is found dead. A client that asks
 * never overtakes one that waits.
 *
 * <p>Every method here expects the engine's lock to be held; {@link Pooler} takes it. Every figure
 * is the length of one of the lists.
 */
final class Pool {
  /** What names a pool. */
  record Key(String database, String user) {}

  private final Engine engine;
  private final Key key;
  private DatabaseSettings database;
  private PoolLimits limits;

  private final Set<Client> clients = new LinkedHashSet<>();
  private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
  private final ArrayDeque<Server> idle = new ArrayDeque<>();
  private final ArrayDeque<Server> used = new ArrayDeque<>();
  private final Set<Server> active = new LinkedHashSet<>();
  private final Set<Server> tested = new LinkedHashSet<>();
  private final Set<Server> beingCanceled = new LinkedHashSet<>();
  private final Set<Opening> opening = new LinkedHashSet<>();

  private Map<String, String> welcome = Map.of();
  private Optional<ScramKeys> keys = Optional.empty();
  private Refusal loginFailure;
  private long loginFailedAt;

  Pool(Engine engine, Key key, DatabaseSettings database, PoolLimits limits) {
    this.engine = engine;
    this.key = key;
    this.database = database;
    this.limits = limits;
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
    if (!newDatabase.sameServersAs(database)) {
      servers().forEach(Server::needClose);
      opening.forEach(Opening::needClose);
      loginFailure = null;
    }
    database = newDatabase;
    limits = newLimits;
  }

  /** Lets every server go as soon as it is free. */
  void reconnect() {
    opening.forEach(Opening::needClose);
    for (Server server : servers()) {
      server.needClose();
      if (server.state() == Server.State.IDLE || server.state() == Server.State.USED) {
        discard(server);
      }
    }
  }

  boolean isSession() {
    return limits.poolMode() == PoolMode.SESSION;
  }

  // ---- clients

  void enter(Client client) {
    clients.add(client);
  }

  void leave(Client client) {
    clients.remove(client);
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

  void keys(ScramKeys revealed) {
    keys = Optional.of(revealed);
  }

  // ---- leasing

  /** A free server for a client that finds nobody waiting; null when it has to wait. */
  Server takeFree(Client client) {
    if (!waiting.isEmpty() || engine.isPaused(this)) {
      return null;
    }
    Server server = nextFree();
    if (server != null) {
      activate(server, client);
    }
    return server;
  }

  private Server nextFree() {
    boolean roundRobin = engine.settings().roundRobin();
    Server server = roundRobin ? idle.pollFirst() : idle.pollLast();
    return server != null ? server : roundRobin ? used.pollFirst() : used.pollLast();
  }

  private void activate(Server server, Client client) {
    active.add(server);
    // A server that was long unused is looked at by its new owner before it serves.
    boolean old = server.state() == Server.State.USED;
    server.becomes(Server.State.ACTIVE, client);
    server.unproved(old);
  }

  /** Joins the waiting line at its end, or at its front after a lease that failed. */
  Waiter await(Client client, long since, boolean first) throws Refusal {
    if (loginFailure != null && servers().isEmpty() && retryNotYetDue()) {
      throw Refusal.of(
          loginFailure.sqlState(),
          "server login has been failing, cached error: "
              + loginFailure.getMessage()
              + " (server_login_retry)");
    }
    Waiter waiter = new Waiter(client, since);
    if (first) {
      waiting.addFirst(waiter);
    } else {
      waiting.addLast(waiter);
    }
    client.waitsAs(waiter);
    grow();
    return waiter;
  }

  /** Makes room in the line. */
  boolean giveUp(Waiter waiter) {
    waiter.client().waitsAs(null);
    return waiting.remove(waiter);
  }

  /** A server that nobody uses any more: to the longest waiter, or on the idle list. */
  void free(Server server, long now) {
    free(server, now, mustGo(server, now));
  }

  private void free(Server server, long now, boolean mustGo) {
    strike(server);
    if (server.cancels() > 0) {
      server.becomes(Server.State.BEING_CANCELED, null);
      beingCanceled.add(server);
      return;
    }
    if (mustGo) {
      close(server);
      grow();
      return;
    }
    Waiter next = engine.isPaused(this) ? null : waiting.pollFirst();
    if (next != null) {
      next.client().waitsAs(null);
      server.becomes(Server.State.IDLE, null);
      activate(server, next.client());
      next.serve(server);
      return;
    }
    server.becomes(Server.State.IDLE, null);
    server.freeSince(now);
    idle.addLast(server);
    engine.feedStarved();
  }

  /** Serves who waits with what is free, after a pause. */
  void wake() {
    while (!waiting.isEmpty() && !engine.isPaused(this)) {
      Server server = nextFree();
      if (server == null) {
        grow();
        return;
      }
      Waiter next = waiting.pollFirst();
      next.client().waitsAs(null);
      activate(server, next.client());
      next.serve(server);
    }
  }

  /** A tested server serves the client it was tested for. */
  void proved(Server server, Client client) {
    strike(server);
    server.becomes(Server.State.IDLE, null);
    activate(server, client);
  }

  private boolean mustGo(Server server, long now) {
    return server.closeNeeded() || isOld(server, now);
  }

  private boolean isOld(Server server, long now) {
    long lifetime = Time.micros(limits.serverLifetime());
    return now - server.connectedAt() >= lifetime;
  }

  /** Takes a server out of use for a check or a clean-up of the pool's own. */
  void test(Server server) {
    strike(server);
    server.becomes(Server.State.TESTED, null);
    tested.add(server);
  }

  /** The end of a server: from whichever list, out of the ledger, its connection closed. */
  void discard(Server server) {
    if (server.state() == Server.State.CLOSED) {
      return;
    }
    strike(server);
    close(server);
    grow();
  }

  private void close(Server server) {
    server.becomes(Server.State.CLOSED, null);
    engine.ledger().leave(this, server);
    engine.closeLater(server);
    engine.feedStarved();
  }

  private void strike(Server server) {
    switch (server.state()) {
      case ACTIVE -> active.remove(server);
      case IDLE -> idle.remove(server);
      case USED -> used.remove(server);
      case TESTED -> tested.remove(server);
      case BEING_CANCELED -> beingCanceled.remove(server);
      case CLOSED -> throw new IllegalStateException("server " + server.id() + " is closed");
    }
  }

  // ---- growing

  /** Opens connections for those who wait, as far as sizes, ledger and back-off allow. */
  void grow() {
    while (opening.size() < waiting.size() && size() < allowedSize() && mayOpen()) {
      if (!open()) {
        return;
      }
    }
  }

  private boolean mayOpen() {
    return !engine.isPaused(this) && (loginFailure == null || !retryNotYetDue());
  }

  private boolean retryNotYetDue() {
    return engine.now() - loginFailedAt < Time.micros(engine.settings().loginRetry());
  }

  private int allowedSize() {
    if (limits.poolSize() == 0) {
      return Integer.MAX_VALUE;
    }
    Waiter longest = waiting.peekFirst();
    boolean reserve =
        longest != null
            && engine.now() - longest.since() >= Time.micros(limits.reservePoolTimeout());
    return limits.poolSize() + (reserve ? limits.reservePoolSize() : 0);
  }

  /** Grows towards min_pool_size, by one. */
  void growToMinimum() {
    int minimum = limits.minPoolSize();
    if (limits.poolSize() > 0) {
      minimum = Math.min(minimum, limits.poolSize());
    }
    boolean inUse = !clients.isEmpty() || database.user().isPresent();
    if (inUse
        && size() < minimum
        && mayOpen()
        && engine.ledger().obstacle(this) == Ledger.Obstacle.NONE) {
      open();
    }
  }

  private boolean open() {
    Ledger.Obstacle obstacle = engine.ledger().obstacle(this);
    while (obstacle != Ledger.Obstacle.NONE) {
      if (!engine.evictFor(this, obstacle)) {
        engine.starves(this);
        return false;
      }
      obstacle = engine.ledger().obstacle(this);
    }
    Opening next = new Opening(this, engine.now());
    opening.add(next);
    engine.ledger().enter(this, next);
    engine.open(next);
    return true;
  }

  /** A login has succeeded: the connection is counted as a server from here on. */
  void opened(Opening from, Server server, Map<String, String> parameters, long now) {
    opening.remove(from);
    engine.ledger().rename(this, from, server);
    tested.add(server);
    welcome = parameters;
    loginFailure = null;
    if (from.closeNeeded()) {
      server.needClose();
    }
    // Not by its age: with server_lifetime = 0 it still serves once.
    free(server, now, server.closeNeeded());
  }

  /** A login has failed: who waits is told, unless other servers can still serve. */
  void openFailed(Opening from, Refusal why, long now) {
    opening.remove(from);
    engine.ledger().leave(this, from);
    loginFailure = why;
    loginFailedAt = now;
    if (servers().isEmpty()) {
      refuseWaiting(why);
    }
    engine.feedStarved();
  }

  void refuseWaiting(Refusal why) {
    for (Waiter waiter = waiting.pollFirst(); waiter != null; waiter = waiting.pollFirst()) {
      waiter.client().waitsAs(null);
      waiter.refuse(why);
    }
  }

  /** The idle server that has been unused for longest, or null. */
  Server oldestFree() {
    Server oldest = null;
    for (Server server : used) {
      oldest = oldest == null || server.freeSince() < oldest.freeSince() ? server : oldest;
    }
    for (Server server : idle) {
      oldest = oldest == null || server.freeSince() < oldest.freeSince() ? server : oldest;
    }
    return oldest;
  }

  // ---- time

  /** What the clock brings: waits that are over, connections that are old or long unused. */
  void sweep(long now) {
    long limit = Time.micros(limits.queryWaitTimeout());
    for (Waiter first = waiting.peekFirst();
        limit > 0 && first != null && now - first.since() >= limit;
        first = waiting.peekFirst()) {
      giveUp(first);
      first.refuse(Refusal.of("query_wait_timeout"));
    }
    for (Opening late : List.copyOf(opening)) {
      late.checkTime(now, engine.settings().connectTimeout());
    }
    closeOld(idle, now);
    closeOld(used, now);
    long checkDelay = Time.micros(engine.settings().checkDelay());
    while (!idle.isEmpty() && now - idle.peekFirst().freeSince() > checkDelay) {
      Server server = idle.pollFirst();
      server.becomes(Server.State.USED, null);
      used.addLast(server);
    }
    grow();
    growToMinimum();
  }

  private void closeOld(ArrayDeque<Server> list, long now) {
    long unused = Time.micros(limits.serverIdleTimeout());
    for (Server server : List.copyOf(list)) {
      boolean tooLong =
          unused > 0 && now - server.freeSince() >= unused && size() > limits.minPoolSize();
      if (tooLong || mustGo(server, now)) {
        strike(server);
        close(server);
      }
    }
  }

  // ---- figures

  /** Every server that has logged in. */
  List<Server> servers() {
    List<Server> all = new ArrayList<>(active);
    all.addAll(idle);
    all.addAll(used);
    all.addAll(tested);
    all.addAll(beingCanceled);
    return all;
  }

  Collection<Opening> openings() {
    return opening;
  }

  /** Whether no server is in a client's or the pool's own hands. */
  boolean isQuiet() {
    return active.isEmpty() && tested.isEmpty() && beingCanceled.isEmpty() && opening.isEmpty();
  }

  private int size() {
    return active.size()
        + idle.size()
        + used.size()
        + tested.size()
        + beingCanceled.size()
        + opening.size();
  }

  PoolFigures figures(long now) {
    Waiter longest = waiting.peekFirst();
    return new PoolFigures(
        database.name(),
        key.user(),
        clients.size() - waiting.size(),
        waiting.size(),
        0,
        0,
        active.size(),
        0,
        beingCanceled.size(),
        idle.size(),
        used.size(),
        tested.size(),
        opening.size(),
        longest == null
            ? Duration.ZERO
            : Duration.of(now - longest.since(), java.time.temporal.ChronoUnit.MICROS),
        limits.poolMode().word(),
        database.addresses().size() > 1 ? database.loadBalanceHosts() : "");
  }
}
