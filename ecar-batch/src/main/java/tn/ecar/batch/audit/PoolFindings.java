package tn.ecar.batch.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.persistence.PoolResources;

/**
 * Makes the audit report of a period from the samples: the database adds up, this reads what it
 * found and says why clients waited.
 */
@ApplicationScoped
public class PoolFindings {
  private static final GarageSql.Binding NOTHING = query -> {};
  private static final int MOST_POOLS = PageRequest.MAX_SIZE;

  private final GarageSql sql;
  private final PoolAuditReport audit;
  private final PoolAdvice advice;
  private final Clock clock;

  /** For the container's proxy only. */
  protected PoolFindings() {
    this(PoolResources::garage, null, null, Clock.systemUTC());
  }

  @Inject
  PoolFindings(PoolAuditReport audit, PoolAdvice advice, Clock clock) {
    this(PoolResources::garage, audit, advice, clock);
  }

  PoolFindings(Supplier<DataSource> garage, PoolAuditReport audit, PoolAdvice advice, Clock clock) {
    this.sql = new GarageSql(garage);
    this.audit = audit;
    this.advice = advice;
    this.clock = clock;
  }

  /**
   * Returns the report of a period.
   *
   * @param from its first moment; null for a day before its end
   * @param to the first moment after it; null for now
   * @throws tn.ecar.garage.RuleViolation when the period does not begin before it ends
   * @throws SQLException when the database cannot be asked
   */
  public PoolReport report(Instant from, Instant to) throws SQLException {
    AuditPeriod period = AuditPeriod.between(from, to, clock.instant());
    PoolAudit figures = audit.report(period.from(), period.to(), PageRequest.of(0, MOST_POOLS));
    List<KindOfEvent> events = events(period);
    return new PoolReport(
        period.from(),
        period.to(),
        figures.servers(),
        figures.pools().items(),
        Percentiles.of(sql, period),
        episodes(period),
        crowds(period),
        leaks(period),
        ofKind(events, "server_closed"),
        ofKind(events, "login_refused"),
        changes(period),
        credentials(),
        advice.now(figures.servers().size()),
        alerts(period),
        series(period));
  }

  private List<PoolReport.Episode> episodes(AuditPeriod period) {
    return sql.all(FindingQueries.EPISODES, period::bind, PoolFindings::judged);
  }

  private static PoolReport.Episode judged(ResultSet row) throws SQLException {
    Work then = Work.of(row, "then_");
    Work all = Work.of(row, "all_");
    String place = row.getString("place");
    int size = row.getInt("pool_size");
    SaturationCause.Figures figures =
        new SaturationCause.Figures(
            place == null ? "" : place,
            row.getLong("leaked"),
            micros(row.getLong("longest_hold_us")),
            row.getString("holder"),
            all.meanTransaction(),
            then.meanQuery(),
            all.without(then).meanQuery(),
            then.transactionsPerSecond(),
            row.getInt("busy_most"),
            size == 0 ? 0 : size + row.getInt("reserve_pool_size"));
    SaturationCause cause = SaturationCause.of(figures);
    return new PoolReport.Episode(
        row.getString("server"),
        row.getString("database_name"),
        row.getString("user_name"),
        instant(row, "since"),
        instant(row, "until"),
        row.getLong("samples"),
        row.getInt("waiting_most"),
        micros(row.getLong("longest_wait_us")),
        cause,
        cause.evidence(figures),
        cause.figures(figures));
  }

  private List<PoolReport.Crowd> crowds(AuditPeriod period) {
    return sql.all(
        FindingQueries.CROWDS,
        period::bind,
        row ->
            new PoolReport.Crowd(
                row.getString("server"),
                row.getLong("samples"),
                row.getInt("most"),
                row.getInt("max_clients"),
                instant(row, "last")));
  }

