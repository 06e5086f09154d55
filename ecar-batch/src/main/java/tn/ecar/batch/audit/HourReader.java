package tn.ecar.batch.audit;

import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import tn.ecar.batch.RunningJob;

/**
 * The hours that are to be added up, the oldest first. It keeps no checkpoint: the batch runtime
 * writes one beside the chunk's transaction, so that after a kill it may be ahead of what was added
 * up. A run that is taken up again goes on behind the newest hour that stands in the database.
 */
@Named("poolHourReader")
@Dependent
public class HourReader extends AbstractItemReader {
  private final PoolRollup rollup;
  private final RunningJob job;
  private final Instant end;
  private Iterator<Instant> hours;

  @Inject
  HourReader(PoolRollup rollup, RunningJob job, Clock clock) {
    this.rollup = rollup;
    this.job = job;
    this.end = clock.instant();
  }

  @Override
  public void open(Serializable checkpoint) {
    List<Instant> left = rollup.hoursLeft(end);
    job.total(job.itemsDone() + left.size());
    hours = left.iterator();
  }

  @Override
  public Object readItem() {
    return hours.hasNext() ? hours.next() : null;
  }
}
