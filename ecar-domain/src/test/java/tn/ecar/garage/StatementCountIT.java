package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.appointment.AppointmentData;
import tn.ecar.garage.audit.AuditQuery;
import tn.ecar.garage.invoice.CreditRequest;
import tn.ecar.garage.invoice.EInvoiceState;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.part.CountData;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.StockMovement.Reason;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.PaymentData;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.QuoteData;
import tn.ecar.garage.supply.PurchaseData;
import tn.ecar.garage.supply.PurchaseState;
import tn.ecar.garage.supply.ReceiptData;
import tn.ecar.garage.supply.SupplierData;

/**
 * No list and no detail asks the database more often the more rows there are: each is read whole,
 * as the API shows it, and its statements are counted.
 */
class StatementCountIT {
  private static final int MOST = 12;
  private static final int ORDERS = 12;
  private static final int LINES = 8;
  private static final PageRequest PAGE = PageRequest.of(0, 50);

  private static TestGarage garage;
  private static long order;
  private static Invoice invoice;
  private static long purchase;
  private static long counted;
  private static long appointment;
  private static long quote;
  private static final List<Long> PARTS = new ArrayList<>();

  @BeforeAll
  static void fill() {
    garage = TestGarage.fresh();
    for (int i = 0; i < ORDERS; i++) {
      fillOne(i);
    }
    supply();
    quote = garage.inOne(StatementCountIT::quote);
    Instant now = Instant.parse("2026-05-04T07:00:00Z");
    garage.time.at(now, () -> garage.inOne(StatementCountIT::book));
  }

  private static long quote() {
    List<LineData> lines = PARTS.stream().map(part -> LineData.part(part, "1")).toList();
    long vehicle = garage.orders.find(order).getVehicle().getId();
    return garage.quotes.write(new QuoteData(vehicle, null, "Filtres", null, lines)).getId();
  }

  private static long book() {
    for (int i = 0; i < ORDERS; i++) {
      Instant start = Instant.parse("2026-05-05T08:00:00Z");
      long bay = garage.bays.add("Pont " + i).getId();
      AppointmentData data =
          new AppointmentData(
              garage.orders.find(order).getVehicle().getId(),
              bay,
              null,
              null,
              "Vidange",
              start,
              start.plusSeconds(3_600));
      appointment = garage.appointments.book(data).getId();
    }
    return appointment;
  }

  private static void supply() {
    SupplierData purflux = new SupplierData("Purflux", null, null, null, null);
    long supplier = garage.inOne(() -> garage.suppliers.add(purflux)).getId();
    List<PurchaseData.Line> lines =
        PARTS.stream()
            .map(part -> new PurchaseData.Line(part, BigDecimal.TEN, BigDecimal.ONE))
            .toList();
    PurchaseData data = new PurchaseData(supplier, null, null, lines);
    purchase = garage.inOne(() -> garage.purchases.open(data)).getId();
    garage.run(() -> garage.purchases.transition(purchase, null, PurchaseState.ORDERED, null));
    garage.run(() -> garage.purchases.receive(purchase, new ReceiptData("BL-1", null)));
    List<CountData.Line> shelves =
        PARTS.stream().map(part -> new CountData.Line(part, BigDecimal.ONE, null)).toList();
    counted = garage.inOne(() -> garage.stockCounts.count(new CountData(null, shelves))).getId();
  }

