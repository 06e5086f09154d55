package tn.ecar.batch.audit;

/** The SQL of the report's findings; each takes the period as its first two parameters. */
final class FindingQueries {
  /** What a counter grew by from one sample to the next; one that fell has begun anew. */
  static final String TIMINGS =
      """
      WITH bounds AS (SELECT ?::timestamptz AS since, ?::timestamptz AS until
      ), step AS (
        SELECT t.server, t.database_name, t.user_name, t.timing, t.bounds, t.counts,
          lag(t.counts) OVER (PARTITION BY t.server, t.database_name, t.user_name, t.timing
            ORDER BY t.taken_at) AS before
        FROM pool_timing_sample t
        WHERE taken_at >= (SELECT since FROM bounds) AND taken_at < (SELECT until FROM bounds)
      )
      SELECT server, database_name, user_name, timing, c.bound, max(bounds[c.bound]) AS le_us,
        sum(c.count - CASE
          WHEN counts[cardinality(counts)] >= before[cardinality(before)] THEN before[c.bound]
          ELSE 0 END) AS grown
      FROM step, unnest(counts) WITH ORDINALITY AS c (count, bound)
      WHERE before IS NOT NULL
      GROUP BY server, database_name, user_name, timing, c.bound
      ORDER BY server, database_name, user_name, timing, c.bound
      """;

  /**
   * Samples with somebody waiting, joined where no more than two periods lie between; beside each
   * stretch what its database did in it, and in the whole period, and the leak that was seen about
   * then. The sample before the first one and the one after the last show what was done in between.
   */
  static final String EPISODES =
      """
      WITH bounds AS (SELECT ?::timestamptz AS since, ?::timestamptz AS until
      ), waiting AS (
        SELECT *, lag(taken_at) OVER w AS before
        FROM pool_sample
        WHERE taken_at >= (SELECT since FROM bounds) AND taken_at < (SELECT until FROM bounds)
          AND cl_waiting > 0
        WINDOW w AS (PARTITION BY server, database_name, user_name ORDER BY taken_at)
      ), numbered AS (
        SELECT *, count(*) FILTER (WHERE before IS NULL OR taken_at - before > interval '130 s')
          OVER (PARTITION BY server, database_name, user_name ORDER BY taken_at) AS episode
        FROM waiting
      ), episode AS (
        SELECT server, database_name, user_name, min(taken_at) AS since, max(taken_at) AS until,
          count(*) AS samples, max(cl_waiting) AS waiting_most, max(maxwait_us) AS longest_wait_us,
          max(longest_hold_us) AS longest_hold_us,
          (array_agg(longest_holder ORDER BY longest_hold_us DESC))[1] AS holder,
          max(sv_active) AS busy_most, max(pool_size) AS pool_size,
          max(reserve_pool_size) AS reserve_pool_size
        FROM numbered
        GROUP BY server, database_name, user_name, episode
        ORDER BY max(cl_waiting) * count(*) DESC, min(taken_at)
        LIMIT 50
      ), step AS (
        SELECT server, database_name, taken_at, lag(taken_at) OVER w AS before,
          transactions - lag(transactions) OVER w AS transactions,
          queries - lag(queries) OVER w AS queries,
          xact_time_us - lag(xact_time_us) OVER w AS xact_time_us,
          query_time_us - lag(query_time_us) OVER w AS query_time_us,
          extract(epoch FROM taken_at - lag(taken_at) OVER w) AS seconds
        FROM pool_database_sample
        WHERE taken_at >= (SELECT since - interval '2 minutes' FROM bounds)
          AND taken_at < (SELECT until + interval '2 minutes' FROM bounds)
        WINDOW w AS (PARTITION BY server, database_name ORDER BY taken_at)
      ), grown AS (
        SELECT * FROM step WHERE transactions >= 0 AND queries >= 0
      ), whole AS (
        SELECT server, database_name, sum(transactions) AS transactions, sum(queries) AS queries,
          sum(xact_time_us) AS xact_time_us, sum(query_time_us) AS query_time_us,
          sum(seconds) AS seconds
        FROM grown
        WHERE before >= (SELECT since FROM bounds) AND taken_at < (SELECT until FROM bounds)
        GROUP BY server, database_name
      )
      SELECT e.*, l.place, l.count AS leaked,
        w.transactions AS all_transactions, w.queries AS all_queries,
        w.xact_time_us AS all_xact_time_us, w.query_time_us AS all_query_time_us,
        w.seconds AS all_seconds,
        t.transactions AS then_transactions, t.queries AS then_queries,
        t.xact_time_us AS then_xact_time_us, t.query_time_us AS then_query_time_us,
        t.seconds AS then_seconds
      FROM episode e LEFT JOIN whole w USING (server, database_name)
      LEFT JOIN LATERAL (
        SELECT sum(g.transactions) AS transactions, sum(g.queries) AS queries,
          sum(g.xact_time_us) AS xact_time_us, sum(g.query_time_us) AS query_time_us,
          sum(g.seconds) AS seconds
        FROM grown g
        WHERE g.server = e.server AND g.database_name = e.database_name
          AND g.before >= e.since - interval '2 minutes'
          AND g.taken_at < e.until + interval '2 minutes'
      ) t ON true
      LEFT JOIN LATERAL (
        SELECT place, count FROM pool_leak p
        WHERE p.last_seen >= e.since - interval '5 minutes'
          AND p.first_seen <= e.until + interval '5 minutes'
          AND p.server = e.server AND p.database_name = e.database_name
        ORDER BY count DESC LIMIT 1
      ) l ON true
      ORDER BY e.waiting_most * e.samples DESC, e.since
      """;

