package tn.ecar.batch.audit;

import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.util.List;

/** Stores the reading and looks at the alerts, both inside the chunk's transaction. */
@Named("poolAuditWriter")
@Dependent
public class PoolAuditWriter extends AbstractItemWriter {
  private final PoolSamples samples;
  private final PoolAlerts alerts;

  @Inject
  PoolAuditWriter(PoolSamples samples, PoolAlerts alerts) {
    this.samples = samples;
    this.alerts = alerts;
  }

  @Override
  public void writeItems(List<Object> items) throws SQLException {
    for (Object item : items) {
      ConsoleReading reading = (ConsoleReading) item;
      samples.store(reading);
      alerts.look(reading);
    }
  }
}
