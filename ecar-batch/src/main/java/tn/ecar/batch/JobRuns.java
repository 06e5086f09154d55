package tn.ecar.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.persistence.PoolResources;

/**
 * The runs in the garage's database, through the pool. Each method is one statement and commits by
 * itself, so no transaction and no lock is held while a job is at work: that it is at work once is
 * held by the unique index {@code job_run_once}, and that its server lives by {@code seen_at},
 * which the server renews. All of it goes by the database's clock, the one that all servers share.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
class JobRuns {
  /** A server that gives no sign of life for so long has ended, and its runs are lost. */
  static final Duration SILENCE = Duration.ofSeconds(45);

  private static final String AT_WORK = "state IN ('STARTING', 'STARTED', 'STOPPING')";
  private static final String COLUMNS =
      """
      id, job, server, started_by, parameters, state, started_at, ended_at, items_done,
      items_total, exit_status, restart_of,
      array(SELECT name FROM job_result r WHERE r.run_id = job_run.id ORDER BY name) AS results
      """;

  private static final String BEGIN =
      """
      INSERT INTO job_run (job, place, server, started_by, parameters, state, started_at, seen_at)
      VALUES (?, ?, ?, ?, ?::jsonb, 'STARTING', now(), now())
      ON CONFLICT (job, place) WHERE state IN ('STARTING', 'STARTED', 'STOPPING') DO NOTHING
      RETURNING id
      """;

  // A run is taken up again by one other only, which begins where the first was.
  private static final String BEGIN_AGAIN =
      """
      INSERT INTO job_run (job, place, server, started_by, parameters, state, started_at, seen_at,
        execution, restart_of, items_done, items_total)
      SELECT job, CASE WHEN place = '' THEN '' ELSE ? END, ?, ?, parameters, 'STARTING', now(),
        now(), execution, id, items_done, items_total
      FROM job_run old WHERE id = ? AND state IN ('STOPPED', 'FAILED', 'LOST')
      ON CONFLICT DO NOTHING
      RETURNING id
      """;
  private static final String ALIVE =
      """
      WITH seen AS (SELECT ? AS done, ?::bigint AS total, ?::bigint AS execution)
      UPDATE job_run SET seen_at = now(), items_done = seen.done, items_total = seen.total,
        execution = coalesce(seen.execution, job_run.execution),
        state = CASE WHEN seen.execution IS NOT NULL AND state = 'STARTING' THEN 'STARTED'
          ELSE state END
      FROM seen WHERE id = ? AND state IN ('STARTING', 'STARTED', 'STOPPING')
      """;

  // Somebody wanted the end of a run that is STOPPING, and its server's was one: it is not lost, or
  // another server would go on with it.
  private static final String GIVE_UP =
      """
      UPDATE job_run SET state = CASE WHEN state = 'STOPPING' THEN 'STOPPED' ELSE 'LOST' END,
        ended_at = CASE WHEN state = 'STOPPING' THEN now() END
      WHERE state IN ('STARTING', 'STARTED', 'STOPPING') AND
      """;

  private final GarageSql sql;

  /** The runs of the server's database. */
  JobRuns() {
    this(PoolResources::garage);
  }

  JobRuns(Supplier<DataSource> garage) {
    this.sql = new GarageSql(garage);
  }

  /** Writes down a run that is about to begin; empty when one is at work already. */
  Optional<Long> begin(Job job, String server, String who, Map<String, String> parameters) {
    return sql.first(
        BEGIN,
        query -> {
          query.setString(1, job.key());
          query.setString(2, place(job, server));
          query.setString(3, server);
          query.setString(4, who);
          query.setString(5, Parameters.json(parameters));
        },
        row -> row.getLong(1));
  }

  /** Writes down that this run is taken up again; empty when that is not possible. */
  Optional<Long> beginAgain(long run, String server, String who) {
    return sql.first(
        BEGIN_AGAIN,
        query -> {
          query.setString(1, server);
          query.setString(2, server);
          query.setString(3, who);
          query.setLong(4, run);
        },
        row -> row.getLong(1));
  }

  /** Returns the run that keeps another one from beginning. */
  Optional<JobRun> atWork(Job job, String server) {
    return sql.first(
        "SELECT " + COLUMNS + " FROM job_run WHERE job = ? AND place = ? AND " + AT_WORK,
        query -> {
          query.setString(1, job.key());
          query.setString(2, place(job, server));
        },
        JobRuns::run);
  }

  /** Returns the execution that does the work of a run; empty when it never began. */
  Optional<Long> execution(long run) {
    return sql.first(
        "SELECT execution FROM job_run WHERE id = ? AND execution IS NOT NULL",
        query -> query.setLong(1, run),
        row -> row.getLong(1));
  }

  /** Locks a run until the end of the thread's transaction; false when it is at work no more. */
  @Transactional(Transactional.TxType.SUPPORTS)
  boolean hold(long run) {
    return sql.first(
            "SELECT 1 FROM job_run WHERE id = ? AND " + AT_WORK + " FOR KEY SHARE",
            query -> query.setLong(1, run),
            row -> row.getInt(1))
        .isPresent();
  }

  /** Notes that a run is to stop. */
  void stopping(long run) {
    sql.change(
        "UPDATE job_run SET state = 'STOPPING' WHERE id = ? AND " + AT_WORK,
        query -> query.setLong(1, run));
  }

  /** Returns which of these runs are to stop, asked on any server. */
  List<Long> toStop(String server) {
    return sql.all(
        "SELECT id FROM job_run WHERE server = ? AND state = 'STOPPING'",
        query -> query.setString(1, server),
        row -> row.getLong(1));
  }

  /**
   * Renews the sign of life of a run.
   *
   * @param execution what does its work; null before that is known
   * @param done how many items are done
   * @param total of how many; null when the job has not said
   * @return false when it is at work no more in the eyes of the others
   */
  boolean alive(long run, Long execution, long done, Long total) {
    return sql.change(
            ALIVE,
            query -> {
              query.setLong(1, done);
              query.setObject(2, total, Types.BIGINT);
              query.setObject(3, execution, Types.BIGINT);
              query.setLong(4, run);
            })
        == 1;
  }

  /** Notes how a run ended; what has been written of its end already stays. */
  void ended(long run, String state, String exitStatus) {
    sql.change(
        "UPDATE job_run SET state = ?, exit_status = ?, ended_at = now(), seen_at = now()"
            + " WHERE id = ? AND "
            + AT_WORK,
        query -> {
          query.setString(1, state);
          query.setString(2, exitStatus);
          query.setLong(3, run);
        });
  }

  /**
   * Gives up the runs whose servers have been silent for too long.
   *
   * @return those that are lost; one that was to stop is stopped
   */
  List<Long> lose() {
    return sql
        .all(
            GIVE_UP + "seen_at < now() - make_interval(secs => ?) RETURNING id, state",
            query -> query.setDouble(1, (double) SILENCE.toSeconds()),
            JobRuns::lost)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** Gives up one run; false when it is at work no more, or was to stop anyway. */
  boolean lose(long run) {
    return sql.first(
            GIVE_UP + "id = ? RETURNING id, state", query -> query.setLong(1, run), JobRuns::lost)
        .flatMap(Function.identity())
        .isPresent();
  }

  private static Optional<Long> lost(ResultSet row) throws SQLException {
    return row.getString("state").equals(JobRun.LOST)
        ? Optional.of(row.getLong("id"))
        : Optional.empty();
  }

  /** Whether a run was begun no longer ago than this. */
  boolean begunWithin(long run, Duration time) {
    return sql.first(
            "SELECT 1 FROM job_run WHERE id = ? AND started_at >= now() - make_interval(secs => ?)",
            query -> {
              query.setLong(1, run);
              query.setDouble(2, (double) time.toSeconds());
            },
            row -> row.getInt(1))
        .isPresent();
  }

  /** How often a run and those before it were taken up again. */
  int restarts(long run) {
    return sql.first(
            """
            WITH RECURSIVE chain AS (
              SELECT restart_of FROM job_run WHERE id = ?
              UNION ALL SELECT r.restart_of FROM job_run r JOIN chain c ON r.id = c.restart_of)
            SELECT count(restart_of) FROM chain
            """,
            query -> query.setLong(1, run),
            row -> row.getInt(1))
        .orElse(0);
  }

  /** Returns one run. */
  Optional<JobRun> find(long run) {
    return sql.first(
        "SELECT " + COLUMNS + " FROM job_run WHERE id = ?",
        query -> query.setLong(1, run),
        JobRuns::run);
  }

  /** Returns a job's runs, the newest first. */
  Page<JobRun> of(Job job, PageRequest page) {
    List<JobRun> runs =
        sql.all(
            "SELECT " + COLUMNS + " FROM job_run WHERE job = ? ORDER BY id DESC LIMIT ? OFFSET ?",
            query -> {
              query.setString(1, job.key());
              query.setInt(2, page.size());
              query.setInt(3, page.first());
            },
            JobRuns::run);
    long total =
        sql.first(
                "SELECT count(*) FROM job_run WHERE job = ?",
                query -> query.setString(1, job.key()),
                row -> row.getLong(1))
            .orElse(0L);
    return new Page<>(runs, total, page.first(), page.size());
  }

  /** Returns the newest run of each job that has one, by the job's name. */
  Map<String, JobRun> newest() {
    Map<String, JobRun> newest = new HashMap<>();
    sql.all(
            "SELECT "
                + COLUMNS
                + " FROM job_run WHERE id IN (SELECT max(id) FROM job_run GROUP BY job)",
            query -> {},
            JobRuns::run)
        .forEach(run -> newest.put(run.job(), run));
    return newest;
  }

  /** Deletes the runs of a job that ended, or gave their last sign of life, so long ago. */
  int forget(Job job) {
    return sql.change(
        "DELETE FROM job_run WHERE job = ? AND seen_at < now() - make_interval(secs => ?) AND NOT "
            + AT_WORK,
        query -> {
          query.setString(1, job.key());
          query.setDouble(2, (double) job.keep().toSeconds());
        });
  }

  private static String place(Job job, String server) {
    return job.place() == Job.Place.EACH_SERVER ? server : "";
  }

  private static JobRun run(ResultSet row) throws SQLException {
    long total = row.getLong("items_total");
    Long itemsTotal = row.wasNull() ? null : total;
    long restart = row.getLong("restart_of");
    Long restartOf = row.wasNull() ? null : restart;
    return new JobRun(
        row.getLong("id"),
        row.getString("job"),
        row.getString("server"),
        row.getString("started_by"),
        Parameters.of(row.getString("parameters")),
        row.getString("state"),
        instant(row, "started_at"),
        instant(row, "ended_at"),
        row.getLong("items_done"),
        itemsTotal,
        row.getString("exit_status"),
        restartOf,
        List.of((String[]) row.getArray("results").getArray()));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