  static final String CROWDS =
      """
      SELECT server, count(*) AS samples, max(used_clients) AS most, max(max_clients) AS max_clients,
        max(taken_at) AS last
      FROM pool_audit
      WHERE taken_at >= ? AND taken_at < ? AND max_clients > 0
        AND used_clients * 5 > max_clients * 4
      GROUP BY server ORDER BY server
      """;

  static final String LEAKS =
      """
      SELECT * FROM pool_leak WHERE last_seen >= ? AND first_seen < ?
      ORDER BY count DESC, server, place LIMIT 100
      """;

  static final String EVENTS =
      """
      WITH bounds AS (SELECT ?::timestamptz AS since, ?::timestamptz AS until
      ), first_audit AS (
        SELECT server, min(taken_at) AS at FROM pool_audit
        WHERE taken_at >= (SELECT since FROM bounds) AND taken_at < (SELECT until FROM bounds)
        GROUP BY server
      ), step AS (
        SELECT e.*, lag(count) OVER (PARTITION BY server, kind, database_name, user_name, reason
          ORDER BY taken_at) AS before
        FROM pool_event_sample e
        WHERE taken_at >= (SELECT since FROM bounds) AND taken_at < (SELECT until FROM bounds)
      )
      SELECT s.server, s.kind, s.database_name, s.user_name, s.reason,
        sum(CASE
          WHEN before IS NULL AND s.taken_at = f.at THEN 0
          WHEN before IS NULL OR count < before THEN count
          ELSE count - before END) AS grown
      FROM step s JOIN first_audit f USING (server)
      GROUP BY s.server, s.kind, s.database_name, s.user_name, s.reason
      HAVING sum(CASE
          WHEN before IS NULL AND s.taken_at = f.at THEN 0
          WHEN before IS NULL OR count < before THEN count
          ELSE count - before END) > 0
      ORDER BY grown DESC, s.server, s.reason
      """;

  static final String CHANGES =
      "SELECT * FROM pool_change WHERE at >= ? AND at < ? ORDER BY at DESC, command LIMIT 200";

  static final String CREDENTIALS =
      "SELECT *, days > "
          + PoolAlerts.ROTATION_DUE
          + """
           AS overdue FROM (
            SELECT user_name, rotated_at IS NOT NULL AS rotated, form,
              floor(extract(epoch FROM now() - coalesce(rotated_at, first_seen_at)) / 86400)
                AS days
            FROM credential) aged
          ORDER BY days DESC, user_name
          """;

  static final String ALERTS =
      """
      SELECT * FROM pool_alert
      WHERE coalesce(closed_at, 'infinity') >= ? AND opened_at < ?
      ORDER BY opened_at DESC LIMIT 200
      """;

  /** Up to 240 points a pool, so that a day and a month make curves of the same weight. */
  static final String SERIES =
      """
      WITH bounds AS (SELECT ?::timestamptz AS since, ?::timestamptz AS until
      ), width AS (
        SELECT greatest(until - since, interval '4 minutes') / 240 AS width FROM bounds
      )
      SELECT server, database_name, user_name,
        date_bin((SELECT width FROM width), taken_at, (SELECT since FROM bounds)) AS at,
        avg(sv_active + sv_idle + sv_used + sv_tested + sv_login) AS open, avg(sv_active) AS busy,
        max(cl_waiting) AS waiting,
        max(CASE WHEN pool_size = 0 THEN 0 ELSE pool_size + reserve_pool_size END) AS size
      FROM pool_sample
      WHERE taken_at >= (SELECT since FROM bounds) AND taken_at < (SELECT until FROM bounds)
      GROUP BY 1, 2, 3, 4
      ORDER BY 1, 2, 3, 4
      """;

  private FindingQueries() {}
}
