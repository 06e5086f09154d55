package tn.ecar.pool.management;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import tn.ecar.pool.AlertFigures;
import tn.ecar.pool.ConnectionFigures;
import tn.ecar.pool.DatabaseFigures;
import tn.ecar.pool.DatabaseStatistics;
import tn.ecar.pool.Distribution;
import tn.ecar.pool.LeakReport;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.PoolTimings;
import tn.ecar.pool.Timing;
import tn.ecar.pool.Totals;
import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.console.Operations;

/**
 * A pooler's figures as OpenMetrics 1.0 text, read at one moment.
 *
 * <p>Names, labels and units are those that the prometheus-community's exporter for PgBouncer gives
 * since its version 0.11, so that dashboards and rules made for it go on working.
 */
public final class OpenMetrics {
  private static final int MICROS_SCALE = 6;

  /** Upper ends of the histograms' buckets, in seconds. */
  private static final List<String> BOUNDS =
      List.of(
          "0.0001", "0.00025", "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1",
          "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "30.0", "120.0");

  private final Operations pooler;
  private final List<String> lines = new ArrayList<>();

  private OpenMetrics(Operations pooler) {
    this.pooler = Objects.requireNonNull(pooler, "pooler");
  }

  /** The text, line by line, without line ends; the last line is {@code # EOF}. */
  public static List<String> lines(Operations pooler) {
    OpenMetrics metrics = new OpenMetrics(pooler);
    metrics.process();
    metrics.lists();
    metrics.databases();
    metrics.pools();
    metrics.statistics();
    metrics.timings();
    metrics.alerts();
    metrics.leaks();
    metrics.lines.add("# EOF");
    return Collections.unmodifiableList(metrics.lines);
  }

  private void process() {
    gauge("pgbouncer_up", "Whether the pool answers.");
    sample("pgbouncer_up", "", 1);
    family("pgbouncer_version", "info", "Which version this is.");
    sample("pgbouncer_version_info", labels("version", Operations.VERSION), 1);
    single(
        "pgbouncer_config_max_client_connections",
        "Most clients (max_client_conn).",
        pooler.configuration().integer(Setting.MAX_CLIENT_CONN));
    single(
        "pgbouncer_config_max_user_connections",
        "Most servers logged in as one user (max_user_connections).",
        pooler.configuration().integer(Setting.MAX_USER_CONNECTIONS));
  }

  private void lists() {
    List<ConnectionFigures> servers = pooler.servers();
    long idle = servers.stream().filter(server -> server.state().equals("idle")).count();
    single("pgbouncer_databases", "Databases known.", pooler.databases().size());
    single("pgbouncer_users", "Users known.", pooler.users().size());
    single("pgbouncer_pools", "Pools: pairs of database and user.", pooler.pools().size());
    single("pgbouncer_free_clients", "Clients kept for reuse: none ever is.", 0);
    single("pgbouncer_used_clients", "Clients logged in.", pooler.clients().size());
    single("pgbouncer_login_clients", "Clients logging in.", pooler.arriving());
    single("pgbouncer_free_servers", "Servers that are idle.", idle);
    single("pgbouncer_used_servers", "Servers that are not idle.", servers.size() - idle);
    single("pgbouncer_cached_dns_names", "Host names looked up.", pooler.hostNames().size());
    single("pgbouncer_cached_dns_zones", "Zones watched: none is.", 0);
    single("pgbouncer_in_flight_dns_queries", "Look-ups under way here: none ever is.", 0);
  }

  private void databases() {
    List<DatabaseFigures> all = pooler.databases();
    database(all, "pool_size", "Most servers of one pool.", each -> limits(each).poolSize());
    database(
        all,
        "reserve_pool",
        "Servers beyond pool_size for those who waited too long.",
        each -> limits(each).reservePoolSize());
    database(
        all,
        "max_connections",
        "Most servers; 0 for any.",
        each -> limits(each).maxDbConnections());
    database(all, "current_connections", "Servers.", DatabaseFigures::serverConnections);
    database(all, "paused", "1 while it is paused.", each -> each.paused() ? 1 : 0);
    database(all, "disabled", "1 while it is disabled.", each -> each.disabled() ? 1 : 0);
  }

  private PoolLimits limits(DatabaseFigures database) {
    return pooler.configuration().limits(database.settings(), "");
  }

  private void database(
      List<DatabaseFigures> all, String name, String help, ToLongFunction<DatabaseFigures> value) {
    String metric = "pgbouncer_databases_" + name;
    gauge(metric, help);
    for (DatabaseFigures each : all) {
      var settings = each.settings();
      String hosts =
          settings.addresses().stream().map(ServerAddress::host).collect(Collectors.joining(","));
      String labels =
          labels(
              "name",
              settings.name(),
              "host",
              hosts,
              "port",
              Integer.toString(settings.addresses().get(0).port()),
              "database",
              settings.dbname(),
              "force_user",
              settings.user().orElse(""),
              "pool_mode",
              limits(each).poolMode().word());
      sample(metric, labels, value.applyAsLong(each));
    }
  }

  private void pools() {
    List<PoolFigures> all = pooler.pools();
    pool(all, "client_active_connections", "Clients served.", PoolFigures::clientsActive);
    pool(
        all, "client_active_cancel_connections", "Cancels sent.", PoolFigures::clientsActiveCancel);
    pool(all, "client_waiting_connections", "Clients waiting.", PoolFigures::clientsWaiting);
    pool(
        all,
        "client_waiting_cancel_connections",
        "Cancels waiting.",
        PoolFigures::clientsWaitingCancel);
    pool(all, "server_active_connections", "Servers in use.", PoolFigures::serversActive);
    pool(
        all,
        "server_active_cancel_connections",
        "Server connections that carry a cancel.",
        PoolFigures::serversActiveCancel);
    pool(
        all,
        "server_being_canceled_connections",
        "Servers held until a cancel is through.",
        PoolFigures::serversBeingCanceled);
    pool(all, "server_idle_connections", "Servers free and ready.", PoolFigures::serversIdle);
    pool(all, "server_used_connections", "Servers to be checked.", PoolFigures::serversUsed);
    pool(all, "server_testing_connections", "Servers being checked.", PoolFigures::serversTested);
    pool(all, "server_login_connections", "Servers being opened.", PoolFigures::serversLogin);
    family("pgbouncer_pools_client_maxwait_seconds", "gauge", "The longest present wait.");
    for (PoolFigures each : all) {
      sample(
          "pgbouncer_pools_client_maxwait_seconds",
          labels(each),
          seconds(each.maxWait().toNanos() / 1_000));
    }
  }

  private void pool(
      List<PoolFigures> all, String name, String help, ToLongFunction<PoolFigures> value) {
    String metric = "pgbouncer_pools_" + name;
    gauge(metric, help);
    all.forEach(each -> sample(metric, labels(each), value.applyAsLong(each)));
  }

  private static String labels(PoolFigures pool) {
    return labels("database", pool.database(), "user", pool.user());
  }

  private void statistics() {
    count("server_assignments", "Times a server was given.", Totals::serverAssignments);
    count("queries_pooled", "Requests.", Totals::queries);
    time("queries_duration_seconds", "Time servers were busy.", Totals::queryTime);
    count("received_bytes", "Bytes from clients.", Totals::received);
    count("sent_bytes", "Bytes to clients.", Totals::sent);
    time("client_wait_seconds", "Time clients waited for servers.", Totals::waitTime);
    count("sql_transactions_pooled", "Transactions.", Totals::xacts);
    time("server_in_transaction_seconds", "Time in transactions.", Totals::xactTime);
    count("client_parses", "Named statements parsed by clients.", Totals::clientParses);
    count("server_parses", "Named statements parsed on servers.", Totals::serverParses);
    count("binds", "Named statements bound.", Totals::binds);
    count("client_logins", "Clients that logged in.", Totals::clientLogins);
    averageTransaction();
  }

  private void averageTransaction() {
    String metric = "ecar_pool_average_transaction_seconds";
    gauge(metric, "Average transaction of the last stats_period.");
    pooler
        .statistics()
        .forEach(
            each ->
                sample(
                    metric,
                    labels("database", each.database()),
                    seconds(each.averages().xactTime())));
  }

  private void timings() {
    List<PoolTimings> pools = pooler.timings();
    for (Timing timing : Timing.values()) {
      String metric = "ecar_pool_" + timing.name().toLowerCase(Locale.ROOT) + "_seconds";
      family(metric, "histogram", timing.meaning());
      for (PoolTimings pool : pools) {
        buckets(metric, pool, pool.distributions().get(timing));
      }
    }
  }

  private void buckets(String metric, PoolTimings pool, Distribution times) {
    for (String bound : BOUNDS) {
      Duration limit = Duration.ofNanos(new BigDecimal(bound).movePointRight(9).longValueExact());
      String labels = labels("database", pool.database(), "user", pool.user(), "le", bound);
      sample(metric + "_bucket", labels, times.atMost(limit));
    }
    String all = labels("database", pool.database(), "user", pool.user(), "le", "+Inf");
    sample(metric + "_bucket", all, times.count());
    String labels = labels("database", pool.database(), "user", pool.user());
    sample(metric + "_sum", labels, seconds(times.sumMicros()));
    sample(metric + "_count", labels, times.count());
  }

  private void alerts() {
    gauge("ecar_pool_alert", "1 while the pool's own alert is open.");
    for (AlertFigures each : pooler.alerts()) {
      String labels = labels("alert", each.rule(), "database", each.database());
      sample("ecar_pool_alert", labels, each.open() ? 1 : 0);
    }
  }

  private void leaks() {
    family(
        "ecar_pool_leaks",
        "counter",
        "Connections and transactions kept for longer than leak_threshold or never ended.");
    for (LeakReport.Kind kind : LeakReport.Kind.values()) {
      long count =
          pooler.leaks().stream()
              .filter(report -> report.kind() == kind)
              .mapToLong(LeakReport::count)
              .sum();
      sample("ecar_pool_leaks_total", labels("kind", kind.word()), count);
    }
  }

  private void count(String name, String help, ToLongFunction<Totals> value) {
    counter(name, help, totals -> BigDecimal.valueOf(value.applyAsLong(totals)));
  }

  private void time(String name, String help, ToLongFunction<Totals> micros) {
    counter(name, help, totals -> seconds(micros.applyAsLong(totals)));
  }

  private void counter(String name, String help, Function<Totals, BigDecimal> value) {
    String metric = "pgbouncer_stats_totals_" + name;
    family(metric, "counter", help);
    for (DatabaseStatistics each : pooler.statistics()) {
      sample(metric + "_total", labels("database", each.database()), value.apply(each.totals()));
    }
  }

  // ---- the format

  private void single(String metric, String help, long value) {
    gauge(metric, help);
    sample(metric, "", value);
  }

  private void gauge(String metric, String help) {
    family(metric, "gauge", help);
  }

  private void family(String metric, String type, String help) {
    lines.add("# TYPE " + metric + " " + type);
    if (metric.endsWith("_seconds") || metric.endsWith("_bytes")) {
      lines.add("# UNIT " + metric + " " + metric.substring(metric.lastIndexOf('_') + 1));
    }
    lines.add("# HELP " + metric + " " + help);
  }

  private void sample(String name, String labels, long value) {
    lines.add(name + labels + " " + value);
  }

  private void sample(String name, String labels, BigDecimal value) {
    lines.add(name + labels + " " + value.toPlainString());
  }

  private static BigDecimal seconds(long micros) {
    return BigDecimal.valueOf(micros, MICROS_SCALE);
  }

  private static String labels(String... namesAndValues) {
    StringBuilder labels = new StringBuilder("{");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels.append(i == 0 ? "" : ",").append(namesAndValues[i]).append("=\"");
      labels.append(escaped(namesAndValues[i + 1])).append('"');
    }
    return labels.append('}').toString();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
