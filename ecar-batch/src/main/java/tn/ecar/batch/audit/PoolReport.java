package tn.ecar.batch.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The audit report of a period: what the pools did, and what of it somebody should look at.
 *
 * @param from first moment of the period
 * @param to first moment after it
 * @param servers the figures over all pools, per server
 * @param pools the figures per pool
 * @param timings how long waits, leases, connects and transactions took, per pool
 * @param episodes stretches in which clients waited, each with its cause
 * @param crowds samples near the limit of clients
 * @param leaks places in the code that kept connections or transactions
 * @param closed servers that were closed, by reason
 * @param refused clients that could not prove who they are, by reason
 * @param changes commands that changed the pool, and who gave them
 * @param credentials how old the secrets of the pool's users are
 * @param advice what sizes the pool should have
 * @param alerts that were open in the period
 * @param series the curves of the page
 */
public record PoolReport(
    Instant from,
    Instant to,
    List<PoolAudit.ServerPeriod> servers,
    List<PoolAudit.PoolPeriod> pools,
    List<Timing> timings,
    List<Episode> episodes,
    List<Crowd> crowds,
    List<Leak> leaks,
    List<Event> closed,
    List<Event> refused,
    List<Change> changes,
    List<Credential> credentials,
    List<Advice> advice,
    List<Alert> alerts,
    List<Point> series) {

  /**
   * A timing of one pool; a percentile is the upper end of its bucket.
   *
   * @param timing wait, lease, connect or transaction
   * @param count how many were measured
   * @param p50 half of them took at most so long; null beyond the last bucket
   * @param p95 95 of 100
   * @param p99 99 of 100
   */
  public record Timing(
      String server,
      String database,
      String user,
      String timing,
      long count,
      Duration p50,
      Duration p95,
      Duration p99) {}

  /**
   * A stretch of samples in each of which somebody waited.
   *
   * @param since its first sample
   * @param until its last sample
   * @param waitingMost clients in the waiting line, at most
   * @param longestWait the longest that the first of the line had waited
   * @param cause why, as far as the figures tell
   * @param evidence the figures that speak for it, in a sentence of English
   * @param figures the same for a sentence in another language
   */
  public record Episode(
      String server,
      String database,
      String user,
      Instant since,
      Instant until,
      long samples,
      int waitingMost,
      Duration longestWait,
      SaturationCause cause,
      String evidence,
      List<String> figures) {}

  /**
   * How near a server came to its limit of clients.
   *
   * @param samples how many samples lay above four fifths of it
   * @param most clients at most
   * @param limit max_client_conn then
   * @param last the last such sample
   */
  public record Crowd(String server, long samples, int most, int limit, Instant last) {}

  /** A place in the code, or a client's address, that kept something too long. */
  public record Leak(
      String server,
      String kind,
      String database,
      String user,
      String place,
      Instant firstSeen,
      Instant lastSeen,
      long count,
      Duration longest) {}

  /** Something that happened so often in the period. */
  public record Event(String server, String database, String user, String reason, long count) {}

  /** A command that changed the pool. */
  public record Change(String server, Instant at, String who, String command) {}

  /**
   * The age of a user's secret.
   *
   * @param ageDays at least so old
   * @param rotated whether it is known since when it is what it is; else only the first sight is
   * @param form md5 or scram-sha-256; null when no rotation has told it
   * @param overdue whether it is older than the rotation's schedule allows
   * @param warning where it is md5, that PostgreSQL will not take it for ever and the way to SCRAM;
   *     else null
   */
  public record Credential(
      String user, long ageDays, boolean rotated, String form, boolean overdue, String warning) {
    private static final String MD5 = "md5";
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

    /** Returns the age of a secret, with the warning that its form asks for. */
    public static Credential of(
        String user, long ageDays, boolean rotated, String form, boolean overdue) {
      return new Credential(
          user, ageDays, rotated, form, overdue, MD5.equals(form) ? md5Warning(user) : null);
    }

    /** What PostgreSQL 18 says of a role whose secret it keeps as md5, and what helps. */
    public static String md5Warning(String user) {
      return "PostgreSQL keeps the secret of "
          + user
          + " as md5, which it calls deprecated since version 18: "
          + scramCommand(user)
          + " (and scram-sha-256 in pg_hba.conf),"
          + " then rotate again, and the secret becomes SCRAM.";
    }

    /** The command after which PostgreSQL keeps a role's next secret as SCRAM. */
    public static String scramCommand(String user) {
      String role =
          PLAIN_NAME.matcher(user).matches() ? user : '"' + user.replace("\"", "\"\"") + '"';
      return "ALTER ROLE " + role + " SET password_encryption = 'scram-sha-256'";
    }
  }

  /**
   * A size.
   *
   * @param setting the key it is about
   * @param now what it is, 0 for no limit
   * @param measured what the measured load asks for
   * @param formula what the rule of thumb says: servers × threads × 1.5; null where it says nothing
   * @param because the figure that the measured one rests on
   */
  public record Advice(
      String database,
      String user,
      String setting,
      int now,
      int measured,
      Integer formula,
      String because) {}

  /**
   * An alert.
   *
   * @param closedAt null while it is open
   */
  public record Alert(
      String rule,
      String server,
      String subject,
      double value,
      double threshold,
      String unit,
      Instant openedAt,
      Instant closedAt) {}

  /**
   * A point of the curves of one pool, over a stretch of equal length.
   *
   * @param at begin of the stretch
   * @param open server connections, on average
   * @param busy those in clients' hands, on average
   * @param waiting clients in the waiting line, at most
   * @param size pool size and reserve, 0 for no limit
   */
  public record Point(
      String server,
      String database,
      String user,
      Instant at,
      double open,
      double busy,
      int waiting,
      int size) {}
}
