package tn.ecar.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SignInLimitTest {
  private Instant now = Instant.parse("2026-05-04T08:00:00Z");
  private final SignInLimit limit =
      new SignInLimit(
          new Clock() {
            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });

  @Test
  void theSixthTryWaitsAndNobodyElseDoes() {
    for (int i = 0; i < 5; i++) {
      assertThat(limit.wait("amel", "10.0.0.1")).isZero();
      limit.refused("Amel ", "10.0.0.1");
      now = now.plusSeconds(10);
    }
    assertThat(limit.wait("amel", "10.0.0.1")).isEqualTo(Duration.ofSeconds(250));
    assertThat(limit.wait("amel", "10.0.0.2")).isZero();
    assertThat(limit.wait("sami", "10.0.0.1")).isZero();
    now = now.plusSeconds(250);
    assertThat(limit.wait("amel", "10.0.0.1")).isZero();
    limit.accepted("amel", "10.0.0.1");
    limit.refused("amel", "10.0.0.1");
    assertThat(limit.wait("amel", "10.0.0.1")).isZero();
  }

  @Test
  void manyLoginsFromOneAddressWaitTogether() {
    for (int i = 0; i < 100; i++) {
      limit.refused("login" + i, "10.0.0.1");
    }
    assertThat(limit.wait("new", "10.0.0.1")).isEqualTo(Duration.ofMinutes(5));
    assertThat(limit.wait("new", "10.0.0.2")).isZero();
  }

  @Test
  void itForgetsRatherThanFillsTheMemory() {
    for (int i = 0; i < 30_000; i++) {
      limit.refused("amel", "10.0." + i);
    }
    assertThat(limit.wait("amel", "10.0.1")).isZero();
  }
}
