package tn.ecar.batch.rotation;

import java.time.Duration;
import java.util.Optional;
import tn.ecar.batch.RunningJob;
import tn.ecar.garage.RuleViolation;

/**
 * What a run is to do.
 *
 * @param user the one user it is about; empty for all that the pool keeps servers for
 * @param dryRun true to look only
 * @param olderThan only secrets of at least this age are changed; zero for all
 * @param endWindow true to refuse the old secrets of rotations in their window at once
 */
record RotationOrder(Optional<String> user, boolean dryRun, Duration olderThan, boolean endWindow) {
  /** Age at which a secret is due when nobody says otherwise. */
  static final int USUAL_DAYS = 90;

  private static final int MOST_DAYS = 3650;

  /**
   * Reads it from the run's parameters.
   *
   * @throws RuleViolation when one cannot be read
   */
  static RotationOrder of(RunningJob job) {
    String user = job.parameter("user");
    return new RotationOrder(
        user.isEmpty() ? Optional.empty() : Optional.of(user),
        yes(job, "dry_run"),
        Duration.ofDays(days(job, !user.isEmpty())),
        yes(job, "end_window"));
  }

  private static boolean yes(RunningJob job, String name) {
    return switch (job.parameter(name)) {
      case "", "no", "false" -> false;
      case "yes", "true" -> true;
      default -> throw new RuleViolation(name, job.parameter(name), "It is yes or no.");
    };
  }

  // Who names a user wants its secret changed, however young it is.
  private static int days(RunningJob job, boolean named) {
    String text = job.parameter("older_than_days");
    if (text.isEmpty()) {
      return named ? 0 : USUAL_DAYS;
    }
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > MOST_DAYS) {
      throw new RuleViolation(
          "older_than_days", text, "It is a number of days from 0 to " + MOST_DAYS + ".");
    }
    return Integer.parseInt(text);
  }
}
