package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.audit.AuditEntry;
import tn.ecar.garage.invoice.CreditNote;
import tn.ecar.garage.invoice.CreditRequest;
import tn.ecar.garage.invoice.EInvoice;
import tn.ecar.garage.invoice.EInvoiceSending;
import tn.ecar.garage.invoice.EInvoiceState;
import tn.ecar.garage.invoice.EInvoiceTransmitter.Answer;
import tn.ecar.garage.invoice.EInvoices;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.invoice.Seller;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.money.TaxRate;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.LineKind;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.PaymentData;
import tn.ecar.garage.staff.Role;

/** What happens to an invoice after it is issued, on a real database. */
class MoneyIT {
  private static TestGarage garage;
  private static int plates = 2000;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  /** Issues an invoice of labour: hours at 50 dinars each on one line. */
  private static Invoice invoice(TestGarage in, String... hours) {
    long vehicle = in.vehicle("77 TU " + ++plates);
    long order =
        in.inOne(() -> in.orders.open(new OpenOrder(vehicle, "Révision", null, null))).getId();
    for (String line : hours) {
      in.run(() -> in.orders.addLine(order, LineData.labour("Main d'oeuvre", line, "50")));
    }
    in.finish(order);
    return in.inOne(() -> in.invoices.issue(order));
  }

  private static Payment pay(Invoice invoice, String amount) {
    PaymentData data =
        new PaymentData(new BigDecimal(amount), Payment.Method.CASH, null, null, null);
    return garage.inOne(() -> garage.payments.receive(invoice.getId(), data));
  }

  private static Money due(Invoice invoice) {
    return garage.inOne(() -> garage.invoices.balance(invoice.getId())).getDue();
  }

  private static CreditNote credit(Invoice invoice, CreditRequest.Line... lines) {
    CreditRequest request = new CreditRequest("Erreur de facturation", List.of(lines));
    CreditNote issued = garage.inOne(() -> garage.creditNotes.issue(invoice.getId(), request));
    return garage.inOne(() -> garage.creditNotes.find(issued.getId()));
  }

  @Test
  void anInvoiceIsPaidInPartsAndNeverMoreThanWhatIsDue() {
    Invoice invoice = invoice(garage, "2");
    assertThat(due(invoice)).hasToString("120.000");

    pay(invoice, "50.500");
    assertThat(due(invoice)).hasToString("69.500");
    assertThatThrownBy(() -> pay(invoice, "69.501"))
        .isInstanceOf(RuleViolation.class)
        .hasMessageContaining("69.500");
    assertThatThrownBy(() -> pay(invoice, "0")).isInstanceOf(RuleViolation.class);
    assertThatThrownBy(() -> pay(invoice, "-1")).isInstanceOf(RuleViolation.class);
    assertThat(
            garage
                .inOne(
                    () -> garage.invoices.search(invoice.getNumber(), true, PageRequest.of(0, 5)))
                .items()
                .get(0)
                .due())
        .isEqualByComparingTo("69.500");
    pay(invoice, "69.500");
    assertThat(due(invoice)).isEqualTo(Money.ZERO);
    assertThatThrownBy(() -> pay(invoice, "0.001")).isInstanceOf(RuleViolation.class);
    assertThat(garage.inOne(() -> garage.payments.of(invoice.getId()))).hasSize(2);
    assertThat(
            garage.inOne(() -> garage.invoices.search(null, true, PageRequest.of(0, 500))).items())
        .extracting(row -> row.id())
        .doesNotContain(invoice.getId());
  }

  @Test
  void sixteenPaymentsAtOnceSettleItOnce() throws InterruptedException, TimeoutException {
    Invoice invoice = invoice(garage, "2");

    List<Object> outcomes = Crowd.atOnce(16, person -> pay(invoice, "40"));

    assertThat(outcomes).filteredOn(Payment.class::isInstance).hasSize(3);
    assertThat(outcomes).filteredOn(RuleViolation.class::isInstance).hasSize(13);
    assertThat(due(invoice)).isEqualTo(Money.ZERO);
  }

