package tn.ecar.pool;

import java.time.Duration;
import java.time.Instant;

/**
 * Connections or transactions of one place in the code that were kept too long or never ended.
 *
 * @param count how many there have been
 * @param longest the longest time that one was kept, as far as it was seen
 */
public record LeakReport(
    Instant firstSeen,
    Instant lastSeen,
    Kind kind,
    String database,
    String user,
    String place,
    long count,
    Duration longest) {

  /** What was leaked. */
  public enum Kind {
    /** A connection is open for longer than leak_threshold. */
    OPEN_HANDLE("open_handle", "keeps a connection open"),
    /** A connection was never closed: its handle was collected, or the container took it away. */
    UNCLOSED_HANDLE("unclosed_handle", "has never closed a connection"),
    /** A transaction is open and has had nothing to do for longer than leak_threshold. */
    OPEN_TRANSACTION("open_transaction", "has left a transaction open");

    private final String word;
    private final String sentence;

    Kind(String word, String sentence) {
      this.word = word;
      this.sentence = sentence;
    }

    /** As SHOW LEAKS and the metrics name it. */
    public String word() {
      return word;
    }
  }

  LeakReport again(Instant now, Duration kept) {
    return new LeakReport(
        firstSeen,
        now,
        kind,
        database,
        user,
        place,
        count + 1,
        kept.compareTo(longest) > 0 ? kept : longest);
  }

  /** One line for the log. */
  String sentence() {
    return place
        + " "
        + kind.sentence
        + ", for "
        + longest.toSeconds()
        + " s by now (leak_threshold): database "
        + database
        + ", user "
        + user;
  }
}
