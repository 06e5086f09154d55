package tn.ecar.pool.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tn.ecar.pool.ConnectionFigures;
import tn.ecar.pool.DatabaseFigures;
import tn.ecar.pool.Distribution;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.PoolTimings;
import tn.ecar.pool.Timing;
import tn.ecar.pool.UserFigures;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.config.PoolMode;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.config.UserSettings;

/** SHOW POOLS, DATABASES, USERS and LISTS. */
final class PoolTables {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private PoolTables() {}

  static void pools(Table table, Operations pooler) {
    for (PoolFigures pool : withConsole(pooler)) {
      table.row(
          pool.database(),
          pool.user(),
          pool.clientsActive(),
          pool.clientsWaiting(),
          pool.clientsActiveCancel(),
          pool.clientsWaitingCancel(),
          pool.serversActive(),
          pool.serversActiveCancel(),
          pool.serversBeingCanceled(),
          pool.serversIdle(),
          pool.serversUsed(),
          pool.serversTested(),
          pool.serversLogin(),
          pool.maxWait().toSeconds(),
          microsOfSecond(pool.maxWait()),
          pool.poolMode(),
          pool.loadBalanceHosts().isEmpty() ? null : pool.loadBalanceHosts());
    }
  }

  private static List<PoolFigures> withConsole(Operations pooler) {
    List<PoolFigures> all = new ArrayList<>(pooler.pools());
    all.add(ConsolePool.figures(pooler));
    return all;
  }

  static long microsOfSecond(Duration duration) {
    return duration.toNanos() / 1_000 % MICROS_PER_SECOND;
  }

  static void databases(Table table, Operations pooler) {
    for (DatabaseFigures figures : pooler.databases()) {
      DatabaseSettings database = figures.settings();
      PoolLimits limits = pooler.configuration().limits(database, "");
      table.row(
          database.name(),
          database.addresses().stream().map(ServerAddress::host).collect(Collectors.joining(",")),
          database.addresses().get(0).port(),
          database.dbname(),
          database.user().orElse(null),
          limits.poolSize(),
          limits.minPoolSize(),
          limits.reservePoolSize(),
          limits.serverLifetime().toSeconds(),
          limits.poolMode().word(),
          database.addresses().size() > 1 ? database.loadBalanceHosts() : null,
          limits.maxDbConnections(),
          figures.serverConnections(),
          limits.maxDbClientConnections(),
          figures.clientConnections(),
          figures.paused(),
          figures.disabled());
    }
    console(table, pooler);
  }

  private static void console(Table table, Operations pooler) {
    table.row(
        Configuration.CONSOLE,
        null,
        pooler.configuration().integer(Setting.LISTEN_PORT),
        Configuration.CONSOLE,
        Configuration.CONSOLE,
        ConsolePool.POOL_SIZE,
        0,
        0,
        pooler.configuration().duration(Setting.SERVER_LIFETIME).toSeconds(),
        ConsolePool.MODE.word(),
        null,
        0,
        0,
        0,
        ConsolePool.visitors(pooler),
        false,
        false);
  }

  static void users(Table table, Operations pooler) {
    for (UserFigures figures : pooler.users()) {
      UserSettings user = pooler.configuration().user(figures.user());
      table.row(
          figures.user(),
          user.poolSize().isPresent() ? "%9d".formatted(user.poolSize().getAsInt()) : "",
          user.reservePoolSize().orElse(0),
          user.poolMode().map(PoolMode::word).orElse(null),
          user.maxUserConnections().orElse(0),
          figures.serverConnections(),
          user.maxUserClientConnections().orElse(0),
          figures.clientConnections());
    }
  }

  static void histograms(Table table, Operations pooler) {
    for (PoolTimings pool : pooler.timings()) {
      for (Timing timing : Timing.values()) {
        Distribution times = pool.distributions().get(timing);
        table.row(
            pool.database(),
            pool.user(),
            timing.name().toLowerCase(Locale.ROOT),
            times.count(),
            times.meanMicros(),
            times.percentileMicros(50),
            times.percentileMicros(90),
            times.percentileMicros(99),
            times.percentileMicros(99.9),
            times.maxMicros());
      }
    }
  }

  static void lists(Table table, Operations pooler) {
    int peers = pooler.configuration().peers().size();
    var servers = pooler.servers();
    long idle = servers.stream().map(ConnectionFigures::state).filter("idle"::equals).count();
    table
        .row("databases", pooler.databases().size() + 1)
        .row("users", pooler.users().size())
        .row("peers", peers)
        .row("pools", withConsole(pooler).size())
        .row("peer_pools", peers)
        .row("free_clients", 0)
        .row("used_clients", pooler.clients().size())
        .row("login_clients", pooler.arriving())
        .row("free_servers", idle)
        .row("used_servers", servers.size() - idle)
        .row("dns_names", pooler.hostNames().size())
        .row("dns_zones", 0)
        .row("dns_queries", 0)
        .row("dns_pending", 0);
  }
}
