package tn.ecar.pool;

/**
 * The figures of SHOW STATS: sums since the start, or averages per second (counts, bytes) and per
 * item (times).
 *
 * @param received bytes from clients
 * @param sent bytes to clients
 * @param xactTime microseconds that servers spent in transactions
 * @param queryTime microseconds from a request to its ReadyForQuery
 * @param waitTime microseconds that clients waited for a server
 */
public record Totals(
    long serverAssignments,
    long xacts,
    long queries,
    long received,
    long sent,
    long xactTime,
    long queryTime,
    long waitTime,
    long clientParses,
    long serverParses,
    long binds,
    long clientLogins) {

  /** Nothing yet. */
  public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** What has come since then. */
  Totals minus(Totals before) {
    return new Totals(
        serverAssignments - before.serverAssignments,
        xacts - before.xacts,
        queries - before.queries,
        received - before.received,
        sent - before.sent,
        xactTime - before.xactTime,
        queryTime - before.queryTime,
        waitTime - before.waitTime,
        clientParses - before.clientParses,
        serverParses - before.serverParses,
        binds - before.binds,
        clientLogins - before.clientLogins);
  }

  /** Both together. */
  public Totals plus(Totals other) {
    return new Totals(
        serverAssignments + other.serverAssignments,
        xacts + other.xacts,
        queries + other.queries,
        received + other.received,
        sent + other.sent,
        xactTime + other.xactTime,
        queryTime + other.queryTime,
        waitTime + other.waitTime,
        clientParses + other.clientParses,
        serverParses + other.serverParses,
        binds + other.binds,
        clientLogins + other.clientLogins);
  }
}
