package tn.ecar.pool;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The line that log_stats wants once per stats_period: the averages of all databases together. */
final class StatisticsLog {
  private Map<String, Totals> before = Map.of();
  private long began;

  StatisticsLog(long now) {
    began = now;
  }

  /** The line, when a period is over; its length is what has really passed. */
  Optional<String> line(long now, long period, List<DatabaseStatistics> statistics) {
    long took = now - began;
    if (took < period || took <= 0) {
      return Optional.empty();
    }
    // Database by database: one that is gone takes its sums along.
    Totals sums = Totals.NONE;
    Map<String, Totals> end = new HashMap<>();
    for (DatabaseStatistics each : statistics) {
      end.put(each.database(), each.totals());
      sums = sums.plus(each.totals().minus(known(each)));
    }
    Totals average = Statistics.average(sums, took);
    before = end;
    began = now;
    return Optional.of(
        "stats: %d xacts/s, %d queries/s, %d client parses/s, %d server parses/s, %d binds/s, in %d B/s, out %d B/s, xact %d us, query %d us, wait %d us"
            .formatted(
                average.xacts(),
                average.queries(),
                average.clientParses(),
                average.serverParses(),
                average.binds(),
                average.received(),
                average.sent(),
                average.xactTime(),
                average.queryTime(),
                average.waitTime()));
  }

  /** What it had before; nothing when it was gone meanwhile and began anew. */
  private Totals known(DatabaseStatistics now) {
    Totals then = before.getOrDefault(now.database(), Totals.NONE);
    return then.xacts() > now.totals().xacts() || then.clientLogins() > now.totals().clientLogins()
        ? Totals.NONE
        : then;
  }
}
