package tn.ecar.pool;

import java.util.concurrent.Executor;
import tn.ecar.pool.protocol.Refusal;

/**
 * A lease for a client whose thread must not wait: asked for on the client's event loop, and
 * answered there, at once or when its turn has come. What takes time, such as the check of a server
 * that was long unused, is done on a worker.
 */
final class LeaseRequest {
  private final Engine engine;
  private final Leasing leasing;
  private final Client client;
  private final long since;
  private final Executor loop;
  private final Lease answer;
  private Waiter waiter;
  private boolean again;

  /**
   * A request that has not been made yet.
   *
   * @param since the engine's microseconds at which the client's request began
   * @param loop runs something on the client's own thread
   */
  LeaseRequest(
      Engine engine, Leasing leasing, Client client, long since, Executor loop, Lease answer) {
    this.engine = engine;
    this.leasing = leasing;
    this.client = client;
    this.since = since;
    this.loop = loop;
    this.answer = answer;
  }

  /** Asks, on the client's own thread. */
  void make() {
    Server free = null;
    Refusal refusal = null;
    engine.lock().lock();
    try {
      free = client.pool().takeFree(client, since);
      waiter =
          free == null
              ? client.pool().await(client, since, again, () -> loop.execute(this::look))
              : null;
    } catch (Refusal refused) {
      refusal = refused;
    } finally {
      engine.lock().unlock();
    }
    if (refusal != null) {
      answer.refused(refusal);
    } else if (free instanceof BlockingServer server) {
      examine(server, true);
    }
  }

  private void look() {
    Waiter waiting = waiter;
    if (waiting == null) {
      return;
    }
    waiting.tellIfDue();
    if (waiting.served() instanceof BlockingServer server) {
      waiter = null;
      examine(server, false);
    } else if (waiting.refused() != null) {
      waiter = null;
      answer.refused(waiting.refused().again());
    }
  }

  private void examine(BlockingServer server, boolean wasIdle) {
    if (!server.isUnproved()) {
      comeHere(server, () -> decide(server, wasIdle, !wasIdle || Leasing.lives(server, since)));
      return;
    }
    engine.work(
        () -> {
          boolean fit = leasing.isFit(server, client, wasIdle, since);
          loop.execute(() -> decide(server, wasIdle, fit));
        });
  }

  /** A server that another event loop watches is let go by that loop first. */
  private void comeHere(BlockingServer server, Runnable here) {
    BlockingServer.Watch watch = server.watch();
    if (watch == null || watch.isOwnThread()) {
      here.run();
    } else {
      watch.end(() -> loop.execute(here));
    }
  }

  private void decide(BlockingServer server, boolean wasIdle, boolean fit) {
    if (!fit) {
      leasing.discard(server, "server conn crashed?");
      again = true;
      make();
      return;
    }
    leasing.assigned(server, client, since, wasIdle ? since : engine.now());
    answer.granted(server);
  }
}
