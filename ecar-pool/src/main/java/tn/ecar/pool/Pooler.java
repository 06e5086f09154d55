package tn.ecar.pool;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.History;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.console.Console;
import tn.ecar.pool.console.ConsoleSession;
import tn.ecar.pool.console.Operations;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.CancelKey;
import tn.ecar.pool.protocol.ClientLogin;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.Tracked;

/**
 * A running pool: the engine with its sweep, and the way in for the doors.
 *
 * <p>It runs from {@link #start} to {@link #close}, and is found by its name meanwhile. Its one
 * thread of its own is the sweep; threads that open, clean and cancel server connections come when
 * there is something to do and go after some seconds.
 */
public final class Pooler implements AutoCloseable {
  private static final Map<String, Pooler> RUNNING = new ConcurrentHashMap<>();

  private static final long WORKER_REST_SECONDS = 5;

  private final String name;
  private final Engine engine;
  private final Leasing leasing;
  private final Reception reception;
  private final SessionState sessionState;
  private final Leaks leaks;
  private final Peers peers;
  private final Arrivals arrivals;
  private final RoleAccess roles;
  private final Operating operating;
  private final ThreadPoolExecutor workers;
  private final Sweep sweep;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Pooler(String name, Configuration configuration, Clock clock) {
    this.name = name;
    this.workers = workers(name);
    Tracked tracked = new Tracked(configuration.list(Setting.TRACK_EXTRA_PARAMETERS));
    this.engine = new Engine(configuration, new Time(clock), tracked, workers);
    this.sessionState = new SessionState(engine.time());
    this.leaks = new Leaks(engine);
    Visits visits = new Visits(engine);
    this.leasing = new Leasing(engine);
    Authentication authentication = new Authentication(engine, new AuthQuery(engine, leasing));
    this.reception = new Reception(engine, authentication);
    this.peers = new Peers(engine);
    this.roles = new RoleAccess(engine, leasing);
    this.operating =
        new Operating(engine, reception, visits, sessionState, leaks, peers, roles, this::close);
    this.arrivals =
        new Arrivals(engine, leasing, authentication, reception, sessionState, visits, operating);
    this.sweep = new Sweep(engine, leaks, name);
  }

