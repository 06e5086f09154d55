package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.part.CountData;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.StockCount;
import tn.ecar.garage.part.StockMovement;
import tn.ecar.garage.part.StockMovement.Reason;
import tn.ecar.garage.supply.GoodsReceipt;
import tn.ecar.garage.supply.PurchaseData;
import tn.ecar.garage.supply.PurchaseOrder;
import tn.ecar.garage.supply.PurchaseState;
import tn.ecar.garage.supply.ReceiptData;
import tn.ecar.garage.supply.ReorderRow;
import tn.ecar.garage.supply.SupplierData;

/** Suppliers, purchase orders, receipts of goods and counted shelves, on a real database. */
class SupplyIT {
  private static TestGarage garage;
  private static int numbers;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  /** Whatever was done: the books are the sum of the movements, and the receipts of the lines. */
  @AfterEach
  void nothingIsLostAndNothingIsThereTwice() throws SQLException {
    assertThat(
            garage.one(
                "select count(*) from part p where on_hand <> (select coalesce(sum(quantity), 0)"
                    + " from stock_movement m where m.part_id = p.id)"))
        .isEqualTo("0");
    assertThat(
            garage.one(
                "select count(*) from purchase_line l where received <> (select"
                    + " coalesce(sum(r.quantity), 0) from goods_receipt_line r where"
                    + " r.purchase_line_id = l.id)"))
        .isEqualTo("0");
    assertThat(
            garage.one(
                "select (select coalesce(sum(quantity), 0) from goods_receipt_line) = (select"
                    + " coalesce(sum(quantity), 0) from stock_movement where reason = 'RECEIPT' and"
                    + " reference like 'BC-%')"))
        .isEqualTo("t");
  }

  private static long part(String onHand, String reorder) {
    String number = "S-" + ++numbers;
    PartData data =
        new PartData(
            number,
            null,
            "Filtre " + number,
            null,
            new BigDecimal(reorder),
            BigDecimal.TEN,
            null,
            false,
            "Purflux");
    long id = garage.inOne(() -> garage.parts.add(data)).getId();
    if (!onHand.equals("0")) {
      garage.run(() -> garage.parts.move(id, Quantity.of(onHand), Reason.COUNT, "opening"));
    }
    return id;
  }

  private static long supplier() {
    SupplierData data = new SupplierData("Fournisseur " + ++numbers, "71940250", null, null, null);
    return garage.inOne(() -> garage.suppliers.add(data)).getId();
  }

  private static PurchaseData.Line line(long part, String quantity) {
    return new PurchaseData.Line(part, new BigDecimal(quantity), new BigDecimal("7.250"));
  }

  private static PurchaseOrder ordered(PurchaseData.Line... lines) {
    PurchaseData data = new PurchaseData(supplier(), null, null, List.of(lines));
    long id = garage.inOne(() -> garage.purchases.open(data)).getId();
    garage.run(() -> garage.purchases.transition(id, null, PurchaseState.ORDERED, null));
    return find(id);
  }

  private static PurchaseOrder find(long id) {
    return garage.inOne(() -> garage.purchases.find(id));
  }

  private static GoodsReceipt receive(long order, String note, ReceiptData.Line... lines) {
    ReceiptData data = new ReceiptData(note, List.of(lines));
    return garage.inOne(() -> garage.purchases.receive(order, data));
  }

  private static ReceiptData.Line came(PurchaseOrder order, int index, String quantity) {
    return new ReceiptData.Line(order.getLines().get(index).getId(), new BigDecimal(quantity));
  }

  private static String onHand(long part) {
    return garage.inOne(() -> garage.parts.find(part)).getOnHand().toString();
  }

