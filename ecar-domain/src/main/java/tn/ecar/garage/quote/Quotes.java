package tn.ecar.garage.quote;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.customer.Phone;
import tn.ecar.garage.finding.Finding;
import tn.ecar.garage.finding.Findings;
import tn.ecar.garage.link.LinkSecret;
import tn.ecar.garage.money.TaxRates;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.PricedLine;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.persistence.Lists;
import tn.ecar.garage.vehicle.Plate;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * Writes quotes, signs the links by which customers answer them, and makes work orders of what was
 * approved. Every change locks the quote's row first.
 */
@ApplicationScoped
@Transactional
public class Quotes {
  private static final String KIND = "quote";
  private static final int USUAL_DAYS = 15;
  private static final String ROW =
      "select new tn.ecar.garage.quote.QuoteRow(q.id, q.number, q.state, v.plate, c.name,"
          + " q.wantedWork, q.validUntil, q.createdAt)";
  private static final Map<String, String> SORTS =
      Map.of(
          "number", "q.number",
          "state", "q.state",
          "plate", "v.plate",
          "customerName", "c.name",
          "validUntil", "q.validUntil",
          "createdAt", "q.createdAt");

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Vehicles vehicles;
  private final Parts parts;
  private final WorkOrders orders;
  private final TaxRates rates;
  private final LinkSecret links;
  private final Ordering ordering;
  private final FindingOffers offers;

