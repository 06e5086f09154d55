package tn.ecar.batch;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A run as the job at work sees it: what it was told, and where it says how far it is. Every batch
 * artifact may have it injected; all artifacts and partitions of a run on this server share one.
 *
 * <p>What is said here is kept in memory, and written to the database each second by {@link
 * JobClock}: outside of the job's transactions, so that a rollback takes nothing of it away and
 * nobody waits for it. What must not be lost in a crash belongs in the job's own tables.
 */
public final class RunningJob {
  private final long id;
  private final String server;
  private final String startedBy;
  private final Map<String, String> parameters;
  private final Clock clock;
  private final JobRuns runs;
  private final JobRecords records;

  // Guarded by this.
  private Long execution;
  private long done;
  private Long total;
  private final List<Said> unwritten = new ArrayList<>();

  RunningJob(
      long id,
      String server,
      String startedBy,
      Map<String, String> parameters,
      Clock clock,
      JobRuns runs,
      JobRecords records) {
    this.id = id;
    this.server = server;
    this.startedBy = startedBy;
    this.parameters = parameters;
    this.clock = clock;
    this.runs = runs;
    this.records = records;
  }

  /** Returns the run's number. */
  public long id() {
    return id;
  }

  /** Returns the server that it runs on. */
  public String server() {
    return server;
  }

  /** Returns the login of who started it, or {@code schedule}. */
  public String startedBy() {
    return startedBy;
  }

  /** Returns what the start said of this parameter, without blanks around; empty if nothing. */
  public String parameter(String name) {
    return parameters.getOrDefault(name, "").strip();
  }

  /** Sets of how many items the work consists. */
  public synchronized void total(long items) {
    total = items;
  }

  /** Returns how many items are done, those of an earlier run that is taken up again included. */
  public synchronized long itemsDone() {
    return done;
  }

  /** Sets how many items are done, those of an earlier run that is taken up again included. */
  public synchronized void done(long items) {
    done = items;
  }

  /** Adds to the items that are done; for partitions, which know only their own. */
  public synchronized void add(long items) {
    done += items;
  }

  /** Writes a line into the run's log. */
  public void say(String sentence) {
    line("INFO", sentence);
  }

  /** Writes a line into the run's log that somebody should look at. */
  public void warn(String sentence) {
    line("WARNING", sentence);
  }

  /**
   * Keeps a file that the run has made, in the transaction of the thread. One of the same name is
   * replaced.
   */
  public void result(JobResult result) {
    records.keep(id, result);
  }

  /**
   * Holds the run until the end of the thread's transaction, and refuses when another server has
   * given it up meanwhile: a server that stood still for so long must not write beside the one that
   * has taken the work over. To be called in each transaction that writes.
   *
   * @throws IllegalStateException when the run is no longer this server's
   */
  public void requireOurs() {
    if (!runs.hold(id)) {
      throw new IllegalStateException(
          "Run "
              + id
              + " was given up as lost, because this server gave no sign of life: what it has not"
              + " committed is dropped, and another run goes on.");
    }
  }

  private synchronized void line(String level, String sentence) {
    unwritten.add(new Said(clock.instant(), level, sentence));
  }

  synchronized List<Said> takeUnwritten() {
    List<Said> lines = List.copyOf(unwritten);
    unwritten.clear();
    return lines;
  }

  synchronized void giveBack(List<Said> lines) {
    unwritten.addAll(0, lines);
  }

  synchronized Progress progress() {
    return new Progress(execution, done, total);
  }

  synchronized void executedBy(long id) {
    execution = id;
  }

  synchronized void goOnFrom(long items, Long of) {
    done = items;
    total = of;
  }

  /** A line that is to be written. */
  record Said(Instant at, String level, String text) {}

  /** Which execution does the work, null before that is known, and how far it is. */
  record Progress(Long execution, long done, Long total) {}
}
