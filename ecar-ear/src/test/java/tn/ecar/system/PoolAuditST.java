package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The job {@code pool-audit} in the running product, by REST and by its schedule. */
class PoolAuditST {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** The build lets the tests' server audit every ten seconds. */
  private static final Duration SEVERAL_PERIODS = Duration.ofSeconds(90);

  private static final Set<String> AT_WORK = Set.of("STARTING", "STARTED", "STOPPING");

  private static Product garage;
  private static GarageClient manager;

  @BeforeAll
  static void open() throws Exception {
    garage = Product.running();
    manager = GarageClient.manager(garage);
  }

  @Test
  void startedByRestItCompletesAndItsReportShowsTheSample() throws Exception {
    Instant before = Instant.now();

    JsonNode run = start();
    awaitCompleted(run.get("id").asLong());

    JsonNode report = manager.get("reports/pool-audit?from=" + before).expecting(200);
    JsonNode pool = garagePool(report);
    assertThat(pool.get("user").asText()).isEqualTo("ecar_user");
    assertThat(pool.get("poolMode").asText()).isEqualTo("transaction");
    assertThat(pool.get("poolSize").asInt()).isEqualTo(20);
    assertThat(pool.get("reservePoolSize").asInt()).isEqualTo(10);
    assertThat(pool.get("samples").asInt()).isPositive();
    assertThat(pool.get("serversOpenMost").asInt()).isBetween(1, 30);
  }

  @Test
  void theScheduleTakesSamplesByItself() throws Exception {
    Instant before = Instant.now();

    awaitTrue(SEVERAL_PERIODS, () -> samplesSince(before) >= 2);

    JsonNode work =
        garagePool(manager.get("reports/pool-audit?from=" + before).expecting(200)).get("work");
    assertThat(work.get("transactions").asLong()).isPositive();
    assertThat(work.get("averageTransaction").asText()).startsWith("PT");
  }

  /** Where nobody may write samples, a run cannot end: the schedule's own or this one. */
  @Test
  void aStartBesideARunThatIsUnderWayIsRefusedWithItsNumber() throws Exception {
    long underWay;
    try (Connection connection = garage.superuser();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE pool_audit IN ACCESS EXCLUSIVE MODE");
      JsonNode refused = Await.until(SOON, PoolAuditST::refusedBesideOneAtWork);

      underWay = refused.get("number").asLong();
      assertThat(refused.get("detail").asText())
          .startsWith("Job pool-audit is running already as run " + underWay + " on ")
          .endsWith(": wait until it has ended, then start it again.");
      connection.rollback();
    }
    awaitCompleted(underWay);
  }

  /**
   * The refusal of a start beside a run, begun by hand or by the schedule, that is still at work
   * after it; null while there is none yet: a run that had written its samples before the lock
   * ends, and one that had not stays, whenever it began.
   */
  private static JsonNode refusedBesideOneAtWork() throws Exception {
    GarageClient.Answer answer = manager.post("jobs/pool-audit", Map.of());
    if (answer.status() != 409) {
      answer.expecting(202);
      return null;
    }
    return AT_WORK.contains(state(answer.body().get("number").asLong())) ? answer.body() : null;
  }

  /** As a server leaves it that was killed while the job was at work. */
  @Test
  void aRunWhoseServerIsSilentIsLostAndHindersNoOther() throws Exception {
    long lost;
    try (Connection connection = garage.superuser();
        Statement statement = connection.createStatement()) {
      lost =
          number(
              statement,
              """
              INSERT INTO job_run (job, place, server, started_by, state, started_at, seen_at)
              VALUES ('pool-audit', 'killed', 'killed', 'schedule', 'STARTED',
                now() - interval '1 minute', now() - interval '46 seconds')
              RETURNING id
              """);
    }

    awaitTrue(SOON, () -> "LOST".equals(state(lost)));
    awaitCompleted(start().get("id").asLong());
  }

  @Test
  void runsOfTheDayBeforeYesterdayAreForgotten() throws Exception {
    long old = start().get("id").asLong();
    awaitCompleted(old);
    long young = start().get("id").asLong();
    awaitCompleted(young);
    try (Connection connection = garage.superuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE job_run SET seen_at = seen_at - interval '49 hours' WHERE id = " + old);
    }

    awaitTrue(SOON, () -> manager.get("jobs/pool-audit/" + old).status() == 404);
    assertThat(state(young)).isEqualTo("COMPLETED");
  }

