package tn.ecar.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoolMetricsTokenTest {
  @Test
  void onlyTheTokenItselfFits() {
    assertThat(PoolMetricsResource.isToken("Bearer of figures", "of figures")).isTrue();
    assertThat(PoolMetricsResource.isToken("Bearer of figure", "of figures")).isFalse();
    assertThat(PoolMetricsResource.isToken("of figures", "of figures")).isFalse();
    assertThat(PoolMetricsResource.isToken(null, "of figures")).isFalse();
  }

  @Test
  void withoutATokenNoneFits() {
    assertThat(PoolMetricsResource.isToken("Bearer ", "")).isFalse();
    assertThat(PoolMetricsResource.isToken("Bearer null", null)).isFalse();
  }
}
