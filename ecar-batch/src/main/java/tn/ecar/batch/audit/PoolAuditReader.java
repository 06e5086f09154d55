package tn.ecar.batch.audit;

import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.sql.SQLException;

/** Reads the console once: the one item of the step {@code sample}. */
@Named("poolAuditReader")
@Dependent
public class PoolAuditReader extends AbstractItemReader {
  private final PoolConsole console;
  private boolean done;

  @Inject
  PoolAuditReader(PoolConsole console) {
    this.console = console;
  }

  @Override
  public Object readItem() throws SQLException {
    if (done) {
      return null;
    }
    done = true;
    return console.read();
  }
}
