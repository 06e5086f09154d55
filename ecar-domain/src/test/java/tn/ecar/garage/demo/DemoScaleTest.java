package tn.ecar.garage.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tn.ecar.garage.RuleViolation;

/** How much of a demo is made for what is asked for. */
class DemoScaleTest {
  @Test
  void aSmallNumberIsATimesAndALargeOneACount() {
    assertThat(DemoScale.wanted(null)).isEmpty();
    assertThat(DemoScale.wanted("0")).isEmpty();
    assertThat(DemoScale.wanted("1")).contains(DemoScale.FULL);
    assertThat(DemoScale.wanted("10")).contains(new DemoScale(2_000, 3_000, 15_000));
    assertThat(DemoScale.wanted("300")).contains(new DemoScale(40, 60, 300));
    assertThatThrownBy(() -> DemoScale.wanted("ten")).isInstanceOf(RuleViolation.class);
  }
}
