package tn.ecar.batch.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tn.ecar.garage.Page;

/**
 * The report of a period: how much of its limits each pool used, who had to wait, and how long the
 * work took.
 *
 * @param from first moment of the period
 * @param to first moment after it
 * @param servers the figures over all pools, per server, by its name
 * @param pools the figures per pool, by server, database and user
 */
public record PoolAudit(
    Instant from, Instant to, List<ServerPeriod> servers, Page<PoolPeriod> pools) {
  public PoolAudit {
    servers = List.copyOf(servers);
  }

  /**
   * One server over the period.
   *
   * @param server its name
   * @param samples how many samples the period holds
   * @param firstSample when the first was taken
   * @param lastSample when the last was taken
   * @param maxClients the limit of clients at the last sample, {@code max_client_conn}
   * @param clientsOpenMost clients logged in, at most
   * @param clientsOpenAverage clients logged in, on average
   * @param serversOpenMost server connections open, at most
   * @param serversOpenAverage server connections open, on average
   * @param serversOpenLast server connections open at the last sample
   */
  public record ServerPeriod(
      String server,
      long samples,
      Instant firstSample,
      Instant lastSample,
      int maxClients,
      int clientsOpenMost,
      double clientsOpenAverage,
      int serversOpenMost,
      double serversOpenAverage,
      int serversOpenLast) {}

  /**
   * One pool over the period.
   *
   * @param server the server it lives in
   * @param database the database as clients name it
   * @param user the login
   * @param poolMode its mode at the last sample
   * @param samples how many samples the period holds
   * @param firstSample when the first was taken
   * @param lastSample when the last was taken
   * @param poolSize the limit of server connections at the last sample, 0 for none
   * @param reservePoolSize how many more there may be for those who wait too long
   * @param maxConnections the limit over all pools of the database, 0 for none
   * @param serversOpenMost server connections open, at most
   * @param serversOpenAverage server connections open, on average
   * @param serversBusyMost server connections held by clients, at most
   * @param serversBusyAverage server connections held by clients, on average
   * @param useOfLimit most open connections by pool size and reserve, 1.0 when full; null without a
   *     limit
   * @param clientsMost clients at once, at most
   * @param waitingMost clients in the waiting line, at most
   * @param samplesWithWaiting in how many samples somebody waited
   * @param longestWait the longest that the first of the line had waited
   * @param work what the pool's database did; null before its second sample
   */
  public record PoolPeriod(
      String server,
      String database,
      String user,
      String poolMode,
      long samples,
      Instant firstSample,
      Instant lastSample,
      int poolSize,
      int reservePoolSize,
      int maxConnections,
      int serversOpenMost,
      double serversOpenAverage,
      int serversBusyMost,
      double serversBusyAverage,
      Double useOfLimit,
      int clientsMost,
      int waitingMost,
      long samplesWithWaiting,
      Duration longestWait,
      DatabaseWork work) {}

  /**
   * What a database did between the first and the last sample of the period; the counters are told
   * per database, so pools of one database show the same. A pool that was started anew in between
   * counts from zero again, and only what it did since is added.
   *
   * @param transactions transactions ended
   * @param queries queries answered
   * @param assignments leases of a server connection
   * @param logins clients that logged in
   * @param received bytes from clients
   * @param sent bytes to clients
   * @param averageTransaction mean time inside a transaction; null without any
   * @param averageQuery mean time of a query; null without any
   * @param averageWait mean time in the waiting line per lease; null without any
   */
  public record DatabaseWork(
      long transactions,
      long queries,
      long assignments,
      long logins,
      long received,
      long sent,
      Duration averageTransaction,
      Duration averageQuery,
      Duration averageWait) {}
}
