package tn.ecar.batch.audit;

import java.util.List;

/**
 * The SQL of the roll-up. The statements of hours take the beginning of the first and the end of
 * the last, those of days the first moment whose day is reckoned anew.
 *
 * <p>What grows is counted from the sample before, if that lies no further back than the hour
 * before: who was away for longer may have begun at zero meanwhile, and grown beyond.
 */
final class RollupQueries {
  static final String HOURS_LEFT =
      """
      SELECT DISTINCT date_trunc('hour', taken_at) FROM pool_audit
      WHERE taken_at >= coalesce(
          (SELECT max(since) + interval '1 hour' FROM pool_use WHERE grain = 'HOUR'), '-infinity')
        AND taken_at < date_trunc('hour', ?::timestamptz)
      ORDER BY 1
      """;

  private static final String HOURLY_USE =
      """
      WITH span AS (SELECT ?::timestamptz AS since, ?::timestamptz AS until)
      INSERT INTO pool_use
      SELECT 'HOUR', date_trunc('hour', taken_at), server, database_name, user_name, count(*),
        (array_agg(pool_size ORDER BY taken_at DESC))[1],
        (array_agg(reserve_pool_size ORDER BY taken_at DESC))[1],
        sum(sv_active + sv_idle + sv_used + sv_tested + sv_login),
        max(sv_active + sv_idle + sv_used + sv_tested + sv_login),
        sum(sv_active), max(sv_active), max(cl_active + cl_waiting), max(cl_waiting),
        count(*) FILTER (WHERE cl_waiting > 0), max(maxwait_us)
      FROM pool_sample
      WHERE taken_at >= (SELECT since FROM span) AND taken_at < (SELECT until FROM span)
      GROUP BY date_trunc('hour', taken_at), server, database_name, user_name
      ON CONFLICT (grain, since, server, database_name, user_name) DO UPDATE SET
        samples = excluded.samples, pool_size = excluded.pool_size,
        reserve_pool_size = excluded.reserve_pool_size, open_sum = excluded.open_sum,
        open_most = excluded.open_most, busy_sum = excluded.busy_sum,
        busy_most = excluded.busy_most, clients_most = excluded.clients_most,
        waiting_most = excluded.waiting_most,
        samples_with_waiting = excluded.samples_with_waiting,
        longest_wait_us = excluded.longest_wait_us
      """;

  private static final String HOURLY_WORK =
      """
      WITH span AS (SELECT ?::timestamptz AS since, ?::timestamptz AS until
      ), step AS (
        SELECT d.*, lag(d.taken_at) OVER w AS taken_at_0,
          lag(d.assignments) OVER w AS assignments_0,
          lag(d.transactions) OVER w AS transactions_0, lag(d.queries) OVER w AS queries_0,
          lag(d.received) OVER w AS received_0, lag(d.sent) OVER w AS sent_0,
          lag(d.xact_time_us) OVER w AS xact_time_us_0,
          lag(d.query_time_us) OVER w AS query_time_us_0,
          lag(d.wait_time_us) OVER w AS wait_time_us_0, lag(d.logins) OVER w AS logins_0
        FROM pool_database_sample d
        WHERE taken_at >= (SELECT since - interval '1 hour' FROM span)
          AND taken_at < (SELECT until FROM span)
        WINDOW w AS (PARTITION BY server, database_name ORDER BY taken_at)
      ), counted AS (
        SELECT *, CASE WHEN queries >= queries_0 AND received >= received_0 THEN 1 ELSE 0 END
          AS kept
        FROM step
        WHERE taken_at >= (SELECT since FROM span) AND queries_0 IS NOT NULL
          AND taken_at_0 >= date_trunc('hour', taken_at) - interval '1 hour'
      )
      INSERT INTO pool_work
      SELECT 'HOUR', date_trunc('hour', taken_at), server, database_name,
        sum(assignments - kept * assignments_0), sum(transactions - kept * transactions_0),
        sum(queries - kept * queries_0), sum(received - kept * received_0),
        sum(sent - kept * sent_0), sum(xact_time_us - kept * xact_time_us_0),
        sum(query_time_us - kept * query_time_us_0), sum(wait_time_us - kept * wait_time_us_0),
        sum(logins - kept * logins_0)
      FROM counted GROUP BY date_trunc('hour', taken_at), server, database_name
      ON CONFLICT (grain, since, server, database_name) DO UPDATE SET
        assignments = excluded.assignments, transactions = excluded.transactions,
        queries = excluded.queries, received = excluded.received, sent = excluded.sent,
        xact_time_us = excluded.xact_time_us, query_time_us = excluded.query_time_us,
        wait_time_us = excluded.wait_time_us, logins = excluded.logins
      """;

