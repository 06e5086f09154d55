package tn.ecar.pool;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How times were distributed up to one moment; each is told within one percent. */
public final class Distribution {
  private final Histogram histogram;
  private final long sum;

  Distribution(Histogram histogram, long sum) {
    this.histogram = histogram;
    this.sum = sum;
  }

  /** How many times were measured. */
  public long count() {
    return histogram.getTotalCount();
  }

  /** All of them together, in microseconds. */
  public long sumMicros() {
    return sum;
  }

  /** The mean in microseconds; 0 when nothing was measured. */
  public long meanMicros() {
    return count() == 0 ? 0 : sum / count();
  }

  /** The longest in microseconds. */
  public long maxMicros() {
    return histogram.getMaxValue();
  }

  /**
   * What this share of the times does not exceed, in microseconds.
   *
   * @param percent from 0 to 100
   */
  public long percentileMicros(double percent) {
    return histogram.getValueAtPercentile(percent);
  }

  /** How many took at most this long. */
  public long atMost(Duration limit) {
    return histogram.getCountBetweenValues(0, TimeUnit.MICROSECONDS.convert(limit));
  }
}
