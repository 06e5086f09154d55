package tn.ecar.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The one timer of the jobs: each second, from when the application has come up until it goes down,
 * it writes down what runs have said, and looks whether a job is due. The schedule stands in the
 * database and not in a persistent timer, which on Payara Micro would live in the cluster's memory
 * and end with it.
 */
@ApplicationScoped
public class JobClock {
  private static final Logger LOG = System.getLogger(JobClock.class.getName());

  /** Seconds between signs of life, well below {@link JobRuns#SILENCE}. */
  private static final int SIGN_OF_LIFE = 5;

  /** Seconds between looks for lost and for old runs. */
  private static final int TIDYING = 15;

  private final JobStarts starts;
  private final JobRuns runs;
  private final JobSchedules schedules;
  private final JobRepository repository;

  // Guarded by this.
  private ScheduledFuture<?> timer;

  // Only the timer's thread, one tick after the other.
  private long ticks;
  private boolean put;
  private boolean failing;

  /** For the container's proxy only. */
  protected JobClock() {
    this(null, null, null, null);
  }

  @Inject
  JobClock(JobStarts starts, JobRuns runs, JobSchedules schedules, JobRepository repository) {
    this.starts = starts;
    this.runs = runs;
    this.schedules = schedules;
    this.repository = repository;
  }

  /** Begins; does nothing when it has begun already. */
  public synchronized void begin(ScheduledExecutorService executor) {
    if (timer == null) {
      timer = executor.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }
  }

  /** Ends; a run that is at work goes on to its own end. */
  public synchronized void end() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  void tick() {
    try {
      look();
      failing = false;
    } catch (RuntimeException e) {
      // An exception that left this method would end the timer for good; a database that is away
      // is told once and not each second.
      if (!failing) {
        LOG.log(Level.WARNING, "The jobs' clock goes on trying each second.", e);
      }
      failing = true;
    }
  }

  private void look() {
    if (!put) {
      schedules.putUsual();
      put = true;
    }
    long tick = ticks++;
    starts.writeDownAll();
    if (tick % SIGN_OF_LIFE == 0) {
      starts.loseWhatNobodyWorksOn();
      starts.giveSignsOfLife();
      starts.stopWhatIsAskedFor();
    }
    if (tick % TIDYING == 0) {
      starts.takeOverLost();
      forgetWhatIsOld();
    }
    schedules.takeDue().forEach(this::start);
  }

  private void forgetWhatIsOld() {
    for (Job job : Job.values()) {
      runs.forget(job);
    }
    try {
      repository.forgetBefore(Instant.now().minus(JobRepository.KEEP));
    } catch (SQLException e) {
      throw new GarageSql.DatabaseFailed(e);
    }
  }

  private void start(Job job, Map<String, String> parameters) {
    try {
      starts.start(job, JobStarts.SCHEDULE, parameters);
    } catch (AlreadyRunning e) {
      LOG.log(Level.INFO, "This time is left out: {0}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING, "Job " + job.key() + " could not start; the next time tries again.", e);
    }
  }
}