  private static final String HOURLY_TIMING =
      """
      WITH span AS (SELECT ?::timestamptz AS since, ?::timestamptz AS until
      ), step AS (
        SELECT t.*, lag(t.counts) OVER w AS before, lag(t.taken_at) OVER w AS taken_at_0
        FROM pool_timing_sample t
        WHERE taken_at >= (SELECT since - interval '1 hour' FROM span)
          AND taken_at < (SELECT until FROM span)
        WINDOW w AS (PARTITION BY server, database_name, user_name, timing ORDER BY taken_at)
      )
      INSERT INTO pool_timing
      SELECT 'HOUR', date_trunc('hour', taken_at), server, database_name, user_name, timing,
        c.bound, max(bounds[c.bound]),
        sum(c.count - CASE
          WHEN counts[cardinality(counts)] >= before[cardinality(before)] THEN before[c.bound]
          ELSE 0 END)
      FROM step, unnest(counts) WITH ORDINALITY AS c (count, bound)
      WHERE before IS NOT NULL AND taken_at >= (SELECT since FROM span)
        AND taken_at_0 >= date_trunc('hour', taken_at) - interval '1 hour'
      GROUP BY date_trunc('hour', taken_at), server, database_name, user_name, timing, c.bound
      ON CONFLICT (grain, since, server, database_name, user_name, timing, bound)
      DO UPDATE SET le_us = excluded.le_us, count = excluded.count
      """;

  private static final String HOURLY_EVENT =
      """
      WITH span AS (SELECT ?::timestamptz AS since, ?::timestamptz AS until
      ), step AS (
        SELECT e.*, lag(count) OVER w AS before, lag(taken_at) OVER w AS taken_at_0
        FROM pool_event_sample e
        WHERE taken_at >= (SELECT since - interval '1 hour' FROM span)
          AND taken_at < (SELECT until FROM span)
        WINDOW w AS (PARTITION BY server, kind, database_name, user_name, reason ORDER BY taken_at)
      )
      INSERT INTO pool_event
      SELECT 'HOUR', date_trunc('hour', taken_at), server, kind, database_name, user_name, reason,
        sum(CASE WHEN before IS NULL OR count < before
            OR taken_at_0 < date_trunc('hour', taken_at) - interval '1 hour'
          THEN count ELSE count - before END)
      FROM step WHERE taken_at >= (SELECT since FROM span)
      GROUP BY date_trunc('hour', taken_at), server, kind, database_name, user_name, reason
      ON CONFLICT (grain, since, server, kind, database_name, user_name, reason)
      DO UPDATE SET count = excluded.count
      """;

  static final List<String> HOURS = List.of(HOURLY_USE, HOURLY_WORK, HOURLY_TIMING, HOURLY_EVENT);

  private static final String DAY_OF = "date_trunc('day', since, 'Africa/Tunis')";
  private static final String FROM_HOURS =
      " WHERE grain = 'HOUR' AND since >= date_trunc('day', ?::timestamptz, 'Africa/Tunis')";

  static final List<String> DAY =
      List.of(
          "INSERT INTO pool_use SELECT 'DAY', "
              + DAY_OF
              + """
              , server, database_name, user_name, sum(samples),
                (array_agg(pool_size ORDER BY since DESC))[1],
                (array_agg(reserve_pool_size ORDER BY since DESC))[1], sum(open_sum),
                max(open_most), sum(busy_sum), max(busy_most), max(clients_most),
                max(waiting_most), sum(samples_with_waiting), max(longest_wait_us)
              FROM pool_use
              """
              + FROM_HOURS
              + """
               GROUP BY 2, server, database_name, user_name
              ON CONFLICT (grain, since, server, database_name, user_name) DO UPDATE SET
                samples = excluded.samples, pool_size = excluded.pool_size,
                reserve_pool_size = excluded.reserve_pool_size, open_sum = excluded.open_sum,
                open_most = excluded.open_most, busy_sum = excluded.busy_sum,
                busy_most = excluded.busy_most, clients_most = excluded.clients_most,
                waiting_most = excluded.waiting_most,
                samples_with_waiting = excluded.samples_with_waiting,
                longest_wait_us = excluded.longest_wait_us
              """,
          "INSERT INTO pool_work SELECT 'DAY', "
              + DAY_OF
              + """
              , server, database_name, sum(assignments), sum(transactions), sum(queries),
                sum(received), sum(sent), sum(xact_time_us), sum(query_time_us),
                sum(wait_time_us), sum(logins)
              FROM pool_work
              """
              + FROM_HOURS
              + """
               GROUP BY 2, server, database_name
              ON CONFLICT (grain, since, server, database_name) DO UPDATE SET
                assignments = excluded.assignments, transactions = excluded.transactions,
                queries = excluded.queries, received = excluded.received, sent = excluded.sent,
                xact_time_us = excluded.xact_time_us, query_time_us = excluded.query_time_us,
                wait_time_us = excluded.wait_time_us, logins = excluded.logins
              """,
          "INSERT INTO pool_timing SELECT 'DAY', "
              + DAY_OF
              + ", server, database_name, user_name, timing, bound, max(le_us), sum(count)"
              + " FROM pool_timing"
              + FROM_HOURS
              + """
               GROUP BY 2, server, database_name, user_name, timing, bound
              ON CONFLICT (grain, since, server, database_name, user_name, timing, bound)
              DO UPDATE SET le_us = excluded.le_us, count = excluded.count
              """,
          "INSERT INTO pool_event SELECT 'DAY', "
              + DAY_OF
              + ", server, kind, database_name, user_name, reason, sum(count) FROM pool_event"
              + FROM_HOURS
              + """
               GROUP BY 2, server, kind, database_name, user_name, reason
              ON CONFLICT (grain, since, server, kind, database_name, user_name, reason)
              DO UPDATE SET count = excluded.count
              """);

  private RollupQueries() {}
}
