package tn.ecar.pool.console;

/** A command that the console refuses, with what the operator reads. */
public class ConsoleException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");
  private static final String PROTOCOL_VIOLATION = "08P01";

  private final String sqlState;
  private final String detail;

  /** A refusal with the SQLSTATE that PgBouncer gives every error. */
  public ConsoleException(String message) {
    this(PROTOCOL_VIOLATION, message, "");
  }

  /**
   * A refusal.
   *
   * @param detail more about the cause; empty for none
   */
  public ConsoleException(String sqlState, String message, String detail) {
    super(message);
    this.sqlState = sqlState;
    this.detail = detail;
  }

  /** The refusal of a value or a file, with the cause's sentence as its detail. */
  public static ConsoleException because(String sqlState, String message, Exception cause) {
    ConsoleException refusal = new ConsoleException(sqlState, message, cause.getMessage());
    refusal.initCause(cause);
    return refusal;
  }

  /** The same for an admin: who may only look is not told what it says of the pool's insides. */
  public static ConsoleException unforeseen(String sqlState, String message, RuntimeException why) {
    return unforeseen(sqlState, message, why, ConsoleRole.ADMIN);
  }

  /** What nobody foresaw: whoever has asked is told in any case, because it waits for an answer. */
  static ConsoleException unforeseen(
      String sqlState, String message, RuntimeException why, ConsoleRole asker) {
    LOG.log(System.Logger.Level.ERROR, message, why);
    ConsoleException refusal =
        new ConsoleException(
            sqlState,
            message,
            asker == ConsoleRole.ADMIN ? "nobody foresaw this: " + why : "nobody foresaw this");
    refusal.initCause(why);
    return refusal;
  }

  public String sqlState() {
    return sqlState;
  }

  public String detail() {
    return detail;
  }
}
