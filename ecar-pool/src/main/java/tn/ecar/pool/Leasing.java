package tn.ecar.pool;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import tn.ecar.pool.config.PoolMode;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.protocol.ClientSession;
import tn.ecar.pool.protocol.Refusal;

/**
 * The life of a lease: a client asks for a server, waits its turn, gets one that is alive and has
 * the client's parameters, and gives it back clean, or loses it.
 */
final class Leasing {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private static final long FRESH_FOR = Time.micros(Duration.ofMillis(1));

  private final Engine engine;

  Leasing(Engine engine) {
    this.engine = engine;
  }

  /**
   * Leases a server, waiting for it on the caller's thread.
   *
   * @param now the engine's microseconds at which the client's request began
   * @throws Refusal when none can be had
   */
  BlockingServer lease(Client client, long now) throws Refusal {
    BlockingServer server = acquire(client, now);
    give(server, client);
    return server;
  }

  /**
   * Leases a server that stands on one host, without waiting for it.
   *
   * @return empty when none is free
   */
  Optional<BlockingServer> lease(Client client, ServerAddress host) {
    while (true) {
      long now = engine.now();
      Server server;
      engine.lock().lock();
      try {
        server = engine.isShuttingDown() ? null : client.pool().takeFree(client, host, now);
      } finally {
        engine.lock().unlock();
      }
      if (!(server instanceof BlockingServer blocking)) {
        return Optional.empty();
      }
      if (isFit(blocking, client, true, now)) {
        assigned(blocking, client, now, now);
        give(blocking, client);
        return Optional.of(blocking);
      }
      discard(blocking, "server conn crashed?");
    }
  }

  /** Gives a server to its new client, which nobody else can have meanwhile. */
  void give(BlockingServer server, Client client) {
    client.session().serveBy(rules(client));
    client.holds(server);
    if (client.replicates()) {
      server.session().attachOwn(client.session());
    } else {
      server.session().attach(client.session());
    }
  }

  /** Notes that a client has got a server. */
  void assigned(BlockingServer server, Client client, long since, long granted) {
    client.pool().statistics().assigned(granted - since);
    server.lent(granted, granted - since);
  }

  private BlockingServer acquire(Client client, long now) throws Refusal {
    Pool pool = client.pool();
    boolean again = false;
    client.asks(now);
    while (true) {
      Server server;
      Waiter waiter = null;
      engine.lock().lock();
      try {
        // Nobody would ever serve who comes to wait now.
        if (engine.isShuttingDown()) {
          throw Refusal.of("57P01", "pooler is shutting down");
        }
        server = pool.takeFree(client, now);
        if (server == null) {
          waiter = pool.await(client, now, again, Waiter.thisThread());
          // Who sent it away just before found nobody in the line.
          Refusal over = client.door().over();
          if (over != null) {
            pool.refuse(waiter, over);
          }
        }
      } finally {
        engine.lock().unlock();
      }
      // Who is handed a server by its last user need not ask whether it is alive.
      if (waiter != null) {
        server = waiter.await(() -> inLock(pool::wake));
      }
      if (server instanceof BlockingServer blocking
          && isFit(blocking, client, waiter == null, now)) {
        assigned(blocking, client, now, waiter == null ? now : engine.now());
        return blocking;
      }
      LOG.log(System.Logger.Level.DEBUG, "server {0} was dead when it was needed", server.id());
      discard(server, "server conn crashed?");
      again = true;
    }
  }

  /**
   * Whether a client that goes on inside its transaction has to wait for RESUME. Its request counts
   * as begun already: who suspends looks for such requests after saying so.
   */
  boolean isSuspended() {
    return engine.pauses().isSuspended();
  }

  /**
   * Waits for RESUME on the caller's thread; the client keeps its server.
   *
   * @throws Refusal when it is sent away meanwhile
   */
  void awaitResumption(Client client, Server own) throws Refusal {
    client.doing().answered(engine.now(), own.session().status() != 'I');
    Waiter waiter;
    engine.lock().lock();
    try {
      waiter = client.pool().awaitResumption(client, engine.now(), Waiter.thisThread());
    } finally {
      engine.lock().unlock();
    }
    if (waiter != null) {
      waiter.await(() -> {});
    }
  }

