package tn.ecar.garage.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import tn.ecar.garage.AlreadyIssued;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.customer.Phone;
import tn.ecar.garage.money.TaxRates;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.persistence.Lists;
import tn.ecar.garage.vehicle.Plate;

/** Issues and finds invoices. */
@ApplicationScoped
@Transactional
public class Invoices {
  /** The series invoices are numbered in. */
  public static final String SERIES = "FA";

  // In brackets: the provider takes a row of differences from the right.
  private static final String DUE = "(r.total - (r.credited + r.settled))";
  private static final String ROW =
      "select new tn.ecar.garage.invoice.InvoiceRow(i.id, i.number, i.issuedOn, i.buyer.name,"
          + " i.plate, i.net, i.total, i.orderId, "
          + DUE
          + ")";

  private static final Map<String, String> SORTS =
      Map.of(
          "number",
          "i.number",
          "issuedOn",
          "i.issuedOn",
          "buyerName",
          "i.buyer.name",
          "total",
          "i.total",
          "due",
          DUE);

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final TaxRates rates;
  private final DocumentNumbers numbers;
  private final EInvoices eInvoices;

  @Inject
  public Invoices(
      EntityManager em,
      Clock clock,
      AuditLog audit,
      TaxRates rates,
      DocumentNumbers numbers,
      EInvoices eInvoices) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.rates = rates;
    this.numbers = numbers;
    this.eInvoices = eInvoices;
  }

  /** For the container's client proxy. */
  protected Invoices() {
    this(null, null, null, null, null, null);
  }

  /**
   * Issues the invoice of an order, dated today. The order's row is locked first: of any number of
   * requests at once one issues, the others find what it issued.
   *
   * @throws AlreadyIssued if the order has its invoice; it carries the number
   * @throws RuleViolation if the work is not done yet, or the order has no lines
   */
  public Invoice issue(long orderId) {
    WorkOrder order = em.find(WorkOrder.class, orderId, LockModeType.PESSIMISTIC_WRITE);
    if (order == null) {
      throw new NotFound("order", orderId);
    }
    Optional<String> existing = numberOf(orderId);
    if (existing.isPresent()) {
      throw new AlreadyIssued(order.getNumber(), existing.get());
    }
    if (!order.getState().mayBeInvoiced()) {
      throw new RuleViolation(
          "state", order.getState(), "An invoice is issued once the order is READY or DELIVERED.");
    }
    if (order.getLines().isEmpty()) {
      throw new RuleViolation("lines", "", "An order without lines has nothing to invoice.");
    }
    LocalDate today = LocalDate.now(clock);
    // Everything that can fail is read before the counter's row is locked: others wait for it until
    // our commit.
    var ratesOfToday = rates.toIssue(today);
    Seller seller = seller();
    InvoiceNumber number = numbers.next(SERIES, today);
    Invoice invoice = new Invoice(number, order, seller, ratesOfToday, today, clock.instant());
    em.persist(invoice);
    // What stands beside it refers to its row.
    Changes.flush(em);
    em.persist(new Receivable(invoice, today.plusDays(seller.getPaymentDays())));
    eInvoices.begin(invoice, seller);
    audit.record(
        "invoice.issued",
        "invoice",
        invoice.getId(),
        null,
        number + ", " + invoice.getTotal() + " TND");
    Changes.flush(em);
    return invoice;
  }

  /** Returns the number of an order's invoice, if it has one. */
  public Optional<String> numberOf(long orderId) {
    return em.createQuery("select i.number from Invoice i where i.orderId = :order", String.class)
        .setParameter("order", orderId)
        .getResultStream()
        .findFirst();
  }

  /**
   * Returns what is still due on an invoice; one statement.
   *
   * @throws NotFound if there is none
   */
  public Receivable balance(long id) {
    Receivable receivable = em.find(Receivable.class, id);
    if (receivable == null) {
      throw new NotFound("invoice", id);
    }
    return receivable;
  }

  /** Returns the head of an order's invoice, if it has one: its lines are not read. */
  public Optional<Invoice> ofOrder(long orderId) {
    return em.createQuery("select i from Invoice i where i.orderId = :order", Invoice.class)
        .setParameter("order", orderId)
        .getResultStream()
        .findFirst();
  }

  /**
   * Returns the invoice with lines and taxes, in two statements.
   *
   * @throws NotFound if there is none
   */
  public Invoice find(long id) {
    return complete("i.id = :key", id).orElseThrow(() -> new NotFound("invoice", id));
  }

  /**
   * Returns the invoice with that number with lines and taxes, in two statements.
   *
   * @throws NotFound if there is none
   */
  public Invoice byNumber(String number) {
    return complete("i.number = :key", number).orElseThrow(() -> new NotFound("invoice", number));
  }

  private Optional<Invoice> complete(String where, Object key) {
    Optional<Invoice> invoice =
        em.createQuery(
                "select i from Invoice i join fetch i.lines l where "
                    + where
                    + " order by l.position",
                Invoice.class)
            .setParameter("key", key)
            .getResultStream()
            .findFirst();
    // Read while the transaction lasts: the caller gets the whole document.
    invoice.ifPresent(Invoice::getTaxes);
    return invoice;
  }

  /** Returns invoices as {@link #search(String, boolean, PageRequest)} does, paid or not. */
  public Page<InvoiceRow> search(String text, PageRequest page) {
    return search(text, false, page);
  }

  /**
   * Returns invoices as {@link #search(InvoiceQuery, PageRequest)} does.
   *
   * @param open true for only those that are not settled
   */
  public Page<InvoiceRow> search(String text, boolean open, PageRequest page) {
    return search(new InvoiceQuery(text, open, null, null, null, null), page);
  }

  /**
   * Returns the invoices that match, newest first, or sorted by {@code number}, {@code issuedOn},
   * {@code buyerName}, {@code total}, {@code due}. Two statements at most.
   */
  public Page<InvoiceRow> search(InvoiceQuery query, PageRequest page) {
    String receivable = " join Receivable r on r.invoiceId = i.id";
    Lists<InvoiceRow> list =
        query.open()
            ? Lists.of(em, InvoiceRow.class, ROW, " from Invoice i" + receivable)
                .where(DUE + " <> 0")
            : Lists.of(em, InvoiceRow.class, ROW, " from Invoice i", receivable);
    list.where("i.customerId = :customer", "customer", query.customerId())
        .where(
            "i.orderId in (select o.id from WorkOrder o where o.vehicle.id = :vehicle)",
            "vehicle",
            query.vehicleId())
        .where("i.issuedOn >= :since", "since", query.from())
        .where("i.issuedOn <= :until", "until", query.to());
    if (!Texts.isBlank(query.text())) {
      list.where(
              "i.id in (select term.invoiceId from InvoiceTerm term where term.number like :number"
                  + " escape '!' or term.text like :text escape '!' or term.plate like :plate"
                  + " escape '!' or term.phone like :phone escape '!' or term.secondPhone like"
                  + " :phone escape '!')")
          .with("text", Texts.contains(query.text()))
          .with("number", Texts.containsNumber(query.text()))
          .with("plate", Plate.pattern(query.text()))
          .with("phone", Phone.pattern(query.text()));
    }
    return list.sorted(SORTS, "i.issuedOn desc, i.number desc", "i.id").page(page);
  }

  /**
   * Returns the invoices of which something is left to pay after the last day that was granted, the
   * oldest first. Two statements.
   */
  public Page<InvoiceRow> overdue(PageRequest page) {
    String from =
        " from Invoice i join Receivable r on r.invoiceId = i.id where "
            + DUE
            + " > 0 and r.dueOn < :today";
    return Lists.of(em, InvoiceRow.class, ROW, from)
        .with("today", LocalDate.now(clock))
        .sorted(SORTS, "r.dueOn", "i.id")
        .page(page);
  }

  /** Returns the garage as it signs its documents. */
  public Seller seller() {
    return em.find(Seller.class, Seller.ID);
  }

  /**
   * What the garage says of itself and chooses for its documents.
   *
   * @param timbreOnCreditNotes whether a credit note gives the timbre back
   * @param eInvoicesFrom the first day whose documents go to the national platform; null for none
   * @param paymentDays how many days after its own day an invoice is due; null leaves it
   */
  public record SellerData(
      String name,
      String address,
      String town,
      String matriculeFiscal,
      String phone,
      boolean timbreOnCreditNotes,
      LocalDate eInvoicesFrom,
      Integer paymentDays) {}

  /**
   * Changes the garage's particulars and choices all together or, when one is refused, none of
   * them.
   *
   * @param version the version that was read; null if it does not matter
   * @throws RuleViolation if a value breaks its form
   */
  public Seller changeSeller(Integer version, SellerData wanted) {
    requireSeller(version);
    changeSeller(
        wanted.name(), wanted.address(), wanted.town(), wanted.matriculeFiscal(), wanted.phone());
    if (wanted.paymentDays() != null) {
      grant(wanted.paymentDays());
    }
    return choose(wanted.timbreOnCreditNotes(), wanted.eInvoicesFrom());
  }

  /**
   * Fills in the garage's own particulars; documents issued before keep theirs.
   *
   * @throws RuleViolation if a value breaks its form
   */
  public Seller changeSeller(
      String name, String address, String town, String matriculeFiscal, String phone) {
    Seller seller = seller();
    String before = seller.toString();
    seller.change(name, address, town, matriculeFiscal, phone);
    audit.record("seller.changed", "seller", Seller.ID, before, seller.toString());
    Changes.flush(em);
    return seller;
  }

  /**
   * Chooses whether credit notes give the timbre back, and from which day documents go to the
   * national platform; null for none.
   */
  public Seller choose(boolean timbreOnCreditNotes, java.time.LocalDate eInvoicesFrom) {
    Seller seller = seller();
    String before = seller.toString();
    seller.choose(timbreOnCreditNotes, eInvoicesFrom);
    audit.record("seller.changed", "seller", Seller.ID, before, seller.toString());
    Changes.flush(em);
    return seller;
  }

  /**
   * Sets how long customers have to pay what is invoiced from now on.
   *
   * @throws RuleViolation if it is not 0 to 365 days
   */
  public void grant(int paymentDays) {
    Seller seller = seller();
    int before = seller.getPaymentDays();
    seller.grant(paymentDays);
    if (before != paymentDays) {
      audit.record(
          "seller.changed",
          "seller",
          Seller.ID,
          before + " days to pay",
          paymentDays + " days to pay");
      Changes.flush(em);
    }
  }

  /**
   * Refuses a change of the garage's particulars that was decided on older ones.
   *
   * @param version the version that was read; null if it does not matter
   */
  private void requireSeller(Integer version) {
    Changes.requireVersion("garage", "", version, seller().getVersion());
  }
}
