package tn.ecar.batch;

import jakarta.batch.operations.JobOperator;
import jakarta.batch.operations.NoSuchJobException;
import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.JobInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;

/**
 * Starts the garage's batch jobs and tells how they went.
 *
 * <p>A job runs at most once at a time on a server. What is at work is remembered here and not
 * asked of the job repository alone: an execution whose server was killed stays {@code STARTED}
 * there for ever, and would keep the job from ever running again. Two servers on one database may
 * run the same job side by side, since each audits its own pool.
 *
 * <p>No method runs in the caller's transaction: the job's thread must see the execution before the
 * caller's work is committed.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class Jobs {
  /** Samples the pool's console, see {@code META-INF/batch-jobs/pool-audit.xml}. */
  public static final String POOL_AUDIT = "pool-audit";

  /** The state of an execution that this server started and did not live to end. */
  static final String LOST = "LOST";

  private static final String SERVER = "server";
  private static final Set<String> NAMES = Set.of(POOL_AUDIT);
  private static final Set<BatchStatus> AT_WORK =
      EnumSet.of(BatchStatus.STARTING, BatchStatus.STARTED, BatchStatus.STOPPING);

  private final Supplier<JobOperator> operator;
  private final String server;
  private final Map<String, Long> latest = new HashMap<>();

  /** For the container's proxy only. */
  protected Jobs() {
    this(() -> null, "");
  }

  /**
   * @param server the server that jobs are started on
   */
  @Inject
  public Jobs(ServerName server) {
    this(BatchRuntime::getJobOperator, server.value());
  }

  Jobs(Supplier<JobOperator> operator, String server) {
    this.operator = operator;
    this.server = server;
  }

  /**
   * Starts a job.
   *
   * @param job its name, for example {@link #POOL_AUDIT}
   * @return the execution, just begun
   * @throws NotFound when there is no job of this name
   * @throws AlreadyRunning when it is at work on this server
   */
  public synchronized JobRun start(String job) {
    require(job);
    JobOperator jobs = operator.get();
    Long last = latest.get(job);
    if (last != null && atWork(jobs, last)) {
      throw new AlreadyRunning(job, last);
    }
    Properties parameters = new Properties();
    parameters.setProperty(SERVER, server);
    long execution = jobs.start(job, parameters);
    latest.put(job, execution);
    return run(jobs, jobs.getJobExecution(execution));
  }

  /**
   * Returns one execution.
   *
   * @param execution its id
   * @throws NotFound when the job repository does not know it
   */
  public JobRun execution(long execution) {
    JobOperator jobs = operator.get();
    try {
      return run(jobs, jobs.getJobExecution(execution));
    } catch (NoSuchJobExecutionException e) {
      NotFound unknown = new NotFound("job execution", execution);
      unknown.initCause(e);
      throw unknown;
    }
  }

  /**
   * Returns a job's executions, the newest first; none when it has never run.
   *
   * @param job its name
   * @param page which of them; only their own order is known
   * @throws NotFound when there is no job of this name
   */
  public Page<JobRun> executions(String job, PageRequest page) {
    require(job);
    JobOperator jobs = operator.get();
    List<JobRun> runs = new ArrayList<>();
    int total = 0;
    try {
      total = jobs.getJobInstanceCount(job);
      for (JobInstance instance : jobs.getJobInstances(job, page.first(), page.size())) {
        for (JobExecution execution : jobs.getJobExecutions(instance)) {
          runs.add(run(jobs, execution));
        }
      }
    } catch (NoSuchJobException e) {
      // The repository learns a job's name with its first start, so this only says that it has not
      // run yet.
      return new Page<>(List.of(), 0, page.first(), page.size());
    }
    return new Page<>(runs, total, page.first(), page.size());
  }

  /** Returns the names of all jobs, in alphabetical order. */
  public List<String> names() {
    return NAMES.stream().sorted().toList();
  }

  private static void require(String job) {
    if (!NAMES.contains(job)) {
      throw new NotFound("job", job);
    }
  }

  private static boolean atWork(JobOperator jobs, long execution) {
    try {
      return AT_WORK.contains(jobs.getJobExecution(execution).getBatchStatus());
    } catch (NoSuchJobExecutionException e) {
      // So old that the job repository has forgotten it.
      return false;
    }
  }

  private JobRun run(JobOperator jobs, JobExecution execution) {
    Properties parameters = jobs.getParameters(execution.getExecutionId());
    String startedBy = parameters == null ? "" : parameters.getProperty(SERVER, "");
    return new JobRun(
        execution.getExecutionId(),
        execution.getJobName(),
        startedBy,
        state(execution, startedBy),
        instant(execution.getStartTime()),
        instant(execution.getEndTime()),
        execution.getExitStatus());
  }

  private synchronized String state(JobExecution execution, String startedBy) {
    boolean open = AT_WORK.contains(execution.getBatchStatus());
    boolean ours = server.equals(startedBy);
    if (open && ours && !latest.containsValue(execution.getExecutionId())) {
      return LOST;
    }
    return execution.getBatchStatus().name();
  }

  private static Instant instant(Date date) {
    return date == null ? null : date.toInstant();
  }
}
