package tn.ecar.batch.audit;

import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import tn.ecar.batch.RunningJob;

/** Adds up the hours of a chunk in its transaction. */
@Named("poolHourWriter")
@Dependent
public class HourWriter extends AbstractItemWriter {
  private final PoolRollup rollup;
  private final RunningJob job;

  @Inject
  HourWriter(PoolRollup rollup, RunningJob job) {
    this.rollup = rollup;
    this.job = job;
  }

  @Override
  public void writeItems(List<Object> hours) {
    job.requireOurs();
    rollup.hours((Instant) hours.get(0), (Instant) hours.get(hours.size() - 1));
    job.add(hours.size());
  }
}
