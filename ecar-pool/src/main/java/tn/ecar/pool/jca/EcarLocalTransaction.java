package tn.ecar.pool.jca;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import java.sql.SQLException;
import tn.ecar.pool.jdbc.xa.XaSession;

/** A transaction of one connection alone, which the server begins and ends. */
record EcarLocalTransaction(XaSession session) implements LocalTransaction {
  @Override
  public void begin() throws ResourceException {
    run(session::beginLocal);
  }

  @Override
  public void commit() throws ResourceException {
    run(session::commitLocal);
  }

  @Override
  public void rollback() throws ResourceException {
    run(session::rollbackLocal);
  }

  private static void run(Step step) throws ResourceException {
    try {
      step.take();
    } catch (SQLException refused) {
      throw new ResourceException(refused.getMessage(), refused);
    }
  }

  @FunctionalInterface
  private interface Step {
    void take() throws SQLException;
  }
}
