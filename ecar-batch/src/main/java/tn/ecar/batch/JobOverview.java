package tn.ecar.batch;

import java.util.List;

/**
 * A job at a glance.
 *
 * @param job its name
 * @param role the role that starts, stops and schedules it
 * @param place {@code EACH_SERVER} or {@code ONCE_IN_CLUSTER}
 * @param parameters names of what a start may say besides
 * @param schedule when it is started by itself
 * @param newest its newest run; null when there is none
 */
public record JobOverview(
    String job,
    String role,
    String place,
    List<String> parameters,
    JobSchedule schedule,
    JobRun newest) {
  public JobOverview {
    parameters = List.copyOf(parameters);
  }

  static JobOverview of(JobSchedule schedule, JobRun newest) {
    Job job = Job.of(schedule.job());
    return new JobOverview(
        job.key(), job.field().role(), job.place().name(), job.parameters(), schedule, newest);
  }
}
