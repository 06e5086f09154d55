package tn.ecar.batch.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.batch.SharedPostgres;
import tn.ecar.batch.audit.ConsoleReading.DatabaseCounters;
import tn.ecar.batch.audit.ConsoleReading.PoolFigures;
import tn.ecar.batch.audit.ConsoleReading.Totals;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;

/** Stores samples in a real PostgreSQL and reads their report. */
class PoolAuditIT {
  private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");
  private static final PageRequest ALL = PageRequest.of(0, 50);

  private static final DataSource GARAGE =
      SharedPostgres.migrated(
          "pool_audit_it", "V002__pool_sample", "V012__jobs", "V013__pool_audit");

  private final PoolSamples samples = new PoolSamples(() -> GARAGE);
  private final PoolAuditReport report =
      new PoolAuditReport(
          () -> GARAGE, Clock.fixed(MORNING.plus(Duration.ofHours(1)), ZoneOffset.UTC));

  @BeforeEach
  void empty() throws SQLException {
    execute("TRUNCATE pool_audit, pool_sample, pool_database_sample");
  }

  @Test
  void aReadingComesBackAsItWasStored() throws SQLException {
    samples.store(reading(MORNING, "here", pool("ecar_db", 3, 2, 7, 4, Duration.ofMillis(1500))));

    Page<PoolSample> stored = report.samples(null, null, ALL);

    assertThat(stored.total()).isEqualTo(1);
    assertThat(stored.items())
        .containsExactly(
            new PoolSample(
                MORNING,
                "here",
                "ecar_db",
                "ecar_user",
                "transaction",
                3,
                2,
                7,
                4,
                1,
                0,
                0,
                Duration.ofMillis(1500),
                20,
                10));
  }

