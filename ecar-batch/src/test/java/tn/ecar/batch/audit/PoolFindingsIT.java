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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.batch.Job;
import tn.ecar.batch.PoolAlert;
import tn.ecar.batch.RunningJob;
import tn.ecar.batch.RunningJobs;
import tn.ecar.batch.SharedPostgres;
import tn.ecar.batch.audit.ConsoleReading.Details;
import tn.ecar.batch.audit.ConsoleReading.EventCount;
import tn.ecar.batch.audit.ConsoleReading.PoolFigures;
import tn.ecar.batch.audit.ConsoleReading.TimingCounts;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;

/** What the report finds in samples of a real PostgreSQL, its roll-ups and its alerts. */
class PoolFindingsIT {
  private static final Instant EIGHT = Instant.parse("2026-03-02T08:00:00Z");
  private static final DataSource GARAGE =
      SharedPostgres.migrated(
          "pool_findings_it", "V002__pool_sample", "V012__jobs", "V013__pool_audit");

  private final List<PoolAlert> word = new ArrayList<>();
  private final PoolSamples samples = new PoolSamples(() -> GARAGE);
  private final PoolAlerts alerts = new PoolAlerts(() -> GARAGE, word::add);
  private final PoolRollup rollup = new PoolRollup(() -> GARAGE);
  private final PoolFindings findings = findings();

  private static PoolFindings findings() {
    Clock clock = Clock.fixed(EIGHT.plus(Duration.ofHours(2)), ZoneOffset.UTC);
    PoolAdvice none =
        new PoolAdvice(() -> null) {
          @Override
          List<PoolReport.Advice> now(int servers) {
            return List.of();
          }
        };
    return new PoolFindings(() -> GARAGE, new PoolAuditReport(() -> GARAGE, clock), none, clock);
  }

  @BeforeEach
  void empty() throws SQLException {
    execute(
        """
        TRUNCATE pool_audit, pool_sample, pool_database_sample, pool_user_sample,
          pool_timing_sample, pool_event_sample, pool_use, pool_work, pool_timing, pool_event,
          pool_leak, pool_change, pool_alert, credential
        """);
  }

  @Test
  void aStretchOfWaitingIsOneEpisodeWithItsCause() throws SQLException {
    for (int minute = 0; minute < 10; minute++) {
      int waiting = minute >= 3 && minute <= 5 ? 4 : 0;
      store(minute, 30, waiting, Duration.ZERO, Details.NONE);
    }

    List<PoolReport.Episode> episodes = report().episodes();

    assertThat(episodes).hasSize(1);
    PoolReport.Episode episode = episodes.get(0);
    assertThat(episode.since()).isEqualTo(EIGHT.plusSeconds(180));
    assertThat(episode.until()).isEqualTo(EIGHT.plusSeconds(300));
    assertThat(episode.samples()).isEqualTo(3);
    assertThat(episode.waitingMost()).isEqualTo(4);
    assertThat(episode.cause()).isEqualTo(SaturationCause.TOO_SMALL_A_POOL);
    assertThat(episode.evidence()).contains("30 of 30 server connections were busy");
  }

  @Test
  void whoHeldAConnectionForLongIsNamed() throws SQLException {
    for (int minute = 0; minute < 4; minute++) {
      store(minute, 30, minute == 2 ? 3 : 0, Duration.ofSeconds(45), Details.NONE);
    }

    PoolReport.Episode episode = report().episodes().get(0);

    assertThat(episode.cause()).isEqualTo(SaturationCause.LONG_TRANSACTION);
    assertThat(episode.evidence()).startsWith("nightly report at 10.0.0.7 held").contains("45.0 s");
  }

  @Test
  void aLeakIsNamedByItsPlace() throws SQLException {
    Details leak =
        new Details(
            List.of(),
            List.of(),
            List.of(),
            List.of(
                new ConsoleReading.Leak(
                    EIGHT,
                    EIGHT.plusSeconds(120),
                    "open_handle",
                    "ecar_db",
                    "ecar_user",
                    "tn.garage.Export.run(Export.java:41)",
                    7,
                    90)),
            List.of());
    for (int minute = 0; minute < 4; minute++) {
      store(minute, 30, minute == 2 ? 3 : 0, Duration.ofSeconds(45), leak);
    }

    PoolReport found = report();

    assertThat(found.episodes().get(0).cause()).isEqualTo(SaturationCause.LEAK);
    assertThat(found.episodes().get(0).evidence()).contains("Export.java:41");
    assertThat(found.leaks()).extracting(PoolReport.Leak::count).containsExactly(7L);
  }

