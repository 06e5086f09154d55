package tn.ecar.pool.protocol;

/**
 * An ErrorResponse of PostgreSQL.
 *
 * @param severity ERROR, FATAL or PANIC
 * @param routine the C function that raised it; empty when not told
 */
public record ServerError(String severity, String sqlState, String message, String routine) {

  /** Reads the body of an ErrorResponse. */
  public static ServerError parse(byte[] body, int offset, int end) {
    String severity = "ERROR";
    String sqlState = "XX000";
    String message = "";
    String routine = "";
    int at = offset;
    while (at < end && body[at] != 0) {
      int stop = Buffer.endOfText(body, at + 1, end);
      if (stop < 0) {
        break;
      }
      String value = Buffer.text(body, at + 1, stop);
      switch (body[at]) {
        case 'V' -> severity = value;
        case 'C' -> sqlState = value;
        case 'M' -> message = value;
        case 'R' -> routine = value;
        default -> {
          // The other fields go to the client untouched; the pool has no use for them.
        }
      }
      at = stop + 1;
    }
    return new ServerError(severity, sqlState, message, routine);
  }

  /** Whether the server closes the connection after it. */
  public boolean isFatal() {
    return severity.equals("FATAL") || severity.equals("PANIC");
  }

  /** Whether a prepared statement no longer fits its tables. */
  public boolean isStalePlan() {
    return sqlState.equals("0A000") && routine.startsWith("RevalidateCached");
  }
}
