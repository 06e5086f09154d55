package tn.ecar.pool.protocol;

import java.util.HexFormat;
import java.util.Optional;

/**
 * Why a client is sent away: becomes an ErrorResponse of severity FATAL, then its connection is
 * closed. Where a server's own error caused it, that error's SQLSTATE and text are kept.
 */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** PgBouncer uses this one SQLSTATE for all its own refusals. */
  public static final String PROTOCOL_VIOLATION = "08P01";

  private final String sqlState;
  private final transient ServerError cause;

  private Refusal(String sqlState, String message, ServerError cause) {
    super(message);
    this.sqlState = sqlState;
    this.cause = cause;
  }

  /** A refusal of the pool's own, in the contract's words. */
  public static Refusal of(String message) {
    return new Refusal(PROTOCOL_VIOLATION, message, null);
  }

  /** A refusal with an SQLSTATE of its own. */
  public static Refusal of(String sqlState, String message) {
    return new Refusal(sqlState, message, null);
  }

  /** A server's error passed on. */
  public static Refusal of(ServerError error) {
    return new Refusal(error.sqlState(), error.message(), error);
  }

  public String sqlState() {
    return sqlState;
  }

  /** The server's error, when it was one. */
  public Optional<ServerError> serverError() {
    return Optional.ofNullable(cause);
  }

  /** Appends it as an ErrorResponse. */
  public void writeTo(Buffer out) {
    Messages.error(out, "FATAL", sqlState, getMessage());
  }

  /**
   * The same for a client that may not know the pool's own codes.
   *
   * @param distinct whether the code tells the cause; else it is the same for every refusal that
   *     PgBouncer knows as well. A server's error keeps its own.
   */
  public void writeTo(Buffer out, boolean distinct) {
    boolean shared = cause == null && SqlStates.knows(getMessage());
    String plain = shared ? PROTOCOL_VIOLATION : sqlState;
    Messages.error(out, "FATAL", distinct ? distinctState() : plain, getMessage());
  }

  /** The code that tells its cause. */
  public String distinctState() {
    return cause == null ? SqlStates.distinct(getMessage(), sqlState) : sqlState;
  }

  /** The same for one more client: a refusal that several get must not share a stack trace. */
  public Refusal again() {
    return new Refusal(sqlState, getMessage(), cause);
  }

  /** What begins with these bytes is no message, or a longer one than is taken. */
  public static Refusal badHeader(byte[] bytes, int at, int end) {
    return of("bad packet header: '" + HexFormat.of().formatHex(bytes, at, end) + "'");
  }
}
