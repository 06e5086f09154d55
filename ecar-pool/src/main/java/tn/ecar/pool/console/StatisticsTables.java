package tn.ecar.pool.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import tn.ecar.pool.DatabaseStatistics;
import tn.ecar.pool.Totals;

/** SHOW STATS, STATS_TOTALS, STATS_AVERAGES and TOTALS. */
final class StatisticsTables {
  private static final List<String> TOTALS =
      List.of(
          "server_assignment_count",
          "xact_count",
          "query_count",
          "client_bytes",
          "server_bytes",
          "xact_time",
          "query_time",
          "wait_time",
          "ps_client_parse_count",
          "ps_server_parse_count",
          "ps_bind_count",
          "client_login_count");

  private StatisticsTables() {}

  static Table stats(Operations pooler) {
    Table table =
        new Table()
            .text("database")
            .numeric("total_server_assignment_count", "total_xact_count", "total_query_count")
            .numeric("total_received", "total_sent", "total_xact_time", "total_query_time")
            .numeric("total_wait_time", "total_client_parse_count", "total_server_parse_count")
            .numeric("total_bind_count", "total_client_login_count")
            .numeric("avg_server_assignment_count", "avg_xact_count", "avg_query_count")
            .numeric("avg_recv", "avg_sent", "avg_xact_time", "avg_query_time", "avg_wait_time")
            .numeric("avg_client_parse_count", "avg_server_parse_count", "avg_bind_count")
            .numeric("avg_client_login_count");
    for (DatabaseStatistics statistics : pooler.statistics()) {
      List<Object> row = new ArrayList<>();
      row.add(statistics.database());
      row.addAll(values(statistics.totals()));
      row.addAll(values(statistics.averages()));
      table.row(row.toArray());
    }
    return table;
  }

  static Table totalsByDatabase(Operations pooler) {
    Table table =
        byDatabase("client_parse_count", "server_parse_count", "bind_count", "client_login_count");
    pooler.statistics().forEach(each -> add(table, each.database(), each.totals()));
    return table;
  }

  static Table averagesByDatabase(Operations pooler) {
    Table table =
        byDatabase(
            "avg_client_parse_count",
            "avg_server_parse_count",
            "avg_bind_count",
            "avg_client_login_count");
    pooler.statistics().forEach(each -> add(table, each.database(), each.averages()));
    return table;
  }

  private static Table byDatabase(String... others) {
    return new Table()
        .text("database")
        .numeric("server_assignment_count", "xact_count", "query_count", "bytes_received")
        .numeric("bytes_sent", "xact_time", "query_time", "wait_time")
        .numeric(others);
  }

  private static void add(Table table, String database, Totals figures) {
    List<Object> row = new ArrayList<>();
    row.add(database);
    row.addAll(values(figures));
    table.row(row.toArray());
  }

  static Table totals(Operations pooler) {
    Table table = new Table().text("name").numeric("value");
    List<DatabaseStatistics> all = pooler.statistics();
    addAll(table, "total_", sum(all.stream().map(DatabaseStatistics::totals).toList()));
    addAll(table, "avg_", average(all.stream().map(DatabaseStatistics::averages).toList()));
    return table;
  }

  private static void addAll(Table table, String prefix, Totals figures) {
    List<Long> values = values(figures);
    for (int i = 0; i < TOTALS.size(); i++) {
      table.row(prefix + TOTALS.get(i), values.get(i));
    }
  }

  private static List<Long> values(Totals figures) {
    return List.of(
        figures.serverAssignments(),
        figures.xacts(),
        figures.queries(),
        figures.received(),
        figures.sent(),
        figures.xactTime(),
        figures.queryTime(),
        figures.waitTime(),
        figures.clientParses(),
        figures.serverParses(),
        figures.binds(),
        figures.clientLogins());
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
