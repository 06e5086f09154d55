package tn.ecar.garage.order;

import static org.assertj.core.api.Assertions.assertThat;
import static tn.ecar.garage.order.OrderState.APPROVED;
import static tn.ecar.garage.order.OrderState.CANCELLED;
import static tn.ecar.garage.order.OrderState.DELIVERED;
import static tn.ecar.garage.order.OrderState.DRAFT;
import static tn.ecar.garage.order.OrderState.ESTIMATED;
import static tn.ecar.garage.order.OrderState.IN_PROGRESS;
import static tn.ecar.garage.order.OrderState.QUALITY_CHECK;
import static tn.ecar.garage.order.OrderState.READY;
import static tn.ecar.garage.order.OrderState.WAITING_APPROVAL;
import static tn.ecar.garage.order.OrderState.WAITING_PARTS;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OrderStateTest {
  /** The specification's table, written a second time on purpose. */
  private static final Set<String> STEPS =
      Set.of(
          step(DRAFT, ESTIMATED),
          step(DRAFT, APPROVED),
          step(DRAFT, CANCELLED),
          step(ESTIMATED, APPROVED),
          step(ESTIMATED, DRAFT),
          step(ESTIMATED, CANCELLED),
          step(APPROVED, IN_PROGRESS),
          step(APPROVED, CANCELLED),
          step(IN_PROGRESS, WAITING_PARTS),
          step(IN_PROGRESS, WAITING_APPROVAL),
          step(IN_PROGRESS, QUALITY_CHECK),
          step(IN_PROGRESS, CANCELLED),
          step(WAITING_PARTS, IN_PROGRESS),
          step(WAITING_PARTS, CANCELLED),
          step(WAITING_APPROVAL, IN_PROGRESS),
          step(WAITING_APPROVAL, CANCELLED),
          step(QUALITY_CHECK, READY),
          step(QUALITY_CHECK, IN_PROGRESS),
          step(READY, DELIVERED),
          step(READY, IN_PROGRESS));

  private static final Set<String> WITH_REASON =
      Set.of(
          step(DRAFT, APPROVED),
          step(IN_PROGRESS, CANCELLED),
          step(WAITING_PARTS, CANCELLED),
          step(WAITING_APPROVAL, CANCELLED),
          step(QUALITY_CHECK, IN_PROGRESS),
          step(READY, IN_PROGRESS));

  private static String step(OrderState from, OrderState to) {
    return from + " to " + to;
  }

  @Test
  void everyPairOfStatesIsAsTheTableSays() {
    Set<String> allowed = new TreeSet<>();
    Set<String> reasoned = new TreeSet<>();
    for (OrderState from : OrderState.values()) {
      for (OrderState to : OrderState.values()) {
        if (from.mayBecome(to)) {
          allowed.add(step(from, to));
        }
        if (from.needsReason(to)) {
          reasoned.add(step(from, to));
        }
        assertThat(from.next().contains(to)).as(step(from, to)).isEqualTo(from.mayBecome(to));
      }
    }
    assertThat(allowed).isEqualTo(new TreeSet<>(STEPS));
    assertThat(reasoned).isEqualTo(new TreeSet<>(WITH_REASON));
  }

  @Test
  void onlyDeliveredAndCancelledAreTheEnd() {
    assertThat(OrderState.values())
        .filteredOn(state -> !state.isOpen())
        .containsExactly(DELIVERED, CANCELLED);
  }
}
