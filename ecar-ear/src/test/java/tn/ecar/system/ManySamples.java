package tn.ecar.system;

import java.sql.SQLException;
import tn.ecar.launch.Refusal;

/**
 * Samples of twenty pools, one a minute, up to yesterday; and the statement that adds them up to
 * hours and days at once, into a table beside.
 */
final class ManySamples {
  private static final int POOLS = 20;

  private static final String ONE_STATEMENT =
      """
      WITH hours AS (
        INSERT INTO bench_use
        SELECT 'HOUR', date_trunc('hour', taken_at), server, database_name, user_name, count(*),
          (array_agg(pool_size ORDER BY taken_at DESC))[1],
          (array_agg(reserve_pool_size ORDER BY taken_at DESC))[1],
          sum(sv_active + sv_idle + sv_used + sv_tested + sv_login),
          max(sv_active + sv_idle + sv_used + sv_tested + sv_login),
          sum(sv_active), max(sv_active), max(cl_active + cl_waiting), max(cl_waiting),
          count(*) FILTER (WHERE cl_waiting > 0), max(maxwait_us)
        FROM pool_sample
        GROUP BY date_trunc('hour', taken_at), server, database_name, user_name
        RETURNING *)
      INSERT INTO bench_use
      SELECT 'DAY', date_trunc('day', since, 'Africa/Tunis'), server, database_name, user_name,
        sum(samples), (array_agg(pool_size ORDER BY since DESC))[1],
        (array_agg(reserve_pool_size ORDER BY since DESC))[1], sum(open_sum), max(open_most),
        sum(busy_sum), max(busy_most), max(clients_most), max(waiting_most),
        sum(samples_with_waiting), max(longest_wait_us)
      FROM hours
      GROUP BY date_trunc('day', since, 'Africa/Tunis'), server, database_name, user_name
      """;

  private final ManyVehicles database;

  ManySamples(ManyVehicles database) {
    this.database = database;
  }

  /** Writes so many samples. */
  void make(int samples) throws SQLException, Refusal {
    int minutes = samples / POOLS;
    database.sql(
        """
        SELECT pool_audit_days((current_date - %1$d / 1440 - 2), current_date);
        INSERT INTO pool_audit (taken_at, server, max_clients, used_clients, free_clients,
          login_clients, used_servers, free_servers)
        SELECT date_trunc('day', now()) - n * interval '1 minute', 'bench', 100, 10, 0, 0, 5, 5
        FROM generate_series(1, %1$d) n;
        INSERT INTO pool_sample (taken_at, server, database_name, user_name, pool_mode, cl_active,
          cl_waiting, sv_active, sv_idle, sv_used, sv_tested, sv_login, maxwait_us, pool_size,
          reserve_pool_size, max_connections)
        SELECT date_trunc('day', now()) - n * interval '1 minute', 'bench', 'db' || p, 'user',
          'transaction', n %% 17, n %% 3, n %% 11, 2, 1, 0, 0, n %% 1000, 20, 5, 50
        FROM generate_series(1, %1$d) n, generate_series(1, %2$d) p;
        """
            .formatted(minutes, POOLS));
    database.sql("CREATE TABLE bench_use (LIKE pool_use INCLUDING ALL)");
    database.sql("ANALYZE");
  }

  /** Adds them up in one statement; returns the seconds. */
  double oneStatement() throws SQLException, Refusal {
    long begun = System.nanoTime();
    database.sql(ONE_STATEMENT);
    return (System.nanoTime() - begun) / 1e9;
  }

  /** Returns how many rows the statement and the job do not have in common. */
  long differences() throws SQLException, Refusal {
    String both = "(SELECT * FROM %s EXCEPT SELECT * FROM %s)";
    return database.number(
        "SELECT (SELECT count(*) FROM "
            + both.formatted("bench_use", "pool_use")
            + " a) + (SELECT count(*) FROM "
            + both.formatted("pool_use", "bench_use")
            + " b)");
  }
}
