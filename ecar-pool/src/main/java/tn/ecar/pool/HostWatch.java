package tn.ecar.pool;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.protocol.Refusal;

/**
 * Lets server connections go that stand on the wrong host. Hosts of databases with
 * target_session_attrs are asked again and again whether they are up and what they are: after a
 * promotion, or when a preferred standby is back, others are right. And a name may point to another
 * address than before.
 */
final class HostWatch {
  private static final String ANY = "any";

  private final Engine engine;
  private final Opener opener;
  private final Map<Pool, Long> asked = new HashMap<>();
  private final Set<Pool> busy = new HashSet<>();

  HostWatch(Engine engine, Opener opener) {
    this.engine = engine;
    this.opener = opener;
  }

  /** Whether a server stands on a host of this name. With the engine's lock held. */
  boolean isUsed(String name) {
    for (Pool pool : engine.pools()) {
      for (Server server : pool.servers()) {
        if (server instanceof BlockingServer blocking && blocking.host().host().equals(name)) {
          return true;
        }
      }
    }
    return false;
  }

  /** A name has other addresses now: servers that stand where it no longer points are let go. */
  void moved(String name, Set<InetAddress> now) {
    engine.lock().lock();
    try {
      for (Pool pool : engine.pools()) {
        if (pool.database().addresses().stream().anyMatch(host -> host.host().equals(name))) {
          // Who is on the way may have asked for the address before.
          pool.openings().forEach(Opening::needClose);
        }
        for (Server server : pool.servers()) {
          if (server instanceof BlockingServer blocking
              && blocking.host().host().equals(name)
              && !blocking.standsOn(now)) {
            letGo(pool, server, "host " + name + " has another address");
          }
        }
      }
    } finally {
      engine.lock().unlock();
    }
  }

  private static void letGo(Pool pool, Server server, String why) {
    server.needClose();
    if (server.state() == Server.State.IDLE || server.state() == Server.State.USED) {
      pool.discard(server, why);
    }
  }

  /** Starts what is due, off this thread. With the engine's lock held. */
  void sweep(long now) {
    long period = Time.micros(engine.configuration().duration(Setting.HOST_CHECK_PERIOD));
    asked.keySet().retainAll(engine.pools());
    for (Pool pool : engine.pools()) {
      boolean wanted =
          period > 0
              && !pool.database().targetSessionAttrs().equals(ANY)
              && !pool.servers().isEmpty();
      if (wanted && !busy.contains(pool) && now - asked.computeIfAbsent(pool, p -> now) >= period) {
        busy.add(pool);
        engine.work(() -> check(pool));
      }
    }
  }

  private void check(Pool pool) {
    Map<ServerAddress, Optional<HostRole>> roles = new HashMap<>();
    try {
      for (ServerAddress host : pool.database().addresses()) {
        ask(pool, host, roles);
      }
    } finally {
      engine.lock().lock();
      try {
        busy.remove(pool);
        asked.put(pool, engine.now());
        letGo(pool, roles);
      } finally {
        engine.lock().unlock();
      }
    }
  }

  private void ask(Pool pool, ServerAddress host, Map<ServerAddress, Optional<HostRole>> roles) {
    try {
      roles.put(host, Optional.of(opener.ask(pool, host)));
    } catch (Refusal refused) {
      // A server that answers, if only by refusing one more connection, is not down.
      if (refused.serverError().isEmpty()) {
        roles.put(host, Optional.empty());
      }
    }
  }

  private static void letGo(Pool pool, Map<ServerAddress, Optional<HostRole>> roles) {
    String attributes = pool.database().targetSessionAttrs();
    boolean anyFits =
        roles.values().stream().flatMap(Optional::stream).anyMatch(role -> role.fits(attributes));
    boolean content = attributes.equals("prefer-standby") && !anyFits;
    for (Server server : List.copyOf(pool.servers())) {
      Optional<HostRole> role =
          server instanceof BlockingServer blocking ? roles.get(blocking.host()) : null;
      if (role != null && !content && role.filter(known -> known.fits(attributes)).isEmpty()) {
        letGo(pool, server, "host no longer fits target_session_attrs");
      }
    }
  }
}