  /** The same for a client whose thread must not wait; false when it may go on at once. */
  boolean awaitResumption(Client client, Server own, Resumption resumption) {
    client.doing().answered(engine.now(), own.session().status() != 'I');
    engine.lock().lock();
    try {
      Waiter waiter = client.pool().awaitResumption(client, engine.now(), resumption::changed);
      resumption.waitsAs(waiter);
      return waiter != null;
    } finally {
      engine.lock().unlock();
    }
  }

  /** Leases a server only to learn what it tells about itself. */
  void probe(Client client) throws Refusal {
    giveBack(acquire(client, engine.now()));
  }

  /** Takes a server back that nobody has used. */
  void giveBack(BlockingServer server) {
    inLock(() -> server.pool().free(server, engine.now()));
  }

  /**
   * Whether a server can serve: alive, and checked if it was long unused. May wait for its answer.
   *
   * @param wasIdle whether it comes from the idle list, and not from its last user's hands
   * @param now when the client's request began
   */
  boolean isFit(BlockingServer server, Client client, boolean wasIdle, long now) {
    server.unwatch();
    if (!server.isUnproved()) {
      return !wasIdle || lives(server, now);
    }
    String check = engine.settings().checkQuery();
    inLock(() -> server.pool().test(server));
    boolean fit =
        server.isAlive()
            && (check == null || server.run(check, engine.settings().connectTimeout()));
    if (fit) {
      inLock(() -> server.pool().proved(server, client));
      server.unproved(false);
    }
    return fit;
  }

  /**
   * Whether a server that was idle is still there. Who was used a moment ago need not be asked: the
   * look costs as much as half a query.
   */
  static boolean lives(BlockingServer server, long now) {
    return now - server.freeSince() < FRESH_FOR || server.isAlive();
  }

  /** How a client is served under the present configuration. */
  ClientSession.Rules rules(Client client) {
    return client.replicates()
        ? engine.settings().rules().get(PoolMode.SESSION)
        : rules(client.pool());
  }

  /** How the clients of a pool are served under the present configuration. */
  ClientSession.Rules rules(Pool pool) {
    return engine.settings().rules().get(pool.limits().poolMode());
  }

  /** Takes back a server that is at rest, when its client's transaction has ended. */
  void release(Client client, BlockingServer server, long now) {
    server.returned(now);
    client.released(now, now - server.lentAt());
    client.holds(null);
    server.session().detach();
    if (server.session().farewell() != null) {
      discard(server, "server conn crashed?");
      return;
    }
    EngineSettings settings = engine.settings();
    if (settings.resetAlways() && !settings.resetQuery().isEmpty()) {
      clean(server, false, client.session());
      return;
    }
    engine.lock().lock();
    try {
      server.pool().free(server, now, client.isQuick());
    } finally {
      engine.lock().unlock();
    }
  }

  /** Takes back whatever the client holds when it leaves for good. */
  void leave(Client client) {
    inLock(() -> engine.clients().leave(client));
    if (client.server() instanceof BlockingServer server) {
      server.returned(engine.now());
      client.holds(null);
      server.session().detach();
      if (client.replicates()
          || server.session().isBroken()
          || server.session().isSpoiled()
          || client.session().isPassing()
          || !server.session().isQuiet()) {
        abandon(server);
      } else {
        clean(server, server.session().status() != 'I', client.session());
      }
    }
  }

  /** Ends a query that nobody waits for any more, and its connection. */
  private void abandon(BlockingServer server) {
    if (server.session().owesAnswers()) {
      engine.work(
          () -> {
            cancelForGood(server);
            discard(server, "client disconnect while query was running");
          });
    } else {
      discard(server, "unclean server");
    }
  }

  /**
   * Ends at once what a client's server is doing, from any thread; its user sees it die. One that
   * the client has given back meanwhile is somebody else's, and is left alone.
   */
  void breakOff(Client client, BlockingServer server) {
    engine.lock().lock();
    try {
      if (server.client() != client) {
        return;
      }
      // Should it be given back at this very moment, it goes to nobody.
      server.needClose();
    } finally {
      engine.lock().unlock();
    }
    server.closeChannel();
    engine.work(() -> cancelForGood(server));
  }

