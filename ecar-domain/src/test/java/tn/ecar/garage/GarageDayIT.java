package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.audit.AuditEntry;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.LineKind;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.StockMovement.Reason;

/**
 * The garage's shortest day on a real database: from reception to invoice, alone and sixteen at
 * once.
 */
class GarageDayIT {
  private static TestGarage garage;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
  }

  @AfterAll
  static void close() throws java.sql.SQLException {
    garage.close();
  }

  private static Part part(String number, String onHand) {
    PartData data =
        new PartData(
            number,
            null,
            "Filtre " + number,
            null,
            null,
            new BigDecimal("25.500"),
            null,
            false,
            null);
    Part part = garage.inOne(() -> garage.parts.add(data));
    garage.run(() -> garage.parts.move(part.getId(), Quantity.of(onHand), Reason.RECEIPT, "BL-1"));
    return part;
  }

  private static long orderOfOneHundred(String plate) {
    long vehicle = garage.vehicle(plate);
    WorkOrder order =
        garage.inOne(
            () -> garage.orders.open(new OpenOrder(vehicle, "Bruit au freinage", 45_100, null)));
    garage.run(
        () -> garage.orders.addLine(order.getId(), LineData.labour("Main d'oeuvre", "2", "50")));
    return order.getId();
  }

  @Test
  void aDayFromReceptionToInvoice() {
    Part filter = part("F-100", "10");
    long order = orderOfOneHundred("201 TU 1001");
    garage.run(() -> garage.orders.addLine(order, LineData.part(filter.getId(), "2")));
    garage.finish(order);

    assertThat(garage.inOne(() -> garage.parts.find(filter.getId())).getOnHand())
        .isEqualTo(Quantity.of("8"));
    Invoice issued = garage.inOne(() -> garage.invoices.issue(order));
    Invoice read = garage.inOne(() -> garage.invoices.byNumber(issued.getNumber()));

    assertThat(read.getLines()).hasSize(2);
    assertThat(read.getNet()).hasToString("151.000");
    assertThat(read.getTva()).hasToString("28.690");
    assertThat(read.getTotal()).hasToString("180.690");
    assertThat(read.getBuyer().getName()).isEqualTo("Sami Ben Salah");
    assertThat(read.getPlate()).isEqualTo("201 TU 1001");
    assertThat(read.getOdometerKm()).isEqualTo(45_100);
    assertThat(read.getTaxes()).hasSize(1);
    garage.advance(order, OrderState.DELIVERED);
    List<AuditEntry> log = garage.inOne(() -> garage.audit.of("order", order));
    assertThat(log)
        .extracting(AuditEntry::getAction)
        .filteredOn("order.transition"::equals)
        .hasSize(5);
    assertThat(log).extracting(AuditEntry::getWho).containsOnly("tester");
  }

  @Test
  void ordersAreFoundByPlateNumberAndNameWithTheirInvoice() {
    long order = orderOfOneHundred("202 TU 1002");
    garage.finish(order);
    Invoice invoice = garage.inOne(() -> garage.invoices.issue(order));

    Page<OrderRow> found =
        garage.inOne(
            () -> garage.orderList.search(OrderQuery.text("202tun1002"), PageRequest.of(0, 10)));

    assertThat(found.total()).isEqualTo(1);
    assertThat(found.items().get(0).invoiceNumber()).isEqualTo(invoice.getNumber());
    assertThat(
            garage
                .inOne(
                    () ->
                        garage.orderList.search(
                            OrderQuery.in(OrderState.READY), PageRequest.of(0, 100)))
                .items())
        .extracting(OrderRow::id)
        .contains(order);
    assertThat(
            garage
                .inOne(() -> garage.invoices.search(invoice.getNumber(), PageRequest.of(0, 10)))
                .total())
        .isEqualTo(1);
    assertThat(
            garage
                .inOne(() -> garage.invoices.search("1002", new PageRequest(0, 10, "total", true)))
                .items())
        .hasSize(1);
    assertThat(garage.inOne(() -> garage.vehicles.search("peug", PageRequest.of(0, 5))).total())
        .isPositive();
    assertThat(
            garage
                .inOne(() -> garage.customers.search("98 123 456", PageRequest.of(0, 5)))
                .items()
                .get(0)
                .vehicles())
        .isEqualTo(1);
  }

  @Test
  void sixteenRequestsForOneOrderIssueOneInvoice() throws InterruptedException, TimeoutException {
    long order = orderOfOneHundred("203 TU 1003");
    garage.finish(order);

    List<Object> results =
        Crowd.atOnce(16, person -> garage.inOne(() -> garage.invoices.issue(order)));

    List<Invoice> issued =
        results.stream().filter(Invoice.class::isInstance).map(Invoice.class::cast).toList();
    assertThat(issued).hasSize(1);
    assertThat(results)
        .filteredOn(result -> !(result instanceof Invoice))
        .hasSize(15)
        .allSatisfy(
            refusal -> {
              assertThat(refusal).isInstanceOf(AlreadyIssued.class);
              assertThat(((AlreadyIssued) refusal).number()).isEqualTo(issued.get(0).getNumber());
            });
  }

  @Test
  void sixteenOrdersAtOnceAndFailuresBetweenLeaveNoGap() throws Exception {
    List<Long> orders = new java.util.ArrayList<>();
    for (int i = 0; i < 16; i++) {
      long order = orderOfOneHundred("204 TU " + (2000 + i));
      garage.finish(order);
      orders.add(order);
    }

    List<Object> results =
        Crowd.atOnce(
            16,
            person -> {
              if (person % 4 == 3) {
                // A document whose transaction fails after its number was drawn.
                assertThatThrownBy(
                        () ->
                            garage.run(
                                () -> {
                                  garage.invoices.issue(orders.get(person));
                                  throw new IllegalStateException("the printer burns");
                                }))
                    .isInstanceOf(IllegalStateException.class);
              }
              return garage.inOne(() -> garage.invoices.issue(orders.get(person)));
            });

    assertThat(results).hasOnlyElementsOfType(Invoice.class);
    assertThat(
            garage.one(
                "select count(*) = max(series_number) and min(series_number) = 1 from invoice"))
        .isEqualTo("t");
    assertThat(
            garage.one(
                "select last_number = (select max(series_number) from invoice) from"
                    + " document_counter"))
        .isEqualTo("t");
  }

  @Test
  void eightParallelMovementsLoseNothing() throws Exception {
    Part oil = part("H-5W40", "100");

    Crowd.atOnce(
        8,
        person -> {
          for (int i = 0; i < 5; i++) {
            String quantity = person % 2 == 0 ? "4.500" : "-2.250";
            garage.run(
                () -> garage.parts.move(oil.getId(), Quantity.of(quantity), Reason.COUNT, null));
          }
          return "done";
        });

    assertThat(garage.inOne(() -> garage.parts.find(oil.getId())).getOnHand())
        .isEqualTo(Quantity.of("145"));
    assertThat(
            garage.one(
                "select sum(quantity) = 145 from stock_movement where part_id = " + oil.getId()))
        .isEqualTo("t");
  }

  @Test
  void moreThanTheShelfHoldsIsRefusedAndNothingIsTaken() {
    Part disc = part("D-1", "1");
    Part pad = part("P-1", "5");
    long order = orderOfOneHundred("205 TU 1005");
    garage.run(() -> garage.orders.addLine(order, LineData.part(pad.getId(), "2")));
    garage.run(() -> garage.orders.addLine(order, LineData.part(disc.getId(), "2")));
    garage.advance(order, OrderState.APPROVED, OrderState.IN_PROGRESS, OrderState.QUALITY_CHECK);

    assertThatThrownBy(() -> garage.advance(order, OrderState.READY))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.field()).isEqualTo("quantity"));

    assertThat(garage.inOne(() -> garage.parts.find(pad.getId())).getOnHand())
        .isEqualTo(Quantity.of("5"));
    assertThat(garage.inOne(() -> garage.orders.find(order)).getState())
        .isEqualTo(OrderState.QUALITY_CHECK);
  }

  @Test
  void partsOfACancelledOrderGoBackToTheShelf() {
    Part belt = part("B-1", "3");
    long order = orderOfOneHundred("206 TU 1006");
    garage.run(() -> garage.orders.addLine(order, LineData.part(belt.getId(), "1")));
    garage.finish(order);
    assertThat(garage.inOne(() -> garage.parts.find(belt.getId())).getOnHand())
        .isEqualTo(Quantity.of("2"));

    garage.advance(order, OrderState.IN_PROGRESS, OrderState.CANCELLED);

    assertThat(garage.inOne(() -> garage.parts.find(belt.getId())).getOnHand())
        .isEqualTo(Quantity.of("3"));
  }

  @Test
  void aNegativeQuantityAndAWrongStepAreRefusedByName() {
    long order = orderOfOneHundred("207 TU 1007");

    assertThatThrownBy(
            () ->
                garage.run(
                    () -> garage.orders.addLine(order, LineData.labour("Vidange", "-1", "40"))))
        .isInstanceOfSatisfying(
            RuleViolation.class,
            e -> {
              assertThat(e.field()).isEqualTo("quantity");
              assertThat(e.value()).isEqualTo("-1.000");
            });
    assertThatThrownBy(() -> garage.advance(order, OrderState.DELIVERED))
        .isInstanceOfSatisfying(RuleViolation.class, e -> assertThat(e.field()).isEqualTo("state"));
    assertThatThrownBy(() -> garage.run(() -> garage.invoices.issue(order)))
        .isInstanceOf(RuleViolation.class);
    LineData withoutPart =
        new LineData(
            LineKind.PART, null, "Filtre", BigDecimal.ONE, BigDecimal.ONE, null, null, null);
    assertThatThrownBy(() -> garage.run(() -> garage.orders.addLine(order, withoutPart)))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.field()).isEqualTo("partId"));
  }

  @Test
  void whoDecidesOnAnOldVersionIsToldSo() {
    long order = orderOfOneHundred("208 TU 1008");
    int read = garage.inOne(() -> garage.orders.find(order)).getVersion();
    garage.advance(order, OrderState.ESTIMATED);

    assertThatThrownBy(
            () ->
                garage.run(() -> garage.orders.transition(order, read, OrderState.APPROVED, null)))
        .isInstanceOf(Conflict.class);
  }
}
