package tn.ecar.pool.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises by their first words the statements that leave something behind in a session. Whether
 * they have done so is told by the server's command tag. What happens inside functions, and SELECT
 * INTO TEMP, does not show in either.
 */
final class Heads {
  private static final int LONGEST_HEAD = 400;
  private static final byte[] ADVISORY =
      "advisory_".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[\\w.$]+)";

  private static final Pattern SET =
      Pattern.compile(
          "SET\\s+(?:(LOCAL|TRANSACTION|SESSION\\s+CHARACTERISTICS)\\b.*"
              + "|(?:SESSION\\s+)?(AUTHORIZATION|TIME\\s+ZONE|"
              + NAME
              + ").*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern LISTEN = head("LISTEN\\s+" + NAME + ".*");
  private static final Pattern LOAD = head("LOAD\\s+(.*)");
  private static final Pattern PREPARE = head("PREPARE\\s+(?!TRANSACTION\\b)" + NAME + ".*");
  private static final Pattern HOLD =
      head("DECLARE\\s+" + NAME + "\\s+(?:\\w+\\s+)*?CURSOR\\s+WITH\\s+HOLD\\b.*");
  private static final Pattern TEMPORARY =
      head(
          "CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:GLOBAL\\s+|LOCAL\\s+)?TEMP(?:ORARY)?\\s+"
              + "(?:RECURSIVE\\s+)?(?:TABLE|VIEW|SEQUENCE)\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?"
              + NAME
              + ".*");
  private static final Pattern DROPPED = head(".*\\bON\\s+COMMIT\\s+DROP\\b.*");
  private static final Pattern LOCK =
      head(".*?\\b(pg_(?:try_)?advisory_lock(?:_shared)?)\\s*\\(.*");

  private Heads() {}

  private static Pattern head(String expression) {
    return Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /** What the one statement here leaves behind; null for most. The text ends with a zero. */
  static Trace of(byte[] from, int at, int limit) {
    int start = begin(from, at, limit);
    if (start >= limit) {
      return null;
    }
    return switch (from[start] | 0x20) {
      case 's' ->
          third(from, start, limit) == 't' ? set(from, start, limit) : lock(from, start, limit);
      case 'w' -> lock(from, start, limit);
      case 'l' ->
          third(from, start, limit) == 's'
              ? named(LISTEN, Trace.Kind.LISTEN, from, start, limit)
              : named(LOAD, Trace.Kind.LOAD, from, start, limit);
      case 'p' -> named(PREPARE, Trace.Kind.PREPARE, from, start, limit);
      case 'd' ->
          third(from, start, limit) == 'c'
              ? named(HOLD, Trace.Kind.CURSOR, from, start, limit)
              : null;
      case 'c' -> third(from, start, limit) == 'e' ? temporary(from, start, limit) : null;
      default -> null;
    };
  }

  /**
   * What the statements of a simple query leave behind, in their order.
   *
   * @return null when none leaves anything
   */
  static List<Trace> ofAll(byte[] from, int at, int limit) {
    int end = end(from, at, limit);
    List<Trace> all = null;
    int count = 0;
    for (int start = begin(from, at, end); start < end; ) {
      int stop = Lexer.statementEnd(from, start, end);
      Trace trace = of(from, start, stop);
      if (trace != null && all == null) {
        all = new ArrayList<>(java.util.Collections.nCopies(count, null));
      }
      if (all != null) {
        all.add(trace);
      }
      count++;
      start = begin(from, stop + 1, end);
    }
    return all;
  }

  /** The first byte of a statement: behind blanks, comments and semicolons of empty ones. */
  private static int begin(byte[] from, int at, int limit) {
    int i = at;
    while (i < limit) {
      int next = Lexer.afterComment(from, i, limit);
      if (next == i && from[i] > ' ' && from[i] != ';' && from[i] != '(') {
        return i;
      }
      i = Math.max(next, i + 1);
    }
    return limit;
  }

  private static int third(byte[] from, int at, int limit) {
    return at + 2 < limit ? from[at + 2] | 0x20 : 0;
  }

  private static Trace set(byte[] from, int at, int limit) {
    Matcher set = SET.matcher(text(from, at, limit, LONGEST_HEAD));
    if (!set.matches()) {
      return null;
    }
    return set.group(1) != null
        ? Trace.OF_TRANSACTION
        : new Trace(Trace.Kind.SET, parameter(set.group(2)));
  }

  /** The parameter behind the spellings that SQL has for some. */
  private static String parameter(String word) {
    return switch (word.toUpperCase(Locale.ROOT).replaceAll("\\s+", " ")) {
      case "TIME ZONE" -> "TimeZone";
      case "NAMES" -> "client_encoding";
      case "SCHEMA" -> "search_path";
      case "AUTHORIZATION" -> "session_authorization";
      default -> word.startsWith("\"") ? word.substring(1, word.length() - 1) : word;
    };
  }

  private static Trace named(Pattern head, Trace.Kind kind, byte[] from, int at, int limit) {
    Matcher found = head.matcher(text(from, at, limit, LONGEST_HEAD));
    return found.matches() ? new Trace(kind, found.group(1).strip()) : null;
  }

  private static Trace temporary(byte[] from, int at, int limit) {
    Trace trace = named(TEMPORARY, Trace.Kind.TEMPORARY, from, at, limit);
    return trace == null || DROPPED.matcher(text(from, at, limit, limit - at)).matches()
        ? null
        : trace;
  }

  private static Trace lock(byte[] from, int at, int limit) {
    for (int i = at; i + ADVISORY.length < limit && from[i] != 0; i++) {
      if ((from[i] | 0x20) == 'a' && isAdvisory(from, i)) {
        return named(LOCK, Trace.Kind.ADVISORY_LOCK, from, Math.max(at, i - 20), limit);
      }
    }
    return null;
  }

  private static boolean isAdvisory(byte[] from, int at) {
    for (int i = 0; i < ADVISORY.length - 1; i++) {
      if ((from[at + i] | 0x20) != ADVISORY[i]) {
        return false;
      }
    }
    return from[at + ADVISORY.length - 1] == '_';
  }

  private static String text(byte[] from, int at, int limit, int longest) {
    int stop = Math.min(limit, at + longest);
    return Buffer.text(from, at, end(from, at, stop));
  }

  private static int end(byte[] from, int at, int limit) {
    int zero = Buffer.endOfText(from, at, limit);
    return zero < 0 ? limit : zero;
  }
}
