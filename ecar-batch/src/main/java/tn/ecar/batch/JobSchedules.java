package tn.ecar.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.garage.ChangedMeanwhile;
import tn.ecar.garage.GarageClock;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.audit.Caller;
import tn.ecar.garage.persistence.PoolResources;

/**
 * The schedules, in the garage's database, so that all servers go by the same and a change holds
 * from the next second on. A schedule that nobody has changed is the job's usual one, or what the
 * environment says instead.
 *
 * <p>Who starts a job that runs once in the cluster is decided by one UPDATE of its row: the server
 * whose statement moves {@code next_at} on has it. Of a job that each server runs by itself the
 * next moment is kept here in memory.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
class JobSchedules {
  private static final Logger LOG = System.getLogger(JobSchedules.class.getName());
  private static final String COLUMNS =
      "job, enabled, expression, parameters, next_at, last_due, changed_by, changed_at, version";

  private static final String PUT_USUAL =
      """
      INSERT INTO job_schedule (job, enabled, expression, changed_by, changed_at)
      VALUES (?, ?, ?, 'system', now())
      ON CONFLICT (job) DO UPDATE SET enabled = excluded.enabled, expression = excluded.expression,
        next_at = NULL, changed_at = now(), version = job_schedule.version + 1
      WHERE job_schedule.changed_by = 'system'
        AND (job_schedule.enabled, job_schedule.expression)
          IS DISTINCT FROM (excluded.enabled, excluded.expression)
      """;
  private static final String CHANGE =
      """
      UPDATE job_schedule SET enabled = ?, expression = ?, parameters = ?::jsonb, next_at = NULL,
        last_due = NULL, changed_by = ?, changed_at = now(), version = version + 1
      WHERE job = ? AND version = ?
      """;
  private static final String MOVE_ON =
      """
      UPDATE job_schedule SET next_at = ?, last_due = ?
      WHERE job = ? AND version = ? AND next_at IS NOT DISTINCT FROM ?
      """;

  private final GarageSql sql;

  /** What each job goes by until somebody changes it. */
  private final Map<Job, String> usual;

  /** When the jobs that each server runs by itself are due here. Guarded by this. */
  private final Map<Job, Due> here = new HashMap<>();

  /** The schedules of the server's database. */
  @Inject
  JobSchedules() {
    this(PoolResources::garage, System.getenv());
  }

  JobSchedules(Supplier<DataSource> garage, Map<String, String> environment) {
    this.sql = new GarageSql(garage);
    this.usual = usual(environment);
  }

  /**
   * Writes down the usual schedule of each job, where nobody has set another one. One that the
   * environment names and that cannot be read is told in the log, and the job keeps to its own: no
   * other job waits for a typing error to be mended.
   */
  void putUsual() {
    for (Job job : Job.values()) {
      String text = usual.get(job);
      boolean off = text.equals(Schedule.OFF);
      String expression = off ? fallback(job) : Schedule.of(text).toString();
      sql.change(
          PUT_USUAL,
          insert -> {
            insert.setString(1, job.key());
            insert.setBoolean(2, !off);
            insert.setString(3, expression);
          });
    }
  }

  private static Map<Job, String> usual(Map<String, String> environment) {
    Map<Job, String> usual = new EnumMap<>(Job.class);
    for (Job job : Job.values()) {
      usual.put(job, usual(job, environment));
    }
    return usual;
  }

  private static String usual(Job job, Map<String, String> environment) {
    String given = environment.getOrDefault(job.scheduleVariable(), "").strip();
    if (given.isEmpty() || given.equals(Schedule.OFF)) {
      return given.isEmpty() ? job.usualSchedule() : Schedule.OFF;
    }
    try {
      return Schedule.of(given).toString();
    } catch (RuleViolation e) {
      LOG.log(
          Level.WARNING,
          "{0}=''{1}'' is left out: {2} Or ''off''. Job {3} goes by its own schedule, {4}.",
          job.scheduleVariable(),
          given,
          e.rule(),
          job.key(),
          job.usualSchedule());
      return job.usualSchedule();
    }
  }

  // What a page offers when the job is switched on.
  private static String fallback(Job job) {
    return job.usualSchedule().equals(Schedule.OFF) ? "0 6 * * *" : job.usualSchedule();
  }

  /** Returns all schedules, by the jobs' order. */
  List<JobSchedule> all() {
    Map<String, Row> rows = new HashMap<>();
    for (Row row : rows()) {
      rows.put(row.schedule().job(), row);
    }
    List<JobSchedule> all = new ArrayList<>();
    for (Job job : Job.values()) {
      if (rows.containsKey(job.key())) {
        all.add(withNextHere(job, rows.get(job.key()).schedule()));
      }
    }
    return all;
  }

  private synchronized JobSchedule withNextHere(Job job, JobSchedule schedule) {
    Due due = here.get(job);
    if (job.place() == Job.Place.ONCE_IN_CLUSTER || due == null || !schedule.enabled()) {
      return schedule;
    }
    return new JobSchedule(
        schedule.job(),
        true,
        schedule.schedule(),
        schedule.parameters(),
        due.next(),
        schedule.changedBy(),
        schedule.changedAt(),
        schedule.version());
  }

  /**
   * Changes a schedule.
   *
   * @throws ChangedMeanwhile when another one has changed it since
   */
  void change(Job job, Change change, String who) {
    int changed =
        sql.change(
            CHANGE,
            update -> {
              update.setBoolean(1, change.enabled());
              update.setString(2, change.schedule().toString());
              update.setString(3, Parameters.json(change.parameters()));
              update.setString(4, who.equals(Caller.SYSTEM) ? "nobody" : who);
              update.setString(5, job.key());
              update.setInt(6, change.version());
            });
    if (changed == 0) {
      throw new ChangedMeanwhile("schedule", job.key());
    }
  }

  /**
   * Returns the jobs that are due, each with the parameters of its schedule; each is returned to
   * one server only, and once. A job that is of a day is told the one it was due on: its start may
   * be made up for, or its lost run taken up again, when that day is over.
   */
  Map<Job, Map<String, String>> takeDue() {
    Map<Job, Map<String, String>> due = new HashMap<>();
    for (Row row : rows()) {
      known(row)
          .filter(job -> row.schedule().enabled())
          .ifPresent(
              job ->
                  due(job, row)
                      .ifPresent(moment -> due.put(job, parameters(job, row.schedule(), moment))));
    }
    return due;
  }

  private static Map<String, String> parameters(Job job, JobSchedule schedule, Instant moment) {
    boolean named = !schedule.parameters().getOrDefault(Job.DAY, "").isBlank();
    if (named || !job.parameters().contains(Job.DAY)) {
      return schedule.parameters();
    }
    Map<String, String> told = new TreeMap<>(schedule.parameters());
    told.put(Job.DAY, LocalDate.ofInstant(moment, GarageClock.ZONE).toString());
    return told;
  }

  // Another version of the program may know other jobs.
  private static Optional<Job> known(Row row) {
    for (Job job : Job.values()) {
      if (job.key().equals(row.schedule().job())) {
        return Optional.of(job);
      }
    }
    return Optional.empty();
  }

  /** Returns the moment for which the job is to be started now. */
  private Optional<Instant> due(Job job, Row row) {
    try {
      return job.place() == Job.Place.EACH_SERVER ? takeHere(job, row) : take(job, row);
    } catch (RuleViolation e) {
      // Written by hand into the table; the other jobs go on.
      LOG.log(Level.WARNING, "Job {0} is never due: {1}", job.key(), e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Instant> take(Job job, Row row) {
    Due before = new Due(row.schedule().version(), row.schedule().next(), row.lastDue());
    Due.Step step = before.at(row.now(), row.schedule(), job.grace());
    if (!step.moves()) {
      return Optional.empty();
    }
    int moved =
        sql.change(
            MOVE_ON,
            update -> {
              update.setObject(1, timestamp(step.after().next()), Types.TIMESTAMP_WITH_TIMEZONE);
              update.setObject(2, timestamp(step.after().last()), Types.TIMESTAMP_WITH_TIMEZONE);
              update.setString(3, job.key());
              update.setInt(4, row.schedule().version());
              update.setObject(5, timestamp(before.next()), Types.TIMESTAMP_WITH_TIMEZONE);
            });
    return moved == 1 ? step.moment() : Optional.empty();
  }

  private synchronized Optional<Instant> takeHere(Job job, Row row) {
    Due before = here.get(job);
    if (before == null || before.version() != row.schedule().version()) {
      before = new Due(row.schedule().version(), null, null);
    }
    Due.Step step = before.at(row.now(), row.schedule(), job.grace());
    here.put(job, step.after());
    return step.moment();
  }

  private List<Row> rows() {
    return sql.all(
        "SELECT " + COLUMNS + ", now() AS now FROM job_schedule", query -> {}, JobSchedules::row);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new JobSchedule(
            row.getString("job"),
            row.getBoolean("enabled"),
            row.getString("expression"),
            Parameters.of(row.getString("parameters")),
            instant(row, "next_at"),
            row.getString("changed_by"),
            instant(row, "changed_at"),
            row.getInt("version")),
        instant(row, "last_due"),
        instant(row, "now"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static OffsetDateTime timestamp(Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }

  /** A row, with what the database's clock showed. */
  private record Row(JobSchedule schedule, Instant lastDue, Instant now) {}

  /** How a schedule is to be. */
  record Change(boolean enabled, Schedule schedule, Map<String, String> parameters, int version) {}
}