  @Test
  void aScheduleIsChangedWhileTheGarageRuns() throws Exception {
    GarageClient.Answer read = manager.get("jobs/pool-audit/schedule");
    String usual = read.expecting(200).get("schedule").asText();

    JsonNode changed = reschedule("every 1 s").expecting(200);
    assertThat(changed.get("schedule").asText()).isEqualTo("every 1 s");
    Instant before = Instant.now();
    awaitTrue(SOON, () -> samplesSince(before) >= 3);

    JsonNode refused = reschedule("now and then").expecting(422);
    assertThat(refused.get("violations").get(0).get("field").asText()).isEqualTo("schedule");
    reschedule(usual).expecting(200);
  }

  private static GarageClient.Answer reschedule(String schedule) throws Exception {
    return manager.put("jobs/pool-audit/schedule", "*", Map.of("schedule", schedule));
  }

  @Test
  void theJobRepositoryIsInPostgres() throws Exception {
    start();

    try (Connection connection = garage.superuser();
        Statement statement = connection.createStatement()) {
      assertThat(
              number(
                  statement,
                  "SELECT count(*) FROM information_schema.tables"
                      + " WHERE table_schema = 'ecar_batch'"))
          .isGreaterThanOrEqualTo(6);
      assertThat(
              number(
                  statement,
                  "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public' AND"
                      + " table_name ILIKE '%executioninstance%'"))
          .isZero();
      assertThat(
              number(
                  statement,
                  "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ecar_batch'"))
          .isLessThanOrEqualTo(4);
    }
  }

  @Test
  void noChunkLeavesAPreparedTransactionBehind() throws Exception {
    start();

    try (Connection connection = garage.superuser();
        Statement statement = connection.createStatement()) {
      awaitTrue(
          SOON,
          () ->
              number(
                      statement,
                      "SELECT count(*) FROM pg_prepared_xacts"
                          + " WHERE prepared < now() - interval '1 second'")
                  == 0);
    }
  }

  @Test
  void aPeriodThatEndsBeforeItBeginsIsRefused() throws Exception {
    JsonNode problem =
        manager
            .get("reports/pool-audit?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z")
            .expecting(422);

    assertThat(problem.get("violations").get(0).get("field").asText()).isEqualTo("from");
  }

  @Test
  void anUnknownJobIsNotFound() throws Exception {
    manager.post("jobs/pool-audits", Map.of()).expecting(404);
  }

  @Test
  void nobodyStartsAJobWithoutSigningIn() throws Exception {
    GarageClient.of(garage).post("jobs/pool-audit", Map.of()).expecting(401);
  }

  /** The schedule may be at work at that moment: then the start is asked for again. */
  private static JsonNode start() throws Exception {
    GarageClient.Answer[] answer = new GarageClient.Answer[1];
    awaitTrue(
        SOON,
        () -> {
          answer[0] = manager.post("jobs/pool-audit", Map.of());
          return answer[0].status() != 409;
        });
    return answer[0].expecting(202);
  }

  private static void awaitCompleted(long execution) throws Exception {
    awaitTrue(SOON, () -> !AT_WORK.contains(state(execution)));
    assertThat(state(execution)).isEqualTo("COMPLETED");
  }

  private static String state(long execution) throws Exception {
    return manager.get("jobs/pool-audit/" + execution).expecting(200).get("state").asText();
  }

  private static void awaitTrue(Duration limit, Callable<Boolean> question) throws Exception {
    Await.until(limit, () -> question.call() ? Boolean.TRUE : null);
  }

  private static long samplesSince(Instant moment) throws Exception {
    return manager
        .get("reports/pool-audit/samples?size=1&from=" + moment)
        .expecting(200)
        .get("total")
        .asLong();
  }

  private static JsonNode garagePool(JsonNode report) {
    for (JsonNode pool : report.get("pools").get("items")) {
      if ("ecar_db".equals(pool.get("database").asText())) {
        return pool;
      }
    }
    throw new AssertionError("the report has no pool of the garage: " + report);
  }

  private static long number(Statement statement, String sql) throws Exception {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
