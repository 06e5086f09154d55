package tn.ecar.pool;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.PeerSettings;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.CancelKey;
import tn.ecar.pool.protocol.Messages;
import tn.ecar.pool.transport.Connector;
import tn.ecar.pool.transport.Connector.Encryption;
import tn.ecar.pool.transport.SslMode;
import tn.ecar.pool.transport.Transport;

/**
 * The other pools of a group. A cancel request may come to any of them, and is passed on to the one
 * that has given its key: so many at once as pool_size says, the others wait for a place and go
 * without a word when none comes in time.
 */
final class Peers {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private final Engine engine;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition placeIsFree = lock.newCondition();
  private final Map<Integer, Way> ways = new HashMap<>();

  Peers(Engine engine) {
    this.engine = engine;
  }

  /** Who is on the way to one peer. */
  private static final class Way {
    private int active;
    private int waiting;
    private int opening;
    private int carrying;
  }

  /** Whether this key is another pool's of the group. */
  boolean isForeign(CancelKey key) {
    int own = engine.configuration().integer(Setting.PEER_ID);
    return own != 0 && key.peer() != own && engine.configuration().peers().containsKey(key.peer());
  }

  /** Passes a request on and returns when the peer has taken it, or nobody can. */
  void passOn(CancelKey key) {
    Configuration configuration = engine.configuration();
    PeerSettings peer = configuration.peers().get(key.peer());
    if (peer == null || key.hops() == 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a cancel request for peer {0} has been passed on too often: look at peer_id and [peers]"
              + " of the group",
          key.peer());
      return;
    }
    int places = peer.poolSize().orElse(configuration.integer(Setting.DEFAULT_POOL_SIZE));
    Way way = begin(peer.id(), places);
    if (way == null) {
      return;
    }
    try {
      send(peer, way, key.passedOn());
    } catch (IOException unreachable) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a cancel request did not get through to peer {0} at {1}: {2}",
          peer.id(),
          peer.address(),
          unreachable.toString());
    } finally {
      change(() -> way.active--);
    }
  }

  /** Takes a place, waiting for it; null when none came in time. */
  private Way begin(int peer, int places) {
    Duration limit = engine.settings().cancelWait();
    long left = limit.isZero() ? Long.MAX_VALUE : limit.toNanos();
    lock.lock();
    try {
      Way way = ways.computeIfAbsent(peer, it -> new Way());
      way.waiting++;
      try {
        while (places > 0 && way.active >= places) {
          if (left <= 0) {
            return null;
          }
          left = placeIsFree.awaitNanos(left);
        }
        way.active++;
        return way;
      } finally {
        way.waiting--;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void send(PeerSettings peer, Way way, CancelKey key) throws IOException {
    EngineSettings settings = engine.settings();
    Connector connector =
        new Connector(
            engine.hostNames(), settings.serverTls(), settings.tcp(), settings.connectTimeout());
    change(() -> way.opening++);
    Transport transport;
    try {
      transport = connector.connect(peer.address(), encryption(connector.mode()), opened -> {});
    } finally {
      change(() -> way.opening--);
    }
    change(() -> way.carrying++);
    try {
      Buffer out = new Buffer();
      Messages.cancelRequest(out, key);
      transport.send(out);
      // The peer hangs up when its server has been told.
      long millis = settings.connectTimeout().toMillis();
      transport.read(new byte[1], 0, 1, Math.toIntExact(Math.min(millis, Integer.MAX_VALUE)));
    } finally {
      transport.close();
      change(() -> way.carrying--);
    }
  }

  /** As with servers; a peer that offers TLS has no reason to refuse it afterwards. */
  private static Encryption encryption(SslMode mode) {
    return switch (mode) {
      case DISABLE, ALLOW -> Encryption.NEVER;
      case PREFER -> Encryption.WHEN_OFFERED;
      case REQUIRE, VERIFY_CA, VERIFY_FULL -> Encryption.ALWAYS;
    };
  }

  private void change(Runnable count) {
    lock.lock();
    try {
      count.run();
      placeIsFree.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A line per entry of [peers]. */
  List<PeerFigures> figures() {
    lock.lock();
    try {
      return engine.configuration().peers().keySet().stream()
          .map(id -> figures(id, ways.getOrDefault(id, new Way())))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private static PeerFigures figures(int id, Way way) {
    return new PeerFigures(id, way.active, way.waiting, way.carrying, way.opening);
  }
}
