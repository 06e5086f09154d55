package tn.ecar.batch.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.persistence.PoolResources;

/**
 * Reads what {@code pool-audit} has stored. The figures are reckoned by the database: a day has
 * 1440 samples of each pool.
 */
@ApplicationScoped
public class PoolAuditReport {
  private final Supplier<DataSource> garage;
  private final Clock clock;

  /** For the container's proxy only. */
  protected PoolAuditReport() {
    this(PoolResources::garage, Clock.systemUTC());
  }

  /**
   * @param clock tells where an open period ends
   */
  @Inject
  public PoolAuditReport(Clock clock) {
    this(PoolResources::garage, clock);
  }

  PoolAuditReport(Supplier<DataSource> garage, Clock clock) {
    this.garage = garage;
    this.clock = clock;
  }

  /**
   * Returns the report of a period.
   *
   * @param from its first moment; null for a day before its end
   * @param to the first moment after it; null for now
   * @param page which of the pools; they come by server, database and user
   * @throws tn.ecar.garage.RuleViolation when the period does not begin before it ends
   * @throws SQLException when the database cannot be asked
   */
  public PoolAudit report(Instant from, Instant to, PageRequest page) throws SQLException {
    AuditPeriod period = AuditPeriod.between(from, to, clock.instant());
    try (Connection connection = garage.get().getConnection()) {
      return new PoolAudit(
          period.from(), period.to(), servers(connection, period), pools(connection, period, page));
    }
  }

  /**
   * Returns the samples of a period one by one, the newest first.
   *
   * @param from its first moment; null for a day before its end
   * @param to the first moment after it; null for now
   * @param page which of them
   * @throws tn.ecar.garage.RuleViolation when the period does not begin before it ends
   * @throws SQLException when the database cannot be asked
   */
  public Page<PoolSample> samples(Instant from, Instant to, PageRequest page) throws SQLException {
    AuditPeriod period = AuditPeriod.between(from, to, clock.instant());
    try (Connection connection = garage.get().getConnection();
        PreparedStatement query = connection.prepareStatement(AuditQueries.SAMPLES)) {
      bind(query, period, page);
      List<PoolSample> samples = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          samples.add(sample(row));
        }
      }
      long total = count(connection, AuditQueries.SAMPLE_COUNT, period);
      return new Page<>(samples, total, page.first(), page.size());
    }
  }

  private static List<PoolAudit.ServerPeriod> servers(Connection connection, AuditPeriod period)
      throws SQLException {
    List<PoolAudit.ServerPeriod> servers = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(AuditQueries.SERVERS)) {
      bind(query, period);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          servers.add(
              new PoolAudit.ServerPeriod(
                  row.getString("server"),
                  row.getLong("samples"),
                  instant(row, "first_sample"),
                  instant(row, "last_sample"),
                  row.getInt("max_clients"),
                  row.getInt("clients_most"),
                  row.getDouble("clients_average"),
                  row.getInt("servers_most"),
                  row.getDouble("servers_average"),
                  row.getInt("servers_last")));
        }
      }
    }
    return servers;
  }

  private static Page<PoolAudit.PoolPeriod> pools(
      Connection connection, AuditPeriod period, PageRequest page) throws SQLException {
    List<PoolAudit.PoolPeriod> pools = new ArrayList<>();
    long total = 0;
    try (PreparedStatement query = connection.prepareStatement(AuditQueries.POOLS)) {
      bind(query, period, page);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          pools.add(pool(row));
          total = row.getLong("total");
        }
      }
    }
    if (pools.isEmpty() && page.first() > 0) {
      total = count(connection, AuditQueries.POOL_COUNT, period);
    }
    return new Page<>(pools, total, page.first(), page.size());
  }

  private static PoolAudit.PoolPeriod pool(ResultSet row) throws SQLException {
    int poolSize = row.getInt("pool_size");
    int reserve = row.getInt("reserve_pool_size");
    int openMost = row.getInt("open_most");
    Double useOfLimit = poolSize == 0 ? null : (double) openMost / (poolSize + reserve);
    return new PoolAudit.PoolPeriod(
        row.getString("server"),
        row.getString("database_name"),
        row.getString("user_name"),
        row.getString("pool_mode"),
        row.getLong("samples"),
        instant(row, "first_sample"),
        instant(row, "last_sample"),
        poolSize,
        reserve,
        row.getInt("max_connections"),
        openMost,
        row.getDouble("open_average"),
        row.getInt("busy_most"),
        row.getDouble("busy_average"),
        useOfLimit,
        row.getInt("clients_most"),
        row.getInt("waiting_most"),
        row.getLong("samples_with_waiting"),
        micros(row.getLong("longest_wait_us")),
        work(row));
  }

  private static PoolAudit.DatabaseWork work(ResultSet row) throws SQLException {
    long transactions = row.getLong("transactions");
    if (row.wasNull()) {
      return null;
    }
    long queries = row.getLong("queries");
    long assignments = row.getLong("assignments");
    return new PoolAudit.DatabaseWork(
        transactions,
        queries,
        assignments,
        row.getLong("logins"),
        row.getLong("received"),
        row.getLong("sent"),
        mean(row.getLong("xact_time_us"), transactions),
        mean(row.getLong("query_time_us"), queries),
        mean(row.getLong("wait_time_us"), assignments));
  }

  private static PoolSample sample(ResultSet row) throws SQLException {
    return new PoolSample(
        instant(row, "taken_at"),
        row.getString("server"),
        row.getString("database_name"),
        row.getString("user_name"),
        row.getString("pool_mode"),
        row.getInt("cl_active"),
        row.getInt("cl_waiting"),
        row.getInt("sv_active"),
        row.getInt("sv_idle"),
        row.getInt("sv_used"),
        row.getInt("sv_tested"),
        row.getInt("sv_login"),
        micros(row.getLong("maxwait_us")),
        row.getInt("pool_size"),
        row.getInt("reserve_pool_size"));
  }

  private static long count(Connection connection, String sql, AuditPeriod period)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      bind(query, period);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void bind(PreparedStatement query, AuditPeriod period, PageRequest page)
      throws SQLException {
    bind(query, period);
    query.setInt(3, page.size());
    query.setInt(4, page.first());
  }

  private static void bind(PreparedStatement query, AuditPeriod period) throws SQLException {
    query.setObject(1, PoolSamples.timestamp(period.from()));
    query.setObject(2, PoolSamples.timestamp(period.to()));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Duration mean(long totalMicros, long count) {
    return count == 0 ? null : micros(totalMicros / count);
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
