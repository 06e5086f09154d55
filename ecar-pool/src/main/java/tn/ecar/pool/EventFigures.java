package tn.ecar.pool;

import java.time.Instant;

/**
 * What SHOW EVENTS tells about one kind of event.
 *
 * @param kind what happened
 * @param database the database as clients name it
 * @param user who its servers are logged in as, or who wanted to come in
 * @param reason why, in the words of the log or of the refusal
 * @param count how often since the pool began
 * @param last when it happened last
 */
public record EventFigures(
    Kind kind, String database, String user, String reason, long count, Instant last) {

  /** What happened. */
  public enum Kind {
    /** A server connection was closed. */
    SERVER_CLOSED,
    /** A client could not prove who it is. */
    LOGIN_REFUSED
  }
}