  private List<PoolReport.Leak> leaks(AuditPeriod period) {
    return sql.all(
        FindingQueries.LEAKS,
        period::bind,
        row ->
            new PoolReport.Leak(
                row.getString("server"),
                row.getString("kind"),
                row.getString("database_name"),
                row.getString("user_name"),
                row.getString("place"),
                instant(row, "first_seen"),
                instant(row, "last_seen"),
                row.getLong("count"),
                Duration.ofSeconds(row.getLong("longest_s"))));
  }

  private List<KindOfEvent> events(AuditPeriod period) {
    return sql.all(
        FindingQueries.EVENTS,
        period::bind,
        row ->
            new KindOfEvent(
                row.getString("kind"),
                new PoolReport.Event(
                    row.getString("server"),
                    row.getString("database_name"),
                    row.getString("user_name"),
                    row.getString("reason"),
                    row.getLong("grown"))));
  }

  private static List<PoolReport.Event> ofKind(List<KindOfEvent> events, String kind) {
    return events.stream()
        .filter(event -> event.kind().equals(kind))
        .map(KindOfEvent::event)
        .toList();
  }

  private List<PoolReport.Change> changes(AuditPeriod period) {
    return sql.all(
        FindingQueries.CHANGES,
        period::bind,
        row ->
            new PoolReport.Change(
                row.getString("server"),
                instant(row, "at"),
                row.getString("who"),
                row.getString("command")));
  }

  private List<PoolReport.Credential> credentials() {
    return sql.all(
        FindingQueries.CREDENTIALS,
        NOTHING,
        row ->
            PoolReport.Credential.of(
                row.getString("user_name"),
                row.getLong("days"),
                row.getBoolean("rotated"),
                row.getString("form"),
                row.getBoolean("overdue")));
  }

  private List<PoolReport.Alert> alerts(AuditPeriod period) {
    return sql.all(
        FindingQueries.ALERTS,
        period::bind,
        row ->
            new PoolReport.Alert(
                row.getString("rule"),
                row.getString("server"),
                row.getString("subject"),
                row.getDouble("value"),
                row.getDouble("threshold"),
                row.getString("unit"),
                instant(row, "opened_at"),
                instant(row, "closed_at")));
  }

  private List<PoolReport.Point> series(AuditPeriod period) {
    return sql.all(
        FindingQueries.SERIES,
        period::bind,
        row ->
            new PoolReport.Point(
                row.getString("server"),
                row.getString("database_name"),
                row.getString("user_name"),
                instant(row, "at"),
                row.getDouble("open"),
                row.getDouble("busy"),
                row.getInt("waiting"),
                row.getInt("size")));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  private record KindOfEvent(String kind, PoolReport.Event event) {}

  /** What a database did in a stretch. */
  private record Work(
      long transactions, long queries, long transactionMicros, long queryMicros, double seconds) {
    /** Where nothing was sampled, nothing was done. */
    static Work of(ResultSet row, String stretch) throws SQLException {
      return new Work(
          row.getLong(stretch + "transactions"),
          row.getLong(stretch + "queries"),
          row.getLong(stretch + "xact_time_us"),
          row.getLong(stretch + "query_time_us"),
          row.getDouble(stretch + "seconds"));
    }

    Duration meanTransaction() {
      return mean(transactionMicros, transactions);
    }

    Duration meanQuery() {
      return mean(queryMicros, queries);
    }

    double transactionsPerSecond() {
      return seconds == 0 ? 0 : transactions / seconds;
    }

    Work without(Work part) {
      return new Work(
          Math.max(0, transactions - part.transactions),
          Math.max(0, queries - part.queries),
          Math.max(0, transactionMicros - part.transactionMicros),
          Math.max(0, queryMicros - part.queryMicros),
          Math.max(0, seconds - part.seconds));
    }

    private static Duration mean(long micros, long count) {
      return count == 0 ? Duration.ZERO : Duration.of(micros / count, ChronoUnit.MICROS);
    }
  }
}
