package tn.ecar.batch.audit;

/**
 * The report's SQL. Every query takes the period as its first two parameters, a list also takes
 * rows at most and rows to skip.
 */
final class AuditQueries {
  static final String SERVERS =
      """
      SELECT server, count(*) AS samples, min(taken_at) AS first_sample,
        max(taken_at) AS last_sample,
        (array_agg(max_clients ORDER BY taken_at DESC))[1] AS max_clients,
        max(used_clients) AS clients_most, avg(used_clients) AS clients_average,
        max(used_servers) AS servers_most, avg(used_servers) AS servers_average,
        (array_agg(used_servers ORDER BY taken_at DESC))[1] AS servers_last
      FROM pool_audit
      WHERE taken_at >= ? AND taken_at < ?
      GROUP BY server
      ORDER BY server
      """;

  /**
   * A counter below its predecessor belongs to a pool that was started anew: all of it was counted
   * since.
   */
  static final String POOLS =
      """
      WITH bounds AS (SELECT ?::timestamptz AS since, ?::timestamptz AS until
      ), pool AS (
        SELECT p.*, p.sv_active + p.sv_idle + p.sv_used + p.sv_tested + p.sv_login AS sv_open
        FROM pool_sample p
        WHERE taken_at >= (SELECT since FROM bounds) AND taken_at < (SELECT until FROM bounds)
      ), step AS (
        SELECT d.*,
          lag(d.assignments) OVER w AS assignments_0, lag(d.transactions) OVER w AS transactions_0,
          lag(d.queries) OVER w AS queries_0, lag(d.received) OVER w AS received_0,
          lag(d.sent) OVER w AS sent_0, lag(d.xact_time_us) OVER w AS xact_time_us_0,
          lag(d.query_time_us) OVER w AS query_time_us_0,
          lag(d.wait_time_us) OVER w AS wait_time_us_0, lag(d.logins) OVER w AS logins_0
        FROM pool_database_sample d
        WHERE taken_at >= (SELECT since FROM bounds) AND taken_at < (SELECT until FROM bounds)
        WINDOW w AS (PARTITION BY server, database_name ORDER BY taken_at)
      ), work AS (
        SELECT server, database_name,
          sum(assignments - kept * assignments_0) AS assignments,
          sum(transactions - kept * transactions_0) AS transactions,
          sum(queries - kept * queries_0) AS queries,
          sum(received - kept * received_0) AS received,
          sum(sent - kept * sent_0) AS sent,
          sum(xact_time_us - kept * xact_time_us_0) AS xact_time_us,
          sum(query_time_us - kept * query_time_us_0) AS query_time_us,
          sum(wait_time_us - kept * wait_time_us_0) AS wait_time_us,
          sum(logins - kept * logins_0) AS logins
        FROM (SELECT *, CASE WHEN queries >= queries_0 AND received >= received_0
            THEN 1 ELSE 0 END AS kept
          FROM step WHERE queries_0 IS NOT NULL) counted
        GROUP BY server, database_name
      ), period AS (
        SELECT server, database_name, user_name, count(*) AS samples,
          min(taken_at) AS first_sample, max(taken_at) AS last_sample,
          (array_agg(pool_mode ORDER BY taken_at DESC))[1] AS pool_mode,
          (array_agg(pool_size ORDER BY taken_at DESC))[1] AS pool_size,
          (array_agg(reserve_pool_size ORDER BY taken_at DESC))[1] AS reserve_pool_size,
          (array_agg(max_connections ORDER BY taken_at DESC))[1] AS max_connections,
          max(sv_open) AS open_most, avg(sv_open) AS open_average,
          max(sv_active) AS busy_most, avg(sv_active) AS busy_average,
          max(cl_active + cl_waiting) AS clients_most, max(cl_waiting) AS waiting_most,
          count(*) FILTER (WHERE cl_waiting > 0) AS samples_with_waiting,
          max(maxwait_us) AS longest_wait_us
        FROM pool
        GROUP BY server, database_name, user_name
      )
      SELECT p.*, count(*) OVER () AS total, w.assignments, w.transactions, w.queries, w.received, w.sent,
        w.xact_time_us, w.query_time_us, w.wait_time_us, w.logins
      FROM period p LEFT JOIN work w USING (server, database_name)
      ORDER BY server, database_name, user_name
      LIMIT ? OFFSET ?
      """;

  static final String POOL_COUNT =
      """
      SELECT count(DISTINCT (server, database_name, user_name))
      FROM pool_sample WHERE taken_at >= ? AND taken_at < ?
      """;

  static final String SAMPLES =
      """
      SELECT * FROM pool_sample
      WHERE taken_at >= ? AND taken_at < ?
      ORDER BY taken_at DESC, server, database_name, user_name
      LIMIT ? OFFSET ?
      """;

  static final String SAMPLE_COUNT =
      "SELECT count(*) FROM pool_sample WHERE taken_at >= ? AND taken_at < ?";

  private AuditQueries() {}
}
