package tn.ecar.pool;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The one place where the pool reads the clock: microseconds that only grow, and moments for those
 * who look at figures. With the system's clock the microseconds do not follow its jumps; with a
 * clock set by hand they do what the hand does.
 */
public final class Time {
  private final Clock clock;
  private final boolean steady;

  /** The time of this clock. */
  public Time(Clock clock) {
    this.clock = clock;
    this.steady = clock.equals(Clock.systemUTC());
  }

  /** Microseconds since some moment in the past. */
  public long micros() {
    if (steady) {
      return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    }
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(now.getNano());
  }

  /** What a calendar says. */
  Instant now() {
    return clock.instant();
  }

  /** The moment that {@link #micros} gave this number. */
  Instant instantOf(long micros) {
    return clock
        .instant()
        .minus(Duration.of(micros() - micros, java.time.temporal.ChronoUnit.MICROS));
  }

  /** As many as this is. */
  public static long micros(Duration duration) {
    return TimeUnit.MICROSECONDS.convert(duration);
  }
}
