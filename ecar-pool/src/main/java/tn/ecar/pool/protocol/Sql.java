package tn.ecar.pool.protocol;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The few statements that the pool must know by their text. */
final class Sql {
  private static final Pattern ROLLBACK =
      Pattern.compile("\\s*(?:ROLLBACK|ABORT)(?:\\s+(?:WORK|TRANSACTION))?\\s*;?\\s*");

  private static final Pattern CHARACTERISTICS =
      Pattern.compile(
          "\\s*SET\\s+SESSION\\s+CHARACTERISTICS\\s+AS\\s+TRANSACTION\\s+(.*?)\\s*;?\\s*");

  private static final Pattern MODE =
      Pattern.compile(
          "ISOLATION\\s+LEVEL\\s+(SERIALIZABLE|REPEATABLE\\s+READ|READ\\s+COMMITTED|READ\\s+UNCOMMITTED)"
              + "|READ\\s+(ONLY|WRITE)|(NOT\\s+)?DEFERRABLE");

  private static final int LONGEST = 200;

  private Sql() {}

  /** Whether the zero-terminated text here is a plain ROLLBACK. */
  static boolean isRollback(byte[] from, int at, int limit) {
    int first = firstLetter(from, at, limit);
    return (first == 'r' || first == 'a') && ROLLBACK.matcher(text(from, at, limit)).matches();
  }

  /**
   * What the zero-terminated text here makes of a client's session characteristics, which
   * PostgreSQL does not report.
   *
   * @return an array by tracked index with the changed values; null when it changes none
   */
  static String[] characteristics(byte[] from, int at, int limit, Tracked tracked) {
    if (!beginsWithSet(from, begin(from, at, limit), limit)) {
      return null;
    }
    Matcher set = CHARACTERISTICS.matcher(text(from, at, limit));
    if (!set.matches()) {
      return null;
    }
    String[] changed = new String[tracked.size()];
    Matcher mode = MODE.matcher(set.group(1));
    while (mode.find()) {
      if (mode.group(1) != null) {
        String level = mode.group(1).replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        changed[tracked.index("default_transaction_isolation")] = level;
      } else if (mode.group(2) != null) {
        changed[tracked.index("default_transaction_read_only")] =
            mode.group(2).equals("ONLY") ? "on" : "off";
      } else {
        changed[tracked.index("default_transaction_deferrable")] =
            mode.group(3) == null ? "on" : "off";
      }
    }
    return changed;
  }

  /** Told by its letters, before a text is made: every SELECT comes by here. */
  private static boolean beginsWithSet(byte[] from, int at, int limit) {
    return at + 3 < limit
        && (from[at] | 0x20) == 's'
        && (from[at + 1] | 0x20) == 'e'
        && (from[at + 2] | 0x20) == 't';
  }

  private static int firstLetter(byte[] from, int at, int limit) {
    int i = begin(from, at, limit);
    return i < limit ? from[i] | 0x20 : 0;
  }

  private static int begin(byte[] from, int at, int limit) {
    int i = at;
    while (i < limit && (from[i] == ' ' || from[i] == '\n' || from[i] == '\r' || from[i] == '\t')) {
      i++;
    }
    return i;
  }

  private static String text(byte[] from, int at, int limit) {
    int end = Buffer.endOfText(from, at, Math.min(limit, at + LONGEST));
    return end < 0 ? "" : Buffer.text(from, at, end).toUpperCase(Locale.ROOT);
  }
}