  @Test
  void goodsComeInPartsAndEachPartIsAMovementWithWhoAndWhy() {
    long filter = part("2", "0");
    long oil = part("0", "0");
    PurchaseOrder order = ordered(line(filter, "10"), line(oil, "4.5"));
    assertThat(order.getNumber()).matches("BC-\\d{6}");
    assertThat(order.getCost()).hasToString("105.125");

    receive(order.getId(), "BL-1", came(order, 0, "4"));
    assertThat(onHand(filter)).isEqualTo("6.000");
    assertThat(find(order.getId()).getState()).isEqualTo(PurchaseState.ORDERED);
    assertThatThrownBy(() -> receive(order.getId(), "BL-2", came(order, 0, "6.001")))
        .isInstanceOf(RuleViolation.class)
        .hasMessageContaining("6.000 still to come");
    receive(order.getId(), "BL-3");

    assertThat(onHand(filter)).isEqualTo("12.000");
    assertThat(onHand(oil)).isEqualTo("4.500");
    assertThat(find(order.getId()).getState()).isEqualTo(PurchaseState.RECEIVED);
    assertThat(garage.inOne(() -> garage.purchases.receipts(order.getId()))).hasSize(2);
    StockMovement newest =
        garage.inOne(() -> garage.parts.movements(filter, PageRequest.of(0, 5))).items().get(0);
    assertThat(newest.getQuantity()).hasToString("6.000");
    assertThat(newest.getReason()).isEqualTo(Reason.RECEIPT);
    assertThat(newest.getReference()).isEqualTo(order.getNumber());
    assertThat(newest.getBy()).isEqualTo("tester");
    assertThatThrownBy(() -> receive(order.getId(), "BL-4")).isInstanceOf(Conflict.class);
    assertThat(garage.inOne(() -> garage.audit.of("purchase", order.getId())))
        .extracting(entry -> entry.getAction())
        .containsExactly(
            "purchase.opened", "purchase.transition", "purchase.received", "purchase.received");
  }

  @Test
  void sixteenStorekeepersTypeTheSameDeliveryNoteAndItIsTakenInOnce() throws Exception {
    long filter = part("0", "0");
    PurchaseOrder order = ordered(line(filter, "100"));

    List<Object> outcomes =
        Crowd.atOnce(16, person -> receive(order.getId(), "BL-7", came(order, 0, "10")));

    assertThat(outcomes).filteredOn(GoodsReceipt.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Conflict.class::isInstance).hasSize(15);
    assertThat(onHand(filter)).isEqualTo("10.000");
  }

  @Test
  void sixteenDeliveriesAtOnceAreAllThereAndNeverMoreThanWasOrdered() throws Exception {
    long filter = part("0", "0");
    PurchaseOrder order = ordered(line(filter, "100"));

    List<Object> outcomes =
        Crowd.atOnce(16, person -> receive(order.getId(), "BL-" + person, came(order, 0, "10")));

    assertThat(outcomes).filteredOn(GoodsReceipt.class::isInstance).hasSize(10);
    assertThat(onHand(filter)).isEqualTo("100.000");
    assertThat(find(order.getId()).getState()).isEqualTo(PurchaseState.RECEIVED);
  }

  @Test
  void sixteenDeliveriesOfSixteenOrdersAddUpOnOneShelf() throws Exception {
    long filter = part("1", "0");
    long oil = part("1", "0");
    List<PurchaseOrder> orders =
        java.util.stream.IntStream.range(0, 16)
            .mapToObj(
                i ->
                    i % 2 == 0
                        ? ordered(line(filter, "3"), line(oil, "2"))
                        : ordered(line(oil, "2"), line(filter, "3")))
            .toList();

    List<Object> outcomes = Crowd.atOnce(16, person -> receive(orders.get(person).getId(), "BL-1"));

    assertThat(outcomes).allMatch(GoodsReceipt.class::isInstance);
    assertThat(onHand(filter)).isEqualTo("49.000");
    assertThat(onHand(oil)).isEqualTo("33.000");
  }

  @Test
  void sixteenTakeFromAShelfOfTenAndItNeverGoesBelowZero() throws Exception {
    long filter = part("10", "0");

    List<Object> outcomes =
        Crowd.atOnce(
            16,
            person ->
                garage.inOne(
                    () -> garage.parts.move(filter, Quantity.of("-1"), Reason.USED, "OT-1")));

    assertThat(outcomes).filteredOn(StockMovement.class::isInstance).hasSize(10);
    assertThat(outcomes).filteredOn(RuleViolation.class::isInstance).hasSize(6);
    assertThat(onHand(filter)).isEqualTo("0.000");
  }

