package tn.ecar.pool.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
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
    addAll(table, "total_", sum(all.stream().map(DatabaseStatistics::totals).toList()));
    addAll(table, "avg_", average(all.stream().map(DatabaseStatistics::averages).toList()));
  }

  private static void addAll(Table table, String prefix, Totals figures) {
    for (Statistic statistic : Statistic.values()) {
      table.row(prefix + statistic.rowName(), statistic.of(figures));
    }
  }

  private static Totals sum(List<Totals> all) {
    return new Totals(
        sum(all, Totals::serverAssignments),
        sum(all, Totals::xacts),
        sum(all, Totals::queries),
        sum(all, Totals::received),
        sum(all, Totals::sent),
        sum(all, Totals::xactTime),
        sum(all, Totals::queryTime),
        sum(all, Totals::waitTime),
        sum(all, Totals::clientParses),
        sum(all, Totals::serverParses),
        sum(all, Totals::binds),
        sum(all, Totals::clientLogins));
  }

  /** Rates add up; times per item are weighed by how many items there were. */
  private static Totals average(List<Totals> all) {
    Totals sum = sum(all);
    return new Totals(
        sum.serverAssignments(),
        sum.xacts(),
        sum.queries(),
        sum.received(),
        sum.sent(),
        weighed(all, Totals::xactTime, Totals::xacts),
        weighed(all, Totals::queryTime, Totals::queries),
        weighed(all, Totals::waitTime, Totals::serverAssignments),
        sum.clientParses(),
        sum.serverParses(),
        sum.binds(),
        sum.clientLogins());
  }

  private static long sum(List<Totals> all, ToLongFunction<Totals> figure) {
    return all.stream().mapToLong(figure).sum();
  }

  private static long weighed(
      List<Totals> all, ToLongFunction<Totals> time, ToLongFunction<Totals> items) {
    long count = sum(all, items);
    return count == 0
        ? 0
        : sum(all, each -> time.applyAsLong(each) * items.applyAsLong(each)) / count;
  }
}