  @Test
  void percentilesAreThoseOfThePeriodAndNotSinceThePoolBegan() throws SQLException {
    // Before: 1000 slow ones. In the period: 95 within a millisecond, 5 within ten.
    store(0, 1, 0, Duration.ZERO, timing(0, 0, 1000));
    store(1, 1, 0, Duration.ZERO, timing(95, 100, 1100));

    PoolReport.Timing wait = report().timings().get(0);

    assertThat(wait.count()).isEqualTo(100);
    assertThat(wait.p50()).isEqualTo(Duration.ofMillis(1));
    assertThat(wait.p95()).isEqualTo(Duration.ofMillis(1));
    assertThat(wait.p99()).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void closedServersAreThoseOfThePeriodByReason() throws SQLException {
    store(0, 1, 0, Duration.ZERO, closed(40));
    store(1, 1, 0, Duration.ZERO, closed(42));
    // The pool was started anew.
    store(2, 1, 0, Duration.ZERO, closed(3));

    assertThat(report().closed())
        .extracting(event -> event.reason() + " " + event.count())
        .containsExactly("server lifetime over 5");
  }

  @Test
  void anAlertOpensOnceAndClosesOnlyWellBelowItsLimit() throws SQLException {
    int[] clients = {79, 81, 90, 75, 71, 70};
    for (int minute = 0; minute < clients.length; minute++) {
      ConsoleReading reading = reading(minute, 1, 0, Duration.ZERO, Details.NONE, clients[minute]);
      samples.store(reading);
      alerts.look(reading);
    }

    assertThat(word)
        .extracting(alert -> alert.rule() + " " + alert.open() + " " + (int) alert.value())
        .containsExactly("clients_near_limit true 81", "clients_near_limit false 71");
    assertThat(report().alerts()).hasSize(1);
    assertThat(report().crowds()).extracting(PoolReport.Crowd::most).containsExactly(90);
  }

  @Test
  void loginsThatFailRaiseAnAlert() throws SQLException {
    for (int minute = 0; minute < 3; minute++) {
      long refused = minute == 1 ? 30 : 0;
      Details details =
          new Details(
              List.of(),
              List.of(),
              List.of(
                  new EventCount(
                      "login_refused",
                      "ecar_db",
                      "intruder",
                      "password authentication failed",
                      minute == 0 ? 100 : 130)),
              List.of(),
              List.of());
      ConsoleReading reading = reading(minute, 1, 0, Duration.ZERO, details, 5);
      samples.store(reading);
      alerts.look(reading);
      assertThat(word).hasSize(refused > 0 ? 1 : minute);
    }
    assertThat(word).extracting(PoolAlert::open).containsExactly(true, false);
  }

  @Test
  void anOldSecretRaisesAnAlert() throws SQLException {
    execute(
        "INSERT INTO credential (user_name, first_seen_at)"
            + " VALUES ('ecar_user', now() - interval '91 days')");
    ConsoleReading reading = reading(0, 1, 0, Duration.ZERO, Details.NONE, 5);
    samples.store(reading);
    alerts.look(reading);

    assertThat(word).extracting(PoolAlert::rule).containsExactly("rotation_overdue");
    assertThat(report().credentials())
        .extracting(PoolReport.Credential::overdue)
        .containsExactly(true);
  }

  /** The rotation's schedule is off until somebody turns it on, and it alone noted users. */
  @Test
  void theSecretOfAUserThatWasNeverRotatedHadNoAgeAndNeverBecameOverdue() throws SQLException {
    look(reading(0, 1, 0, Duration.ZERO, Details.NONE, 5));
    assertThat(report().credentials())
        .extracting(PoolReport.Credential::user, PoolReport.Credential::ageDays)
        .containsExactly(tuple("ecar_user", 0L));

    execute("UPDATE credential SET first_seen_at = now() - interval '91 days'");
    look(reading(1, 1, 0, Duration.ZERO, Details.NONE, 5));

    assertThat(word)
        .extracting(alert -> alert.rule() + " " + alert.subject())
        .containsExactly("rotation_overdue ecar_user");
    assertThat(report().credentials())
        .extracting(PoolReport.Credential::ageDays)
        .containsExactly(91L);
  }

  @Test
  void theSecretOfAUserWhoComesNoMoreRaisesNoAlert() throws SQLException {
    execute(
        "INSERT INTO credential (user_name, first_seen_at)"
            + " VALUES ('of_last_year', now() - interval '300 days')");
    look(reading(0, 1, 0, Duration.ZERO, Details.NONE, 5));

    assertThat(word).isEmpty();
  }

  @Test
  void theWayFromMd5ToScramStoodInTheLogOnlyAndNotInTheReport() throws SQLException {
    execute(
        """
        INSERT INTO credential (user_name, first_seen_at, rotated_at, form) VALUES
          ('legacy', now(), now(), 'md5'), ('Front-Desk', now(), now(), 'md5'),
          ('modern', now(), now(), 'scram-sha-256'), ('unknown', now(), NULL, NULL)
        """);

    List<PoolReport.Credential> secrets = report().credentials();

    assertThat(secrets)
        .filteredOn(secret -> secret.warning() != null)
        .extracting(PoolReport.Credential::user)
        .containsExactlyInAnyOrder("legacy", "Front-Desk");
    assertThat(ReportCsv.of(report()))
        .contains("ALTER ROLE legacy SET password_encryption = 'scram-sha-256'")
        .contains("ALTER ROLE \"\"Front-Desk\"\" SET password_encryption");
  }

  @Test
  void transactionsThatAreSlowSinceTheSampleBeforeRaiseAnAlert() throws SQLException {
    // Mean transactions of the minutes: none yet, 5 ms, 1.5 s, 0.95 s, 0.5 s.
    long[] spent = {0, 500, 150_500, 245_500, 295_500};
    for (int minute = 0; minute < spent.length; minute++) {
      look(worked(minute, minute * 100L, Duration.ofMillis(spent[minute])));
      assertThat(word).hasSize(minute < 2 ? 0 : minute < 4 ? 1 : 2);
    }

    assertThat(word)
        .extracting(alert -> alert.rule() + " " + alert.subject() + " " + alert.open())
        .containsExactly("slow_transactions ecar_db true", "slow_transactions ecar_db false");
    assertThat(word.get(0).value()).isEqualTo(1.5);
  }

  @Test
  void aPoolThatStartedAnewIsNotSlow() throws SQLException {
    look(worked(0, 100, Duration.ofSeconds(1)));
    look(worked(1, 10, Duration.ofSeconds(500)));

    assertThat(word).isEmpty();
  }

  @Test
  void whoWaitsForLongerThanASecondRaisesAnAlertForItsPool() throws SQLException {
    int[] tenthsOfASecond = {9, 15, 10, 8};
    for (int minute = 0; minute < tenthsOfASecond.length; minute++) {
      // Each who waits stands for ten milliseconds of the longest wait.
      look(reading(minute, 30, tenthsOfASecond[minute] * 10, Duration.ZERO, Details.NONE, 5));
    }

    assertThat(word)
        .extracting(alert -> alert.rule() + " " + alert.subject() + " " + alert.value())
        .containsExactly("long_wait ecar_db/ecar_user 1.5", "long_wait ecar_db/ecar_user 0.8");
    assertThat(word).extracting(PoolAlert::open).containsExactly(true, false);
  }

  @Test
  void aServerThatAnswersSlowlyIsTheCauseOfItsEpisode() throws SQLException {
    long[] spent = {0, 400, 800, 1200, 9200, 17_200, 17_600, 18_000};
    for (int minute = 0; minute < spent.length; minute++) {
      samples.store(
          worked(
              minute,
              minute * 100L,
              Duration.ofMillis(spent[minute]),
              minute == 4 || minute == 5 ? 3 : 0));
    }

    PoolReport.Episode episode = report().episodes().get(0);

    assertThat(episode.cause()).isEqualTo(SaturationCause.SLOW_SERVER);
    assertThat(episode.evidence()).startsWith("A query took").contains("in the rest of the period");
  }

  @Test
  void hoursAndDaysAddUpToTheSamplesHoweverOftenTheyAreReckoned() throws SQLException {
    for (int minute = 0; minute < 120; minute++) {
      store(minute, minute % 7, minute % 2, Duration.ZERO, timing(minute, minute, minute));
    }
    Instant end = EIGHT.plus(Duration.ofHours(2));

    assertThat(rollup.hoursLeft(end)).containsExactly(EIGHT, EIGHT.plusSeconds(3600));
    rollup.hours(EIGHT, EIGHT.plusSeconds(3600));
    rollup.days(EIGHT);
    rollup.hours(EIGHT, EIGHT);
    rollup.hours(EIGHT.plusSeconds(3600), EIGHT.plusSeconds(3600));
    rollup.days(EIGHT);

    assertThat(rollup.hoursLeft(end)).isEmpty();
    assertThat(number("SELECT sum(samples) FROM pool_use WHERE grain = 'HOUR'")).isEqualTo(120);
    assertThat(number("SELECT samples FROM pool_use WHERE grain = 'DAY'")).isEqualTo(120);
    assertThat(number("SELECT samples_with_waiting FROM pool_use WHERE grain = 'DAY'"))
        .isEqualTo(60);
    assertThat(number("SELECT transactions FROM pool_work WHERE grain = 'DAY'")).isEqualTo(11_900);
    assertThat(number("SELECT count FROM pool_timing WHERE grain = 'DAY' AND le_us IS NULL"))
        .isEqualTo(119);
  }

  /** It may have begun at zero while it was away, and grown beyond. */
  @Test
  void whatAServerDidWhileNobodyLookedForHoursIsInNoHour() throws SQLException {
    for (int minute = 0; minute < 60; minute++) {
      store(minute, 1, 0, Duration.ZERO, timing(minute, minute, minute));
    }
    for (int minute = 300; minute < 360; minute++) {
      store(minute, 1, 0, Duration.ZERO, timing(minute, minute, minute));
    }
    Instant later = EIGHT.plus(Duration.ofHours(5));

    assertThat(rollup.hoursLeft(later.plusSeconds(3600))).containsExactly(EIGHT, later);
    rollup.hours(EIGHT, later);

    assertThat(number("SELECT sum(samples) FROM pool_use")).isEqualTo(120);
    assertThat(number("SELECT count(*) FROM pool_work WHERE transactions = 5900")).isEqualTo(2);
    assertThat(number("SELECT sum(count) FROM pool_timing WHERE le_us IS NULL")).isEqualTo(118);
  }

  /** The runtime writes it down beside the chunk's transaction: after a kill it may be ahead. */
  @Test
  void anHourThatWasReadAndNotAddedUpIsReadAgainWhateverTheRuntimeRemembers() throws Exception {
    for (int minute = 0; minute < 180; minute++) {
      store(minute, 1, 0, Duration.ZERO, Details.NONE);
    }
    rollup.hours(EIGHT, EIGHT);
    RunningJob job = RunningJobs.begin(GARAGE, Job.POOL_ROLLUP, Map.of());
    try {
      Clock eleven = Clock.fixed(EIGHT.plus(Duration.ofHours(3)), ZoneOffset.UTC);
      HourReader reader = new HourReader(rollup, job, eleven);

      reader.open(EIGHT.plus(Duration.ofHours(2)));

      assertThat(reader.readItem()).isEqualTo(EIGHT.plus(Duration.ofHours(1)));
      assertThat(reader.readItem()).isEqualTo(EIGHT.plus(Duration.ofHours(2)));
      assertThat(reader.readItem()).isNull();
      assertThat(reader.checkpointInfo()).isNull();
    } finally {
      RunningJobs.end(GARAGE, job);
    }
  }

  @Test
  void theUseOfADayIsToldWhenItsSamplesAreGone() throws SQLException {
    for (int minute = 0; minute < 60; minute++) {
      store(minute, 10, minute % 2 * 3, Duration.ZERO, timing(0, minute * 2L, minute * 2L));
    }
    rollup.hours(EIGHT, EIGHT);
    rollup.days(EIGHT);
    execute("TRUNCATE pool_audit, pool_sample, pool_database_sample, pool_timing_sample");
    Clock later = Clock.fixed(EIGHT.plus(Duration.ofDays(20)), ZoneOffset.UTC);
    PoolHistory history = new PoolHistory(() -> GARAGE, later);

    Page<PoolUse> days = history.use(PoolUse.Grain.DAY, null, null, PageRequest.of(0, 50));

    assertThat(days.total()).isEqualTo(1);
    PoolUse day = days.items().get(0);
    // The garage's day begins at midnight in Tunis.
    assertThat(day.since()).isEqualTo(Instant.parse("2026-03-01T23:00:00Z"));
    assertThat(day.openAverage()).isEqualTo(10.0);
    assertThat(day.samplesWithWaiting()).isEqualTo(30);
    assertThat(day.longestWait()).isEqualTo(Duration.ofMillis(30));
    assertThat(day.waitP99()).isEqualTo(Duration.ofMillis(10));
    assertThat(day.transactions()).isEqualTo(5_900);
    assertThat(day.meanTransaction()).isEqualTo(Duration.ofMillis(5));
    assertThat(
            history
                .use(PoolUse.Grain.HOUR, EIGHT, EIGHT.plusSeconds(1), PageRequest.of(0, 50))
                .items())
        .extracting(PoolUse::since)
        .containsExactly(EIGHT);
    assertThat(history.use(PoolUse.Grain.HOUR, null, null, PageRequest.of(0, 50)).items())
        .isEmpty();
  }

  @Test
  void theTableOfValuesCannotBecomeAFormula() throws SQLException {
    execute(
        "INSERT INTO pool_change VALUES ('here', '2026-03-02T08:30:00Z', '=cmd()', 'SET a ="
            + " \"b\"')");
    store(0, 1, 0, Duration.ZERO, Details.NONE);

    assertThat(ReportCsv.of(report()))
        .contains("section,server,at,who,command\r\n")
        .contains("change,here,2026-03-02T08:30:00Z,'=cmd(),\"SET a = \"\"b\"\"\"\r\n");
  }

  private PoolReport report() throws SQLException {
    return findings.report(EIGHT, EIGHT.plus(Duration.ofHours(2)));
  }

  private void look(ConsoleReading reading) throws SQLException {
    samples.store(reading);
    alerts.look(reading);
  }

  private static Details timing(long withinMilli, long withinTen, long all) {
    return new Details(
        List.of(),
        List.of(
            new TimingCounts(
                "ecar_db",
                "ecar_user",
                "wait",
                List.of(1000L, 10_000L),
                List.of(withinMilli, withinTen, all))),
        List.of(),
        List.of(),
        List.of());
  }

  private static Details closed(long count) {
    return new Details(
        List.of(),
        List.of(),
        List.of(
            new EventCount("server_closed", "ecar_db", "ecar_user", "server lifetime over", count)),
        List.of(),
        List.of());
  }

  private void store(int minute, int busy, int waiting, Duration held, Details details)
      throws SQLException {
    samples.store(reading(minute, busy, waiting, held, details, 5));
  }

  private static ConsoleReading reading(
      int minute, int busy, int waiting, Duration held, Details details, int clients) {
    long transactions = minute * 100L;
    return new ConsoleReading(
        EIGHT.plusSeconds(minute * 60L),
        "here",
        new ConsoleReading.Totals(100, clients, 0, 0, busy, 0),
        List.of(
            new PoolFigures(
                "ecar_db",
                "ecar_user",
                "transaction",
                busy,
                waiting,
                busy,
                0,
                0,
                0,
                0,
                Duration.ofMillis(waiting * 10L),
                20,
                10,
                50,
                held,
                held.isZero() ? "" : "nightly report at 10.0.0.7")),
        List.of(
            new ConsoleReading.DatabaseCounters(
                "ecar_db",
                transactions,
                transactions,
                transactions * 2,
                transactions,
                transactions,
                Duration.ofMillis(transactions * 5),
                Duration.ofMillis(transactions * 4),
                Duration.ZERO,
                1)),
        details);
  }

  private static ConsoleReading worked(int minute, long transactions, Duration spent) {
    return worked(minute, transactions, spent, 0);
  }

  private static ConsoleReading worked(int minute, long transactions, Duration spent, int waiting) {
    ConsoleReading reading = reading(minute, 1, waiting, Duration.ZERO, Details.NONE, 5);
    return new ConsoleReading(
        reading.takenAt(),
        reading.server(),
        reading.totals(),
        reading.pools(),
        List.of(
            new ConsoleReading.DatabaseCounters(
                "ecar_db",
                transactions,
                transactions,
                transactions,
                transactions,
                transactions,
                spent,
                spent,
                Duration.ZERO,
                1)),
        reading.details());
  }

  private static long number(String sql) throws SQLException {
    try (Connection connection = GARAGE.getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = GARAGE.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
