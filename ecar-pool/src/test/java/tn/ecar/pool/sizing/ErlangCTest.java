package tn.ecar.pool.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ErlangCTest {
  /** One server is the simplest queue there is: who comes while it is busy waits. */
  @Test
  void with_one_server_as_many_wait_as_it_is_busy() {
    assertThat(ErlangC.waiting(1, 0.3)).isCloseTo(0.3, within(1e-12));
    assertThat(ErlangC.waiting(1, 1)).isEqualTo(1);
  }

  /** From the published tables: 10 erlangs offered to 14 agents, 17.4 % wait. */
  @Test
  void it_is_the_published_formula() {
    assertThat(ErlangC.waiting(2, 1)).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(ErlangC.waiting(14, 10)).isCloseTo(0.174, within(0.001));
  }

  @Property
  void the_fewest_servers_are_enough_and_one_less_is_not(
      @ForAll @DoubleRange(min = 0, max = 500) double load) {
    int servers = ErlangC.servers(load, 0.05);

    assertThat(ErlangC.waiting(servers, load)).isLessThanOrEqualTo(0.05);
    if (servers > 1) {
      assertThat(ErlangC.waiting(servers - 1, load)).isGreaterThan(0.05);
    }
  }
}
