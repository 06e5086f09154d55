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
 */
public record ConsoleReading(
    Instant takenAt,
    String server,
    Totals totals,
    List<PoolFigures> pools,
    List<DatabaseCounters> databases) {
  public ConsoleReading {
    pools = List.copyOf(pools);
    databases = List.copyOf(databases);
  }

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
      int maxConnections) {}

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
