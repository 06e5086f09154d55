package tn.ecar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.ChangedMeanwhile;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.PageRequest;

/** Runs and schedules in a real PostgreSQL, as several servers see them. */
class JobFrameIT {
  private static final Job EACH = Job.POOL_AUDIT;
  private static final DataSource GARAGE = SharedPostgres.migrated("job_frame", "V012__jobs");
  private static final ExecutorService SERVERS = Executors.newFixedThreadPool(8);

  private final JobRuns runs = new JobRuns(() -> GARAGE);
  private final JobRecords records = new JobRecords(() -> GARAGE);
  private final JobSchedules schedules = new JobSchedules(() -> GARAGE, Map.of());

  @AfterAll
  static void end() {
    SERVERS.shutdownNow();
  }

  @BeforeEach
  void empty() throws SQLException {
    execute("TRUNCATE job_run, job_schedule CASCADE");
  }

  @Test
  void ofManyStartsAtOnceOneBegins() throws Exception {
    List<Optional<Long>> begun =
        atOnce(16, server -> runs.begin(EACH, "here", "operator", Map.of()));

    assertThat(begun).filteredOn(Optional::isPresent).hasSize(1);
    assertThat(runs.atWork(EACH, "here")).isPresent();
  }

  @Test
  void aJobOfEachServerBeginsOnEach() {
    assertThat(runs.begin(EACH, "a", "operator", Map.of())).isPresent();
    assertThat(runs.begin(EACH, "b", "operator", Map.of())).isPresent();
    assertThat(runs.begin(EACH, "a", "operator", Map.of())).isEmpty();
  }

  @Test
  void aRunThatEndedMakesRoomForTheNext() {
    long first = runs.begin(EACH, "here", "operator", Map.of("dry", "yes")).orElseThrow();
    runs.ended(first, "COMPLETED", "done");

    assertThat(runs.begin(EACH, "here", "schedule", Map.of())).isPresent();
    JobRun run = runs.find(first).orElseThrow();
    assertThat(run.state()).isEqualTo("COMPLETED");
    assertThat(run.parameters()).containsEntry("dry", "yes");
    assertThat(run.ended()).isAfterOrEqualTo(run.started());
  }

  @Test
  void aSilentServersRunIsLostAndItsLateWordsChangeNothing() throws SQLException {
    long run = runs.begin(EACH, "here", "operator", Map.of()).orElseThrow();
    assertThat(runs.lose()).isEmpty();
    execute("UPDATE job_run SET seen_at = seen_at - interval '46 seconds'");

    assertThat(runs.lose()).containsExactly(run);

    assertThat(runs.alive(run, 7L, 1, null)).isFalse();
    assertThat(runs.hold(run)).isFalse();
    runs.ended(run, "COMPLETED", "done");
    assertThat(runs.find(run).orElseThrow().state()).isEqualTo(JobRun.LOST);
  }

  @Test
  void aRunThatWasToStopIsStoppedWhenItsServerDiesAndGoesNotOnElsewhere() throws SQLException {
    long run = runs.begin(Job.POOL_ROLLUP, "here", "lina", Map.of()).orElseThrow();
    runs.alive(run, 7L, 1, null);
    runs.stopping(run);
    execute("UPDATE job_run SET seen_at = seen_at - interval '46 seconds'");

    assertThat(runs.lose()).isEmpty();

    JobRun stopped = runs.find(run).orElseThrow();
    assertThat(stopped.state()).isEqualTo("STOPPED");
    assertThat(stopped.ended()).isAfterOrEqualTo(stopped.started());
    long next = runs.begin(Job.POOL_ROLLUP, "here", "lina", Map.of()).orElseThrow();
    runs.stopping(next);
    assertThat(runs.lose(next)).isFalse();
    assertThat(runs.find(next).orElseThrow().state()).isEqualTo("STOPPED");
  }

