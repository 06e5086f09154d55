package tn.ecar.garage.folder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.attachment.Attachment;
import tn.ecar.garage.attachment.FileType;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.finding.Findings;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.InvoiceRow;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.link.LinkSecret;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.Quotes;
import tn.ecar.garage.upkeep.Upkeep;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * Opens a customer's own vehicle, its history and invoices by a signed link, without a password. A
 * link names one customer and one vehicle and ends on a day, or earlier when the customer's links
 * are withdrawn or the customer is archived; the link to a quote opens the folder of that quote's
 * vehicle as well.
 */
@ApplicationScoped
@Transactional
public class Folders {
  private static final String PURPOSE = "folder";
  private static final Pattern FORM =
      Pattern.compile("f([0-9]{1,18})\\.([0-9]{1,18})\\.([0-9]{1,7})(?:\\.([0-9]{1,9}))?");
  private static final int DAYS = 180;
  private static final int NEWEST = 50;

  private final EntityManager em;
  private final Clock clock;
  private final LinkSecret links;
  private final Quotes quotes;
  private final Customers customers;
  private final Vehicles vehicles;
  private final WorkOrders orders;
  private final OrderList orderList;
  private final Invoices invoices;
  private final Upkeep upkeep;
  private final Findings findings;

  @Inject
  public Folders(
      EntityManager em,
      Clock clock,
      LinkSecret links,
      Quotes quotes,
      Customers customers,
      Vehicles vehicles,
      WorkOrders orders,
      OrderList orderList,
      Invoices invoices,
      Upkeep upkeep,
      Findings findings) {
    this.em = em;
    this.clock = clock;
    this.links = links;
    this.quotes = quotes;
    this.customers = customers;
    this.vehicles = vehicles;
    this.orders = orders;
    this.orderList = orderList;
    this.invoices = invoices;
    this.upkeep = upkeep;
    this.findings = findings;
  }

  /** For the container's client proxy. */
  protected Folders() {
    this(null, null, null, null, null, null, null, null, null, null, null);
  }

  /** Whose folder of which vehicle, and by which quote; null for none. */
  private record Key(long customer, long vehicle, Quote quote) {}

  /** Returns the token of a link that is good for half a year from today. */
  public String link(long customerId, long vehicleId) {
    return link(customerId, vehicleId, LocalDate.now(clock).plusDays(DAYS));
  }

  /**
   * Returns the token of a link.
   *
   * @param until last day on which it is good
   */
  public String link(long customerId, long vehicleId, LocalDate until) {
    int number = customers.find(customerId).linkNumber();
    // Number 0 goes without saying: those that were printed before there were numbers are alike.
    return links.sign(
        PURPOSE,
        "f"
            + customerId
            + "."
            + vehicleId
            + "."
            + until.toEpochDay()
            + (number == 0 ? "" : "." + number));
  }

  /**
   * Opens the folder of a link, or of a link to a quote.
   *
   * @throws NotFound if the link is not ours, void, or its days are over
   */
  public Folder open(String token) {
    Key key = key(token);
    Quote quote = key.quote();
    Customer customer = quote == null ? customers.find(key.customer()) : quote.getCustomer();
    Vehicle vehicle = quote == null ? vehicles.find(key.vehicle()) : quote.getVehicle();
    boolean theirs = vehicle.getCustomer().getId().equals(customer.getId());
    List<OrderRow> visits =
        orderList.newest(
            new OrderQuery(null, OrderState.toldToCustomers(), null, key.vehicle(), key.customer()),
            NEWEST);
    return new Folder(
        invoices.seller(),
        customer,
        vehicle,
        visits,
        bills(key),
        theirs ? upkeep.predictions(key.vehicle()) : List.of(),
        theirs ? findings.open(key.vehicle()) : List.of(),
        quote,
        quote == null ? List.of() : photos(quote));
  }

  private List<InvoiceRow> bills(Key key) {
    return em.createQuery(
            "select new tn.ecar.garage.invoice.InvoiceRow(i.id, i.number, i.issuedOn,"
                + " i.buyer.name, i.plate, i.net, i.total, i.orderId, r.total - (r.credited +"
                + " r.settled)) from Invoice i join Receivable r on r.invoiceId = i.id join"
                + " WorkOrder o on o.id = i.orderId where i.customerId = :customer and o.vehicle.id"
                + " = :vehicle order by i.issuedOn desc, i.id desc",
            InvoiceRow.class)
        .setParameter("customer", key.customer())
        .setParameter("vehicle", key.vehicle())
        .setMaxResults(NEWEST)
        .getResultList();
  }

  /**
   * Returns an invoice of the link's customer and vehicle.
   *
   * @throws NotFound if the link is no good, or the invoice is not theirs
   */
  public Invoice invoice(String token, long invoiceId) {
    Key key = key(token);
    Invoice invoice = invoices.find(invoiceId);
    boolean theirs =
        invoice.getCustomerId() == key.customer()
            && orders.find(invoice.getOrderId()).getVehicle().getId() == key.vehicle();
    if (!theirs) {
      throw new NotFound("invoice", invoiceId);
    }
    return invoice;
  }

  /**
   * Returns the pictures that go with the quote of a link: those of the order under way, and those
   * of the findings that it offers to mend.
   *
   * @throws NotFound if the link is no good
   */
  public List<Attachment> photos(String token) {
    return photos(quotes.byLink(token));
  }

  private List<Attachment> photos(Quote quote) {
    return em.createQuery(
            "select a from Attachment a where a.type <> :paper and (a.orderId = :order or"
                + " a.inspectionPointId in (select f.inspectionPointId from Finding f where f.id in"
                + " (select l.findingId from QuoteLine l where l.quote.id = :quote))) order by"
                + " a.id",
            Attachment.class)
        .setParameter("paper", FileType.PDF)
        .setParameter("order", quote.getOrderId() == null ? 0L : quote.getOrderId())
        .setParameter("quote", quote.getId())
        .getResultList();
  }

  /**
   * Returns one of {@link #photos}.
   *
   * @throws NotFound if the link is no good, or the picture does not go with its quote
   */
  public Attachment photo(String token, long id) {
    return photos(token).stream()
        .filter(photo -> photo.getId() == id)
        .findFirst()
        .orElseThrow(() -> new NotFound("photo", id));
  }

  private Key key(String token) {
    if (token == null || !token.startsWith("f")) {
      Quote quote = quotes.byLink(token);
      return new Key(quote.getCustomer().getId(), quote.getVehicle().getId(), quote);
    }
    Matcher said =
        links
            .read(PURPOSE, token)
            .map(FORM::matcher)
            .filter(Matcher::matches)
            .orElseThrow(Folders::noLink);
    if (LocalDate.now(clock).isAfter(LocalDate.ofEpochDay(Long.parseLong(said.group(3))))) {
      throw noLink();
    }
    Customer customer = customers.find(Long.parseLong(said.group(1)));
    int number = said.group(4) == null ? 0 : Integer.parseInt(said.group(4));
    if (customer.isArchived() || number != customer.linkNumber()) {
      throw noLink();
    }
    return new Key(customer.getId(), Long.parseLong(said.group(2)), null);
  }

  /** One sentence for every reason: a guesser learns nothing. */
  private static NotFound noLink() {
    return new NotFound(
        "vehicle under this link, or its days are over: ask the garage for", "another");
  }
}
