package tn.ecar.batch.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.batch.ServerName;
import tn.ecar.garage.persistence.PoolResources;

/**
 * Asks the pool's console for its figures. The pool is known here as a {@code javax.sql.DataSource}
 * and nothing else: its database is {@code pgbouncer}, and {@code SHOW POOLS} answers a {@code
 * ResultSet}.
 *
 * <p>The console knows no transactions, so it is asked outside of the step's.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class PoolConsole {
  /**
   * The console's own pool: it has clients but never a server connection, so there is nothing to
   * audit.
   */
  private static final String CONSOLE = "pgbouncer";

  private final Supplier<DataSource> console;
  private final Clock clock;
  private final String server;

  /** For the container's proxy only. */
  protected PoolConsole() {
    this(PoolResources::console, Clock.systemUTC(), new ServerName("proxy"));
  }

  /**
   * @param clock tells when it was asked
   * @param server the server whose pool it is
   */
  @Inject
  public PoolConsole(Clock clock, ServerName server) {
    this(PoolResources::console, clock, server);
  }

  PoolConsole(Supplier<DataSource> console, Clock clock, ServerName server) {
    this.console = console;
    this.clock = clock;
    this.server = server.value();
  }

  /**
   * Reads every figure of the audit over one connection.
   *
   * @throws SQLException when the console cannot be reached or refuses a command
   */
  public ConsoleReading read() throws SQLException {
    try (Connection connection = console.get().getConnection();
        Statement statement = connection.createStatement()) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      Map<String, Limits> limits = limits(statement);
      Map<String, Holder> holders = holders(statement, now);
      return new ConsoleReading(
          now,
          server,
          totals(statement),
          pools(statement, limits, holders),
          counters(statement),
          ConsoleDetails.read(statement));
    }
  }

  private static ConsoleReading.Totals totals(Statement statement) throws SQLException {
    int maxClients = 0;
    try (ResultSet row = statement.executeQuery("SHOW CONFIG")) {
      while (row.next()) {
        if ("max_client_conn".equals(row.getString("key"))) {
          maxClients = Integer.parseInt(row.getString("value"));
        }
      }
    }
    Map<String, Integer> lists = new HashMap<>();
    try (ResultSet row = statement.executeQuery("SHOW LISTS")) {
      while (row.next()) {
        lists.put(row.getString("list"), row.getInt("items"));
      }
    }
    return new ConsoleReading.Totals(
        maxClients,
        lists.getOrDefault("used_clients", 0),
        lists.getOrDefault("free_clients", 0),
        lists.getOrDefault("login_clients", 0),
        lists.getOrDefault("used_servers", 0),
        lists.getOrDefault("free_servers", 0));
  }

  private static Map<String, Limits> limits(Statement statement) throws SQLException {
    Map<String, Limits> limits = new HashMap<>();
    try (ResultSet row = statement.executeQuery("SHOW DATABASES")) {
      while (row.next()) {
        limits.put(
            row.getString("name"),
            new Limits(
                row.getInt("pool_size"),
                row.getInt("reserve_pool_size"),
                row.getInt("max_connections")));
      }
    }
    return limits;
  }

  private static List<ConsoleReading.PoolFigures> pools(
      Statement statement, Map<String, Limits> limits, Map<String, Holder> holders)
      throws SQLException {
    List<ConsoleReading.PoolFigures> pools = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SHOW POOLS")) {
      while (row.next()) {
        String database = row.getString("database");
        if (!CONSOLE.equals(database)) {
          Holder holder =
              holders.getOrDefault(pool(database, row.getString("user")), Holder.NOBODY);
          pools.add(pool(row, limits.getOrDefault(database, Limits.NONE), holder));
        }
      }
    }
    return pools;
  }

  /** Who of each pool's clients has held a server connection for longest. */
  private static Map<String, Holder> holders(Statement statement, Instant now) throws SQLException {
    Map<String, Holder> holders = new HashMap<>();
    try (ResultSet row = statement.executeQuery("SHOW CLIENTS")) {
      while (row.next()) {
        String link = row.getString("link");
        if (link != null && !link.isBlank()) {
          Instant since = ConsoleDetails.time(row.getString("request_time"));
          String name = row.getString("application_name");
          Holder holder =
              new Holder(
                  since.isBefore(now) ? Duration.between(since, now) : Duration.ZERO,
                  (name == null || name.isBlank() ? "client" : name)
                      + " at "
                      + row.getString("addr"));
          holders.merge(
              pool(row.getString("database"), row.getString("user")),
              holder,
              (one, other) -> one.held().compareTo(other.held()) >= 0 ? one : other);
        }
      }
    }
    return holders;
  }

  private static String pool(String database, String user) {
    return database + "/" + user;
  }

  private static ConsoleReading.PoolFigures pool(ResultSet row, Limits limits, Holder holder)
      throws SQLException {
    // The console tells whole seconds and the microseconds beyond them in two columns.
    Duration maxwait =
        Duration.ofSeconds(row.getLong("maxwait"))
            .plus(row.getLong("maxwait_us"), ChronoUnit.MICROS);
    return new ConsoleReading.PoolFigures(
        row.getString("database"),
        row.getString("user"),
        row.getString("pool_mode"),
        row.getInt("cl_active"),
        row.getInt("cl_waiting"),
        row.getInt("sv_active"),
        row.getInt("sv_idle"),
        row.getInt("sv_used"),
        row.getInt("sv_tested"),
        row.getInt("sv_login"),
        maxwait,
        limits.poolSize(),
        limits.reservePoolSize(),
        limits.maxConnections(),
        holder.held(),
        holder.name());
  }

  private static List<ConsoleReading.DatabaseCounters> counters(Statement statement)
      throws SQLException {
    List<ConsoleReading.DatabaseCounters> counters = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SHOW STATS")) {
      while (row.next()) {
        String database = row.getString("database");
        if (!CONSOLE.equals(database)) {
          counters.add(
              new ConsoleReading.DatabaseCounters(
                  database,
                  row.getLong("total_server_assignment_count"),
                  row.getLong("total_xact_count"),
                  row.getLong("total_query_count"),
                  row.getLong("total_received"),
                  row.getLong("total_sent"),
                  micros(row, "total_xact_time"),
                  micros(row, "total_query_time"),
                  micros(row, "total_wait_time"),
                  row.getLong("total_client_login_count")));
        }
      }
    }
    return counters;
  }

  private static Duration micros(ResultSet row, String column) throws SQLException {
    return Duration.of(row.getLong(column), ChronoUnit.MICROS);
  }

  /** A client with a server connection in its hands. */
  private record Holder(Duration held, String name) {
    static final Holder NOBODY = new Holder(Duration.ZERO, "");
  }

  private record Limits(int poolSize, int reservePoolSize, int maxConnections) {
    static final Limits NONE = new Limits(0, 0, 0);
  }
}
