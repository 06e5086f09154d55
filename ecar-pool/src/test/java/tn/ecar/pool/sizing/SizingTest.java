package tn.ecar.pool.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizingTest {
  private static final OptionalInt UNKNOWN = OptionalInt.empty();

  /** A minute with so many leases of so many milliseconds. */
  private static Load minute(
      long leases, long lease, int peak, int nested, long wait99, int work, int poolSize) {
    return new Load(
        "ecar_db",
        "ecar_user",
        Duration.ofSeconds(60),
        leases,
        Duration.ofMillis(leases * lease),
        peak,
        nested,
        Duration.ZERO,
        Duration.ofMillis(wait99),
        work,
        poolSize,
        0,
        85,
        100);
  }

  private static Advice first(OptionalInt cores, Load load) {
    return new Sizing(cores).advise(List.of(load)).get(0);
  }

  @Test
  void a_calm_pool_is_sized_by_littles_law() {
    // 100 leases a second of 20 ms: two servers busy, and few wait at six.
    Advice advice = first(UNKNOWN, minute(6_000, 20, 9, 1, 1, 100, 20));

    assertThat(advice.key()).isEqualTo("pool_size");
    assertThat(advice.now()).isEqualTo(20);
    assertThat(advice.advised()).isEqualTo(6);
    assertThat(advice.because())
        .isEqualTo(
            "Little's law: 100.0 leases per second of 20.0 ms keep 2.0 servers busy in the busiest"
                + " 60.0 s; with 6 at most 1 request of 20 waits. 99 of 100 waited up to 1.0 ms.");
    assertThat(advice.change())
        .isEqualTo(
            "Twice the arrivals, or leases of twice the length, would want 9; half of either 4.");
  }

  @Test
  void more_than_were_ever_wanted_at_once_is_never_advised() {
    assertThat(first(UNKNOWN, minute(6_000, 20, 3, 1, 1, 100, 20)).advised()).isEqualTo(3);
  }

  @Test
  void long_waits_ask_for_the_peak_in_steps() {
    Advice full = first(UNKNOWN, minute(60_000, 10, 64, 1, 45, 100, 10));
    assertThat(full.advised()).isEqualTo(20);
    assertThat(full.because())
        .startsWith(
            "99 of 100 waited up to 45.0 ms, longer than the 10.0 ms that a lease takes: at the"
                + " busiest moment 64 clients were served or waited.");
    assertThat(full.change()).contains("server_cores");

    assertThat(first(UNKNOWN, minute(60_000, 10, 64, 1, 45, 100, 40)).advised()).isEqualTo(64);
    assertThat(first(UNKNOWN, minute(60_000, 10, 64, 1, 45, 100, 0)).advised()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({"4, 100, 8", "4, 50, 16", "2, 80, 5", "1, 100, 2"})
  void the_databases_cores_set_a_limit(int cores, int work, int most) {
    Advice advice = first(OptionalInt.of(cores), minute(60_000, 20, 64, 1, 45, work, 20));

    assertThat(advice.advised()).isEqualTo(most);
    assertThat(advice.because()).startsWith(cores + " cores");
    assertThat(advice.change()).startsWith("Without that limit it would be ");
  }

  @Test
  void threads_that_hold_one_and_want_another_get_both() {
    Advice advice = first(OptionalInt.of(1), minute(600, 10, 12, 2, 900, 100, 4));

    assertThat(advice.advised()).isEqualTo(12);
    assertThat(advice.because()).startsWith("One thread wanted 2 servers at once");
    assertThat(advice.change()).isEqualTo("Without REQUIRES_NEW inside transactions 2 would do.");
  }

  @Test
  void without_figures_nothing_is_advised() {
    Advice advice = first(UNKNOWN, minute(0, 0, 0, 1, 0, 100, 20));

    assertThat(advice.advised()).isEqualTo(20);
    assertThat(advice.because()).startsWith("Nothing");
  }

  @Test
  void the_reserve_reaches_up_to_the_peak_and_the_clients_below_the_alert() {
    List<Advice> all = new Sizing(UNKNOWN).advise(List.of(minute(6_000, 20, 9, 1, 1, 100, 20)));

    assertThat(all)
        .extracting(Advice::key)
        .containsExactly("pool_size", "reserve_pool_size", "max_client_conn");
    assertThat(all.get(1).advised()).isEqualTo(3);
    assertThat(all.get(2).advised()).isEqualTo(107);
    assertThat(new Sizing(UNKNOWN).advise(List.of())).isEmpty();
  }

  @Test
  void the_rule_of_thumb_is_the_garages() {
    assertThat(new Formula(4, 2, 1).servers()).isEqualTo(12);
    assertThat(new Formula(1, 3, 1).servers()).isEqualTo(5);
    assertThat(new Formula(1, 16, 2).withoutStarving()).isEqualTo(17);
    assertThatThrownBy(() -> new Formula(0, 1, 1)).hasMessageContaining("--workers 0");
    assertThatThrownBy(() -> new Sizing(OptionalInt.of(0))).hasMessageContaining("0 cores");
  }
}
