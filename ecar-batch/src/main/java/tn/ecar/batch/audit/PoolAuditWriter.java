package tn.ecar.batch.audit;

import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.util.List;

/** Stores the reading inside the chunk's transaction. */
@Named("poolAuditWriter")
@Dependent
public class PoolAuditWriter extends AbstractItemWriter {
  private final PoolSamples samples;

  @Inject
  PoolAuditWriter(PoolSamples samples) {
    this.samples = samples;
  }

  @Override
  public void writeItems(List<Object> items) throws SQLException {
    for (Object item : items) {
      samples.store((ConsoleReading) item);
    }
  }
}