  @Test
  void theReportShowsUseAgainstLimits() throws SQLException {
    samples.store(reading(MORNING, "here", pool("ecar_db", 5, 0, 3, 2, Duration.ZERO)));
    samples.store(
        reading(
            MORNING.plusSeconds(60),
            "here",
            pool("ecar_db", 40, 9, 29, 0, Duration.ofMillis(250))));

    PoolAudit audit = report.report(null, null, ALL);

    PoolAudit.PoolPeriod pool = audit.pools().items().get(0);
    assertThat(pool.samples()).isEqualTo(2);
    assertThat(pool.firstSample()).isEqualTo(MORNING);
    assertThat(pool.lastSample()).isEqualTo(MORNING.plusSeconds(60));
    assertThat(pool.serversOpenMost()).isEqualTo(30);
    assertThat(pool.serversOpenAverage()).isEqualTo(18.0);
    assertThat(pool.serversBusyMost()).isEqualTo(29);
    assertThat(pool.useOfLimit()).isEqualTo(1.0);
    assertThat(pool.clientsMost()).isEqualTo(49);
    assertThat(pool.waitingMost()).isEqualTo(9);
    assertThat(pool.samplesWithWaiting()).isEqualTo(1);
    assertThat(pool.longestWait()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void workIsWhatTheCountersGrewBy() throws SQLException {
    samples.store(counted(MORNING, 100, Duration.ofSeconds(10)));
    samples.store(counted(MORNING.plusSeconds(60), 140, Duration.ofSeconds(12)));

    PoolAudit.DatabaseWork work = work();

    assertThat(work.transactions()).isEqualTo(40);
    assertThat(work.queries()).isEqualTo(80);
    assertThat(work.averageTransaction()).isEqualTo(Duration.ofMillis(50));
    assertThat(work.averageQuery()).isEqualTo(Duration.ofMillis(25));
  }

  @Test
  void aPoolThatWasStartedAnewCountsFromZero() throws SQLException {
    samples.store(counted(MORNING, 100, Duration.ofSeconds(10)));
    samples.store(counted(MORNING.plusSeconds(60), 140, Duration.ofSeconds(12)));
    samples.store(counted(MORNING.plusSeconds(120), 10, Duration.ofSeconds(1)));

    assertThat(work().transactions()).isEqualTo(50);
    assertThat(work().averageTransaction()).isEqualTo(Duration.ofMillis(60));
  }

  @Test
  void beforeTheSecondSampleThereIsNoWorkToTell() throws SQLException {
    samples.store(counted(MORNING, 100, Duration.ofSeconds(10)));

    assertThat(work()).isNull();
  }

  @Test
  void poolsOfTwoServersAreToldApartAndPaged() throws SQLException {
    samples.store(reading(MORNING, "a", pool("ecar_db", 1, 0, 1, 0, Duration.ZERO)));
    samples.store(reading(MORNING, "b", pool("ecar_db", 2, 0, 2, 0, Duration.ZERO)));

    PoolAudit second = report.report(null, null, PageRequest.of(1, 1));

    assertThat(second.pools().total()).isEqualTo(2);
    assertThat(second.pools().items())
        .extracting(PoolAudit.PoolPeriod::server)
        .containsExactly("b");
    assertThat(second.servers())
        .extracting(PoolAudit.ServerPeriod::server, PoolAudit.ServerPeriod::serversOpenLast)
        .containsExactly(tuple("a", 25), tuple("b", 25));
  }

  @Test
  void onlyThePeriodCounts() throws SQLException {
    samples.store(
        reading(MORNING.minusSeconds(1), "here", pool("ecar_db", 1, 0, 1, 0, Duration.ZERO)));
    samples.store(reading(MORNING, "here", pool("ecar_db", 1, 0, 1, 0, Duration.ZERO)));
    samples.store(
        reading(MORNING.plusSeconds(60), "here", pool("ecar_db", 1, 0, 1, 0, Duration.ZERO)));

    PoolAudit audit = report.report(MORNING, MORNING.plusSeconds(60), ALL);

    assertThat(audit.pools().items()).extracting(PoolAudit.PoolPeriod::samples).containsExactly(1L);
  }

  @Test
  void daysThatAreOldAreDroppedAsTables() throws SQLException {
    samples.store(
        reading(
            MORNING.minus(Duration.ofDays(2)), "here", pool("ecar_db", 1, 0, 1, 0, Duration.ZERO)));
    samples.store(reading(MORNING, "here", pool("ecar_db", 1, 0, 1, 0, Duration.ZERO)));

    assertThat(samples.forgetBefore(MORNING)).isPositive();

    Instant longAgo = MORNING.minus(Duration.ofDays(10));
    assertThat(report.samples(longAgo, null, ALL).items())
        .extracting(PoolSample::takenAt)
        .containsExactly(MORNING);
    samples.store(
        reading(MORNING.plusSeconds(60), "here", pool("ecar_db", 1, 0, 1, 0, Duration.ZERO)));
  }

  private PoolAudit.DatabaseWork work() throws SQLException {
    return report.report(null, null, ALL).pools().items().get(0).work();
  }

  private static ConsoleReading counted(Instant at, long transactions, Duration spent) {
    DatabaseCounters counters =
        new DatabaseCounters(
            "ecar_db",
            transactions,
            transactions,
            transactions * 2,
            transactions * 100,
            transactions * 500,
            spent,
            spent,
            Duration.ZERO,
            1);
    return new ConsoleReading(
        at,
        "here",
        new Totals(100, 40, 0, 0, 25, 0),
        List.of(pool("ecar_db", 1, 0, 1, 0, Duration.ZERO)),
        List.of(counters),
        ConsoleReading.Details.NONE);
  }

  private static ConsoleReading reading(Instant at, String server, PoolFigures pool) {
    return new ConsoleReading(
        at,
        server,
        new Totals(100, 40, 0, 0, 25, 0),
        List.of(pool),
        List.of(),
        ConsoleReading.Details.NONE);
  }

  private static PoolFigures pool(
      String database, int active, int waiting, int busy, int idle, Duration maxwait) {
    return new PoolFigures(
        database,
        "ecar_user",
        "transaction",
        active,
        waiting,
        busy,
        idle,
        1,
        0,
        0,
        maxwait,
        20,
        10,
        50,
        Duration.ZERO,
        "");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = GARAGE.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