  /**
   * Cancels what nobody waits for any more. A request that comes before PostgreSQL has read the
   * query ends nothing, and nobody is left to see that; so it is made once more.
   */
  private void cancelForGood(Server server) {
    requestCancel(server);
    engine.workLater(() -> requestCancel(server));
  }

  /** Ends a client's wait, if it waits. */
  void refuseWait(Client client, Refusal why) {
    inLock(
        () -> {
          Waiter waiter = client.waiter();
          if (waiter != null) {
            client.pool().refuse(waiter, why);
          }
        });
  }

  /** Rolls back and resets off the client's path; what cannot be cleaned is thrown away. */
  private void clean(BlockingServer server, boolean rollback, ClientSession left) {
    EngineSettings settings = engine.settings();
    boolean reset =
        (settings.resetAlways() || left.keepsServer()) && !settings.resetQuery().isEmpty();
    if (left.isPinned() && !reset) {
      discard(server, "unclean server");
      return;
    }
    if (!rollback && !reset) {
      inLock(() -> server.pool().free(server, engine.now()));
      return;
    }
    inLock(() -> server.pool().test(server));
    engine.work(
        () -> {
          Duration limit = settings.connectTimeout();
          server.unwatch();
          boolean clean =
              (!rollback || server.run("ROLLBACK", limit))
                  && (!reset || server.run(settings.resetQuery(), limit));
          inLock(
              () -> {
                if (clean) {
                  server.pool().free(server, engine.now());
                } else {
                  server.pool().discard(server, "reset query failed");
                }
              });
        });
  }

  /**
   * An idle server has said something, or has ended; its event loop has noticed.
   *
   * @return whether that was for the pool to hear, and not for somebody who has the server
   */
  boolean idleSpoke(BlockingServer server) {
    engine.lock().lock();
    try {
      if (server.state() != Server.State.IDLE && server.state() != Server.State.USED) {
        return false;
      }
      server.pool().test(server);
    } finally {
      engine.lock().unlock();
    }
    boolean alive = isAlive(server);
    inLock(
        () -> {
          if (alive) {
            server.pool().free(server, engine.now());
          } else {
            server.pool().discard(server, "server conn crashed?");
          }
        });
    return true;
  }

  /** Whatever goes wrong at the look, its place in the pool must not be lost. */
  private static boolean isAlive(BlockingServer server) {
    try {
      return server.isAlive();
    } catch (RuntimeException unforeseen) {
      LOG.log(System.Logger.Level.ERROR, "a server cannot be looked at", unforeseen);
      return false;
    }
  }

  /** Throws a server away. */
  void discard(Server server, String why) {
    inLock(() -> server.pool().discard(server, why));
  }

  /** A client asks to cancel what it is doing; drops the request when no place comes in time. */
  void cancelAsked(Client client) {
    Pool pool = client.pool();
    engine.lock().lock();
    try {
      if (!pool.cancels().begin(client, pool.limits().poolSize(), engine.settings().cancelWait())) {
        return;
      }
    } finally {
      engine.lock().unlock();
    }
    try {
      cancel(client);
    } finally {
      inLock(() -> pool.cancels().end(client));
    }
  }

  /**
   * Cancels what a client's server is doing. The server is not given to anybody else before the
   * request is through, so that it cannot hit another client's query.
   */
  void cancel(Client client) {
    Server server;
    engine.lock().lock();
    try {
      server = client.server();
      if (server == null || server.client() != client) {
        return;
      }
      server.cancelBegins();
      server.pool().cancels().sent(server);
    } finally {
      engine.lock().unlock();
    }
    try {
      requestCancel(server);
    } finally {
      inLock(
          () -> {
            server.cancelEnds();
            server.pool().cancels().through(server);
            if (server.cancels() == 0 && server.state() == Server.State.BEING_CANCELED) {
              server.pool().free(server, engine.now());
            }
          });
    }
  }

  private void requestCancel(Server server) {
    try {
      server.requestCancel(engine.settings().connectTimeout());
      LOG.log(System.Logger.Level.DEBUG, "server {0} cancelled", server.id());
    } catch (IOException unreachable) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the cancel request for server {0} did not get through: {1}",
          server.id(),
          unreachable.toString());
    }
  }

  private void inLock(Runnable change) {
    engine.lock().lock();
    try {
      change.run();
    } finally {
      engine.lock().unlock();
    }
  }
}
