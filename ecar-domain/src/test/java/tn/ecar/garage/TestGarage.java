package tn.ecar.garage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.garage.appointment.Appointments;
import tn.ecar.garage.appointment.Bays;
import tn.ecar.garage.appointment.FreeTimes;
import tn.ecar.garage.appointment.WorkshopCalendar;
import tn.ecar.garage.attachment.Attachments;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.books.Books;
import tn.ecar.garage.csv.CsvExport;
import tn.ecar.garage.csv.CsvImport;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.CustomerData;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.finding.Findings;
import tn.ecar.garage.idempotency.IdempotencyKeys;
import tn.ecar.garage.inspection.Inspections;
import tn.ecar.garage.invoice.CreditNotes;
import tn.ecar.garage.invoice.DocumentNumbers;
import tn.ecar.garage.invoice.EInvoices;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.invoice.LegalRates;
import tn.ecar.garage.link.LinkSecret;
import tn.ecar.garage.money.TaxRates;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.outbox.Outbox;
import tn.ecar.garage.outbox.OutboxDispatch;
import tn.ecar.garage.outbox.Reminders;
import tn.ecar.garage.outbox.ServiceReminders;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.part.StockCounts;
import tn.ecar.garage.payment.Payments;
import tn.ecar.garage.persistence.PersistenceUnit;
import tn.ecar.garage.persistence.Transactions;
import tn.ecar.garage.quote.Quotes;
import tn.ecar.garage.schema.Schema;
import tn.ecar.garage.staff.ApiKeys;
import tn.ecar.garage.staff.StaffAccounts;
import tn.ecar.garage.supply.PurchaseOrders;
import tn.ecar.garage.supply.Suppliers;
import tn.ecar.garage.timeclock.TimeClock;
import tn.ecar.garage.upkeep.Forecast;
import tn.ecar.garage.upkeep.Intervals;
import tn.ecar.garage.upkeep.Upkeep;
import tn.ecar.garage.vehicle.Fuel;
import tn.ecar.garage.vehicle.VehicleData;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * A garage on a real, fresh database, with the use cases put together by hand. One PostgreSQL
 * serves the whole test run; each garage has a database of its own.
 */
public final class TestGarage implements AutoCloseable, Transactions {
  private static final AtomicInteger COUNT = new AtomicInteger();

  public final GarageClock time = new GarageClock();
  public final DataSource dataSource;
  private final KeptConnections connections;
  public final EntityManager em;
  public final AuditLog audit;
  public final Customers customers;
  public final Vehicles vehicles;
  public final Parts parts;
  public final StockCounts stockCounts;
  public final CsvImport csvImport;
  public final CsvExport csvExport;
  public final Suppliers suppliers;
  public final PurchaseOrders purchases;
  public final StaffAccounts staff;
  public final ApiKeys apiKeys;
  public final IdempotencyKeys requestKeys;
  public final TaxRates rates;
  public final Outbox outbox;
  public final OutboxDispatch dispatch;
  public final Forecast forecast;
  public final ServiceReminders serviceReminders;
  public final Reminders reminders;
  public final Intervals intervals;
  public final Upkeep upkeep;
  public final WorkOrders orders;
  public final OrderList orderList;
  public final Findings findings;
  public final Inspections inspections;
  public final Attachments attachments;
  public final Quotes quotes;
  public final TimeClock timeClock;
  public final DocumentNumbers numbers;
  public final EInvoices eInvoices;
  public final Invoices invoices;
  public final CreditNotes creditNotes;
  public final Payments payments;
  public final LegalRates legalRates;
  public final Books books;
  public final Bays bays;
  public final WorkshopCalendar calendar;
  public final Appointments appointments;
  public final FreeTimes freeTimes;

  private static final ThreadLocal<EntityManager> CURRENT = new ThreadLocal<>();
  private final EntityManagerFactory factory;

