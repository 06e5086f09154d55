package tn.ecar.garage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * The garage's time: the system's, in the zone of Tunis. A piece of work may be run as of another
 * instant, which is how the demo lives through two years; only the thread that asks for it sees the
 * other time.
 */
@ApplicationScoped
@Typed(GarageClock.class)
public class GarageClock {
  /** Where every workshop of ECAR stands. */
  public static final ZoneId ZONE = ZoneId.of("Africa/Tunis");

  private static final ThreadLocal<Instant> OTHER = new ThreadLocal<>();

  /** Returns the clock that the use cases get. */
  @Produces
  @Dependent
  public Clock clock() {
    return new Ticking(this, ZONE);
  }

  /** Runs the work as of that instant, on this thread only. */
  public <T> T at(Instant instant, Supplier<T> work) {
    Instant before = OTHER.get();
    OTHER.set(instant);
    try {
      return work.get();
    } finally {
      if (before == null) {
        OTHER.remove();
      } else {
        OTHER.set(before);
      }
    }
  }

  /** Returns what time it is in this thread. */
  public Instant now() {
    Instant instant = OTHER.get();
    return instant == null ? Clock.systemUTC().instant() : instant;
  }

  /** The garage's time as the JDK knows clocks. */
  private static final class Ticking extends Clock {
    private final GarageClock time;
    private final ZoneId zone;

    private Ticking(GarageClock time, ZoneId zone) {
      this.time = time;
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new Ticking(time, other);
    }

    @Override
    public Instant instant() {
      return time.now();
    }
  }
}