  private static void fillOne(int i) {
    PartData data =
        new PartData("N-" + i, null, "Filtre", null, null, new BigDecimal("10"), null, false, null);
    Part part = garage.inOne(() -> garage.parts.add(data));
    garage.run(() -> garage.parts.move(part.getId(), Quantity.of("9"), Reason.RECEIPT, null));
    PARTS.add(part.getId());
    long vehicle = garage.vehicle("88 TU " + (3_000 + i));
    order =
        garage
            .inOne(() -> garage.orders.open(new OpenOrder(vehicle, "Bruit", 45_500, null)))
            .getId();
    garage.run(() -> garage.orders.addLine(order, LineData.part(part.getId(), "1")));
    for (int line = 1; line < LINES; line++) {
      garage.run(() -> garage.orders.addLine(order, LineData.labour("Travail", "2", "50")));
    }
    // The last order has a line for each part, so that reading part by part would show.
    for (Long other : i == ORDERS - 1 ? PARTS : List.<Long>of()) {
      garage.run(() -> garage.orders.addLine(order, LineData.part(other, "1")));
    }
    garage.finish(order);
    invoice = garage.inOne(() -> garage.invoices.issue(order));
    CreditRequest.Line given = new CreditRequest.Line(1, null);
    garage.run(
        () ->
            garage.creditNotes.issue(
                invoice.getId(), new CreditRequest("Reprise", List.of(given))));
    PaymentData payment =
        new PaymentData(new BigDecimal("50"), Payment.Method.CASH, null, null, null);
    garage.run(() -> garage.payments.receive(invoice.getId(), payment));
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  private static void count(String what, Supplier<?> work) {
    int before = garage.statements();
    garage.inOne(work);
    assertThat(garage.statements() - before).as(what).isBetween(1, MOST);
  }

  @Test
  void listsAskAFewTimes() {
    count("customers", () -> garage.customers.search("sami", PAGE).items());
    count("vehicles", () -> garage.vehicles.search("88", PAGE).items());
    count("parts", () -> garage.parts.search("filtre", PAGE).items());
    count("orders", () -> garage.orderList.search(OrderQuery.text("bruit"), PAGE).items());
    count("invoices", () -> garage.invoices.search("88", true, PAGE).items());
    count("credit notes", () -> garage.creditNotes.search("sami", PAGE).items());
    count("e-invoices", () -> garage.eInvoices.in(EInvoiceState.NOT_REQUIRED, PAGE).items());
    count("rates", () -> garage.legalRates.history());
    count("suppliers", () -> garage.suppliers.search("purflux", PAGE).items());
    count("purchase orders", () -> garage.purchases.search("purflux", null, PAGE).items());
    count("to order", () -> garage.purchases.toOrder());
    count("stock counts", () -> garage.stockCounts.page(PAGE).items());
    LocalDate day = LocalDate.of(2026, 5, 5);
    count("appointments", () -> garage.appointments.between(day, day.plusDays(30)));
    count(
        "free times",
        () ->
            garage.time.at(
                Instant.parse("2026-05-04T07:00:00Z"), () -> garage.freeTimes.on(day, 60, null)));
    LocalDate today = LocalDate.now(garage.time.clock());
    count("due", () -> garage.upkeep.due(today, today.plusYears(9), PAGE).items());
    count("intervals", () -> garage.intervals.all());
    count("messages", () -> garage.outbox.page(null, PAGE).items());
    count("absences", () -> garage.calendar.absences(day, day));
    count("quotes", () -> garage.quotes.search("sami", null, PAGE).items());
    count("time of a day", () -> garage.timeClock.on(LocalDate.of(2026, 5, 4)));
    count("templates", () -> garage.inspections.templates().get(0).getPoints());
    count("findings", () -> garage.findings.history(1));
    count("files", () -> garage.attachments.of(order));
    count("audit", () -> garage.audit.page(new AuditQuery("a", null, null), PAGE).items());
  }

  @Test
  void detailsAskAFewTimes() {
    count(
        "order",
        () -> {
          garage.invoices.numberOf(order);
          garage.orders.totals(order);
          return garage.orders.find(order).getLines().stream()
              .map(line -> line.getPart() == null ? "" : line.getPart().getName())
              .toList();
        });
    count(
        "invoice",
        () -> {
          garage.invoices.balance(invoice.getId());
          garage.eInvoices.ofInvoice(invoice.getId());
          garage.payments.of(invoice.getId());
          garage.creditNotes.of(invoice.getId());
          Invoice read = garage.invoices.find(invoice.getId());
          return List.of(read.getLines(), read.getTaxes());
        });
    count(
        "purchase order",
        () -> {
          garage.purchases.receipts(purchase).forEach(r -> assertThat(r.getLines()).isNotEmpty());
          return garage.purchases.find(purchase).getLines().stream()
              .map(line -> line.getPart().getName())
              .toList();
        });
    long car = garage.inOne(() -> garage.orders.find(order)).getVehicle().getId();
    count("predictions", () -> garage.upkeep.predictions(car));
    count("prediction", () -> garage.upkeep.predict(car));
    count("history", () -> garage.upkeep.history(car));
    count(
        "appointment",
        () -> garage.appointments.find(appointment).getVehicle().getCustomer().getName());
    count(
        "stock count",
        () ->
            garage.stockCounts.find(counted).getLines().stream()
                .map(line -> line.getPart().getName())
                .toList());
    long note = garage.inOne(() -> garage.creditNotes.of(invoice.getId())).get(0).id();
    count(
        "quote",
        () -> {
          Quote read = garage.quotes.find(quote);
          garage.quotes.totals(read);
          read.getLines().forEach(line -> assertThat(line.getPart().getName()).isNotEmpty());
          return read.getCustomer().getName();
        });
    count("credit note", () -> garage.creditNotes.find(note).getLines());
  }
}
