package tn.ecar.web.pages;

import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tn.ecar.batch.Job;
import tn.ecar.batch.JobLine;
import tn.ecar.batch.JobRun;
import tn.ecar.batch.JobSchedule;
import tn.ecar.batch.Jobs;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.PageRequest;

/** One job: its schedule, its history, and of one run the progress, log and results. */
@Named
@ViewScoped
public class JobPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final PageRequest LATEST = new PageRequest(0, 25, null, false);
  private static final PageRequest LOG = new PageRequest(0, 500, null, false);

  private final transient Jobs jobs;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private String job;
  private Long runId;
  private transient JobSchedule schedule;
  private transient List<String> parameters = List.of();
  private transient List<JobRun> runs = List.of();
  private transient JobRun run;
  private transient List<JobLine> log = List.of();
  private final Inputs in = new Inputs();

  @Inject
  public JobPage(Jobs jobs, Refusals refusals, Wording wording) {
    this.jobs = jobs;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected JobPage() {
    this(null, null, null);
  }

  /** Reads the job, and the run that is meant or the newest one. */
  public void begin() throws IOException {
    Visit.to(
        1L,
        unused -> {
          if (job == null) {
            throw new NotFound("job", "without name");
          }
          plan();
          parameters = Job.of(job).parameters();
          runs = jobs.runs(job, LATEST).items();
          if (runId != null) {
            run = jobs.run(job, runId);
          } else if (!runs.isEmpty()) {
            run = runs.get(0);
          }
          log = run == null || !isMine() ? List.of() : jobs.log(job, run.id(), LOG).items();
        });
  }

  private void plan() {
    schedule = jobs.schedule(job);
    in.put("schedule", schedule.schedule());
    in.put("enabled", schedule.enabled());
  }

  private Map<String, String> given(String prefix) {
    Map<String, String> given = new HashMap<>();
    parameters.forEach(
        name -> {
          if (in.text(prefix + name) != null) {
            given.put(name, in.text(prefix + name));
          }
        });
    return given;
  }

  /** Starts the job with what was typed. */
  public String start() throws IOException {
    if (foreign()) {
      return null;
    }
    JobRun[] started = new JobRun[1];
    return refusals.attempt("start", () -> started[0] = jobs.start(job, given("start")))
        ? at(started[0].id())
        : null;
  }

  public String stop() throws IOException {
    if (foreign()) {
      return null;
    }
    return refusals.attempt("run", () -> jobs.stop(job, run.id())) ? at(run.id()) : null;
  }

  /** Takes up again what was stopped, failed or lost. */
  public String restart() throws IOException {
    if (foreign()) {
      return null;
    }
    JobRun[] next = new JobRun[1];
    return refusals.attempt("run", () -> next[0] = jobs.restart(job, run.id()))
        ? at(next[0].id())
        : null;
  }

  /** Changes when it starts by itself. */
  public String reschedule() throws IOException {
    if (foreign()) {
      return null;
    }
    boolean done =
        refusals.attempt(
            "plan",
            () ->
                jobs.reschedule(
                    job,
                    in.ticked("enabled"),
                    in.text("schedule"),
                    schedule.parameters(),
                    schedule.version()),
            this::plan);
    if (done) {
      wording.tell("saved", job);
    }
    return done ? "job?faces-redirect=true&job=" + job : null;
  }

  private boolean foreign() throws IOException {
    if (isMine()) {
      return false;
    }
    Visit.refuse(job);
    return true;
  }

  private String at(long id) {
    return "job?faces-redirect=true&job=" + job + "&run=" + id;
  }

  /**
   * Returns whether whoever looks may start this job, change its schedule, and read its log and
   * files.
   */
  public boolean isMine() {
    return FacesContext.getCurrentInstance()
        .getExternalContext()
        .isUserInRole(Job.of(job).field().role());
  }

  public String getJob() {
    return job;
  }

  public void setJob(String job) {
    if (Visit.begins()) {
      this.job = job;
    }
  }

  public Long getRunId() {
    return runId;
  }

  public void setRunId(Long runId) {
    if (Visit.begins()) {
      this.runId = runId;
    }
  }

  public JobSchedule getSchedule() {
    return schedule;
  }

  public List<String> getParameters() {
    return parameters;
  }

  public List<JobRun> getRuns() {
    return runs;
  }

  public JobRun getRun() {
    return run;
  }

  public List<JobLine> getLog() {
    return log;
  }

  public Inputs getIn() {
    return in;
  }
}
