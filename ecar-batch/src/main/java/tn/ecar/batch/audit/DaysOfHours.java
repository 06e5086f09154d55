package tn.ecar.batch.audit;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import tn.ecar.batch.RunningJob;

/** Adds hours up to days, and deletes what is older than it is kept. */
@Named("poolDays")
@Dependent
public class DaysOfHours extends AbstractBatchlet {
  /** Hours that came late, after a server was away, are in time for their day. */
  private static final Duration LOOK_BACK = Duration.ofDays(3);

  private static final Duration KEEP_HOURS = Duration.ofDays(400);
  private static final Duration KEEP_DAYS = Duration.ofDays(3650);

  private final PoolRollup rollup;
  private final RunningJob job;
  private final Clock clock;

  @Inject
  DaysOfHours(PoolRollup rollup, RunningJob job, Clock clock) {
    this.rollup = rollup;
    this.job = job;
    this.clock = clock;
  }

  @Override
  public String process() {
    Instant now = clock.instant();
    long hours = job.itemsDone();
    rollup.days(now.minus(LOOK_BACK).minus(Duration.ofHours(hours)));
    int deleted = rollup.forget(now.minus(KEEP_HOURS), now.minus(KEEP_DAYS));
    job.say("Added up " + hours + " hours; deleted " + deleted + " old rows.");
    return hours + " hours";
  }
}
