package tn.ecar.garage.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a promise is in danger. */
class OrderRowTest {
  private static final Instant NOW = Instant.parse("2026-11-26T09:00:00Z");
  private static final Instant SOON = NOW.plus(Duration.ofHours(2));

  private static OrderRow promised(OrderState state, Instant at) {
    return new OrderRow(
        1L, "OT-1", state, "123 TU 4567", "Kia", null, "Amel", "Bruit", null, NOW, null, at, 0);
  }

  @Test
  void aPromiseThatIsOverOrNearIsInDanger() {
    assertThat(promised(OrderState.IN_PROGRESS, NOW.minusSeconds(60)).inDanger(SOON)).isTrue();
    assertThat(promised(OrderState.DRAFT, SOON).inDanger(SOON)).isTrue();
    assertThat(promised(OrderState.IN_PROGRESS, SOON.plusSeconds(1)).inDanger(SOON)).isFalse();
  }

  @Test
  void whatIsDoneOrWasNeverPromisedIsNot() {
    assertThat(promised(OrderState.READY, NOW).inDanger(SOON)).isFalse();
    assertThat(promised(OrderState.DELIVERED, NOW).inDanger(SOON)).isFalse();
    assertThat(promised(OrderState.CANCELLED, NOW).inDanger(SOON)).isFalse();
    assertThat(promised(OrderState.DRAFT, null).inDanger(SOON)).isFalse();
  }
}