  @Test
  void aPaymentOfTheFutureOrFromBeforeTheInvoiceIsRefused() {
    Invoice invoice = invoice(garage, "2");
    for (String day : List.of("2999-01-01", "+20255-01-01", "1999-12-31")) {
      PaymentData data =
          new PaymentData(BigDecimal.TEN, Payment.Method.CARD, LocalDate.parse(day), null, null);
      assertThatThrownBy(() -> garage.inOne(() -> garage.payments.receive(invoice.getId(), data)))
          .isInstanceOfSatisfying(
              RuleViolation.class, broken -> assertThat(broken.field()).isEqualTo("paidOn"));
    }
  }

  @Test
  void aBouncedChequeIsReversedOnceAndIsDueAgain() {
    Invoice invoice = invoice(garage, "2");
    Payment cheque = pay(invoice, "100");

    Payment reversal =
        garage.inOne(() -> garage.payments.reverse(cheque.getId(), "Chèque sans provision"));

    assertThat(reversal.getAmount()).hasToString("-100.000");
    assertThat(due(invoice)).hasToString("120.000");
    assertThatThrownBy(() -> garage.inOne(() -> garage.payments.reverse(cheque.getId(), "encore")))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(
            () -> garage.inOne(() -> garage.payments.reverse(reversal.getId(), "retour")))
        .isInstanceOf(RuleViolation.class);
    List<AuditEntry> log = garage.inOne(() -> garage.audit.of("payment", cheque.getId()));
    assertThat(log).extracting(AuditEntry::getAction).containsExactly("payment.received");
  }

  @Test
  void taxIsWithheldAtTheRateOfTheDayAndOnlyFromTheLegalAmountOn() {
    Invoice small = invoice(garage, "2");
    Invoice big = invoice(garage, "20");
    assertThat(big.getTotal()).hasToString("1191.000");
    PaymentData data =
        new PaymentData(new BigDecimal("1191"), Payment.Method.TRANSFER, null, true, "RS-2026-17");

    Payment payment = garage.inOne(() -> garage.payments.receive(big.getId(), data));

    assertThat(payment.getWithholdingRate()).isEqualByComparingTo("1");
    assertThat(payment.getWithheld()).hasToString("11.910");
    assertThat(payment.getReceived()).hasToString("1179.090");
    assertThat(due(big)).isEqualTo(Money.ZERO);
    PaymentData little = new PaymentData(BigDecimal.TEN, Payment.Method.TRANSFER, null, true, null);
    assertThatThrownBy(() -> garage.inOne(() -> garage.payments.receive(small.getId(), little)))
        .hasMessageContaining("1000.000");
  }

  @Test
  void aCreditNoteGivesTheWholeInvoiceBackInItsOwnSeries() {
    Invoice invoice = invoice(garage, "2");
    pay(invoice, "120");

    CreditNote note = credit(invoice);

    assertThat(note.getNumber()).matches("AV-\\d{4}-\\d{6}");
    assertThat(note.getInvoiceNumber()).isEqualTo(invoice.getNumber());
    assertThat(note.getNet()).hasToString("100.000");
    assertThat(note.getTimbre()).hasToString("1.000");
    assertThat(note.getTotal()).hasToString("120.000");
    assertThat(due(invoice)).hasToString("-120.000");
    assertThatThrownBy(() -> credit(invoice)).isInstanceOf(RuleViolation.class);
    assertThatThrownBy(
            () ->
                garage.inOne(
                    () ->
                        garage.payments.refund(
                            invoice.getId(),
                            Payment.Method.CASH,
                            new BigDecimal("120.001"),
                            "trop")))
        .isInstanceOf(RuleViolation.class);
    garage.inOne(
        () ->
            garage.payments.refund(
                invoice.getId(), Payment.Method.CASH, new BigDecimal("120"), "Avoir"));
    assertThat(due(invoice)).isEqualTo(Money.ZERO);
  }

