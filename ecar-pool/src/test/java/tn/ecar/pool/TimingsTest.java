package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.time.Duration;
import org.junit.jupiter.api.Test;

public class TimingsTest {
  /** A hundred transactions of 1 to 100 ms after waits of none, on one connection of 7 ms. */
  public static PoolTimings recorded() {
    Timings server = new Timings();
    for (int millis = 1; millis <= 100; millis++) {
      server.waited(0);
      server.transaction(millis * 1_000L);
      server.leased(millis * 1_000L);
    }
    Timings pool = new Timings();
    pool.add(server);
    Recording connects = new Recording();
    connects.record(7_000);
    return new PoolTimings("ecar_db", "ecar_user", pool.distributions(connects));
  }

  @Test
  void percentiles_are_told_within_one_percent() {
    Distribution times = recorded().distributions().get(Timing.TRANSACTION);
    assertThat(times.count()).isEqualTo(100);
    assertThat(times.sumMicros()).isEqualTo(5_050_000);
    assertThat(times.meanMicros()).isEqualTo(50_500);
    assertThat(times.percentileMicros(50)).isCloseTo(50_000, withPercentage(1));
    assertThat(times.percentileMicros(99)).isCloseTo(99_000, withPercentage(1));
    assertThat(times.maxMicros()).isCloseTo(100_000, withPercentage(1));
    assertThat(times.atMost(Duration.ofMillis(25))).isEqualTo(25);
  }

  @Test
  void waits_of_no_time_count_among_the_others() {
    Timings server = new Timings();
    for (int micros : new int[] {0, 0, 0, 4_000}) {
      server.waited(micros);
    }
    Timings both = server.plus(server);
    Distribution waits = both.distributions(new Recording()).get(Timing.WAIT);
    assertThat(waits.count()).isEqualTo(8);
    assertThat(waits.sumMicros()).isEqualTo(8_000);
    assertThat(waits.percentileMicros(75)).isZero();
    assertThat(waits.percentileMicros(76)).isCloseTo(4_000, withPercentage(1));
    assertThat(waits.atMost(Duration.ZERO)).isEqualTo(6);
  }

  @Test
  void nothing_recorded_is_no_time_at_all() {
    Distribution none = new Recording().distribution();
    assertThat(none.count()).isZero();
    assertThat(none.meanMicros()).isZero();
    assertThat(none.percentileMicros(99)).isZero();
    assertThat(none.atMost(Duration.ofHours(1))).isZero();
  }

  @Test
  void what_is_out_of_range_counts_at_its_end() {
    Recording recording = new Recording();
    recording.record(-5);
    recording.record(Duration.ofDays(1).toNanos() / 1_000);
    assertThat(recording.distribution().count()).isEqualTo(2);
    assertThat(recording.distribution().sumMicros()).isEqualTo(3_600_000_000L);
  }
}
