package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import tn.ecar.batch.JobOverview;
import tn.ecar.batch.JobRun;
import tn.ecar.batch.Jobs;

/** All jobs with their schedules and newest runs. */
@Named
@RequestScoped
public class JobsPage {
  private final Jobs jobs;
  private final Wording wording;
  private List<JobOverview> all;

  @Inject
  public JobsPage(Jobs jobs, Wording wording) {
    this.jobs = jobs;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected JobsPage() {
    this(null, null);
  }

  public List<JobOverview> getAll() {
    if (all == null) {
      all = jobs.overview();
    }
    return all;
  }

  /** Returns whether a run is at work, so that the page follows it. */
  public boolean isAnyAtWork() {
    return getAll().stream().anyMatch(each -> each.newest() != null && each.newest().isAtWork());
  }

  /** Returns what a job is called; its key where nobody has named it yet. */
  public String name(String job) {
    return wording.orElse("job.name." + job, job);
  }

  /** Returns a word for the state of a run. */
  public String state(JobRun run) {
    return wording.orElse("job.state." + run.state(), run.state());
  }
}
