package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.order.LineKind;
import tn.ecar.garage.part.PartRow;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.quote.Answer;
import tn.ecar.garage.quote.Answer.LineDecision;
import tn.ecar.garage.quote.Decision;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.QuoteData;
import tn.ecar.garage.quote.QuoteState;
import tn.ecar.garage.quote.Quotes;
import tn.ecar.garage.vehicle.VehicleRow;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * One quote: written for a vehicle or an order under way, sent as a link, answered, made into work.
 * Without an identity the page writes a new one.
 */
@Named
@ViewScoped
public class QuotePage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int OFFERED = 6;
  private static final String LINK = "quote.link";

  private final transient Quotes quotes;
  private final transient Vehicles vehicles;
  private final transient Parts parts;
  private final transient Refusals refusals;
  private final transient Wording wording;
  private final transient ShownOnce shownOnce;
  private final transient HttpServletRequest request;

  private Long id;
  private Long vehicleId;
  private Long orderId;
  private transient Quote quote;
  private transient Totals totals;
  private boolean lapsed;
  private transient List<VehicleRow> vehiclesFound = List.of();
  private transient List<PartRow> found = List.of();
  private final Inputs in = new Inputs();
  private final Once once = new Once();
  private final LineFields labour = new LineFields(LineKind.LABOUR);
  private final LineFields goods = new LineFields(LineKind.PART);
  private final LineFields outside = new LineFields(LineKind.OUTSIDE);
  private String vehicleText;
  private String partText;
  private String link;

  @Inject
  public QuotePage(
      Quotes quotes,
      Vehicles vehicles,
      Parts parts,
      Refusals refusals,
      Wording wording,
      ShownOnce shownOnce,
      HttpServletRequest request) {
    this.quotes = quotes;
    this.vehicles = vehicles;
    this.parts = parts;
    this.refusals = refusals;
    this.wording = wording;
    this.shownOnce = shownOnce;
    this.request = request;
  }

  /** For the container's client proxy. */
  protected QuotePage() {
    this(null, null, null, null, null, null, null);
  }

  /** Reads the quote, or begins a new one. */
  public void begin() throws IOException {
    if (id != null) {
      Visit.to(id, this::read);
      link = shownOnce.take(LINK);
    } else if (vehicleId != null) {
      Visit.to(vehicleId, identity -> vehicleText = vehicles.find(identity).getPlate().number());
    }
  }

  private void read(long identity) {
    quote = quotes.find(identity);
    totals = quotes.totals(quote);
    lapsed = quotes.hasLapsed(identity);
    in.put("validUntil", quote.getValidUntil().toString());
  }

  /** Looks for vehicles by what was typed. */
  public void lookForVehicle() {
    vehicleId = null;
    vehiclesFound =
        vehicleText == null
            ? List.of()
            : vehicles.search(vehicleText, PageRequest.of(0, OFFERED)).items();
  }

  /** Takes one of the vehicles that were found. */
  public void chooseVehicle(VehicleRow row) {
    vehicleId = row.id();
    vehicleText = row.plate();
    vehiclesFound = List.of();
  }

  /** Writes the new quote as a draft. */
  public String write() {
    return once.lead(wording, this::written);
  }

  private String written() {
    Quote[] written = new Quote[1];
    boolean done =
        refusals.attempt(
            "new",
            () ->
                written[0] =
                    quotes.write(
                        new QuoteData(
                            orderId == null ? vehicleId : null,
                            orderId,
                            in.text("wantedWork"),
                            in.day("validUntil"),
                            List.of())));
    return done ? "quote?faces-redirect=true&id=" + written[0].getId() : null;
  }

  /** Looks for parts by what was typed. */
  public void lookForPart() {
    goods.setPartId(null);
    found =
        partText == null ? List.of() : parts.search(partText, PageRequest.of(0, OFFERED)).items();
  }

  /** Takes one of the parts that were found. */
  public void choose(PartRow row) {
    goods.setPartId(row.id());
    partText = row.number() + " · " + row.name();
    found = List.of();
  }

  /** Adds the line of labour. */
  public String addLabour() {
    return add("labour", labour);
  }

  /** Adds the line of the part that was chosen. */
  public String addPart() {
    return add("goods", goods);
  }

  /** Adds the line of work that is bought outside. */
  public String addOutside() {
    return add("outside", outside);
  }

  private String add(String form, LineFields line) {
    return change(form, () -> quotes.addLine(id, line.data(), line.getFindingId()));
  }

  public String removeLine(long line) {
    return change("lines", () -> quotes.removeLine(id, line));
  }

  public String prolong() {
    return change("days", () -> quotes.prolong(id, quote.getVersion(), in.day("validUntil")));
  }

  /** Sends it: the page shows the link once, and reading it again sends nothing. */
  public String send() {
    return change(
        "step",
        () ->
            shownOnce.keep(LINK, LinkToSend.address(request, quotes.send(id, quote.getVersion()))));
  }

  public String takeBack() {
    return change("step", () -> quotes.takeBack(id));
  }

  public String withdraw() {
    return change("step", () -> quotes.withdraw(id));
  }

  /** Notes what the customer said by word of mouth. */
  public String answer() {
    return change(
        "answer",
        () ->
            quotes.answer(
                id,
                new Answer(
                    in.text("name"),
                    quote.getLines().stream()
                        .map(
                            line ->
                                new LineDecision(
                                    line.getId(), in.choice("line" + line.getId(), Decision.class)))
                        .toList())));
  }

  /** Makes work of what was approved and shows the order. */
  public String order() {
    Long[] order = new Long[1];
    boolean done = refusals.attempt("step", () -> order[0] = quotes.order(id).getId());
    return done ? "order?faces-redirect=true&id=" + order[0] : null;
  }

  private String change(String form, Refusals.Attempt work) {
    return once.lead(
        wording,
        () ->
            refusals.attempt(form, work, () -> read(id))
                ? "quote?faces-redirect=true&id=" + id
                : null);
  }

  /** Returns the step in front: {@code send}, {@code order}, or empty. */
  public String getPrimary() {
    boolean approved =
        quote.getLines().stream().anyMatch(line -> line.getDecision() == Decision.APPROVED);
    return switch (quote.getState()) {
      case DRAFT -> quote.getLines().isEmpty() || lapsed ? "" : "send";
      case ANSWERED -> approved && !lapsed ? "order" : "";
      default -> "";
    };
  }

  public boolean isDraft() {
    return quote.getState() == QuoteState.DRAFT;
  }

  public boolean isSent() {
    return quote.getState() == QuoteState.SENT;
  }

  /** Returns whether an answer of the customer may still be noted. */
  public boolean isToAnswer() {
    return isSent() && !lapsed;
  }

  /** Returns whether its last day may be moved. */
  public boolean isToProlong() {
    return (isDraft() || isSent()) && !lapsed;
  }

  /** Returns whether it may be withdrawn. */
  public boolean isToWithdraw() {
    return isDraft() || isSent() || (lapsed && quote.getState() == QuoteState.ANSWERED);
  }

  public List<Decision> getDecisions() {
    return List.of(Decision.APPROVED, Decision.DECLINED, Decision.DEFERRED);
  }

  /**
   * Returns the text of a message that brings the link, for the address of the phone's own
   * messenger: in the language of the customer, who reads it.
   */
  public String getMessage() {
    Locale theirs = Locale.forLanguageTag(quote.getCustomer().getLanguage().name());
    return LinkToSend.encoded(
        wording.in(theirs, "quote.message", quote.getVehicle().getPlate().number(), link));
  }

  /** Returns the customer's number as messengers want it: digits only. */
  public String getDigits() {
    return LinkToSend.digits(quote.getCustomer().getPhone());
  }

  public Quote getQuote() {
    return quote;
  }

  public Totals getTotals() {
    return totals;
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  public Long getVehicleId() {
    return vehicleId;
  }

  public void setVehicleId(Long vehicleId) {
    if (Visit.begins()) {
      this.vehicleId = vehicleId;
    }
  }

  public Long getOrderId() {
    return orderId;
  }

  public void setOrderId(Long orderId) {
    if (Visit.begins()) {
      this.orderId = orderId;
    }
  }

  public Inputs getIn() {
    return in;
  }

  public LineFields getLabour() {
    return labour;
  }

  public LineFields getGoods() {
    return goods;
  }

  public LineFields getOutside() {
    return outside;
  }

  public List<VehicleRow> getVehiclesFound() {
    return vehiclesFound;
  }

  public List<PartRow> getFound() {
    return found;
  }

  public String getVehicleText() {
    return vehicleText;
  }

  public void setVehicleText(String vehicleText) {
    this.vehicleText = vehicleText;
  }

  public String getPartText() {
    return partText;
  }

  public void setPartText(String partText) {
    this.partText = partText;
  }

  /** Returns the link that was just made; null otherwise. */
  public String getLink() {
    return link;
  }
}
