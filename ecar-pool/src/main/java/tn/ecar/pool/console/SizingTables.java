package tn.ecar.pool.console;

import static tn.ecar.pool.console.Column.int4;
import static tn.ecar.pool.console.Column.int8;
import static tn.ecar.pool.console.Column.text;

import java.time.Duration;
import java.util.List;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.sizing.Advice;
import tn.ecar.pool.sizing.Load;
import tn.ecar.pool.sizing.Sizing;

/** SHOW ADVICE, and SHOW LOAD that it rests on. */
final class SizingTables {
  static final List<Column> ADVICE =
      List.of(
          text("database", "Whose pool it is about; null for the whole pooler."),
          text("user", "Who that pool's servers are logged in as; null for the whole pooler."),
          text("setting", "The setting that it is about."),
          int4("now", "What it is now; 0 for no limit."),
          int4("advised", "What it should be."),
          text("because", "The figure that it rests on."),
          text("change", "What would make it another."));

  static final List<Column> LOAD =
      List.of(
          text("database", "The name of the database in the [databases] section."),
          text("user", "Who its servers are logged in as."),
          int8(
              "window_us",
              "Microseconds of the busiest stretch: a stats_period, or the time since the pool"
                  + " began when none is over."),
          int8("leases", "Servers given back in that stretch."),
          int8("leased_us", "Microseconds that those were in clients' hands, together."),
          int4("peak", "Most clients at one moment that held a server or waited for one."),
          int4(
              "nested",
              "Most servers that one thread wanted at once; 1 when none was seen to wait for its"
                  + " second."),
          int8("wait_p50_us", "Half of those who asked waited at most so many microseconds."),
          int8("wait_p99_us", "99 of 100 waited at most so many microseconds."),
          int4("work_percent", "Share of the time in transactions in which servers worked."),
          int4("pool_size", "Most servers of the pool now; 0 for no limit."),
          int4("reserve_pool_size", "Servers beyond it for those who waited too long."),
          int4("peak_clients", "Most clients logged in to the whole pooler at one moment."),
          int4("max_client_conn", "Most that may be."));

  private SizingTables() {}

  static void advice(Table table, Operations pooler) {
    Sizing sizing = Sizing.of(pooler.configuration().integer(Setting.SERVER_CORES));
    for (Advice advice : sizing.advise(pooler.loads())) {
      table.row(
          advice.database().isEmpty() ? null : advice.database(),
          advice.user().isEmpty() ? null : advice.user(),
          advice.key(),
          advice.now(),
          advice.advised(),
          advice.because(),
          advice.change());
    }
  }

  static void load(Table table, Operations pooler) {
    for (Load load : pooler.loads()) {
      table.row(
          load.database(),
          load.user(),
          micros(load.window()),
          load.leases(),
          micros(load.leased()),
          load.peak(),
          load.nested(),
          micros(load.waitMedian()),
          micros(load.wait99()),
          load.workPercent(),
          load.poolSize(),
          load.reserveSize(),
          load.peakClients(),
          load.maxClients());
    }
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
