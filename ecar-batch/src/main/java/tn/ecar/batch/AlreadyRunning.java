package tn.ecar.batch;

import tn.ecar.garage.Conflict;

/**
 * The job is at work already and is not started a second time beside itself; {@link #existing()} is
 * the number of its run.
 */
public final class AlreadyRunning extends Conflict {
  private static final long serialVersionUID = 1L;

  /**
   * @param job name of the job
   * @param run number of the run that is at work
   * @param server where it is at work
   */
  public AlreadyRunning(String job, long run, String server) {
    super(
        "Job "
            + job
            + " is running already as run "
            + run
            + " on "
            + server
            + ": wait until it has ended, then start it again.",
        Long.toString(run));
  }
}