  @Test
  void remindersLostInTheEveningAreNotTakenUpAtNight() throws SQLException {
    JobsAtWork atWork = new JobsAtWork(Clock.systemUTC(), runs, records, new ServerName("here"));
    ToldRuntime runtime = new ToldRuntime();
    JobStarts starts =
        new JobStarts(runtime::operator, runs, records, atWork, new ServerName("here"));
    for (String begun : List.of("30 minutes", "8 hours")) {
      execute("TRUNCATE job_run CASCADE");
      long run = runs.begin(Job.SERVICE_REMINDERS, "there", "schedule", Map.of()).orElseThrow();
      runtime.holding(1L, Job.SERVICE_REMINDERS.key(), run);
      runs.alive(run, 1L, 1, null);
      execute(
          "UPDATE job_run SET seen_at = now() - interval '1 minute', started_at = now() - interval"
              + " '"
              + begun
              + "'");

      starts.takeOverLost();

      assertThat(runs.find(run).orElseThrow().state()).isEqualTo(JobRun.LOST);
      assertThat(runs.atWork(Job.SERVICE_REMINDERS, "here").isPresent())
          .as("begun " + begun + " ago")
          .isEqualTo(begun.equals("30 minutes"));
    }
  }

  @Test
  void aFailedRunThatTheRuntimeHasForgottenIsRefusedAndLeavesNoOther() {
    JobsAtWork atWork = new JobsAtWork(Clock.systemUTC(), runs, records, new ServerName("here"));
    JobStarts starts =
        new JobStarts(new ToldRuntime()::operator, runs, records, atWork, new ServerName("here"));
    long run = runs.begin(EACH, "here", "lina", Map.of()).orElseThrow();
    runs.alive(run, 7L, 1, null);
    runs.ended(run, "FAILED", "the disk was full");

    assertThatThrownBy(() -> starts.restart(runs.find(run).orElseThrow(), "lina"))
        .isInstanceOf(Conflict.class)
        .hasMessage(
            "Run %d cannot be taken up again: the batch runtime remembers where a run was for 2"
                + " days only. Start the job anew with the same parameters.",
            run);
    assertThat(runs.of(EACH, PageRequest.of(0, 50)).items()).hasSize(1);
  }

  /** The runtime's tables are in no backup: its numbers may have gone to others meanwhile. */
  @Test
  void afterARestoreTheExecutionOfAnotherJobOrRunIsNotTakenUpAgain() {
    JobsAtWork atWork = new JobsAtWork(Clock.systemUTC(), runs, records, new ServerName("here"));
    ToldRuntime runtime = new ToldRuntime();
    JobStarts starts =
        new JobStarts(runtime::operator, runs, records, atWork, new ServerName("here"));
    long run = runs.begin(EACH, "here", "lina", Map.of()).orElseThrow();
    runs.alive(run, 1L, 1, null);
    runs.ended(run, "FAILED", "the disk was full");
    JobRun failed = runs.find(run).orElseThrow();

    for (Runnable others :
        List.<Runnable>of(
            () -> runtime.holding(1L, Job.OUTBOX.key(), run),
            () -> runtime.holding(1L, EACH.key(), run + 1))) {
      others.run();
      assertThatThrownBy(() -> starts.restart(failed, "lina"))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("Run " + run + " cannot be taken up again")
          .hasMessageContaining("Start the job anew with the same parameters");
      assertThat(runtime.restarted).isEmpty();
      assertThat(runs.of(EACH, PageRequest.of(0, 50)).items()).hasSize(1);
    }

    runtime.holding(1L, EACH.key(), run);
    starts.restart(failed, "lina");
    assertThat(runtime.restarted).containsExactly(1L);
  }