  private static ThreadPoolExecutor workers(String name) {
    AtomicInteger numbers = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        WORKER_REST_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, name + "-worker-" + numbers.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        },
        // The pool is closing: whoever still has something to clean does it himself.
        (task, closing) -> task.run());
  }

  /** Starts a pool on the system's clock. */
  public static Pooler start(String name, Configuration configuration) {
    return start(name, configuration, Clock.systemUTC());
  }

  /**
   * Starts a pool. No server connection is opened before somebody needs one.
   *
   * @param name what socket factories find it by; unique among the running ones
   * @param clock tells ages and limits
   * @throws IllegalStateException when one of this name runs already
   */
  public static Pooler start(String name, Configuration configuration, Clock clock) {
    Pooler pooler = new Pooler(name, configuration, clock);
    if (RUNNING.putIfAbsent(name, pooler) != null) {
      pooler.workers.shutdownNow();
      throw new IllegalStateException(
          "a pool named " + name + " is running already: close it first or choose another name");
    }
    pooler.sweep.start();
    History.accepted(configuration, clock.instant());
    return pooler;
  }

  /** The running pool of this name. */
  public static Optional<Pooler> running(String name) {
    return Optional.ofNullable(RUNNING.get(name));
  }

  /** What it is found by. */
  public String name() {
    return name;
  }

  /** The configuration in force. */
  public Configuration configuration() {
    return engine.configuration();
  }

  /**
   * Puts another configuration in force: sizes count at once, servers whose database has changed
   * are closed when they are free, clients whose database is gone are sent away.
   *
   * @throws tn.ecar.pool.config.ConfigurationException when its userlist cannot be read; nothing
   *     has changed then
   */
  public void reload(Configuration configuration) {
    engine.reload(configuration);
  }

  /**
   * Tells of each configuration that is put in force, whether by RELOAD, SET or a signal. On the
   * thread that puts it in force.
   */
  public void followedBy(Consumer<Configuration> follower) {
    engine.followedBy(follower);
  }

  /** Figures and commands, for the console and for management. */
  public Operations operations() {
    return operating;
  }

  /**
   * What clients outside session pooling have left behind in sessions, by the places it comes from.
   */
  public java.util.List<SessionStateReport> sessionState() {
    return sessionState.reports();
  }

  /** Who keeps connections and transactions too long. */
  public Leaks leaks() {
    return leaks;
  }

  /** What may be done with the roles of PostgreSQL that it logs in as. */
  public RoleAccess roleAccess() {
    return roles;
  }

  /** A console of this pool. */
  public Console console() {
    return arrivals.consoleOf("this process");
  }

  // ---- for the doors

  /**
   * A door that listens.
   *
   * @param stopListening is run when nobody is let in any more, perhaps more than once
   * @param arriving how many it has let in that have not logged in yet
   */
  public void whenShut(Runnable stopListening, IntSupplier arriving) {
    reception.add(new Reception.Door(stopListening, arriving));
    engine.listens();
  }

  /** How clients of the wire may speak TLS, under the configuration in force. */
  public tn.ecar.pool.transport.ClientTls clientTls() {
    return engine.settings().clientTls();
  }

  /** A login through the in-VM door. */
  public ClientLogin newLocalLogin() {
    return arrivals.newLocalLogin();
  }

  /**
   * A login through the wire door.
   *
   * @param approach tells, once the client has said who it is, how it has come
   */
  public ClientLogin newLogin(Supplier<Approach> approach) {
    return arrivals.newLogin(approach);
  }

  /**
   * Lets a client in that has proved its secret, and welcomes it. When no server has told its
   * parameters yet, one is waited for.
   *
   * @param out where the welcome is written to
   * @throws Refusal when the client may not come in
   */
  public Client admit(ClientLogin login, Client.Door door, Buffer out) throws Refusal {
    return arrivals.admit(login, door, out);
  }

  /**
   * Lets a client in that has proved its secret. It is to be welcomed when {@link #isWelcomeKnown},
   * or else when it has been granted a server once.
   *
   * @throws Refusal when the client may not come in
   */
  public Client enter(ClientLogin login, Client.Door door) throws Refusal {
    return arrivals.enter(login, door);
  }

  /**
   * Whether it is known what the client's servers tell of themselves. Who speaks of replication has
   * to get its own server first.
   */
  public boolean isWelcomeKnown(Client client) {
    return arrivals.isWelcomeKnown(client);
  }

  /** Tells a client that it is in, and what it must know of its servers. */
  public void welcome(Client client, ClientLogin login, Buffer out) {
    arrivals.welcome(client, login, out);
  }

  /**
   * Lets a proved client talk to the console, and welcomes it.
   *
   * @param own whether it is this process itself that speaks, and not somebody from elsewhere
   * @throws Refusal when it is neither admin nor stats user
   */
  public ConsoleSession openConsole(ClientLogin login, Client.Door door, boolean own, Buffer out)
      throws Refusal {
    return arrivals.openConsole(login, door, own, out);
  }

  /**
   * Changes whenever those who could come in before may have become others: a login proved under
   * other rules is worth nothing to its next user.
   */
  public int entryRules() {
    return engine.entryRules();
  }

  /** The engine's microseconds; what {@link #lease} and {@link #release} want to be told. */
  public long now() {
    return engine.now();
  }

  /**
   * Leases a server for a client, waiting its turn on the caller's thread.
   *
   * @param now when the client's request began
   * @throws Refusal when none can be had, or not in time
   */
  public BlockingServer lease(Client client, long now) throws Refusal {
    begins(client, now);
    return leasing.lease(client, now);
  }

  /**
   * Asks for a server without waiting.
   *
   * @param now when the client's request began
   * @param loop runs something on the client's own thread
   * @param answer told on the client's own thread, at once if a server is free
   */
  public void request(Client client, long now, Executor loop, Lease answer) {
    new LeaseRequest(engine, leasing, client, now, loop, answer).make();
  }

  /** Whether the SQLSTATE of a refusal is to tell its cause. */
  public boolean tellsCauses() {
    return engine.configuration().flag(Setting.DISTINCT_SQLSTATES);
  }

  /** Whether SUSPEND holds up what a client that has a server begins now. */
  public boolean isSuspended() {
    return leasing.isSuspended();
  }

  /**
   * Waits on the caller's thread until a client may go on with its server after SUSPEND.
   *
   * @throws Refusal when it is sent away meanwhile
   */
  public void awaitResumption(Client client, BlockingServer own) throws Refusal {
    leasing.awaitResumption(client, own);
  }

  /**
   * The same without waiting.
   *
   * @param loop runs something on the client's own thread
   * @param answer told on the client's own thread, later; granted its own server, or refused
   * @return false when it may go on at once
   */
  public boolean awaitResumption(Client client, BlockingServer own, Executor loop, Lease answer) {
    return leasing.awaitResumption(client, own, new Resumption(loop, answer));
  }

  /** Gives a server that was granted to its client. */
  public void give(BlockingServer server, Client client) {
    leasing.give(server, client);
  }

  /** Takes a server back that was granted and is not needed. */
  public void giveBack(BlockingServer server) {
    leasing.giveBack(server);
  }

  /** An idle server has said something, or has ended. For the event loop that watches it. */
  public boolean idleSpoke(BlockingServer server) {
    return leasing.idleSpoke(server);
  }

  /** A client's request begins: its time runs. */
  public void begins(Client client, long now) {
    client.doing().begins(now);
  }

  /** A client has every answer: it idles, or thinks inside its transaction. */
  public void answered(Client client, long now, boolean insideTransaction) {
    client.doing().answered(now, insideTransaction);
  }

  /** Takes a server back that is at rest. */
  public void release(Client client, BlockingServer server, long now) {
    leasing.release(client, server, now);
  }

  /** Throws a server away that has died or spoken nonsense. */
  public void discard(Client client, BlockingServer server) {
    server.returned(now());
    client.holds(null);
    server.session().detach();
    leasing.discard(server, "server conn crashed?");
  }

  /** Lets a client go; a server it holds is cleaned, or thrown away. A second call is harmless. */
  public void leave(Client client) {
    leasing.leave(client);
  }

  /** Whether a client keeps its server between transactions. */
  public boolean keepsServer(Client client) {
    return client.session().keepsServer() || client.replicates();
  }

  /**
   * Cancels what the client with this key is doing, or lets the pool of the group do it that has
   * given the key; nothing when there is none.
   */
  public void cancel(CancelKey key) {
    Client client = engine.clients().byKey(key);
    if (client != null) {
      leasing.cancelAsked(client);
    } else if (peers.isForeign(key)) {
      peers.passOn(key);
    }
  }

  /** Cancels what a client is doing and waits until the request is through. */
  public void cancel(Client client) {
    leasing.cancel(client);
  }

  /** Ends at once what a server is doing, from any thread; the thread that uses it sees it die. */
  public void breakOff(Client client, BlockingServer server) {
    leasing.breakOff(client, server);
  }

  /** Ends a client's wait for a server with this refusal, if it waits. */
  public void refuseWait(Client client, Refusal why) {
    leasing.refuseWait(client, why);
  }

  /** How long the pool waits for answers to its own queries. */
  public java.time.Duration patience() {
    return engine.settings().connectTimeout();
  }

  /** Runs something off the caller's path. */
  public void work(Runnable task) {
    engine.work(task);
  }

  /** Where a client's figures are summed up. */
  public Account account(Client client) {
    return new Account(client.pool().statistics(), client);
  }

  // ---- time and end

  /** One round of the sweep, for a test with a clock of its own. */
  void sweepNow() {
    engine.sweep();
  }

  /** Whether clients inside this Java machine note each time which code takes them. */
  public boolean tracksOrigin() {
    return engine.settings().tracksOrigin();
  }

  /** Returns when it has been closed, by whomever. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** Ends it: clients are sent away, server connections closed, threads gone when it returns. */
  @Override
  public void close() {
    if (!RUNNING.remove(name, this)) {
      return;
    }
    Refusal why = Refusal.of("57P01", "pooler is shutting down");
    reception.shut(why, false);
    sweep.close();
    engine.lock().lock();
    try {
      engine.shutDown();
      engine.pools().forEach(pool -> engine.drop(pool, why));
    } finally {
      engine.lock().unlock();
    }
    engine.clients().all().forEach(client -> client.door().dismiss(why.again()));
    workers.shutdown();
    try {
      if (!workers.awaitTermination(WORKER_REST_SECONDS, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    engine.closeAll();
    ended.countDown();
  }
}
