package tn.ecar.batch;

import tn.ecar.garage.Conflict;

/**
 * The job is at work on this server and is not started a second time beside itself; {@link
 * #existing()} is its execution's id.
 */
public final class AlreadyRunning extends Conflict {
  private static final long serialVersionUID = 1L;

  /**
   * @param job name of the job
   * @param execution id of the execution that is at work
   */
  public AlreadyRunning(String job, long execution) {
    super(
        "Job "
            + job
            + " is running already as execution "
            + execution
            + ": wait until it has ended, then start it again.",
        Long.toString(execution));
  }
}