  @Test
  void aChequeThatBouncesAfterItsRefundIsOwedAgain() {
    Invoice invoice = invoice(garage, "2");
    Payment cheque = pay(invoice, "120");
    credit(invoice);
    garage.inOne(
        () ->
            garage.payments.refund(
                invoice.getId(), Payment.Method.CASH, new BigDecimal("120"), "Avoir"));

    garage.inOne(() -> garage.payments.reverse(cheque.getId(), "Chèque sans provision"));

    assertThat(due(invoice)).hasToString("120.000");
    assertThat(garage.inOne(() -> garage.books.check())).isEmpty();
    pay(invoice, "120");
    assertThat(due(invoice)).isEqualTo(Money.ZERO);
    assertThat(garage.inOne(() -> garage.books.check())).isEmpty();
  }

  @Test
  void creditNotesInPartsAddUpToTheInvoice() {
    Invoice invoice = invoice(garage, "1", "1.333", "0.7");
    assertThatThrownBy(() -> credit(invoice, new CreditRequest.Line(4, null)))
        .hasMessageContaining("1 to 3");
    assertThatThrownBy(() -> credit(invoice, new CreditRequest.Line(1, new BigDecimal("1.001"))))
        .hasMessageContaining("left to give back");

    CreditNote first = credit(invoice, new CreditRequest.Line(2, new BigDecimal("0.5")));
    CreditNote second = credit(invoice, new CreditRequest.Line(2, null));
    CreditNote rest = credit(invoice);

    assertThat(first.getTimbre()).hasToString("1.000");
    assertThat(second.getTimbre()).isEqualTo(Money.ZERO);
    assertThat(rest.getLines()).extracting(line -> line.getDesignation()).hasSize(2);
    assertThat(first.getTotal().plus(second.getTotal()).plus(rest.getTotal()))
        .isEqualTo(invoice.getTotal());
    assertThat(due(invoice)).isEqualTo(Money.ZERO);
    assertThat(garage.inOne(() -> garage.creditNotes.of(invoice.getId()))).hasSize(3);
  }

  private static long discounted() {
    long vehicle = garage.vehicle("77 TU " + ++plates);
    long order =
        garage
            .inOne(() -> garage.orders.open(new OpenOrder(vehicle, "Révision", null, null)))
            .getId();
    for (LineData line :
        List.of(
            taxed("33.006", TaxClass.STANDARD, false),
            taxed("33.006", TaxClass.STANDARD, true),
            taxed("33.988", TaxClass.REDUCED, false))) {
      garage.run(() -> garage.orders.addLine(order, line));
    }
    garage.run(() -> garage.orders.discount(order, null, BigDecimal.valueOf(5)));
    garage.finish(order);
    return garage.inOne(() -> garage.invoices.issue(order)).getId();
  }

  private static LineData taxed(String price, TaxClass taxClass, boolean fodec) {
    return new LineData(
        LineKind.OUTSIDE,
        null,
        "Travail",
        BigDecimal.ONE,
        new BigDecimal(price),
        BigDecimal.ZERO,
        taxClass,
        fodec);
  }

  @Test
  void anInvoiceWhoseDiscountWasSpreadOtherwiseIsCreditedAsItSays() throws SQLException {
    long invoice = discounted();
    // As it was issued while a discount was spread over class and FODEC at once.
    garage.sql(
        """
        alter table invoice disable trigger user;
        alter table invoice_tax disable trigger user;
        update invoice_tax set net = 62.712, base = base + 0.001
          where invoice_id = %1$d and tax_class = 'STANDARD';
        update invoice_tax set net = 32.288, base = base - 0.001
          where invoice_id = %1$d and tax_class = 'REDUCED';
        alter table invoice enable trigger user;
        alter table invoice_tax enable trigger user;
        """
            .formatted(invoice));
    for (long each : List.of(invoice, discounted())) {
      Invoice issued = garage.inOne(() -> garage.invoices.find(each));
      CreditNote note = credit(issued);
      assertThat(note.getTaxes())
          .extracting(tax -> tax.getNet())
          .containsExactlyElementsOf(issued.getTaxes().stream().map(tax -> tax.getNet()).toList());
      assertThat(due(issued)).isEqualTo(Money.ZERO);
    }
  }

