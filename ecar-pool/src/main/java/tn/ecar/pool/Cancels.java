package tn.ecar.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.stream.Stream;

/**
 * The cancel requests of a pool's clients: at most twice as many as the pool has servers are on
 * their way at once, the others wait for a place, and go without a word when none comes in time.
 *
 * <p>Every method expects the engine's lock to be held; {@link #begin} gives it up while it waits.
 */
final class Cancels {
  private static final int PER_SERVER = 2;

  private final Engine engine;
  private final Condition placeIsFree;
  private final List<Client> waiting = new ArrayList<>();
  private final List<Client> active = new ArrayList<>();
  private final List<Server> carried = new ArrayList<>();

  Cancels(Engine engine) {
    this.engine = engine;
    this.placeIsFree = engine.lock().newCondition();
  }

  /**
   * Takes a place for a client's request, waiting for it.
   *
   * @param poolSize 0 for no limit
   * @param limit how long it may wait; zero for as long as it takes
   * @return false when none came in time; the request is then to be dropped
   */
  boolean begin(Client client, int poolSize, Duration limit) {
    waiting.add(client);
    try {
      long end = engine.now() + Time.micros(limit);
      while (poolSize > 0 && active.size() >= PER_SERVER * poolSize) {
        if (!limit.isZero() && engine.now() >= end) {
          return false;
        }
        placeIsFree.await();
      }
      active.add(client);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.remove(client);
    }
  }

  /** Lets who waits look at the clock. */
  void sweep() {
    placeIsFree.signalAll();
  }

  /** Gives the place back. */
  void end(Client client) {
    active.remove(client);
    placeIsFree.signal();
  }

  /** A connection is opened that carries a request to this server. */
  void sent(Server server) {
    carried.add(server);
  }

  /** That connection has been closed. */
  void through(Server server) {
    carried.remove(server);
  }

  /** The requests as clients, of whom each is linked with the one that it is for. */
  Stream<ConnectionFigures> clients(Time time, long now) {
    return Stream.concat(
        waiting.stream().map(it -> it.figures(time, now).servedBy("waiting_cancel_req")),
        active.stream().map(it -> it.figures(time, now).servedBy("active_cancel_req")));
  }

  /** The connections that carry requests, each linked with the server that it is for. */
  Stream<ConnectionFigures> servers(Time time) {
    return carried.stream().map(it -> it.figures(time).servedBy("active_cancel"));
  }

  /** Clients whose request waits for a place. */
  int waiting() {
    return waiting.size();
  }

  /** Clients whose request is on its way. */
  int active() {
    return active.size();
  }

  /** Connections that carry a request, also of the pool's own. */
  int carried() {
    return carried.size();
  }
}
