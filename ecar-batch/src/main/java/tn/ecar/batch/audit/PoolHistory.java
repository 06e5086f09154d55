package tn.ecar.batch.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.batch.GarageSql;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.persistence.PoolResources;

/** Reads the use of the pools by hours and days, also of times whose samples are gone. */
@ApplicationScoped
public class PoolHistory {
  private static final String USE =
      """
      SELECT u.*, count(*) OVER () AS total, w.transactions, w.queries, w.xact_time_us,
        w.query_time_us, (
          SELECT min(t.le_us) FROM pool_timing t
          WHERE t.grain = u.grain AND t.since = u.since AND t.server = u.server
            AND t.database_name = u.database_name AND t.user_name = u.user_name
            AND t.timing = 'wait' AND t.count > 0 AND t.count * 100 >= 99 * (
              SELECT max(a.count) FROM pool_timing a
              WHERE a.grain = u.grain AND a.since = u.since AND a.server = u.server
                AND a.database_name = u.database_name AND a.user_name = u.user_name
                AND a.timing = 'wait')) AS wait_p99_us
      FROM pool_use u LEFT JOIN pool_work w USING (grain, since, server, database_name)
      WHERE grain = ? AND since >= ? AND since < ?
      ORDER BY since DESC, server, database_name, user_name
      LIMIT ? OFFSET ?
      """;
  private static final String COUNT =
      "SELECT count(*) FROM pool_use WHERE grain = ? AND since >= ? AND since < ?";

  private final GarageSql sql;
  private final Clock clock;

  /** For the container's proxy only. */
  protected PoolHistory() {
    this(PoolResources::garage, Clock.systemUTC());
  }

  /**
   * @param clock tells where an open period ends
   */
  @Inject
  public PoolHistory(Clock clock) {
    this(PoolResources::garage, clock);
  }

  PoolHistory(Supplier<DataSource> garage, Clock clock) {
    this.sql = new GarageSql(garage);
    this.clock = clock;
  }

  /**
   * Returns the use in a period, the newest first; one statement. The hour and the day under way
   * are told as far as they are added up.
   *
   * @param grain hours or days
   * @param from its first moment; null for thirty days, or for hours one day, before its end
   * @param to the first moment after it; null for now
   * @throws tn.ecar.garage.RuleViolation when the period does not begin before it ends
   * @throws GarageSql.DatabaseFailed when the database cannot be asked
   */
  public Page<PoolUse> use(PoolUse.Grain grain, Instant from, Instant to, PageRequest page) {
    Instant end = to == null ? clock.instant() : to;
    AuditPeriod period = new AuditPeriod(from == null ? end.minus(grain.usual()) : from, end);
    long[] total = new long[1];
    List<PoolUse> rows =
        sql.all(
            USE,
            query -> {
              bind(query, grain, period);
              query.setInt(4, page.size());
              query.setInt(5, page.first());
            },
            row -> {
              total[0] = row.getLong("total");
              return row(row);
            });
    if (rows.isEmpty() && page.first() > 0) {
      total[0] =
          sql.first(COUNT, query -> bind(query, grain, period), row -> row.getLong(1))
              .orElseThrow();
    }
    return new Page<>(rows, total[0], page.first(), page.size());
  }

  private static void bind(PreparedStatement query, PoolUse.Grain grain, AuditPeriod period)
      throws SQLException {
    query.setString(1, grain.name());
    query.setObject(2, PoolSamples.timestamp(period.from()));
    query.setObject(3, PoolSamples.timestamp(period.to()));
  }

  private static PoolUse row(ResultSet row) throws SQLException {
    double samples = row.getLong("samples");
    Long transactions = number(row, "transactions");
    Long queries = number(row, "queries");
    Long waited = number(row, "wait_p99_us");
    return new PoolUse(
        row.getObject("since", OffsetDateTime.class).toInstant(),
        row.getString("server"),
        row.getString("database_name"),
        row.getString("user_name"),
        row.getLong("samples"),
        row.getInt("pool_size"),
        row.getInt("reserve_pool_size"),
        row.getInt("open_most"),
        row.getLong("open_sum") / samples,
        row.getInt("busy_most"),
        row.getLong("busy_sum") / samples,
        row.getInt("clients_most"),
        row.getInt("waiting_most"),
        row.getLong("samples_with_waiting"),
        micros(row.getLong("longest_wait_us")),
        waited == null ? null : micros(waited),
        transactions,
        queries,
        mean(row.getLong("xact_time_us"), transactions),
        mean(row.getLong("query_time_us"), queries));
  }

  private static Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private static Duration mean(long micros, Long count) {
    return count == null || count == 0 ? null : micros(micros / count);
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
