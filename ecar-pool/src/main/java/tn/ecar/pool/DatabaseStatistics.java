package tn.ecar.pool;

/**
 * SHOW STATS for one database.
 *
 * @param totals since the pooler started
 * @param averages over the last whole stats_period
 * @param period what those are averages of: the sums of that period
 */
public record DatabaseStatistics(String database, Totals totals, Totals averages, Totals period) {}