  @Test
  void anOrderTakesOnlyTheStepsOfItsTable() {
    long filter = part("0", "0");
    PurchaseData empty = new PurchaseData(supplier(), null, null, null);
    long draft = garage.inOne(() -> garage.purchases.open(empty)).getId();
    assertThatThrownBy(() -> step(draft, PurchaseState.ORDERED, null))
        .hasMessageContaining("asks for nothing");
    assertThatThrownBy(() -> receive(draft, "BL-1")).isInstanceOf(Conflict.class);
    garage.run(() -> garage.purchases.addLine(draft, line(filter, "5")));
    assertThatThrownBy(() -> garage.run(() -> garage.purchases.addLine(draft, line(filter, "1"))))
        .hasMessageContaining("already");
    step(draft, PurchaseState.ORDERED, null);
    assertThatThrownBy(() -> garage.run(() -> garage.purchases.addLine(draft, line(filter, "1"))))
        .isInstanceOf(RuleViolation.class);
    assertThatThrownBy(() -> step(draft, PurchaseState.RECEIVED, null))
        .isInstanceOf(RuleViolation.class);
    receive(draft, "BL-1", came(find(draft), 0, "2"));
    assertThatThrownBy(() -> step(draft, PurchaseState.CANCELLED, null))
        .hasMessageContaining("close the order");
    assertThatThrownBy(() -> step(draft, PurchaseState.CLOSED, " ")).hasMessageContaining("why");
    step(draft, PurchaseState.CLOSED, "Plus fabriqué");
    assertThatThrownBy(() -> receive(draft, "BL-2")).isInstanceOf(Conflict.class);
    assertThatThrownBy(
            () ->
                garage.run(
                    () -> garage.purchases.transition(draft, 1, PurchaseState.CANCELLED, null)))
        .isInstanceOf(Conflict.class);
  }

  private static void step(long order, PurchaseState to, String reason) {
    garage.run(() -> garage.purchases.transition(order, null, to, reason));
  }

