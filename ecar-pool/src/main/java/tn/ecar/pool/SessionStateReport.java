package tn.ecar.pool;

import java.time.Instant;

/**
 * Something that clients of one place have left behind in sessions that do not stay theirs.
 *
 * @param firstSeen when it happened first
 * @param tag the statement's command tag, such as SET
 * @param name what the statement names, as far as it shows; may be empty
 * @param meaning what it is, in words
 * @param applicationName the first client's
 * @param place the code that ran the statement, or the client's address
 * @param count how often it has happened
 */
public record SessionStateReport(
    Instant firstSeen,
    String tag,
    String name,
    String meaning,
    String database,
    String user,
    String applicationName,
    String place,
    long count) {

  SessionStateReport again() {
    return new SessionStateReport(
        firstSeen, tag, name, meaning, database, user, applicationName, place, count + 1);
  }

  /** One line for the log. */
  String sentence() {
    return (tag + " " + name).strip()
        + " of "
        + user
        + " ("
        + applicationName
        + ") on database "
        + database
        + " at "
        + place
        + " leaves "
        + meaning
        + " behind, which this pool mode does not carry to other servers: use pool_mode = session"
        + " or uncarried_session_state = pin";
  }
}
