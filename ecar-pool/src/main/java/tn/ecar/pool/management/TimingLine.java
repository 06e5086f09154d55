package tn.ecar.pool.management;

import java.util.Locale;
import java.util.Objects;
import tn.ecar.pool.Distribution;
import tn.ecar.pool.PoolTimings;
import tn.ecar.pool.Timing;

/** One distribution of one pool in the form that JMX carries; times in microseconds. */
public final class TimingLine {
  private final PoolTimings pool;
  private final Timing timing;
  private final Distribution times;

  TimingLine(PoolTimings pool, Timing timing) {
    this.pool = Objects.requireNonNull(pool, "pool");
    this.timing = timing;
    this.times = pool.distributions().get(timing);
  }

  @Meaning("The name of the database in the [databases] section.")
  public String getDatabase() {
    return pool.database();
  }

  @Meaning("Who its servers are logged in as.")
  public String getUser() {
    return pool.user();
  }

  @Meaning("wait, lease, connect or transaction.")
  public String getTiming() {
    return timing.name().toLowerCase(Locale.ROOT);
  }

  @Meaning("How many were measured.")
  public long getCount() {
    return times.count();
  }

  @Meaning("Their mean in microseconds.")
  public long getMean() {
    return times.meanMicros();
  }

  @Meaning("Half of them took at most so many microseconds.")
  public long getMedian() {
    return times.percentileMicros(50);
  }

  @Meaning("99 of 100 took at most so many microseconds.")
  public long getPercentile99() {
    return times.percentileMicros(99);
  }

  @Meaning("999 of 1000 took at most so many microseconds.")
  public long getPercentile999() {
    return times.percentileMicros(99.9);
  }

  @Meaning("The longest, in microseconds.")
  public long getMax() {
    return times.maxMicros();
  }
}
