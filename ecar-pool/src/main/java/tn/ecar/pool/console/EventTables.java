package tn.ecar.pool.console;

import static tn.ecar.pool.console.Column.int8;
import static tn.ecar.pool.console.Column.text;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tn.ecar.pool.CommandFigures;
import tn.ecar.pool.Distribution;
import tn.ecar.pool.EventFigures;
import tn.ecar.pool.PoolTimings;
import tn.ecar.pool.Timing;

/** SHOW EVENTS, SHOW CHANGES and SHOW BUCKETS: what an audit adds up over time. */
final class EventTables {
  static final List<Column> EVENTS =
      List.of(
          text("kind", "server_closed or login_refused."),
          text("database", "The database as clients name it."),
          text("user", "Who the server was logged in as, or who wanted to come in."),
          text("reason", "Why, in the words of the log."),
          int8("count", "How often since the pool began."),
          text("last_seen", "When it happened last."));

  static final List<Column> CHANGES =
      List.of(
          text("at", "When the command was obeyed."),
          text(
              "who",
              "The console's user and its address, or 'this process' for JMX, a signal and code of"
                  + " the same Java machine."),
          text("command", "What was changed, without secrets."));

  static final List<Column> BUCKETS =
      List.of(
          text("database", "The name of the database in the [databases] section."),
          text("user", "Who its servers are logged in as."),
          text("timing", "What was measured, as in SHOW HISTOGRAMS."),
          int8("le_us", "Upper end of the bucket in microseconds; null for the whole."),
          int8("count", "How many took at most so long since the pool began."));

  /** Upper ends of the buckets in seconds: three a decade, from 100 microseconds. */
  private static final List<String> BOUNDS =
      List.of(
          "0.0001", "0.0002", "0.0005", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1",
          "0.2", "0.5", "1", "2", "5", "10", "20", "50", "100");

  private EventTables() {}

  static void events(Table table, Operations pooler) {
    for (EventFigures event : pooler.events()) {
      table.row(
          event.kind().name().toLowerCase(Locale.ROOT),
          event.database(),
          event.user(),
          event.reason(),
          event.count(),
          ConnectionTables.time(event.last()));
    }
  }

  static void changes(Table table, Operations pooler) {
    for (CommandFigures command : pooler.commands()) {
      table.row(ConnectionTables.time(command.at()), command.who(), command.command());
    }
  }

  static void buckets(Table table, Operations pooler) {
    for (PoolTimings pool : pooler.timings()) {
      for (Map.Entry<Timing, Distribution> each : pool.distributions().entrySet()) {
        String timing = each.getKey().name().toLowerCase(Locale.ROOT);
        Distribution times = each.getValue();
        for (String bound : BOUNDS) {
          long micros = new BigDecimal(bound).movePointRight(6).longValueExact();
          Duration limit = Duration.ofNanos(micros * 1000);
          table.row(pool.database(), pool.user(), timing, micros, times.atMost(limit));
        }
        table.row(pool.database(), pool.user(), timing, null, times.count());
      }
    }
  }
}
