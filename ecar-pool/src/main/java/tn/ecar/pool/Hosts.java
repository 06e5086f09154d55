package tn.ecar.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.ServerAddress;

/**
 * What a pooler knows of the hosts behind its databases: whose turn it is, and which of them could
 * not be used lately. Those are tried last until server_login_retry has passed. Thread-safe.
 */
final class Hosts {
  private final Map<String, Integer> turns = new HashMap<>();
  private final Map<ServerAddress, Long> failures = new HashMap<>();

  /**
   * The hosts of a database in the order to try them.
   *
   * @param now the engine's microseconds
   * @param rest how long a host that failed is left alone while others can be tried
   */
  synchronized List<ServerAddress> order(DatabaseSettings database, long now, Duration rest) {
    List<ServerAddress> hosts = database.addresses();
    int count = hosts.size();
    if (count == 1) {
      return hosts;
    }
    int turn = turns.getOrDefault(database.name(), 0) % count;
    if (isRoundRobin(database)) {
      turns.put(database.name(), turn + 1);
    }
    List<ServerAddress> order = new ArrayList<>(hosts.subList(turn, count));
    order.addAll(hosts.subList(0, turn));
    long recent = now - Time.micros(rest);
    order.sort(
        Comparator.comparing(
            host -> failures.containsKey(host) && failures.get(host) > recent ? 1 : 0));
    return order;
  }

  private static boolean isRoundRobin(DatabaseSettings database) {
    return !database.loadBalanceHosts().equals("disable");
  }

  /** A login there has succeeded; a database that does not balance its hosts stays with it. */
  synchronized void reached(DatabaseSettings database, ServerAddress host) {
    failures.remove(host);
    if (!isRoundRobin(database)) {
      turns.put(database.name(), database.addresses().indexOf(host));
    }
  }

  /** It could not be used. */
  synchronized void failed(ServerAddress host, long now) {
    failures.put(host, now);
  }
}
