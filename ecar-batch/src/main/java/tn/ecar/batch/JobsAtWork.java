package tn.ecar.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that are at work on this server, from their start until their end is written down. */
@ApplicationScoped
class JobsAtWork {
  /** The job's property that tells its artifacts which run they belong to. */
  static final String RUN = "run";

  private final Map<Long, RunningJob> atWork = new ConcurrentHashMap<>();
  private final Clock clock;
  private final JobRuns runs;
  private final JobRecords records;
  private final String server;

  /** For the container's proxy only. */
  protected JobsAtWork() {
    this(null, null, null, new ServerName("proxy"));
  }

  @Inject
  JobsAtWork(Clock clock, JobRuns runs, JobRecords records, ServerName server) {
    this.clock = clock;
    this.runs = runs;
    this.records = records;
    this.server = server.value();
  }

  /** Takes up a run that this server has begun. */
  RunningJob begin(long run, String who, Map<String, String> parameters) {
    RunningJob job = new RunningJob(run, server, who, parameters, clock, runs, records);
    atWork.put(run, job);
    return job;
  }

  Collection<RunningJob> all() {
    return List.copyOf(atWork.values());
  }

  Optional<RunningJob> find(long run) {
    return Optional.ofNullable(atWork.get(run));
  }

  void end(long run) {
    atWork.remove(run);
  }

  /** Gives each batch artifact the run that it works for. */
  @Produces
  @Dependent
  RunningJob of(JobContext context) {
    String run = context.getProperties().getProperty(RUN);
    if (run == null) {
      throw new IllegalStateException(
          "META-INF/batch-jobs/"
              + context.getJobName()
              + ".xml does not hand on its run: <property name=\"run\""
              + " value=\"#{jobParameters['run']}\"/> belongs to the job's properties.");
    }
    return find(Long.parseLong(run))
        .orElseThrow(() -> new IllegalStateException("Run " + run + " is not at work here."));
  }
}
