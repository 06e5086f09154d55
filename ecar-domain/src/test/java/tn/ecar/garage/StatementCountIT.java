package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.appointment.AppointmentData;
import tn.ecar.garage.audit.AuditQuery;
import tn.ecar.garage.books.BooksAudit;
import tn.ecar.garage.customer.CustomerLinks;
import tn.ecar.garage.folder.Folders;
import tn.ecar.garage.inspection.Inspection;
import tn.ecar.garage.invoice.CreditRequest;
import tn.ecar.garage.invoice.EInvoiceState;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.InvoiceQuery;
import tn.ecar.garage.invoice.NumberSeries;
import tn.ecar.garage.link.LinkSecret;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.outbox.OverdueInvoices;
import tn.ecar.garage.part.CountData;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.StockMovement.Reason;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.PaymentData;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.QuoteData;
import tn.ecar.garage.report.DailyReports;
import tn.ecar.garage.report.GarageReports;
import tn.ecar.garage.report.Report.Kind;
import tn.ecar.garage.staff.Role;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.supply.PurchaseData;
import tn.ecar.garage.supply.PurchaseState;
import tn.ecar.garage.supply.ReceiptData;
import tn.ecar.garage.supply.SupplierData;
import tn.ecar.garage.vehicle.OdometerReading.Source;

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
  private static long inspected;
  private static final List<Long> PARTS = new ArrayList<>();

  @BeforeAll
  static void fill() {
    garage = TestGarage.fresh();
    for (int i = 0; i < ORDERS; i++) {
      fillOne(i);
    }
    supply();
    people();
    quote = garage.inOne(StatementCountIT::quote);
    inspected = garage.inOne(StatementCountIT::inspect);
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

  /** Accounts, keys, and a car that went from hand to hand. */
  private static void people() {
    long car = garage.inOne(() -> garage.orders.find(order)).getVehicle().getId();
    for (int i = 0; i < ORDERS; i++) {
      String login = "ramzi" + i;
      garage.run(() -> garage.staff.open(login, login, Set.of(Role.TECHNICIAN), "correct horse"));
      garage.run(() -> garage.apiKeys.make(login, List.of(Role.FRONTDESK)));
      long owner = garage.person("Owner " + i).getId();
      garage.run(() -> garage.vehicles.changeOwner(car, null, owner));
      int km = 46_000 + i;
      garage.run(() -> garage.vehicles.readOdometer(car, km, Source.RECEPTION, null));
    }
  }

  /** An open order with three inspections; the finished ones are inspected no more. */
  private static long inspect() {
    long car = garage.orders.find(order).getVehicle().getId();
    long open = garage.orders.open(new OpenOrder(car, "Contrôle", null, null)).getId();
    long template = garage.inspections.templates().get(0).getId();
    for (int i = 0; i < 3; i++) {
      garage.inspections.begin(open, template);
    }
    return open;
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

  @Test
  void peopleVehiclesAndTheShelfAskAFewTimes() {
    long car = garage.inOne(() -> garage.orders.find(order)).getVehicle().getId();
    long owner = garage.inOne(() -> garage.vehicles.find(car)).getCustomer().getId();
    count("customer", () -> garage.customers.find(owner));
    count("vehicles of a customer", () -> garage.vehicles.ofCustomer(owner));
    count("vehicle", () -> garage.vehicles.find(car).getCustomer().getName());
    count("readings", () -> garage.vehicles.readings(car));
    count(
        "owners",
        () ->
            garage.vehicles.owners(car).stream().map(own -> own.getCustomer().getName()).toList());
    count("part", () -> garage.parts.find(PARTS.get(0)));
    count("movements", () -> garage.parts.movements(PARTS.get(0), PAGE).items());
    long supplier =
        garage.inOne(() -> garage.suppliers.search("purflux", PAGE)).items().get(0).id();
    count("supplier", () -> garage.suppliers.find(supplier));
    count("staff", () -> garage.staff.all().stream().map(StaffAccount::getSkills).toList());
    count("technicians", () -> garage.staff.technicians());
    count("API keys", () -> garage.apiKeys.all());
    count(
        "inspections of an order",
        () -> {
          List<Inspection> made = garage.inspections.of(inspected);
          assertThat(made).hasSize(3);
          made.forEach(inspection -> assertThat(inspection.getPoints()).isNotEmpty());
          return made;
        });
    long first = garage.inOne(() -> garage.inspections.of(inspected)).get(0).getId();
    count("inspection", () -> garage.inspections.find(first).getPoints());
    count("services of an order", () -> garage.upkeep.servedBy(order));
    count("time of an order", () -> garage.timeClock.of(order));
    count("bays", () -> garage.bays.all());
    count("hours", () -> garage.calendar.hours(null));
  }

  @Test
  void moneyBooksAndReportsAskAFewTimes() {
    LocalDate today = LocalDate.now(garage.time.clock());
    count(
        "till of a day",
        () -> {
          List<Payment> taken = garage.payments.on(today);
          assertThat(taken).hasSize(ORDERS);
          return taken;
        });
    count("overdue invoices", () -> garage.invoices.overdue(PAGE).items());
    OverdueInvoices overdue = new OverdueInvoices(garage.em, garage.time.clock(), garage.outbox);
    count("overdue by level", () -> overdue.past(1));
    NumberSeries series = new NumberSeries(garage.em);
    count("number series", series::all);
    count("books", () -> garage.books.series());
    BooksAudit differences =
        new BooksAudit(garage.em, garage.time.clock(), garage.audit, () -> "tester", garage.books);
    count("differences", differences::all);
    count("audit of one thing", () -> garage.audit.of("order", order));
    DailyReports daily =
        new DailyReports(
            garage.em,
            garage.time.clock(),
            garage.payments,
            garage.orderList,
            garage.purchases,
            garage.invoices);
    count("report of a day", () -> daily.of(today));
    GarageReports reports = new GarageReports(garage.em, garage.time.clock());
    for (Kind kind : Kind.values()) {
      count(
          "report of " + kind,
          () -> reports.report(kind, reports.period(today.minusDays(30), today)).rows());
    }
  }

  @Test
  void whatACustomerSeesAsksAFewTimes() {
    String token = garage.inOne(() -> garage.quotes.send(quote, null));
    count("waiting quotes", () -> garage.quotes.waiting(PAGE).items());
    count(
        "quote of a link",
        () -> {
          Quote read = garage.quotes.byLink(token);
          garage.quotes.totals(read);
          return read.getLines().stream().map(line -> line.getPart().getName()).toList();
        });
    Folders folders =
        new Folders(
            garage.em,
            garage.time.clock(),
            new LinkSecret(garage.em),
            garage.quotes,
            garage.customers,
            garage.vehicles,
            garage.orders,
            garage.orderList,
            garage.invoices,
            garage.upkeep,
            garage.findings);
    count("folder", () -> folders.open(token));
    OrderQuery visits = new OrderQuery(null, null, null, null, null);
    int before = garage.statements();
    assertThat(garage.inOne(() -> garage.orderList.newest(visits, 1))).hasSize(1);
    assertThat(garage.statements() - before).as("newest visits").isOne();
    count("photos of a quote", () -> folders.photos(token));
    CustomerLinks links =
        new CustomerLinks(garage.em, garage.time.clock(), garage.audit, garage.customers);
    long customer = garage.inOne(() -> garage.quotes.find(quote)).getCustomer().getId();
    String own = garage.inOne(() -> links.sign(customer, 7)).token();
    count(
        "all that is a customer's",
        () -> {
          long id = links.open(own).getId();
          OrderQuery orders = new OrderQuery(null, null, null, null, id);
          InvoiceQuery bills = new InvoiceQuery(null, false, id, null, null, null);
          return List.of(
              garage.vehicles.ofCustomer(id),
              garage.orderList.search(orders, PAGE).items(),
              garage.quotes.ofCustomer(id),
              garage.invoices.search(bills, PAGE).items());
        });
  }
}
