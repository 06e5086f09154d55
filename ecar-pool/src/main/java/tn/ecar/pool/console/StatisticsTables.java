package tn.ecar.pool.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tn.ecar.pool.DatabaseStatistics;
import tn.ecar.pool.Totals;

/** SHOW STATS, STATS_TOTALS, STATS_AVERAGES and TOTALS. */
final class StatisticsTables {
  private StatisticsTables() {}

  static void stats(Table table, Operations pooler) {
    pooler
        .statistics()
        .forEach(each -> row(table, each.database(), each.totals(), each.averages()));
  }

  static void totalsByDatabase(Table table, Operations pooler) {
    pooler.statistics().forEach(each -> row(table, each.database(), each.totals()));
  }

  static void averagesByDatabase(Table table, Operations pooler) {
    pooler.statistics().forEach(each -> row(table, each.database(), each.averages()));
  }

  private static void row(Table table, String database, Totals... figures) {
    List<Object> row = new ArrayList<>();
    row.add(database);
    for (Totals each : figures) {
      for (Statistic statistic : Statistic.values()) {
        row.add(statistic.of(each));
      }
    }
    table.row(row.toArray());
  }

  static void totals(Table table, Operations pooler) {
    List<DatabaseStatistics> all = pooler.statistics();
    addAll(table, "total_", sum(all, DatabaseStatistics::totals));
    addAll(table, "avg_", averages(all));
  }

  private static void addAll(Table table, String prefix, Totals figures) {
    for (Statistic statistic : Statistic.values()) {
      table.row(prefix + statistic.rowName(), statistic.of(figures));
    }
  }

  /** Rates add up; a time per item is that of all items of the period together. */
  private static Totals averages(List<DatabaseStatistics> all) {
    Totals rates = sum(all, DatabaseStatistics::averages);
    Totals period = sum(all, DatabaseStatistics::period);
    return new Totals(
        rates.serverAssignments(),
        rates.xacts(),
        rates.queries(),
        rates.received(),
        rates.sent(),
        period.xactTime() / Math.max(1, period.xacts()),
        period.queryTime() / Math.max(1, period.queries()),
        period.waitTime() / Math.max(1, period.serverAssignments()),
        rates.clientParses(),
        rates.serverParses(),
        rates.binds(),
        rates.clientLogins());
  }

  private static Totals sum(
      List<DatabaseStatistics> all, Function<DatabaseStatistics, Totals> figures) {
    return all.stream().map(figures).reduce(Totals.NONE, Totals::plus);
  }
}
