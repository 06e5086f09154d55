package tn.ecar.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.Caller;

/**
 * Starts, stops and schedules the jobs, and tells how they went: the one bean that pages and REST
 * talk to. Whether the caller may is asked before, by {@link Job.Field#role()}.
 *
 * <p>No method runs in the caller's transaction: the job's thread must see its run before the
 * caller's work is committed.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class Jobs {
  private final JobStarts starts;
  private final JobRuns runs;
  private final JobRecords records;
  private final JobSchedules schedules;
  private final AuditLog audit;
  private final Caller caller;

  /** For the container's proxy only. */
  protected Jobs() {
    this(null, null, null, null, null, null);
  }

  @Inject
  Jobs(
      JobStarts starts,
      JobRuns runs,
      JobRecords records,
      JobSchedules schedules,
      AuditLog audit,
      Caller caller) {
    this.starts = starts;
    this.runs = runs;
    this.records = records;
    this.schedules = schedules;
    this.audit = audit;
    this.caller = caller;
  }

  /** Returns all jobs, each with its schedule and its newest run. */
  public List<JobOverview> overview() {
    Map<String, JobRun> newest = runs.newest();
    return schedules.all().stream()
        .map(schedule -> JobOverview.of(schedule, newest.get(schedule.job())))
        .toList();
  }

  /**
   * Returns one job's schedule.
   *
   * @throws NotFound when there is no job of this name
   */
  public JobSchedule schedule(String job) {
    String key = Job.of(job).key();
    return schedules.all().stream()
        .filter(schedule -> schedule.job().equals(key))
        .findFirst()
        .orElseThrow(() -> new NotFound("schedule of job", key));
  }

  /**
   * Changes when a job is started by itself; holds at once, on all servers.
   *
   * @param job its name
   * @param enabled false to start it by hand only
   * @param schedule as {@link Schedule} writes it
   * @param parameters what a start by the clock tells the job
   * @param version the version that was read before
   * @return the schedule as it is now
   * @throws NotFound when there is no job of this name
   * @throws tn.ecar.garage.RuleViolation when the schedule cannot be read, or the job does not know
   *     a parameter
   * @throws tn.ecar.garage.ChangedMeanwhile when another one changed it since
   */
  public JobSchedule reschedule(
      String job, boolean enabled, String schedule, Map<String, String> parameters, int version) {
    Job known = Job.of(job);
    known.requireKnown(parameters.keySet());
    JobSchedule before = schedule(job);
    schedules.change(
        known,
        new JobSchedules.Change(enabled, Schedule.of(schedule), parameters, version),
        caller.name());
    JobSchedule after = schedule(job);
    audit.record("job.schedule", "job", null, described(before), described(after));
    return after;
  }

  private static String described(JobSchedule schedule) {
    return schedule.job()
        + ": "
        + (schedule.enabled() ? schedule.schedule() : Schedule.OFF)
        + (schedule.parameters().isEmpty() ? "" : " " + schedule.parameters());
  }

  /**
   * Starts a job.
   *
   * @param job its name, for example {@code pool-audit}
   * @param parameters what it is told; see {@link Job#parameters()}
   * @return the run, just begun
   * @throws NotFound when there is no job of this name
   * @throws tn.ecar.garage.RuleViolation when it does not know a parameter
   * @throws AlreadyRunning when it is at work
   */
  public JobRun start(String job, Map<String, String> parameters) {
    Job known = Job.of(job);
    known.requireKnown(parameters.keySet());
    JobRun run = starts.start(known, caller.name(), parameters);
    audit.record("job.start", "job", run.id(), null, job + " " + run.parameters());
    return run;
  }

  /**
   * Takes up again a run that was stopped, failed or lost: what was committed is not done twice.
   *
   * @return the run that goes on
   * @throws NotFound when there is no such run of the job
   * @throws Conflict when it is at work, has done its work, or was taken up again already
   */
  public JobRun restart(String job, long run) {
    JobRun old = run(job, run);
    JobRun next = starts.restart(old, caller.name());
    audit.record("job.restart", "job", next.id(), Long.toString(run), job);
    return next;
  }

  /**
   * Asks a run to stop; it does so at its next checkpoint.
   *
   * @return the run as it is now
   * @throws NotFound when there is no such run of the job
   * @throws Conflict when it has ended
   */
  public JobRun stop(String job, long run) {
    JobRun now = run(job, run);
    if (!now.isAtWork()) {
      throw new Conflict("Run " + run + " of " + job + " has ended: nothing is to be stopped.", "");
    }
    starts.stop(run);
    audit.record("job.stop", "job", run, now.state(), job);
    return run(job, run);
  }

  /**
   * Returns one run.
   *
   * @throws NotFound when the job has no such run, or it is forgotten
   */
  public JobRun run(String job, long run) {
    String key = Job.of(job).key();
    starts.writeDown(run);
    Optional<JobRun> found = runs.find(run).filter(one -> one.job().equals(key));
    return found.orElseThrow(() -> new NotFound("run of " + key, run));
  }

  /**
   * Returns a job's runs, the newest first.
   *
   * @param page which of them; only their own order is known
   * @throws NotFound when there is no job of this name
   */
  public Page<JobRun> runs(String job, PageRequest page) {
    return runs.of(Job.of(job), page);
  }

  /**
   * Returns the log of a run, in the order of writing.
   *
   * @throws NotFound when the job has no such run
   */
  public Page<JobLine> log(String job, long run, PageRequest page) {
    run(job, run);
    return records.lines(run, page);
  }

  /**
   * Returns a file that a run has made.
   *
   * @param name as {@link JobRun#results()} tells it
   * @throws NotFound when the job has no such run, or it no such file
   */
  public JobResult result(String job, long run, String name) {
    run(job, run);
    return records.result(run, name).orElseThrow(() -> new NotFound("result of run " + run, name));
  }
}
