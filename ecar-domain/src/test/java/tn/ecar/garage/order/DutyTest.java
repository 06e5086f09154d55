package tn.ecar.garage.order;

import static org.assertj.core.api.Assertions.assertThat;
import static tn.ecar.garage.order.OrderState.APPROVED;
import static tn.ecar.garage.order.OrderState.IN_PROGRESS;
import static tn.ecar.garage.order.OrderState.QUALITY_CHECK;
import static tn.ecar.garage.order.OrderState.WAITING_APPROVAL;
import static tn.ecar.garage.order.OrderState.WAITING_PARTS;

import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.money.TaxClass;

class DutyTest {
  /** The steps of the work, written a second time on purpose. */
  private static final Set<String> WORK =
      Set.of(
          step(APPROVED, IN_PROGRESS),
          step(IN_PROGRESS, WAITING_PARTS),
          step(IN_PROGRESS, WAITING_APPROVAL),
          step(IN_PROGRESS, QUALITY_CHECK),
          step(WAITING_PARTS, IN_PROGRESS),
          step(QUALITY_CHECK, IN_PROGRESS));

  private static String step(OrderState from, OrderState to) {
    return from + " to " + to;
  }

  @Test
  void everyPairOfStatesIsAsTheTableSays() {
    Set<String> work = new TreeSet<>();
    for (OrderState from : OrderState.values()) {
      assertThat(Duty.DESK.next(from)).isEqualTo(from.next());
      Duty.WORKSHOP.next(from).forEach(to -> work.add(step(from, to)));
    }
    assertThat(work).isEqualTo(new TreeSet<>(WORK));
  }

  private static LineData typed(
      LineKind kind, String price, String discount, TaxClass taxClass, Boolean fodec) {
    return new LineData(
        kind,
        7L,
        null,
        BigDecimal.ONE,
        price == null ? null : new BigDecimal(price),
        discount == null ? null : new BigDecimal(discount),
        taxClass,
        fodec);
  }

  @Test
  void theWorkshopAddsPartsAtTheirListPriceAndNothingElse() {
    assertThat(Duty.WORKSHOP.mayAdd(LineData.part(7, "4.5"))).isTrue();
    assertThat(Duty.WORKSHOP.mayAdd(typed(LineKind.PART, null, "0.000", null, null))).isTrue();
    for (LineData line :
        Set.of(
            LineData.labour("Vidange", "1", "40"),
            typed(LineKind.LABOUR, null, null, null, null),
            typed(LineKind.OUTSIDE, null, null, null, null),
            typed(LineKind.PART, "1", null, null, null),
            typed(LineKind.PART, null, "5", null, null),
            typed(LineKind.PART, null, null, TaxClass.REDUCED, null),
            typed(LineKind.PART, null, null, null, false))) {
      assertThat(Duty.WORKSHOP.mayAdd(line)).as(line.toString()).isFalse();
      assertThat(Duty.DESK.mayAdd(line)).as(line.toString()).isTrue();
    }
  }
}
