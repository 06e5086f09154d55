package tn.ecar.garage.quote;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.money.Rates;
import tn.ecar.garage.money.TaxCalculation;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.order.PricedLine;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.vehicle.Vehicle;

/**
 * Work that is offered at a price until a day. It is written as a draft, sent as a signed link,
 * answered line by line by the customer, and its approved lines become a work order or join the one
 * under way. What was declined or deferred stays with the quote.
 */
@Entity
@Table(name = "quote")
public class Quote {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "quote_id")
  @SequenceGenerator(name = "quote_id", sequenceName = "quote_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  @Column(name = "quote_number")
  private String number;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "customer_id")
  private Customer customer;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "vehicle_id")
  private Vehicle vehicle;

  @Column(name = "work_order_id")
  private Long orderId;

  @Column(name = "becomes_id")
  private Long becomesId;

  @Column(name = "wanted_work")
  private String wantedWork;

  @Enumerated(EnumType.STRING)
  private QuoteState state = QuoteState.DRAFT;

  @Column(name = "valid_until")
  private LocalDate validUntil;

  @Column(name = "link_number")
  private int linkNumber;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "sent_at")
  private Instant sentAt;

  @Column(name = "answered_at")
  private Instant answeredAt;

  @Column(name = "answered_by")
  private String answeredBy;

  @Column(name = "lines_version")
  private int linesVersion;

  @OneToMany(mappedBy = "quote", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("position")
  private List<QuoteLine> lines = new ArrayList<>();

  /** For the persistence provider. */
  protected Quote() {}

  /** Writes a quote for the vehicle's present owner. */
  Quote(String number, Vehicle vehicle, String wantedWork, Instant now) {
    this(number, vehicle, vehicle.getCustomer(), wantedWork, now);
  }

  /** Writes a quote for new work found on an order, for its customer. */
  Quote(String number, WorkOrder order, String wantedWork, Instant now) {
    this(number, order.getVehicle(), order.getCustomer(), wantedWork, now);
    this.orderId = order.getId();
  }

  private Quote(String number, Vehicle vehicle, Customer customer, String wantedWork, Instant now) {
    this.number = number;
    this.vehicle = vehicle;
    this.customer = customer;
    this.wantedWork = Texts.required("wantedWork", wantedWork, 500);
    this.createdAt = now;
  }

  void validUntil(LocalDate day, LocalDate today) {
    if (day.isBefore(today) || day.isAfter(today.plusYears(1))) {
      throw new RuleViolation(
          "validUntil", day, "A quote is valid from today on, for a year at most.");
    }
    validUntil = day;
  }

  QuoteLine add(PricedLine priced) {
    requireState("Lines change in a draft: take the quote back first.", QuoteState.DRAFT);
    int position = lines.stream().mapToInt(QuoteLine::getPosition).max().orElse(0) + 1;
    QuoteLine line = new QuoteLine(this, position, priced);
    lines.add(line);
    linesVersion++;
    return line;
  }

  QuoteLine remove(long lineId) {
    requireState("Lines change in a draft: take the quote back first.", QuoteState.DRAFT);
    QuoteLine line =
        lines.stream()
            .filter(candidate -> candidate.getId() == lineId)
            .findFirst()
            .orElseThrow(() -> new NotFound("line", lineId));
    lines.remove(line);
    linesVersion++;
    return line;
  }

  /** Sends it, or sends it again: the links sent before are void. */
  ApprovalLink send(LocalDate today, Instant now) {
    requireState("Only a quote that is not answered is sent.", QuoteState.DRAFT, QuoteState.SENT);
    requireInTime(today);
    if (lines.isEmpty()) {
      throw new RuleViolation("lines", "", "A quote without lines offers nothing: add a line.");
    }
    state = QuoteState.SENT;
    sentAt = now;
    linkNumber++;
    return new ApprovalLink(id, linkNumber, validUntil);
  }

  /** Takes it back to be changed; the links sent before are void. */
  void takeBack() {
    requireState("Only a quote that is sent is taken back.", QuoteState.SENT);
    state = QuoteState.DRAFT;
    linkNumber++;
  }

  /**
   * Withdraws it.
   *
   * @param lapsed whether nothing can become of it any more; otherwise what is answered stands
   */
  void withdraw(boolean lapsed) {
    if (!lapsed || state != QuoteState.ANSWERED) {
      requireState("What is answered stands.", QuoteState.DRAFT, QuoteState.SENT);
    }
    state = QuoteState.WITHDRAWN;
    linkNumber++;
  }

  /**
   * Notes what the customer says.
   *
   * @return false if the very same was said before, as when a page is sent twice
   */
  boolean answer(Answer said, LocalDate today, Instant now) {
    Map<Long, Decision> decisions = said.byLine();
    if (state == QuoteState.ANSWERED || state == QuoteState.ORDERED) {
      if (decisions.equals(decisions())) {
        return false;
      }
      throw new Conflict(
          "This quote has been answered already: call the garage to change it.", number);
    }
    requireState("Only a quote that is sent is answered.", QuoteState.SENT);
    requireInTime(today);
    if (!decisions.keySet().equals(decisions().keySet())) {
      throw new RuleViolation(
          "decisions", decisions.keySet(), "Each line of the quote is decided, and no other one.");
    }
    String who = Texts.required("name", said.name(), 120);
    lines.forEach(line -> line.decide(decisions.get(line.getId())));
    state = QuoteState.ANSWERED;
    answeredBy = who;
    answeredAt = now;
    return true;
  }

  private Map<Long, Decision> decisions() {
    return lines.stream().collect(Collectors.toMap(QuoteLine::getId, QuoteLine::getDecision));
  }

  void ordered(long order) {
    state = QuoteState.ORDERED;
    becomesId = order;
  }

  void requireState(String sentence, QuoteState... allowed) {
    if (!List.of(allowed).contains(state)) {
      throw new RuleViolation("state", state, sentence);
    }
  }

  private void requireInTime(LocalDate today) {
    if (today.isAfter(validUntil)) {
      throw new RuleViolation(
          "validUntil", validUntil, "The quote was valid until this day: ask for a new one.");
    }
  }

  /** Returns the sums of everything that is offered, at these rates. */
  public Totals totals(Rates rates) {
    return new TaxCalculation(rates)
        .of(lines.stream().map(QuoteLine::taxed).toList(), BigDecimal.ZERO);
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  /** Returns the quote's number, for example {@code DV-000123}. */
  public String getNumber() {
    return number;
  }

  public Customer getCustomer() {
    return customer;
  }

  public Vehicle getVehicle() {
    return vehicle;
  }

  /** Returns the order under way for which it was written, or null. */
  public Long getOrderId() {
    return orderId;
  }

  /** Returns the order that its approved lines stand in, or null. */
  public Long getBecomesId() {
    return becomesId;
  }

  public String getWantedWork() {
    return wantedWork;
  }

  public QuoteState getState() {
    return state;
  }

  /** Returns the last day on which it can be answered. */
  public LocalDate getValidUntil() {
    return validUntil;
  }

  public Instant getCreatedAt() {
    return createdAt;
  }

  /** Returns when it was sent last, or null. */
  public Instant getSentAt() {
    return sentAt;
  }

  /** Returns when it was answered, or null. */
  public Instant getAnsweredAt() {
    return answeredAt;
  }

  /** Returns who answered, or null. */
  public String getAnsweredBy() {
    return answeredBy;
  }

  /** Returns the lines by position; a copy. */
  public List<QuoteLine> getLines() {
    return lines.stream().sorted(Comparator.comparing(QuoteLine::getPosition)).toList();
  }
}