  private TestGarage(DataSource dataSource) {
    this.dataSource = dataSource;
    this.connections = new KeptConnections(dataSource);
    this.factory = PersistenceUnit.standalone(connections);
    this.em = proxy();
    Clock clock = time.clock();
    audit = new AuditLog(em, clock, () -> "tester");
    customers = new Customers(em, clock, audit);
    vehicles = new Vehicles(em, clock, audit, customers);
    parts = new Parts(em, clock, audit, () -> "tester");
    stockCounts = new StockCounts(em, clock, audit, () -> "tester", parts);
    csvImport = new CsvImport(em, clock, audit, customers, vehicles, parts);
    csvExport = new CsvExport(em);
    suppliers = new Suppliers(em, audit);
    purchases = new PurchaseOrders(em, clock, audit, () -> "tester", suppliers, parts);
    staff = new StaffAccounts(em, audit);
    apiKeys = new ApiKeys(em, clock, audit, () -> "tester");
    requestKeys = new IdempotencyKeys(em, clock);
    rates = new TaxRates(em);
    outbox = new Outbox(em, clock, audit);
    dispatch = new OutboxDispatch(this, outbox);
    intervals = new Intervals(em, audit);
    upkeep = new Upkeep(em, clock, audit, () -> "tester", intervals);
    forecast = new Forecast(em, clock, intervals);
    serviceReminders = new ServiceReminders(em, clock, () -> "tester", forecast);
    reminders = new Reminders(em, clock, this, serviceReminders, outbox);
    orders = new WorkOrders(em, clock, audit, vehicles, parts, staff, rates, upkeep, outbox);
    orderList = new OrderList(em, clock);
    findings = new Findings(em, clock, audit);
    quotes =
        new Quotes(em, clock, audit, vehicles, parts, orders, rates, findings, new LinkSecret(em));
    inspections = new Inspections(em, clock, audit, () -> "tester", orders, findings);
    attachments = new Attachments(em, clock, audit, () -> "tester", orders);
    timeClock = new TimeClock(em, clock, audit);
    numbers = new DocumentNumbers(em);
    eInvoices = new EInvoices(em, clock, audit);
    invoices = new Invoices(em, clock, audit, rates, numbers, eInvoices);
    creditNotes = new CreditNotes(em, clock, audit, invoices, numbers, eInvoices);
    payments = new Payments(em, clock, audit, () -> "tester", rates);
    legalRates = new LegalRates(em, audit);
    books = new Books(em);
    bays = new Bays(em, audit);
    calendar = new WorkshopCalendar(em, clock, audit);
    appointments = new Appointments(em, clock, audit, vehicles, bays, calendar, orders);
    freeTimes = new FreeTimes(em, clock, bays, calendar);
  }

  /** Returns a garage with a migrated schema and nothing in it. */
  public static TestGarage fresh() {
    DataSource dataSource = emptyDatabase();
    Schema.migrate(dataSource);
    return new TestGarage(dataSource);
  }

  /** Returns a database without any table. */
  public static DataSource emptyDatabase() {
    String name = "garage_" + COUNT.incrementAndGet();
    EmbeddedPostgres server = Server.INSTANCE;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return server.getDatabase("postgres", name);
  }

  private EntityManager proxy() {
    return (EntityManager)
        Proxy.newProxyInstance(
            TestGarage.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(CURRENT.get(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public <T> T inOne(Supplier<T> work) {
    if (CURRENT.get() != null) {
      return work.get();
    }
    EntityManager opened = factory.createEntityManager();
    CURRENT.set(opened);
    opened.getTransaction().begin();
    try {
      T result = work.get();
      opened.getTransaction().commit();
      return result;
    } finally {
      CURRENT.remove();
      if (opened.getTransaction().isActive()) {
        opened.getTransaction().rollback();
      }
      opened.close();
    }
  }

  /** Returns how many statements the use cases have sent so far. */
  public int statements() {
    return connections.statements();
  }

  /** Runs the work in one transaction. */
  public void run(Runnable work) {
    inOne(
        () -> {
          work.run();
          return Boolean.TRUE;
        });
  }

  /**
   * Returns the e-invoices as a caller without a transaction sees them: each call has its own, as
   * the container gives it.
   */
  public EInvoices withTransactions(EInvoices documents) {
    return new EInvoices(em, time.clock(), audit) {
      @Override
      public java.util.Optional<tn.ecar.garage.invoice.EInvoice> take() {
        return inOne(documents::take);
      }

      @Override
      public tn.ecar.garage.invoice.EInvoice accepted(long id, String reference, String qr) {
        return inOne(() -> documents.accepted(id, reference, qr));
      }

      @Override
      public tn.ecar.garage.invoice.EInvoice rejected(long id, String reason) {
        return inOne(() -> documents.rejected(id, reason));
      }

      @Override
      public tn.ecar.garage.invoice.EInvoice send(long id) {
        return inOne(() -> documents.send(id));
      }
    };
  }

  /** Runs SQL as somebody with psql would. */
  public void sql(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the first column of the first row as text. */
  public String one(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Receives a person. */
  public Customer person(String name) {
    return inOne(
        () ->
            customers.receive(
                new CustomerData(
                    Customer.Kind.PERSON,
                    name,
                    "98123456",
                    null,
                    "1, rue de Marseille",
                    "Tunis",
                    null,
                    null,
                    null)));
  }

  /**
   * Receives a customer with a vehicle of that plate and 45 000 km; returns the vehicle's identity.
   */
  public long vehicle(String plate) {
    Customer owner = person("Sami Ben Salah");
    VehicleData data =
        new VehicleData(owner.getId(), plate, null, "Peugeot", "208", 2019, Fuel.DIESEL, 45_000);
    return inOne(() -> vehicles.receive(data)).getId();
  }

  /** Takes an order through its states up to and with that one. */
  public void advance(long order, OrderState... states) {
    for (OrderState state : states) {
      run(() -> orders.transition(order, null, state, "agreed by telephone"));
    }
  }

  /** Takes a draft with lines to READY. */
  public void finish(long order) {
    advance(
        order,
        OrderState.APPROVED,
        OrderState.IN_PROGRESS,
        OrderState.QUALITY_CHECK,
        OrderState.READY);
  }

  @Override
  public void close() throws SQLException {
    factory.close();
    connections.close();
  }

  /** The one PostgreSQL of the test run; it ends with the JVM. */
  private static final class Server {
    private static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "150").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
