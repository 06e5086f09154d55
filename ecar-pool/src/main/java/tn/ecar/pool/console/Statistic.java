package tn.ecar.pool.console;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import tn.ecar.pool.Totals;

/**
 * One figure of SHOW STATS, in the order of its columns, with the names that it has in the four
 * tables of statistics.
 */
enum Statistic {
  SERVER_ASSIGNMENTS(
      Totals::serverAssignments,
      Names.same("server_assignment_count"),
      "Times that a server was given to a client",
      "the same per second"),
  XACTS(Totals::xacts, Names.same("xact_count"), "Transactions", "transactions per second"),
  QUERIES(
      Totals::queries,
      Names.same("query_count"),
      "Requests answered by ReadyForQuery",
      "requests per second"),
  RECEIVED(
      Totals::received,
      new Names("total_received", "avg_recv", "client_bytes", "bytes_received", "bytes_received"),
      "Bytes that clients sent",
      "bytes per second that clients sent"),
  SENT(
      Totals::sent,
      new Names("total_sent", "avg_sent", "server_bytes", "bytes_sent", "bytes_sent"),
      "Bytes that clients got",
      "bytes per second that clients got"),
  XACT_TIME(
      Totals::xactTime,
      Names.same("xact_time"),
      "Microseconds that servers were in transactions, idle in them included",
      "microseconds per transaction"),
  QUERY_TIME(
      Totals::queryTime,
      Names.same("query_time"),
      "Microseconds that servers were busy with requests",
      "microseconds per request"),
  WAIT_TIME(
      Totals::waitTime,
      Names.same("wait_time"),
      "Microseconds that clients waited for a server",
      "microseconds of wait per server assignment"),
  CLIENT_PARSES(
      Totals::clientParses,
      Names.prepared("client_parse_count"),
      "Named statements that clients parsed",
      "the same per second"),
  SERVER_PARSES(
      Totals::serverParses,
      Names.prepared("server_parse_count"),
      "Named statements that had to be parsed on servers",
      "the same per second"),
  BINDS(
      Totals::binds,
      Names.prepared("bind_count"),
      "Named statements that clients bound",
      "the same per second"),
  LOGINS(
      Totals::clientLogins,
      new Names(
          "total_client_login_count",
          "avg_client_login_count",
          "client_login_count",
          "client_login_count",
          "avg_client_login_count"),
      "Clients that logged in",
      "logins per second");

  /** What it is called in SHOW STATS (twice), TOTALS, STATS_TOTALS and STATS_AVERAGES. */
  private record Names(
      String statsTotal, String statsAverage, String totals, String sum, String average) {
    static Names same(String name) {
      return new Names("total_" + name, "avg_" + name, name, name, name);
    }

    static Names prepared(String name) {
      return new Names("total_" + name, "avg_" + name, "ps_" + name, name, "avg_" + name);
    }
  }

  private static final Column DATABASE =
      Column.text("database", "The name of the database in the [databases] section.");

  // A method of a record, which the check cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ToLongFunction<Totals> value;

  // A record of texts, which the check cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Names names;

  private final String total;
  private final String average;

  Statistic(ToLongFunction<Totals> value, Names names, String total, String average) {
    this.value = value;
    this.names = names;
    this.total = total + " since the pool started.";
    this.average = "Over the last stats_period: " + average + ".";
  }

  long of(Totals figures) {
    return value.applyAsLong(figures);
  }

  /** Its name in SHOW TOTALS, without total_ or avg_. */
  String rowName() {
    return names.totals;
  }

  static List<Column> statsColumns() {
    return columns(
        all().map(each -> Column.numeric(each.names.statsTotal, each.total)),
        all().map(each -> Column.numeric(each.names.statsAverage, each.average)));
  }

  static List<Column> totalsColumns() {
    return columns(all().map(each -> Column.numeric(each.names.sum, each.total)), Stream.empty());
  }

  static List<Column> averagesColumns() {
    return columns(
        all().map(each -> Column.numeric(each.names.average, each.average)), Stream.empty());
  }

  /** The columns of SHOW TOTALS. */
  static List<Column> sumColumns() {
    return List.of(
        Column.text("name", "A figure of SHOW STATS, summed up over all databases."),
        Column.numeric(
            "value", "Its value; an average time is weighed by what it is an average of."));
  }

  private static List<Column> columns(Stream<Column> first, Stream<Column> second) {
    return Stream.concat(Stream.of(DATABASE), Stream.concat(first, second)).toList();
  }

  private static Stream<Statistic> all() {
    return Arrays.stream(values());
  }
}