  @Test
  void sixteenCreditNotesAtOnceGiveItBackOnceWithoutAGapInTheSeries() throws Exception {
    Invoice invoice = invoice(garage, "4");

    List<Object> outcomes =
        Crowd.atOnce(16, person -> credit(invoice, new CreditRequest.Line(1, BigDecimal.ONE)));

    assertThat(outcomes).filteredOn(CreditNote.class::isInstance).hasSize(4);
    assertThat(due(invoice)).isEqualTo(Money.ZERO);
    assertThat(
            garage.one(
                "select max(series_number) = count(*) and count(*) > 3 from credit_note where"
                    + " series = 'AV'"))
        .isEqualTo("t");
  }

  @Test
  void aRefusedTermOfPaymentLeftTheNewAddressBehind() throws SQLException {
    try (TestGarage own = TestGarage.fresh()) {
      Seller before = own.inOne(own.invoices::seller);
      assertThatThrownBy(
              () ->
                  own.run(() -> own.invoices.changeSeller(before.getVersion(), moved(before, 366))))
          .isInstanceOf(RuleViolation.class);
      assertThat(own.inOne(own.invoices::seller).getAddress()).isEqualTo(before.getAddress());

      own.run(() -> own.invoices.changeSeller(before.getVersion(), moved(before, 60)));
      Seller after = own.inOne(own.invoices::seller);
      assertThat(after.getAddress()).isEqualTo("7, rue des Forges");
      assertThat(after.getPaymentDays()).isEqualTo(60);
    }
  }

  private static Invoices.SellerData moved(Seller seller, int paymentDays) {
    return new Invoices.SellerData(
        seller.getName(),
        "7, rue des Forges",
        seller.getTown(),
        seller.getMatriculeFiscal(),
        seller.getPhone(),
        true,
        null,
        paymentDays);
  }