  /**
   * As the runtime leaves it whose database was away when the execution's end was to be written:
   * the repository says STARTED for ever, and nobody is at work.
   */
  @Test
  void aRunWhoseEndCouldNotBeWrittenIsGivenUpAndMakesRoomForTheNext() {
    JobsAtWork atWork = new JobsAtWork(Clock.systemUTC(), runs, records, new ServerName("here"));
    ToldRuntime runtime = new ToldRuntime();
    JobStarts starts =
        new JobStarts(runtime::operator, runs, records, atWork, new ServerName("here"));
    long run = starts.start(EACH, "schedule", Map.of()).id();
    runtime.threads.add(1L);
    starts.loseWhatNobodyWorksOn();
    assertThat(runs.atWork(EACH, "here")).as("a thread is at work").isPresent();

    runtime.threads.clear();
    starts.loseWhatNobodyWorksOn();

    assertThat(runs.find(run).orElseThrow().state()).isEqualTo(JobRun.LOST);
    assertThat(atWork.all()).isEmpty();
    assertThat(starts.start(EACH, "schedule", Map.of()).id()).isGreaterThan(run);
  }

  @Test
  void aLostRunIsTakenUpAgainByOneServerOnly() throws Exception {
    long lost = runs.begin(EACH, "here", "operator", Map.of("dry", "yes")).orElseThrow();
    runs.alive(lost, 7L, 40, 100L);
    execute("UPDATE job_run SET state = 'LOST'");

    List<Optional<Long>> again =
        atOnce(8, server -> runs.beginAgain(lost, "server" + server, "schedule"));

    assertThat(again).filteredOn(Optional::isPresent).hasSize(1);
    JobRun run =
        runs.find(again.stream().flatMap(Optional::stream).findFirst().orElseThrow()).orElseThrow();
    assertThat(run.restartOf()).isEqualTo(lost);
    assertThat(run.itemsDone()).isEqualTo(40);
    assertThat(run.itemsTotal()).isEqualTo(100);
    assertThat(run.parameters()).containsEntry("dry", "yes");
    assertThat(runs.restarts(run.id())).isEqualTo(1);
  }

  @Test
  void whatIsSaidIsKeptInOrderAndGoesWithItsRun() throws SQLException {
    long id = runs.begin(EACH, "here", "operator", Map.of()).orElseThrow();
    RunningJob job = new RunningJob(id, "here", "lina", Map.of(), Clock.systemUTC(), runs, records);
    job.say("one");
    job.warn("two");
    records.append(id, job.takeUnwritten());
    job.say("three");
    records.append(id, job.takeUnwritten());
    job.result(new JobResult("report.json", "application/json", new byte[] {'{', '}'}));

    assertThat(records.lines(id, PageRequest.of(0, 50)).items())
        .extracting(line -> line.number() + line.level() + line.text())
        .containsExactly("1INFOone", "2WARNINGtwo", "3INFOthree");
    assertThat(runs.find(id).orElseThrow().results()).containsExactly("report.json");
    assertThat(records.result(id, "report.json").orElseThrow().content()).hasSize(2);

    runs.ended(id, "COMPLETED", null);
    execute("UPDATE job_run SET seen_at = seen_at - interval '3 days'");
    assertThat(runs.forget(EACH)).isEqualTo(1);
    assertThat(records.lines(id, PageRequest.of(0, 50)).total()).isZero();
  }

  @Test
  void aChangedScheduleHoldsAtOnceAndTheEnvironmentDoesNotUndoIt() {
    schedules.putUsual();
    JobSchedule usual = usual();
    assertThat(usual.schedule()).isEqualTo("every 60 s");

    change(usual, true, "every 5 min", "lina");
    new JobSchedules(() -> GARAGE, Map.of("ECAR_SCHEDULE_POOL_AUDIT", "off")).putUsual();

    JobSchedule changed = usual();
    assertThat(changed.schedule()).isEqualTo("every 5 min");
    assertThat(changed.enabled()).isTrue();
    assertThat(changed.changedBy()).isEqualTo("lina");
    assertThatThrownBy(() -> change(usual, true, "every 7 min", "amal"))
        .isInstanceOf(ChangedMeanwhile.class);
  }

  @Test
  void theEnvironmentSetsTheUsualSchedule() {
    schedules.putUsual();
    new JobSchedules(() -> GARAGE, Map.of("ECAR_SCHEDULE_POOL_AUDIT", "every 10 s")).putUsual();
    assertThat(usual().schedule()).isEqualTo("every 10 s");

    new JobSchedules(() -> GARAGE, Map.of("ECAR_SCHEDULE_POOL_AUDIT", "off")).putUsual();
    assertThat(usual().enabled()).isFalse();
  }

