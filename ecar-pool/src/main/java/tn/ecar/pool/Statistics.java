package tn.ecar.pool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The sums of one database for SHOW STATS. Written by every client's thread, read by the console;
 * the sweep takes the averages of each stats_period.
 */
final class Statistics {
  private final LongAdder assignments = new LongAdder();
  private final LongAdder xacts = new LongAdder();
  private final LongAdder queries = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder xactTime = new LongAdder();
  private final LongAdder queryTime = new LongAdder();
  private final LongAdder waitTime = new LongAdder();
  private final LongAdder clientParses = new LongAdder();
  private final LongAdder serverParses = new LongAdder();
  private final LongAdder binds = new LongAdder();
  private final LongAdder logins = new LongAdder();

  /** The last whole period: its sums, and its averages. */
  private record Period(Totals sums, Totals averages) {}

  private volatile Period last = new Period(Totals.NONE, Totals.NONE);
  private Totals periodStart = Totals.NONE;
  private long periodBegan;

  Statistics(long now) {
    periodBegan = now;
  }

  void assigned(long waited) {
    assignments.increment();
    addIfAny(waitTime, waited);
  }

  void transaction(long took) {
    xacts.increment();
    xactTime.add(took);
  }

  void queries(long count, long took) {
    queries.add(count);
    queryTime.add(took);
  }

  void bytes(long in, long out) {
    received.add(in);
    sent.add(out);
  }

  void statements(long parsed, long parsedOnServers, long bound) {
    addIfAny(clientParses, parsed);
    addIfAny(serverParses, parsedOnServers);
    addIfAny(binds, bound);
  }

  /** To add nothing costs as much as to add something. */
  private static void addIfAny(LongAdder sum, long more) {
    if (more != 0) {
      sum.add(more);
    }
  }

  void login() {
    logins.increment();
  }

  Totals totals() {
    return new Totals(
        assignments.sum(),
        xacts.sum(),
        queries.sum(),
        received.sum(),
        sent.sum(),
        xactTime.sum(),
        queryTime.sum(),
        waitTime.sum(),
        clientParses.sum(),
        serverParses.sum(),
        binds.sum(),
        logins.sum());
  }

  DatabaseStatistics of(String database) {
    Period period = last;
    return new DatabaseStatistics(database, totals(), period.averages(), period.sums());
  }

  /** Takes the averages when the period is over. Called by the sweep alone. */
  void sweep(long now, long period) {
    long took = now - periodBegan;
    if (took < period || took <= 0) {
      return;
    }
    Totals end = totals();
    Totals sums = end.minus(periodStart);
    last = new Period(sums, average(sums, took));
    periodStart = end;
    periodBegan = now;
  }

  /** What is counted per second, and times per item, of the sums of so many microseconds. */
  static Totals average(Totals sums, long micros) {
    return new Totals(
        perSecond(sums.serverAssignments(), micros),
        perSecond(sums.xacts(), micros),
        perSecond(sums.queries(), micros),
        perSecond(sums.received(), micros),
        perSecond(sums.sent(), micros),
        sums.xactTime() / Math.max(1, sums.xacts()),
        sums.queryTime() / Math.max(1, sums.queries()),
        sums.waitTime() / Math.max(1, sums.serverAssignments()),
        perSecond(sums.clientParses(), micros),
        perSecond(sums.serverParses(), micros),
        perSecond(sums.binds(), micros),
        perSecond(sums.clientLogins(), micros));
  }

  private static long perSecond(long count, long micros) {
    return count * TimeUnit.SECONDS.toMicros(1) / micros;
  }
}
