package tn.ecar.garage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.books.Difference;
import tn.ecar.garage.csv.ImportMode;
import tn.ecar.garage.invoice.CreditRequest;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.part.CountData;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.StockMovement.Reason;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.PaymentData;
import tn.ecar.garage.supply.PurchaseData;
import tn.ecar.garage.supply.PurchaseState;
import tn.ecar.garage.supply.ReceiptData;
import tn.ecar.garage.supply.SupplierData;

/**
 * Each operation on money and goods loses its database session after the last row is written and
 * before the commit, as when its process is killed there: nothing of it stays, it can be done
 * again, and the books are sound.
 */
class BooksIT {
  private static TestGarage garage;
  private static int numbers = 500;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  @AfterEach
  void theBooksAreSound() {
    assertThat(garage.inOne(garage.books::check)).isEmpty();
  }

  private static void killedBeforeCommit(Runnable work) {
    assertThatThrownBy(
            () ->
                garage.run(
                    () -> {
                      work.run();
                      garage.em.flush();
                      endSession();
                    }))
        .isInstanceOf(RuntimeException.class);
  }

  private static void endSession() {
    Object pid = garage.em.createNativeQuery("select pg_backend_pid()").getSingleResult();
    try {
      garage.sql("select pg_terminate_backend(" + pid + ", 30000)");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static long readyOrder() {
    long vehicle = garage.vehicle("88 TU " + ++numbers);
    long order =
        garage
            .inOne(() -> garage.orders.open(new OpenOrder(vehicle, "Révision", null, null)))
            .getId();
    garage.run(() -> garage.orders.addLine(order, LineData.labour("Main d'oeuvre", "2", "50")));
    garage.run(() -> garage.orders.addLine(order, LineData.labour("Réglage", "0.333", "47.5")));
    garage.finish(order);
    return order;
  }

  private static Invoice invoice() {
    long order = readyOrder();
    return garage.inOne(() -> garage.invoices.issue(order));
  }

  private static long part() {
    String number = "K-" + ++numbers;
    PartData data =
        new PartData(
            number,
            null,
            "Filtre " + number,
            null,
            BigDecimal.ONE,
            BigDecimal.TEN,
            null,
            false,
            null);
    long id = garage.inOne(() -> garage.parts.add(data)).getId();
    garage.run(() -> garage.parts.move(id, Quantity.of("7"), Reason.COUNT, "opening"));
    return id;
  }

  @Test
  void anInvoice() throws SQLException {
    long order = readyOrder();
    String before = garage.one("select count(*) from invoice");
    killedBeforeCommit(() -> garage.invoices.issue(order));
    assertThat(garage.one("select count(*) from invoice")).isEqualTo(before);
    Invoice issued = garage.inOne(() -> garage.invoices.issue(order));
    assertThat(garage.one("select max(series_number) from invoice where id = " + issued.getId()))
        .isEqualTo(String.valueOf(Integer.parseInt(before) + 1));
  }

  @Test
  void aPayment() throws SQLException {
    long invoice = invoice().getId();
    PaymentData data = new PaymentData(new BigDecimal("40"), Payment.Method.CASH, null, null, null);
    killedBeforeCommit(() -> garage.payments.receive(invoice, data));
    assertThat(garage.one("select count(*) from payment where invoice_id = " + invoice))
        .isEqualTo("0");
    garage.run(() -> garage.payments.receive(invoice, data));
    assertThat(garage.one("select settled from receivable where invoice_id = " + invoice))
        .isEqualTo("40.000");
  }

  @Test
  void aReversalAndARefund() throws SQLException {
    long invoice = invoice().getId();
    PaymentData data = new PaymentData(new BigDecimal("40"), Payment.Method.CASH, null, null, null);
    long payment = garage.inOne(() -> garage.payments.receive(invoice, data)).getId();
    killedBeforeCommit(() -> garage.payments.reverse(payment, "Chèque impayé"));
    assertThat(settled(invoice)).isEqualTo("40.000");
    garage.run(() -> garage.payments.reverse(payment, "Chèque impayé"));
    assertThat(settled(invoice)).isEqualTo("0.000");
    Invoice other = invoice();
    garage.run(
        () ->
            garage.payments.receive(
                other.getId(),
                new PaymentData(other.getTotal().amount(), Payment.Method.CASH, null, null, null)));
    CreditRequest all =
        new CreditRequest("Erreur", List.of(new CreditRequest.Line(1, BigDecimal.ONE)));
    garage.run(() -> garage.creditNotes.issue(other.getId(), all));
    String before = settled(other.getId());
    Runnable refund =
        () ->
            garage.payments.refund(
                other.getId(), Payment.Method.CASH, new BigDecimal("10"), "Trop payé");
    killedBeforeCommit(refund);
    assertThat(settled(other.getId())).isEqualTo(before);
    garage.run(refund);
    assertThat(settled(other.getId())).isNotEqualTo(before);
  }

  private static String settled(long invoice) throws SQLException {
    return garage.one("select settled from receivable where invoice_id = " + invoice);
  }

  @Test
  void aCountOfTheShelves() throws SQLException {
    long part = part();
    CountData sheet =
        new CountData(null, List.of(new CountData.Line(part, new BigDecimal("5"), null)));
    killedBeforeCommit(() -> garage.stockCounts.count(sheet));
    assertThat(garage.one("select on_hand from part where id = " + part)).isEqualTo("7.000");
    garage.run(() -> garage.stockCounts.count(sheet));
    assertThat(garage.one("select on_hand from part where id = " + part)).isEqualTo("5.000");
  }

  @Test
  void aFileOfParts() throws SQLException {
    byte[] file = "number;name;price;onHand\nZ-1;Huile;18,5;40\nZ-2;Filtre;12;3\n".getBytes(UTF_8);
    killedBeforeCommit(() -> garage.csvImport.parts(file, null, ImportMode.ALL_OR_NOTHING));
    assertThat(garage.one("select count(*) from part where part_number like 'Z-%'")).isEqualTo("0");
    garage.run(() -> garage.csvImport.parts(file, null, ImportMode.ALL_OR_NOTHING));
    assertThat(garage.one("select sum(on_hand) from part where part_number like 'Z-%'"))
        .isEqualTo("43.000");
  }

  @Test
  void aCreditNote() throws SQLException {
    long invoice = invoice().getId();
    CreditRequest request =
        new CreditRequest("Erreur", List.of(new CreditRequest.Line(1, BigDecimal.ONE)));
    killedBeforeCommit(() -> garage.creditNotes.issue(invoice, request));
    assertThat(garage.one("select credited from receivable where invoice_id = " + invoice))
        .isEqualTo("0.000");
    garage.run(() -> garage.creditNotes.issue(invoice, request));
    assertThat(garage.one("select count(*) from credit_note where invoice_id = " + invoice))
        .isEqualTo("1");
  }

  @Test
  void aMovementOfStock() {
    long part = part();
    killedBeforeCommit(() -> garage.parts.move(part, Quantity.of("5"), Reason.COUNT, "count"));
    assertThat(garage.inOne(() -> garage.parts.find(part)).getOnHand()).hasToString("7.000");
  }

  @Test
  void aReceiptOfGoods() throws SQLException {
    SupplierData who = new SupplierData("Fournisseur " + ++numbers, "71940250", null, null, null);
    long supplier = garage.inOne(() -> garage.suppliers.add(who)).getId();
    PurchaseData.Line wanted =
        new PurchaseData.Line(part(), BigDecimal.TEN, new BigDecimal("7.250"));
    PurchaseData data = new PurchaseData(supplier, null, null, List.of(wanted));
    long order = garage.inOne(() -> garage.purchases.open(data)).getId();
    garage.run(() -> garage.purchases.transition(order, null, PurchaseState.ORDERED, null));
    long line = garage.inOne(() -> garage.purchases.find(order).getLines().get(0).getId());
    ReceiptData receipt =
        new ReceiptData("BL-1", List.of(new ReceiptData.Line(line, BigDecimal.TEN)));
    killedBeforeCommit(() -> garage.purchases.receive(order, receipt));
    assertThat(garage.one("select received from purchase_line where id = " + line))
        .isEqualTo("0.000");
    garage.run(() -> garage.purchases.receive(order, receipt));
    assertThat(garage.one("select received from purchase_line where id = " + line))
        .isEqualTo("10.000");
  }

  /** Somebody with psql and too many rights: the check names what they did. */
  @Test
  void whatSomebodyChangedByHandIsFound() throws SQLException {
    long invoice = invoice().getId();
    String number = garage.one("select invoice_number from invoice where id = " + invoice);
    long part = part();
    String partNumber = garage.one("select part_number from part where id = " + part);
    garage.sql("update receivable set settled = 1 where invoice_id = " + invoice);
    garage.sql("update part set on_hand = on_hand + 1 where id = " + part);
    garage.sql("update document_counter set last_number = last_number + 1");
    assertThat(garage.inOne(garage.books::check))
        .contains(
            new Difference(
                "what is settled is what was paid, less what was reversed and refunded", number),
            new Difference("a part's stock is the sum of its movements", partNumber))
        .anyMatch(d -> d.rule().contains("invoice series run from 1 without a gap"));
    garage.sql("update receivable set settled = 0 where invoice_id = " + invoice);
    garage.sql("update part set on_hand = on_hand - 1 where id = " + part);
    garage.sql("update document_counter set last_number = last_number - 1");
  }
}
