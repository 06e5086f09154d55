package tn.ecar.batch.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import tn.ecar.batch.AlreadyRunning;
import tn.ecar.batch.Jobs;

/**
 * Starts {@code pool-audit} by the clock, from one period after the application has come up until
 * it goes down. Each server audits its own pool, so the schedule lives in memory: a persistent
 * timer would fire on one server for all of them. A run that finds the one before still at work is
 * left out; one that cannot be started is told to the log, and the next period tries again.
 */
@ApplicationScoped
public class PoolAuditSchedule {
  private static final Logger LOG = System.getLogger(PoolAuditSchedule.class.getName());

  private final Jobs jobs;
  private final AuditSettings settings;
  private ScheduledFuture<?> schedule;

  /** For the container's proxy only. */
  protected PoolAuditSchedule() {
    this(null, null);
  }

  /**
   * @param jobs starts the audit
   * @param settings tells the period
   */
  @Inject
  public PoolAuditSchedule(Jobs jobs, AuditSettings settings) {
    this.jobs = jobs;
    this.settings = settings;
  }

  /** Begins; does nothing when it has begun already. */
  synchronized void begin(ScheduledExecutorService executor) {
    if (schedule != null) {
      return;
    }
    if (!settings.scheduled()) {
      LOG.log(Level.INFO, "The pool is audited only on demand: {0} is 0.", AuditSettings.PERIOD);
      return;
    }
    long period = settings.period().toSeconds();
    schedule = executor.scheduleAtFixedRate(this::audit, period, period, TimeUnit.SECONDS);
    LOG.log(Level.INFO, "The pool is audited every {0} s.", period);
  }

  /** Ends; a run that is at work goes on to its own end. */
  synchronized void end() {
    if (schedule != null) {
      schedule.cancel(false);
      schedule = null;
    }
  }

  private void audit() {
    try {
      jobs.start(Jobs.POOL_AUDIT);
    } catch (AlreadyRunning e) {
      LOG.log(Level.INFO, "This period''s audit is left out: {0}", e.getMessage());
    } catch (RuntimeException e) {
      // An exception that left this method would end the schedule for good.
      LOG.log(Level.WARNING, "The pool audit could not start; the next period tries again.", e);
    }
  }
}
