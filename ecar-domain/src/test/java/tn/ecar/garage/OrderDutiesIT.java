package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.order.Duty;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.LineKind;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderDuties;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrderLine;
import tn.ecar.garage.part.PartData;

/** What belongs to others is refused to who asks, and nothing of it stays. */
class OrderDutiesIT {
  private static TestGarage garage;
  private static OrderDuties duties;
  private static long filter;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
    duties = new OrderDuties(garage.orders);
    filter = garage.inOne(() -> garage.parts.add(priced("20"))).getId();
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  private static PartData priced(String price) {
    return new PartData(
        "FLT-0042", null, "Filtre", "pce", null, new BigDecimal(price), null, false, null);
  }

  private static long order(String plate) {
    OpenOrder wanted = new OpenOrder(garage.vehicle(plate), "Bruit", null, null);
    long order = garage.inOne(() -> garage.orders.open(wanted)).getId();
    garage.run(() -> garage.orders.addLine(order, LineData.labour("Diagnostic", "1", "40")));
    garage.run(() -> garage.orders.addLine(order, discounted()));
    garage.advance(order, OrderState.APPROVED);
    return order;
  }

  private static LineData discounted() {
    return new LineData(
        LineKind.PART, filter, null, BigDecimal.ONE, null, BigDecimal.TEN, null, null);
  }

  private static void refused(Runnable work) {
    assertThatThrownBy(() -> garage.run(work)).isInstanceOf(NotAllowed.class);
  }

  private static WorkOrder read(long order) {
    return garage.inOne(() -> garage.orders.find(order));
  }

  @Test
  void aTechnicianPricedLabourAndRemovedTheLinesOfTheDesk() {
    long order = order("160 TU 1");
    garage.advance(order, OrderState.IN_PROGRESS);
    refused(() -> duties.addLine(Duty.WORKSHOP, order, LineData.labour("Vidange", "1", "1")));
    refused(() -> duties.addLine(Duty.WORKSHOP, order, discounted()));
    for (WorkOrderLine line : read(order).getLines()) {
      refused(() -> duties.removeLine(Duty.WORKSHOP, order, line.getId()));
    }
    garage.run(() -> duties.addLine(Duty.WORKSHOP, order, LineData.part(filter, "2")));
    assertThat(read(order).getLines()).hasSize(3);
    long own = read(order).getLines().get(2).getId();
    garage.run(() -> duties.removeLine(Duty.WORKSHOP, order, own));
    long labour = read(order).getLines().get(0).getId();
    garage.run(() -> duties.removeLine(Duty.DESK, order, labour));
    assertThat(read(order).getLines()).hasSize(1);
  }

  @Test
  void aTechnicianPassedTheirOwnCheckAndHandedTheKeysOver() {
    long order = order("161 TU 1");
    refused(() -> duties.transition(Duty.WORKSHOP, order, null, OrderState.CANCELLED, "perdu"));
    for (OrderState step : new OrderState[] {OrderState.IN_PROGRESS, OrderState.QUALITY_CHECK}) {
      garage.run(() -> duties.transition(Duty.WORKSHOP, order, null, step, null));
    }
    refused(() -> duties.transition(Duty.WORKSHOP, order, null, OrderState.READY, null));
    assertThat(read(order).getState()).isEqualTo(OrderState.QUALITY_CHECK);
    assertThatThrownBy(
            () ->
                garage.run(
                    () ->
                        duties.transition(Duty.WORKSHOP, order, null, OrderState.DELIVERED, null)))
        .as("a step that is in no table")
        .isInstanceOf(RuleViolation.class);
  }

  @Test
  void aStorekeeperChangesAPartAndNotItsPrice() {
    PartData renamed =
        new PartData(
            "FLT-0042",
            "6191",
            "Filtre long",
            "pce",
            BigDecimal.ONE,
            new BigDecimal("20.0"),
            null,
            false,
            "Purflux");
    garage.run(() -> garage.parts.describe(filter, null, renamed));
    refused(() -> garage.parts.describe(filter, null, priced("1")));
    refused(
        () ->
            garage.parts.describe(
                filter,
                null,
                new PartData(
                    "FLT-0042",
                    null,
                    "Filtre",
                    "pce",
                    null,
                    new BigDecimal("20"),
                    null,
                    true,
                    null)));
    assertThat(garage.inOne(() -> garage.parts.find(filter)))
        .satisfies(
            part -> {
              assertThat(part.getName()).isEqualTo("Filtre long");
              assertThat(part.getPrice()).hasToString("20.000");
              assertThat(part.isFodec()).isFalse();
            });
  }
}
