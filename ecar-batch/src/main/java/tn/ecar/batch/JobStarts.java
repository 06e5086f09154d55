package tn.ecar.batch;

import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.operations.NoSuchJobException;
import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.StepExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import tn.ecar.garage.Conflict;

/**
 * The life of a run, between our table and the batch runtime: it is written down, handed to the
 * runtime, watched while it works and its end written down. Our table says what is at work and not
 * the runtime's repository, where an execution whose server was killed stays {@code STARTED} for
 * ever.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
class JobStarts {
  private static final Logger LOG = System.getLogger(JobStarts.class.getName());

  /** A run that is lost so often in a row is taken up again by hand only. */
  private static final int RESTARTS = 3;

  /** Who starts a job by the clock, and takes up again what was lost. */
  static final String SCHEDULE = "schedule";

  private final Supplier<JobOperator> operator;
  private final JobRuns runs;
  private final JobRecords records;
  private final JobsAtWork atWork;
  private final String server;

  /** For the container's proxy only. */
  protected JobStarts() {
    this(() -> null, null, null, null, new ServerName("proxy"));
  }

  @Inject
  JobStarts(JobRuns runs, JobRecords records, JobsAtWork atWork, ServerName server) {
    this(BatchRuntime::getJobOperator, runs, records, atWork, server);
  }

  JobStarts(
      Supplier<JobOperator> operator,
      JobRuns runs,
      JobRecords records,
      JobsAtWork atWork,
      ServerName server) {
    this.operator = operator;
    this.runs = runs;
    this.records = records;
    this.atWork = atWork;
    this.server = server.value();
  }

  /** Starts a job anew. */
  JobRun start(Job job, String who, Map<String, String> parameters) {
    long run =
        runs.begin(job, server, who, parameters)
            .or(
                () -> {
                  // The one that is at work may have ended just now.
                  writeDownAll();
                  return runs.begin(job, server, who, parameters);
                })
            .orElseThrow(() -> alreadyRunning(job));
    RunningJob running = atWork.begin(run, who, parameters);
    return handOver(running, jobs -> jobs.start(job.key(), properties(run, parameters)));
  }

  private AlreadyRunning alreadyRunning(Job job) {
    return runs.atWork(job, server)
        .map(other -> new AlreadyRunning(job.key(), other.id(), other.server()))
        .orElseGet(() -> new AlreadyRunning(job.key(), 0, server));
  }

  /** Takes up again a run that has ended too early. */
  JobRun restart(JobRun old, String who) {
    Job job = Job.of(old.job());
    long execution = runs.execution(old.id()).orElseThrow(() -> neverBegan(old));
    if (!old.isRestartable()) {
      throw old.isAtWork()
          ? new AlreadyRunning(old.job(), old.id(), old.server())
          : new Conflict("Run " + old.id() + " has done its work: start the job anew.", "");
    }
    JobExecution known = execution(execution).orElseThrow(() -> forgotten(old));
    if (!isOf(old, known)) {
      throw anotherRuns(old);
    }
    writeDownAll();
    long run = runs.beginAgain(old.id(), server, who).orElseThrow(() -> notAgain(job, old));
    RunningJob running = atWork.begin(run, who, old.parameters());
    running.goOnFrom(old.itemsDone(), old.itemsTotal());
    return handOver(running, jobs -> jobs.restart(execution, properties(run, old.parameters())));
  }

  private Conflict neverBegan(JobRun old) {
    return new Conflict("Run " + old.id() + " never began to work: start the job anew.", "");
  }

  private static Conflict forgotten(JobRun old) {
    return new Conflict(
        "Run "
            + old.id()
            + " cannot be taken up again: the batch runtime remembers where a run was for "
            + JobRepository.KEEP.toDays()
            + " days only. Start the job anew with the same parameters.",
        "");
  }

  /**
   * The runtime's own tables are in no backup: after one was brought back they may count from
   * another beginning, and the number that a run was kept with is somebody else's there.
   */
  private static boolean isOf(JobRun run, JobExecution execution) {
    Properties told = execution.getJobParameters();
    return run.job().equals(execution.getJobName())
        && told != null
        && Long.toString(run.id()).equals(told.getProperty(JobsAtWork.RUN));
  }

  private static Conflict anotherRuns(JobRun old) {
    return new Conflict(
        "Run "
            + old.id()
            + " cannot be taken up again: the batch runtime does not know it, as after a backup was"
            + " brought back. Start the job anew with the same parameters.",
        "");
  }

  private Conflict notAgain(Job job, JobRun old) {
    return runs.atWork(job, server)
        .<Conflict>map(other -> new AlreadyRunning(job.key(), other.id(), other.server()))
        .orElseGet(
            () ->
                new Conflict(
                    "Run " + old.id() + " was taken up again already: restart the newest run.",
                    ""));
  }

  private JobRun handOver(RunningJob running, Handing handing) {
    long run = running.id();
    try {
      running.executedBy(handing.to(operator.get()));
      alive(running);
    } catch (BatchRuntimeException e) {
      runs.ended(run, BatchStatus.FAILED.name(), e.getMessage());
      atWork.end(run);
      throw e;
    }
    return runs.find(run).orElseThrow();
  }

  private static Properties properties(long run, Map<String, String> parameters) {
    Properties properties = new Properties();
    properties.putAll(parameters);
    properties.setProperty(JobsAtWork.RUN, Long.toString(run));
    return properties;
  }

  /** Asks a run to stop, on whichever server it is at work. */
  void stop(long run) {
    runs.stopping(run);
    if (atWork.find(run).isPresent()) {
      stopHere(run);
    }
  }

  /** Stops what was asked to stop on another server. */
  void stopWhatIsAskedFor() {
    for (long run : runs.toStop(server)) {
      if (atWork.find(run).isPresent()) {
        stopHere(run);
      }
    }
  }

  private void stopHere(long run) {
    Optional<Long> execution = runs.execution(run);
    if (execution.isPresent()) {
      try {
        operator.get().stop(execution.get());
      } catch (BatchRuntimeException e) {
        LOG.log(Level.INFO, "Run {0} could not be stopped: {1}", run, e.getMessage());
      }
    }
  }

  /** Gives a sign of life for each run of this server, and stops what others have given up. */
  void giveSignsOfLife() {
    for (RunningJob job : atWork.all()) {
      if (!alive(job)) {
        LOG.log(Level.WARNING, "Run {0} was given up as lost: it is stopped here.", job.id());
        stopHere(job.id());
        atWork.end(job.id());
      }
    }
  }

  /**
   * Gives up the runs of this server that nobody works on any more though the runtime says so: the
   * database was away when their end was to be written.
   */
  void loseWhatNobodyWorksOn() {
    for (RunningJob job : atWork.all()) {
      Optional<JobRun> run = runs.find(job.id()).filter(JobRun::isAtWork);
      // The runtime forgets an execution after it has written its end: the order matters here.
      if (run.isPresent() && !isWorkedOn(run.get().job(), job) && ended(job).isEmpty()) {
        LOG.log(Level.WARNING, "Run {0} ended and could not write it down: it is lost.", job.id());
        atWork.end(job.id());
        if (runs.lose(job.id())) {
          takeOver(runs.find(job.id()).orElseThrow());
        }
      }
    }
  }

  /** What is still being handed over counts as worked on. */
  private boolean isWorkedOn(String name, RunningJob job) {
    Long execution = job.progress().execution();
    try {
      return execution == null || operator.get().getRunningExecutions(name).contains(execution);
    } catch (NoSuchJobException none) {
      return false;
    }
  }

  /** Writes down what all runs of this server have said, and their ends. */
  void writeDownAll() {
    atWork.all().forEach(this::writeDown);
  }

  /** Writes down what a run of this server has said, and its end. */
  void writeDown(long run) {
    atWork.find(run).ifPresent(this::writeDown);
  }

  /** What the job said of itself, else what its last step said, else how it ended. */
  private String lastWord(JobExecution execution) {
    String own = execution.getExitStatus();
    if (own != null && !own.equals(execution.getBatchStatus().name())) {
      return own;
    }
    // The repository gives the steps in no order.
    return operator.get().getStepExecutions(execution.getExecutionId()).stream()
        .sorted(Comparator.comparingLong(StepExecution::getStepExecutionId))
        .filter(step -> !step.getBatchStatus().name().equals(step.getExitStatus()))
        .map(StepExecution::getExitStatus)
        .filter(Objects::nonNull)
        .reduce((earlier, later) -> later)
        .orElse(own);
  }

  private void writeDown(RunningJob job) {
    Optional<JobExecution> ended = ended(job);
    // One writer at a time: the clock and a page may both ask.
    synchronized (job) {
      List<RunningJob.Said> lines = job.takeUnwritten();
      try {
        records.append(job.id(), lines);
      } catch (GarageSql.DatabaseFailed e) {
        job.giveBack(lines);
        throw e;
      }
    }
    if (ended.isPresent()) {
      alive(job);
      runs.ended(job.id(), ended.get().getBatchStatus().name(), lastWord(ended.get()));
      atWork.end(job.id());
    }
  }

  private boolean alive(RunningJob job) {
    RunningJob.Progress progress = job.progress();
    return runs.alive(job.id(), progress.execution(), progress.done(), progress.total());
  }

  private Optional<JobExecution> ended(RunningJob job) {
    return Optional.ofNullable(job.progress().execution())
        .flatMap(this::execution)
        .filter(execution -> !JobRun.AT_WORK.contains(execution.getBatchStatus().name()));
  }

  /** What the runtime knows of an execution: nothing when it is too new for it, or too old. */
  private Optional<JobExecution> execution(long id) {
    try {
      return Optional.ofNullable(operator.get().getJobExecution(id));
    } catch (NoSuchJobExecutionException unknown) {
      return Optional.empty();
    }
  }

  /** Gives up the runs of silent servers and takes up again those of the cluster. */
  void takeOverLost() {
    for (long lost : runs.lose()) {
      LOG.log(Level.WARNING, "Run {0} is lost: its server gives no sign of life.", lost);
      try {
        takeOver(runs.find(lost).orElseThrow());
      } catch (RuntimeException e) {
        // The others that are lost are taken over all the same.
        LOG.log(Level.WARNING, "Run " + lost + " could not be taken up again.", e);
      }
    }
  }

  private void takeOver(JobRun lost) {
    boolean again =
        Job.of(lost.job()).place() == Job.Place.ONCE_IN_CLUSTER
            && runs.execution(lost.id()).isPresent()
            // Begun in the evening and taken up at night, it would write to customers then.
            && Job.of(lost.job())
                .grace()
                .map(grace -> runs.begunWithin(lost.id(), grace))
                .orElse(true)
            && runs.restarts(lost.id()) < RESTARTS;
    if (again) {
      JobRun next = restart(lost, SCHEDULE);
      LOG.log(Level.INFO, "Run {0} goes on as run {1}.", lost.id(), next.id());
    }
  }

  /** Gives a job to the batch runtime. */
  private interface Handing {
    long to(JobOperator jobs);
  }
}