  @Test
  void anotherNameOrAddressLookedTheSameInTheLog() {
    TestGarage other = TestGarage.fresh();
    Seller now = other.inOne(other.invoices::seller);
    other.run(
        () ->
            other.invoices.changeSeller(now.getName(), "2, rue d'Alger", "Sfax", null, "71234567"));
    assertThat(other.inOne(() -> other.audit.of("seller", 1L)))
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.getAfter()).contains("2, rue d'Alger, Sfax, +21671234567");
              assertThat(e.getBefore()).isNotEqualTo(e.getAfter());
            });
    long staff =
        other
            .inOne(
                () -> other.staff.open("sonia", "Sonia", Set.of(Role.FRONTDESK), "correct horse"))
            .getId();
    other.run(() -> other.staff.change(staff, null, "Sonia Trabelsi", Set.of(Role.FRONTDESK)));
    assertThat(other.inOne(() -> other.audit.of("staff", staff)))
        .filteredOn(e -> e.getAction().equals("staff.changed"))
        .singleElement()
        .satisfies(e -> assertThat(e.getBefore()).isNotEqualTo(e.getAfter()));
  }

  @Test
  void theTimbreOnCreditNotesIsASetting() throws SQLException {
    try (TestGarage own = TestGarage.fresh()) {
      own.run(() -> own.invoices.choose(false, null));
      Invoice invoice = invoice(own, "2");
      CreditNote note =
          own.inOne(
              () -> own.creditNotes.issue(invoice.getId(), new CreditRequest("Annulée", null)));
      assertThat(note.getTotal()).hasToString("119.000");
    }
  }

  @Test
  void moneyIsNeverRewritten() {
    Invoice invoice = invoice(garage, "2");
    pay(invoice, "10");
    credit(invoice, new CreditRequest.Line(1, BigDecimal.ONE));
    for (String sql :
        List.of(
            "update payment set amount = 1",
            "delete from payment",
            "delete from credit_note",
            "update credit_note_line set net = 0",
            "delete from work_order where id = " + invoice.getOrderId(),
            "update receivable set settled = total + 1 where invoice_id = " + invoice.getId())) {
      assertThatThrownBy(() -> garage.sql(sql)).as(sql).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aNewRateHoldsFromItsDayAndDocumentsKeepTheirs() throws SQLException {
    try (TestGarage own = TestGarage.fresh()) {
      Invoice before = invoice(own, "2");
      LocalDate today = LocalDate.now(own.time.clock());
      own.inOne(
          () ->
              own.legalRates.change(TaxRate.Kind.TVA_STANDARD, new BigDecimal("20"), today, null));

      Invoice after = invoice(own, "2");

      assertThat(before.getTva()).hasToString("19.000");
      assertThat(after.getTva()).hasToString("20.000");
      CreditNote note =
          own.inOne(
              () -> own.creditNotes.issue(before.getId(), new CreditRequest("Annulée", null)));
      assertThat(note.getTva()).hasToString("19.000");
      assertThatThrownBy(
              () ->
                  own.inOne(
                      () ->
                          own.legalRates.change(
                              TaxRate.Kind.TVA_STANDARD,
                              BigDecimal.ONE,
                              today.minusYears(1),
                              null)))
          .isInstanceOf(RuleViolation.class);
      assertThatThrownBy(
              () ->
                  own.inOne(
                      () ->
                          own.legalRates.change(
                              TaxRate.Kind.FODEC, new BigDecimal("101"), today, null)))
          .isInstanceOf(RuleViolation.class);
    }
  }

  @Test
  void documentsGoToThePlatformOneAfterTheOtherAndComeBackWithAnAnswer() throws SQLException {
    try (TestGarage own = TestGarage.fresh()) {
      Invoice old = invoice(own, "1");
      own.run(() -> own.invoices.choose(true, LocalDate.now(own.time.clock())));
      Invoice one = invoice(own, "1");
      Invoice two = invoice(own, "1");
      assertThat(state(own, old)).isEqualTo(EInvoiceState.NOT_REQUIRED);
      assertThat(state(own, one)).isEqualTo(EInvoiceState.TO_SEND);
      EInvoiceSending sending = new EInvoiceSending(own.withTransactions(own.eInvoices));

      int none =
          sending.round(
              document -> {
                throw new IOException("away");
              });
      assertThat(none).isZero();
      assertThat(state(own, one)).isEqualTo(EInvoiceState.TO_SEND);

      int sent =
          sending.round(
              document ->
                  document.getDocumentNumber().equals(one.getNumber())
                      ? Answer.accepted("TTN-1", "qr")
                      : Answer.rejected("Matricule inconnu"));

      assertThat(sent).isEqualTo(2);
      EInvoice accepted = own.inOne(() -> own.eInvoices.ofInvoice(one.getId()));
      assertThat(accepted.getState()).isEqualTo(EInvoiceState.ACCEPTED);
      assertThat(accepted.getReference()).isEqualTo("TTN-1");
      EInvoice rejected = own.inOne(() -> own.eInvoices.ofInvoice(two.getId()));
      assertThat(rejected.getReason()).isEqualTo("Matricule inconnu");
      own.run(() -> own.eInvoices.send(rejected.getId()));
      assertThat(state(own, two)).isEqualTo(EInvoiceState.TO_SEND);
      assertThatThrownBy(() -> own.run(() -> own.eInvoices.send(accepted.getId())))
          .isInstanceOf(RuleViolation.class);
    }
  }

  @Test
  void anAcceptedCreditNoteHasASealOfItsOwn() throws SQLException {
    try (TestGarage own = TestGarage.fresh()) {
      own.run(() -> own.invoices.choose(true, LocalDate.now(own.time.clock())));
      Invoice invoice = invoice(own, "1");
      CreditNote note =
          own.inOne(
              () ->
                  own.creditNotes.issue(
                      invoice.getId(), new CreditRequest("Travail à refaire", List.of())));

      new EInvoiceSending(own.withTransactions(own.eInvoices))
          .round(document -> Answer.accepted("TTN-1", "seal of " + document.getDocumentNumber()));

      EInvoice way = own.inOne(() -> own.eInvoices.ofCreditNote(note.getId()));
      assertThat(way.getState()).isEqualTo(EInvoiceState.ACCEPTED);
      assertThat(way.getQr()).isEqualTo("seal of " + note.getNumber());
      assertThat(own.inOne(() -> own.eInvoices.around(invoice.getId())))
          .extracting(EInvoice::getDocumentNumber)
          .containsExactly(invoice.getNumber(), note.getNumber());
    }
  }

  private static EInvoiceState state(TestGarage in, Invoice invoice) {
    EInvoices documents = in.eInvoices;
    return in.inOne(() -> documents.ofInvoice(invoice.getId())).getState();
  }
}
