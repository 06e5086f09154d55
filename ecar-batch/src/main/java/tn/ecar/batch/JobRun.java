package tn.ecar.batch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One execution of a job.
 *
 * @param id its number
 * @param job name of the job
 * @param server the server it runs on, as {@code ECAR_SERVER} names it
 * @param startedBy login of who started it, or {@code schedule}
 * @param parameters what the start told the job
 * @param state {@code STARTING}, {@code STARTED}, {@code STOPPING}, {@code STOPPED}, {@code
 *     FAILED}, {@code COMPLETED}; or {@code LOST}: the server ended while the job was at work, so
 *     nobody wrote down its end
 * @param started when it was asked for
 * @param ended when it ended; null while it has not, and when it is lost
 * @param itemsDone how many items are done
 * @param itemsTotal of how many; null when the job cannot say
 * @param exitStatus what the job said of itself at its end, or why it failed; null before
 * @param restartOf the run that this one takes up again; null when it began anew
 * @param results names of the files it has made
 */
public record JobRun(
    long id,
    String job,
    String server,
    String startedBy,
    Map<String, String> parameters,
    String state,
    Instant started,
    Instant ended,
    long itemsDone,
    Long itemsTotal,
    String exitStatus,
    Long restartOf,
    List<String> results) {
  /** The state of a run whose server did not live to end it. */
  public static final String LOST = "LOST";

  static final Set<String> AT_WORK = Set.of("STARTING", "STARTED", "STOPPING");
  static final Set<String> RESTARTABLE = Set.of("STOPPED", "FAILED", LOST);

  public JobRun {
    parameters = Map.copyOf(parameters);
    results = List.copyOf(results);
  }

  /** Returns whether it has not ended yet. */
  public boolean isAtWork() {
    return AT_WORK.contains(state);
  }

  /** Returns whether it ended before its work was done, so that it can be taken up again. */
  public boolean isRestartable() {
    return RESTARTABLE.contains(state);
  }

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }
}
