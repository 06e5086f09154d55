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

  private volatile Totals averages = Totals.NONE;
  private Totals periodStart = Totals.NONE;
  private long periodBegan;

  Statistics(long now) {
    periodBegan = now;
  }

  void assigned(long waited) {
    assignments.increment();
    waitTime.add(waited);
  }

  void transaction(long took) {
    xacts.increment();
    xactTime.add(took);
  }

  void query(long took) {
    queries.increment();
    queryTime.add(took);
  }

  void bytes(long in, long out) {
    received.add(in);
    sent.add(out);
  }

  void statements(long parsed, long parsedOnServers, long bound) {
    clientParses.add(parsed);
    serverParses.add(parsedOnServers);
    binds.add(bound);
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

  Totals averages() {
    return averages;
  }

  /** Takes the averages when the period is over. Called by the sweep alone. */
  void sweep(long now, long period) {
    long took = now - periodBegan;
    if (took < period || took <= 0) {
      return;
    }
    Totals end = totals();
    averages = average(periodStart, end, took);
    periodStart = end;
    periodBegan = now;
  }

  /** What is counted per second, and times per item. */
  static Totals average(Totals from, Totals to, long micros) {
    long xacts = to.xacts() - from.xacts();
    long queries = to.queries() - from.queries();
    long assignments = to.serverAssignments() - from.serverAssignments();
    return new Totals(
        perSecond(assignments, micros),
        perSecond(xacts, micros),
        perSecond(queries, micros),
        perSecond(to.received() - from.received(), micros),
        perSecond(to.sent() - from.sent(), micros),
        (to.xactTime() - from.xactTime()) / Math.max(1, xacts),
        (to.queryTime() - from.queryTime()) / Math.max(1, queries),
        (to.waitTime() - from.waitTime()) / Math.max(1, assignments),
        perSecond(to.clientParses() - from.clientParses(), micros),
        perSecond(to.serverParses() - from.serverParses(), micros),
        perSecond(to.binds() - from.binds(), micros),
        perSecond(to.clientLogins() - from.clientLogins(), micros));
  }

  private static long perSecond(long count, long micros) {
    return count * TimeUnit.SECONDS.toMicros(1) / micros;
  }
}
