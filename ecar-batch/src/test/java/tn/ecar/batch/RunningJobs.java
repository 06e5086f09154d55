package tn.ecar.batch;

import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;

/** Runs for tests of a job's parts, as they stand in a database of their own. */
public final class RunningJobs {
  private RunningJobs() {}

  /** Begins a run that is at work. */
  public static RunningJob begin(DataSource garage, Job job, Map<String, String> parameters) {
    JobRuns runs = new JobRuns(() -> garage);
    long run = runs.begin(job, "here", "lina", parameters).orElseThrow();
    return new RunningJob(
        run, "here", "lina", parameters, Clock.systemUTC(), runs, new JobRecords(() -> garage));
  }

  /** Ends it. */
  public static void end(DataSource garage, RunningJob job) {
    new JobRuns(() -> garage).ended(job.id(), "COMPLETED", "");
  }

  /** Everything that it has said, one sentence a line. */
  public static String said(RunningJob job) {
    StringBuilder said = new StringBuilder();
    job.takeUnwritten().forEach(line -> said.append(line.text()).append('\n'));
    return said.toString();
  }
}