  @Test
  void aCountMovesTheDifferencesAndRefusesASheetThatIsOutOfDate() {
    long filter = part("10", "0");
    long oil = part("4", "0");
    CountData data =
        new CountData(
            "Rayon A",
            List.of(
                new CountData.Line(oil, new BigDecimal("4"), null),
                new CountData.Line(filter, new BigDecimal("8.5"), new BigDecimal("10"))));

    StockCount count = garage.inOne(() -> garage.stockCounts.count(data));

    assertThat(onHand(filter)).isEqualTo("8.500");
    StockCount read = garage.inOne(() -> garage.stockCounts.find(count.getId()));
    assertThat(read.getLines())
        .extracting(line -> line.getDifference().toString())
        .containsExactlyInAnyOrder("-1.500", "0.000");
    assertThat(garage.inOne(() -> garage.parts.movements(oil, PageRequest.of(0, 9))).total())
        .isEqualTo(1);
    assertThatThrownBy(() -> garage.inOne(() -> garage.stockCounts.count(data)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("8.500");
    CountData negative =
        new CountData(null, List.of(new CountData.Line(oil, new BigDecimal("-1"), null)));
    assertThatThrownBy(() -> garage.inOne(() -> garage.stockCounts.count(negative)))
        .isInstanceOf(RuleViolation.class);
  }

  @Test
  void sixteenCountsOfOneSheetAreTakenOverOnce() throws InterruptedException, TimeoutException {
    long filter = part("10", "0");
    CountData data =
        new CountData(
            null, List.of(new CountData.Line(filter, new BigDecimal("7"), new BigDecimal("10"))));

    List<Object> outcomes =
        Crowd.atOnce(16, person -> garage.inOne(() -> garage.stockCounts.count(data)));

    assertThat(outcomes).filteredOn(StockCount.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Conflict.class::isInstance).hasSize(15);
    assertThat(onHand(filter)).isEqualTo("7.000");
  }

  @Test
  void whatIsAtItsReorderPointIsToBeOrderedUnlessItIsOnItsWay() {
    long low = part("3", "5");
    long enough = part("6", "5");
    assertThat(toOrder()).contains(low).doesNotContain(enough);

    ordered(line(low, "20"));

    assertThat(toOrder()).doesNotContain(low);
  }

  private static int cars;

  private static long listedIn(long part, String quantity, OrderState... states) {
    long car = garage.vehicle("61 TU " + ++cars);
    long order =
        garage.inOne(() -> garage.orders.open(new OpenOrder(car, "Bruit", null, null))).getId();
    garage.run(() -> garage.orders.addLine(order, LineData.part(part, quantity)));
    garage.advance(order, states);
    return order;
  }

  @Test
  void whatWorkUnderWayHadUsedWasCountedAsLostAndTakenOnceMore() {
    long oil = part("10", "0");
    long order = listedIn(oil, "2", OrderState.APPROVED, OrderState.IN_PROGRESS);
    CountData used =
        new CountData(
            null, List.of(new CountData.Line(oil, new BigDecimal("8"), new BigDecimal("10"))));
    StockCount count = garage.inOne(() -> garage.stockCounts.count(used));
    assertThat(count.getLines().get(0).getDifference()).isEqualTo(Quantity.ZERO);
    garage.advance(order, OrderState.QUALITY_CHECK, OrderState.READY);
    assertThat(onHand(oil)).isEqualTo("8.000");

    listedIn(oil, "3", OrderState.APPROVED, OrderState.IN_PROGRESS);
    CountData lost =
        new CountData(null, List.of(new CountData.Line(oil, new BigDecimal("4.5"), null)));
    garage.run(() -> garage.stockCounts.count(lost));
    assertThat(onHand(oil)).as("half a litre more than listed is missing").isEqualTo("7.500");
    CountData found =
        new CountData(null, List.of(new CountData.Line(oil, new BigDecimal("9"), null)));
    garage.run(() -> garage.stockCounts.count(found));
    assertThat(onHand(oil)).isEqualTo("9.000");
  }

  @Test
  void aLossThatWasWrittenWithoutItsSignCameToTheShelf() {
    long oil = part("10", "0");
    Quantity two = Quantity.of("2");
    for (Reason from : List.of(Reason.LOSS, Reason.USED)) {
      assertThatThrownBy(() -> garage.run(() -> garage.parts.move(oil, two, from, null)))
          .isInstanceOf(RuleViolation.class);
    }
    for (Reason to : List.of(Reason.RECEIPT, Reason.RETURNED)) {
      assertThatThrownBy(() -> garage.run(() -> garage.parts.move(oil, two.negated(), to, null)))
          .isInstanceOf(RuleViolation.class);
    }
    garage.run(() -> garage.parts.move(oil, two.negated(), Reason.LOSS, null));
    assertThat(onHand(oil)).isEqualTo("8.000");
  }

  @Test
  void whatAgreedOrdersListWasNotOrderedInTime() {
    long rare = part("1", "0");
    long usual = part("8", "5");
    listedIn(rare, "1", OrderState.APPROVED);
    listedIn(usual, "3");
    assertThat(toOrder()).doesNotContain(rare, usual);

    listedIn(rare, "1", OrderState.APPROVED, OrderState.IN_PROGRESS);
    listedIn(usual, "3", OrderState.APPROVED);

    assertThat(toOrder()).contains(rare, usual);
    assertThat(garage.inOne(garage.purchases::toOrder))
        .filteredOn(row -> row.partId() == usual)
        .singleElement()
        .satisfies(row -> assertThat(row.suggested()).isEqualByComparingTo("5"));
  }

  private static List<Long> toOrder() {
    return garage.inOne(garage.purchases::toOrder).stream().map(ReorderRow::partId).toList();
  }

  @Test
  void suppliersAreUniqueByNameAndArchivedNeverDeleted() {
    SupplierData data = new SupplierData("Valeo Tunisie", null, "x@valeo.tn", null, null);
    long id = garage.inOne(() -> garage.suppliers.add(data)).getId();
    SupplierData same = new SupplierData("VALEO tunisie", null, null, null, null);
    assertThatThrownBy(() -> garage.inOne(() -> garage.suppliers.add(same)))
        .isInstanceOf(Conflict.class);
    garage.run(() -> garage.suppliers.archive(id));
    garage.run(() -> garage.suppliers.add(same));
    PurchaseData order = new PurchaseData(id, null, null, null);
    assertThatThrownBy(() -> garage.inOne(() -> garage.purchases.open(order)))
        .hasMessageContaining("archived");
    for (String sql :
        List.of("delete from goods_receipt_line", "update stock_count set note = 'x'")) {
      assertThat(sql).satisfies(text -> assertThatThrownBy(() -> rowsOf(text)).isNotNull());
    }
  }

  /** There is a row of each kind before it is asked to go away. */
  private static void rowsOf(String sql) throws SQLException {
    long filter = part("1", "0");
    receive(ordered(line(filter, "1")).getId(), "BL-1");
    garage.run(
        () ->
            garage.stockCounts.count(
                new CountData(null, List.of(new CountData.Line(filter, BigDecimal.ONE, null)))));
    garage.sql(sql);
  }
}