  @Inject
  public Quotes(
      EntityManager em,
      Clock clock,
      AuditLog audit,
      Vehicles vehicles,
      Parts parts,
      WorkOrders orders,
      TaxRates rates,
      Findings findings,
      LinkSecret links) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.vehicles = vehicles;
    this.parts = parts;
    this.orders = orders;
    this.rates = rates;
    this.links = links;
    this.ordering = new Ordering(orders, findings);
    this.offers = new FindingOffers(em, clock, findings);
  }

  /** For the container's client proxy. */
  protected Quotes() {
    this(null, null, null, null, null, null, null, null, null);
  }

  /**
   * Writes a quote as a draft.
   *
   * @throws RuleViolation if it is for no vehicle, or a value breaks its rule
   */
  public Quote write(QuoteData data) {
    Quote quote = blank(data);
    LocalDate today = LocalDate.now(clock);
    quote.validUntil(
        data.validUntil() == null ? today.plusDays(USUAL_DAYS) : data.validUntil(), today);
    data.lines().forEach(line -> quote.add(priced(line)));
    em.persist(quote);
    audit.record("quote.written", KIND, quote.getId(), null, quote.getNumber());
    Changes.flush(em);
    return quote;
  }

  /** Who has the order pays what is done on it, whoever owns the vehicle by now. */
  private Quote blank(QuoteData data) {
    if (data.orderId() != null) {
      WorkOrder order = orders.find(data.orderId());
      if (!order.getState().isOpen()) {
        throw new RuleViolation("orderId", data.orderId(), "This order is closed: open another.");
      }
      return new Quote(nextNumber(), order, data.wantedWork(), clock.instant());
    }
    if (data.vehicleId() == null) {
      throw new RuleViolation("vehicleId", null, "A quote is for a vehicle.");
    }
    Vehicle vehicle = vehicles.find(data.vehicleId());
    return new Quote(nextNumber(), vehicle, data.wantedWork(), clock.instant());
  }

  private PricedLine priced(LineData line) {
    Part part = line.partId() == null ? null : parts.find(line.partId());
    return PricedLine.of(line, part);
  }

  /** Adds a line to a draft. */
  public Quote addLine(long id, LineData line) {
    return addLine(id, line, null);
  }

  /**
   * Adds a line to a draft.
   *
   * @param findingId the finding of the vehicle whose work it is: an order that does it resolves
   *     the finding, a customer who does not want it leaves it open; null for none
   * @throws RuleViolation if the finding is another vehicle's, not open any more, or offered by
   *     another quote
   */
  public Quote addLine(long id, LineData line, Long findingId) {
    Quote quote = locked(id);
    QuoteLine added = quote.add(priced(line));
    if (findingId != null) {
      offers.offer(added, findingId);
    }
    audit.record("quote.line-added", KIND, id, null, added.toString());
    Changes.flush(em);
    return quote;
  }

  /** Removes a line from a draft. */
  public Quote removeLine(long id, long line) {
    Quote quote = locked(id);
    QuoteLine removed = quote.remove(line);
    audit.record("quote.line-removed", KIND, id, removed.toString(), null);
    Changes.flush(em);
    return quote;
  }

  /**
   * Moves the last day on which it can be answered; links sent before keep theirs.
   *
   * @throws RuleViolation if no day is told, the day is over, or the vehicle has another owner by
   *     now
   */
  public Quote prolong(long id, Integer version, LocalDate validUntil) {
    Quote quote = locked(id);
    Changes.requireVersion(KIND, quote.getNumber(), version, quote.getVersion());
    if (validUntil == null) {
      throw new RuleViolation("validUntil", null, "Tell the last day on which it is valid.");
    }
    if (ordering.hasLapsed(quote)) {
      ordering.requireOwner(quote);
    }
    String before = quote.getValidUntil().toString();
    quote.validUntil(validUntil, LocalDate.now(clock));
    audit.record("quote.prolonged", KIND, id, before, validUntil.toString());
    Changes.flush(em);
    return quote;
  }

  /**
   * Sends the quote: returns the token of a link that is good for this quote alone, until its last
   * day, and shown only now. Links sent before are void.
   *
   * @param version the version that was read; null to send whatever stands there now
   * @throws RuleViolation if it has no line, is answered already, its days are over, or the vehicle
   *     has another owner by now
   * @throws tn.ecar.garage.Conflict if it was changed meanwhile
   */
  public String send(long id, Integer version) {
    Quote quote = locked(id);
    Changes.requireVersion(KIND, quote.getNumber(), version, quote.getVersion());
    if (ordering.hasLapsed(quote)) {
      ordering.requireOwner(quote);
    }
    ApprovalLink link = quote.send(LocalDate.now(clock), clock.instant());
    audit.record("quote.sent", KIND, id, null, "link " + link.number());
    Changes.flush(em);
    return link.sign(links);
  }

  /** Takes a sent quote back to be changed; its links are void. */
  public Quote takeBack(long id) {
    Quote quote = locked(id);
    quote.takeBack();
    audit.record("quote.taken-back", KIND, id, QuoteState.SENT.name(), QuoteState.DRAFT.name());
    Changes.flush(em);
    return quote;
  }

  /**
   * Withdraws a quote that is not answered, or of which nothing can become any more because the
   * vehicle was sold; its links are void.
   */
  public Quote withdraw(long id) {
    Quote quote = locked(id);
    String before = quote.getState().name();
    quote.withdraw(ordering.hasLapsed(quote));
    audit.record("quote.withdrawn", KIND, id, before, quote.getState().name());
    Changes.flush(em);
    return quote;
  }

  /**
   * Shows the quote of a link, also after it was answered.
   *
   * @throws NotFound if the link is not ours, void, or its days are over
   */
  public Quote byLink(String token) {
    return find(quoteOf(token));
  }

  /**
   * Takes the customer's answer by the link.
   *
   * @throws NotFound if the link is not ours, void, or its days are over
   * @throws tn.ecar.garage.Conflict if something else was answered before
   * @throws RuleViolation if the vehicle was sold meanwhile
   */
  public Quote answerByLink(String token, Answer said) {
    return answered(quoteOf(token), said, "by link");
  }

  /** Notes what the customer said by word of mouth. */
  public Quote answer(long id, Answer said) {
    return answered(id, said, "by word of mouth");
  }

  private Quote answered(long id, Answer said, String way) {
    Quote quote = locked(id);
    if (quote.getState() == QuoteState.SENT && ordering.hasLapsed(quote)) {
      // Who bought it is nobody's business who has the link.
      throw new RuleViolation(
          "decisions",
          quote.getNumber(),
          "The vehicle has another owner by now: this quote is not answered any more.");
    }
    if (quote.answer(said, LocalDate.now(clock), clock.instant())) {
      String lines =
          quote.getLines().stream()
              .map(line -> line.getPosition() + " " + line.getDecision())
              .reduce((a, b) -> a + ", " + b)
              .orElse("");
      offers.keepForLater(quote);
      audit.record(
          "quote.answered", KIND, id, null, quote.getAnsweredBy() + " " + way + ": " + lines);
      Changes.flush(em);
    }
    return quote;
  }

  /**
   * Writes a draft that offers again what was deferred or declined at earlier visits, at the prices
   * of then.
   *
   * @throws RuleViolation if nothing of that is open, or all of it stands in an open quote
   */
  public Quote offerAgain(long vehicleId) {
    vehicles.find(vehicleId);
    List<Finding> left = offers.toOfferAgain(vehicleId);
    Quote quote = write(new QuoteData(vehicleId, null, left.get(0).getWork(), null, null));
    for (Finding finding : left) {
      for (QuoteLine before : offers.linesOf(finding)) {
        QuoteLine line = quote.add(priced(before.toOrder()));
        line.offers(finding.getId());
        audit.record("quote.line-added", KIND, quote.getId(), null, line.toString());
      }
    }
    Changes.flush(em);
    return quote;
  }

  /** Asks without reading the quote: {@link #find} reads it with its parts, or part by part. */
  private long quoteOf(String token) {
    ApprovalLink link = ApprovalLink.read(token, links).orElseThrow(Quotes::noLink);
    List<Long> good =
        em.createQuery(
                "select q.id from Quote q where q.id = :id and q.linkNumber = :number and"
                    + " q.customer.archived = false",
                Long.class)
            .setParameter("id", link.quote())
            .setParameter("number", link.number())
            .getResultList();
    if (good.isEmpty() || LocalDate.now(clock).isAfter(link.until())) {
      throw noLink();
    }
    return link.quote();
  }

  /** One sentence for every reason: a guesser learns nothing. */
  private static NotFound noLink() {
    return new NotFound(
        "quote under this link, or its days are over: ask the garage for", "another");
  }

  /**
   * Makes a work order of the approved lines, at the prices that were offered; a quote for an order
   * under way adds them to that one, or opens another if that one is over. Of any number of
   * requests at once one does it, the others find the same order.
   *
   * @return the order
   * @throws RuleViolation if it is not answered, or no line was approved
   */
  public WorkOrder order(long id) {
    Quote quote = locked(id);
    if (quote.getState() == QuoteState.ORDERED) {
      return orders.find(quote.getBecomesId());
    }
    quote.requireState("A quote becomes an order once it is answered.", QuoteState.ANSWERED);
    List<QuoteLine> approved =
        quote.getLines().stream().filter(l -> l.getDecision() == Decision.APPROVED).toList();
    if (approved.isEmpty()) {
      throw new RuleViolation("decisions", "", "The customer approved no line: there is no work.");
    }
    long order = ordering.order(quote, approved);
    quote.ordered(order);
    audit.record("quote.ordered", KIND, id, quote.getNumber(), "order " + order);
    Changes.flush(em);
    return orders.find(order);
  }

  /**
   * Returns the quote with customer, vehicle, lines and parts, in one statement.
   *
   * @throws NotFound if there is none
   */
  public Quote find(long id) {
    return em
        .createQuery(
            "select q from Quote q join fetch q.customer join fetch q.vehicle where q.id = :id",
            Quote.class)
        .setHint("eclipselink.left-join-fetch", "q.lines.part")
        .setParameter("id", id)
        .getResultList()
        .stream()
        .findFirst()
        .orElseThrow(() -> new NotFound(KIND, id));
  }

  /**
   * Returns whether nothing can become of a quote any more, because the vehicle was sold. Locks
   * nothing.
   *
   * @throws NotFound if there is none
   */
  public boolean hasLapsed(long id) {
    return ordering.seemsLapsed(find(id));
  }

  /** Returns the quote's sums at the rates of today. */
  public Totals totals(Quote quote) {
    return quote.totals(rates.on(LocalDate.now(clock)));
  }

  /**
   * Returns the quotes that match number, plate, customer's name or phone or wanted work, newest
   * first. Two statements.
   *
   * @param text null or blank for all
   * @param vehicleId null for every vehicle
   */
  public Page<QuoteRow> search(String text, Long vehicleId, PageRequest page) {
    return search(text, null, vehicleId, page);
  }

  /**
   * Returns quotes as {@link #search(String, Long, PageRequest)} does.
   *
   * @param state null for every state
   */
  public Page<QuoteRow> search(String text, QuoteState state, Long vehicleId, PageRequest page) {
    Lists<QuoteRow> list =
        Lists.of(em, QuoteRow.class, ROW, " from Quote q join q.vehicle v join q.customer c")
            .where("q.state = :state", "state", state)
            .where("v.id = :vehicle", "vehicle", vehicleId);
    if (!Texts.isBlank(text)) {
      list.where(
              "lower(q.number) like :number escape '!' or v.plate like :plate escape '!' or"
                  + " lower(c.name) like :text escape '!' or c.phone like :phone escape '!' or"
                  + " lower(q.wantedWork) like :text escape '!'")
          .with("text", Texts.contains(text))
          .with("number", Texts.containsNumber(text))
          .with("plate", Plate.pattern(text))
          .with("phone", Phone.pattern(text));
    }
    return list.enumerated("state", QuoteState.class)
        .sorted(SORTS, "q.createdAt desc", "q.id")
        .page(page);
  }

  /**
   * Returns the quotes the customer has not answered yet and still may, the oldest first. Two
   * statements.
   */
  public Page<QuoteRow> waiting(PageRequest page) {
    String from =
        " from Quote q join q.vehicle v join q.customer c where q.state ="
            + " tn.ecar.garage.quote.QuoteState.SENT and q.validUntil >= :today";
    return Lists.of(em, QuoteRow.class, ROW, from)
        .with("today", LocalDate.now(clock))
        .sorted(SORTS, "q.createdAt", "q.id")
        .page(page);
  }

  /** Returns the quotes that a customer has been sent, newest first; one statement. */
  public List<QuoteRow> ofCustomer(long customerId) {
    return em.createQuery(
            ROW
                + " from Quote q join q.vehicle v join q.customer c where c.id = :id and q.state <>"
                + " :draft order by q.createdAt desc, q.id",
            QuoteRow.class)
        .setParameter("id", customerId)
        .setParameter("draft", QuoteState.DRAFT)
        .setMaxResults(PageRequest.MAX_SIZE)
        .getResultList();
  }

  private Quote locked(long id) {
    Quote quote = em.find(Quote.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (quote == null) {
      throw new NotFound(KIND, id);
    }
    return quote;
  }

  private String nextNumber() {
    Number drawn =
        (Number) em.createNativeQuery("select nextval('quote_number')").getSingleResult();
    return String.format(Locale.ROOT, "DV-%06d", drawn.longValue());
  }
}
