package tn.ecar.batch.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the pool's console said at one moment: the item that {@code pool-audit} reads and writes, as
 * a whole or not at all.
 *
 * @param takenAt when it was asked
 * @param server the server whose pool it is
 * @param totals the figures over all pools
 * @param pools one per (database, user), without the console itself
 * @param databases the counters of each database since the pool was started, without the console
 *     itself
 * @param details what explains the figures
 */
public record ConsoleReading(
    Instant takenAt,
    String server,
    Totals totals,
    List<PoolFigures> pools,
    List<DatabaseCounters> databases,
    Details details) {
  public ConsoleReading {
    pools = List.copyOf(pools);
    databases = List.copyOf(databases);
  }

  /**
   * What explains the figures.
   *
   * @param users a line of {@code SHOW USERS} each
   * @param timings how many of each timing took at most so long, since the pool was started
   * @param events servers closed and clients refused, since the pool was started
   * @param leaks connections and transactions kept too long, by place of origin
   * @param changes commands that have changed something, and who gave them
   */
  public record Details(
      List<UserFigures> users,
      List<TimingCounts> timings,
      List<EventCount> events,
      List<Leak> leaks,
      List<Change> changes) {
    /** Nothing of it. */
    static final Details NONE = new Details(List.of(), List.of(), List.of(), List.of(), List.of());

    public Details {
      users = List.copyOf(users);
      timings = List.copyOf(timings);
      events = List.copyOf(events);
      leaks = List.copyOf(leaks);
      changes = List.copyOf(changes);
    }
  }

  /**
   * A user of the pool.
   *
   * @param servers server connections logged in as this user
   * @param maxServers at most, 0 for no limit
   * @param clients clients of this user
   * @param maxClients at most, 0 for no limit
   */
  public record UserFigures(
      String user, int servers, int maxServers, int clients, int maxClients) {}

  /**
   * A timing of one pool.
   *
   * @param timing wait, lease, connect or transaction
   * @param bounds upper ends in microseconds, rising
   * @param counts how many took at most so long; one more than bounds, the last is all
   */
  public record TimingCounts(
      String database, String user, String timing, List<Long> bounds, List<Long> counts) {
    public TimingCounts {
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
    }
  }

  /**
   * An event by reason.
   *
   * @param kind server_closed or login_refused
   */
  public record EventCount(String kind, String database, String user, String reason, long count) {}

  /** A place in the code that keeps connections or transactions; a line of {@code SHOW LEAKS}. */
  public record Leak(
      Instant firstSeen,
      Instant lastSeen,
      String kind,
      String database,
      String user,
      String place,
      long count,
      long longestSeconds) {}

  /** A command that has changed something; a line of {@code SHOW CHANGES}. */
  public record Change(Instant at, String who, String command) {}

  /**
   * Figures over all pools: {@code SHOW LISTS}, with the limit from {@code SHOW CONFIG}.
   *
   * @param maxClients {@code max_client_conn}
   * @param usedClients clients logged in
   * @param freeClients client slots kept for re-use
   * @param loginClients clients that are proving who they are
   * @param usedServers server connections that exist
   * @param freeServers server slots kept for re-use
   */
  public record Totals(
      int maxClients,
      int usedClients,
      int freeClients,
      int loginClients,
      int usedServers,
      int freeServers) {}

  /**
   * One pool: a line of {@code SHOW POOLS}, with its limits from {@code SHOW DATABASES}.
   *
   * @param database the database as clients name it
   * @param user the login
   * @param poolMode {@code session}, {@code transaction} or {@code statement}
   * @param clientsActive clients that hold a server connection or are idle
   * @param clientsWaiting clients in the waiting line
   * @param serversActive server connections that a client holds
   * @param serversIdle server connections ready to be leased
   * @param serversUsed idle for so long that they are checked before their next lease
   * @param serversTested being checked or reset now
   * @param serversLogin logging in now
   * @param maxwait how long the first of the waiting line has waited; zero when nobody waits
   * @param poolSize server connections at most, 0 for no limit
   * @param reservePoolSize server connections beyond that when somebody waits too long
   * @param maxConnections server connections at most over all pools of the database, 0 for no limit
   * @param longestHold how long the client that holds a server for longest has held it
   * @param longestHolder its application and address; empty when nobody holds one
   */
  public record PoolFigures(
      String database,
      String user,
      String poolMode,
      int clientsActive,
      int clientsWaiting,
      int serversActive,
      int serversIdle,
      int serversUsed,
      int serversTested,
      int serversLogin,
      Duration maxwait,
      int poolSize,
      int reservePoolSize,
      int maxConnections,
      Duration longestHold,
      String longestHolder) {}

  /**
   * A line of {@code SHOW STATS}: counters that only grow, and begin at zero with the pool.
   *
   * @param database the database as clients name it
   * @param assignments how often a server connection was leased
   * @param transactions transactions ended
   * @param queries queries answered
   * @param received bytes from clients
   * @param sent bytes to clients
   * @param transactionTime spent inside transactions
   * @param queryTime spent inside queries
   * @param waitTime spent by clients in the waiting line
   * @param logins clients that logged in
   */
  public record DatabaseCounters(
      String database,
      long assignments,
      long transactions,
      long queries,
      long received,
      long sent,
      Duration transactionTime,
      Duration queryTime,
      Duration waitTime,
      long logins) {}
}
