package tn.ecar.pool;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Times as one writer records them: which is whoever holds the server connection, or the engine's
 * lock. So it needs neither a lock nor an atomic of its own, and allocates nothing; a reader who
 * has taken the engine's lock sees all that was recorded before the last server came back.
 */
final class Recording {
  /** One hour: what takes longer counts as this long. */
  private static final long LONGEST = TimeUnit.HOURS.toMicros(1);

  /** Values are told within one percent. */
  private static final int DIGITS = 2;

  /** Null until something took time: a server that never serves costs nothing. */
  private Histogram histogram;

  private long sum;

  /** How often it took no time, as most waits do: those need no look at the histogram. */
  private long instants;

  void record(long micros) {
    if (micros <= 0) {
      instants++;
      return;
    }
    long value = Math.min(micros, LONGEST);
    if (histogram == null) {
      histogram = new Histogram(LONGEST, DIGITS);
    }
    histogram.recordValue(value);
    sum += value;
  }

  /** Takes over what another has recorded. */
  void add(Recording other) {
    instants += other.instants;
    Histogram others = other.histogram;
    if (others == null) {
      return;
    }
    if (histogram == null) {
      histogram = new Histogram(LONGEST, DIGITS);
    }
    histogram.add(others);
    sum += other.sum;
  }

  long count() {
    Histogram own = histogram;
    return instants + (own == null ? 0 : own.getTotalCount());
  }

  long sum() {
    return sum;
  }

  Distribution distribution() {
    Histogram own = histogram;
    Histogram all = own == null ? new Histogram(LONGEST, DIGITS) : own.copy();
    if (instants > 0) {
      all.recordValueWithCount(0, instants);
    }
    return new Distribution(all, sum);
  }
}