  @Test
  void aTypingErrorInOneScheduleStopsNoOtherJob() {
    new JobSchedules(
            () -> GARAGE,
            Map.of("ECAR_SCHEDULE_POOL_AUDIT", "soon", "ECAR_SCHEDULE_ARCHIVE", "every 5 min"))
        .putUsual();

    assertThat(schedules.all()).hasSize(Job.values().length);
    assertThat(usual().schedule()).isEqualTo("every 60 s");
    assertThat(schedules.all())
        .filteredOn(schedule -> schedule.job().equals("archive"))
        .extracting(JobSchedule::schedule)
        .containsExactly("every 5 min");
  }

  @Test
  void aJobOfEachServerIsDueOnEach() throws Exception {
    schedules.putUsual();
    change(usual(), true, "every 1 s", "lina");
    JobSchedules other = new JobSchedules(() -> GARAGE, Map.of());
    schedules.takeDue();
    other.takeDue();

    Await.until(() -> schedules.takeDue().containsKey(EACH));
    Await.until(() -> other.takeDue().containsKey(EACH));
  }

  @Test
  void whatIsSwitchedOffIsNeverDue() throws SQLException {
    schedules.putUsual();
    change(usual(), false, "every 1 s", "lina");
    schedules.takeDue();
    execute("UPDATE job_schedule SET next_at = now() - interval '1 hour'");

    assertThat(schedules.takeDue()).doesNotContainKey(EACH);
  }

  @Test
  void aJobOfTheClusterIsGivenToOneServer() throws Exception {
    schedules.putUsual();
    schedules.takeDue();
    execute("UPDATE job_schedule SET next_at = now() - interval '1 second'");

    List<Map<Job, Map<String, String>>> due =
        atOnce(8, server -> new JobSchedules(() -> GARAGE, Map.of()).takeDue());

    assertThat(due).filteredOn(jobs -> jobs.containsKey(Job.POOL_ROLLUP)).hasSize(1);
    assertThat(schedules.takeDue()).doesNotContainKey(Job.POOL_ROLLUP);
  }

  @Test
  void aReportMadeUpForAfterMidnightIsOfTheDayItWasDueOn() throws SQLException {
    schedules.putUsual();
    schedules.takeDue();
    execute("UPDATE job_schedule SET next_at = '2026-11-26T18:00:00Z' WHERE job = 'daily-report'");

    assertThat(schedules.takeDue()).containsEntry(Job.DAILY_REPORT, Map.of("day", "2026-11-26"));
  }

  @Test
  void aDayThatTheScheduleNamesStays() throws SQLException {
    schedules.putUsual();
    schedules.takeDue();
    execute(
        "UPDATE job_schedule SET next_at = '2026-11-26T18:00:00Z', parameters ="
            + " '{\"day\":\"2026-01-02\"}' WHERE job = 'daily-report'");

    assertThat(schedules.takeDue()).containsEntry(Job.DAILY_REPORT, Map.of("day", "2026-01-02"));
  }

  private JobSchedule usual() {
    return schedules.all().stream()
        .filter(schedule -> schedule.job().equals(EACH.key()))
        .findFirst()
        .orElseThrow();
  }

  private void change(JobSchedule before, boolean enabled, String schedule, String who) {
    schedules.change(
        EACH,
        new JobSchedules.Change(enabled, Schedule.of(schedule), Map.of(), before.version()),
        who);
  }

  private static <T> List<T> atOnce(int times, OnServer<T> work) throws Exception {
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      int server = i;
      calls.add(() -> work.on(server));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> result : SERVERS.invokeAll(calls)) {
      results.add(result.get());
    }
    return results;
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = GARAGE.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What each server does. */
  private interface OnServer<T> {
    T on(int server) throws Exception;
  }
}
