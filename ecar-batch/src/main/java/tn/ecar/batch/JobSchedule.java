package tn.ecar.batch;

import java.time.Instant;
import java.util.Map;

/**
 * When a job is started by itself.
 *
 * @param job its name
 * @param enabled false when it is started by hand only
 * @param schedule as {@link Schedule} writes it
 * @param parameters what a start by the clock tells the job
 * @param next when it is due; null when it is not enabled, or runs on each server by itself and has
 *     not been looked at yet
 * @param changedBy who set it so; {@code system} for the usual one
 * @param changedAt when
 * @param version counts the changes; a change names the one that it has seen
 */
public record JobSchedule(
    String job,
    boolean enabled,
    String schedule,
    Map<String, String> parameters,
    Instant next,
    String changedBy,
    Instant changedAt,
    int version) {
  public JobSchedule {
    parameters = Map.copyOf(parameters);
  }
}
