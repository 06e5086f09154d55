package tn.ecar.pool.doctor;

/**
 * What one check has found.
 *
 * @param check what was looked at, in one or two words
 * @param evidence what was seen; never a secret
 * @param wayOut what to do about it; empty when nothing is wrong
 */
public record Finding(Level level, String check, String evidence, String wayOut) {
  /** How bad it is. */
  public enum Level {
    OK(0),
    WARN(1),
    FAIL(2);

    private final int status;

    Level(int status) {
      this.status = status;
    }

    /** The exit status of a doctor who has found nothing worse. */
    public int status() {
      return status;
    }
  }

  /** All is well. */
  public static Finding ok(String check, String evidence) {
    return new Finding(Level.OK, check, evidence, "");
  }

  /** Something is to be thought of. */
  public static Finding warn(String check, String evidence, String wayOut) {
    return new Finding(Level.WARN, check, evidence, wayOut);
  }

  /** Something does not work. */
  public static Finding fail(String check, String evidence, String wayOut) {
    return new Finding(Level.FAIL, check, evidence, wayOut);
  }

  /** One line for a terminal, and where there is a way out a second one with it. */
  String line() {
    String said = String.format("%-4s  %s: %s", level, check, flat(evidence));
    return wayOut.isEmpty() ? said : said + "\n      -> " + flat(wayOut);
  }

  /** Other programs' words may hold line ends. */
  private static String flat(String text) {
    return text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }

  /** One JSON object. */
  String json() {
    return "{\"level\": "
        + quoted(level.name())
        + ", \"check\": "
        + quoted(check)
        + ", \"evidence\": "
        + quoted(evidence)
        + ", \"way_out\": "
        + quoted(wayOut)
        + "}";
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        out.append('\\').append(each);
      } else if (each < ' ') {
        out.append(String.format("\\u%04x", (int) each));
      } else {
        out.append(each);
      }
    }
    return out.append('"').toString();
  }
}
