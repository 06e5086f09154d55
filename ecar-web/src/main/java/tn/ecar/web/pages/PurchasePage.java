package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.part.PartRow;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.supply.GoodsReceipt;
import tn.ecar.garage.supply.PurchaseData;
import tn.ecar.garage.supply.PurchaseLine;
import tn.ecar.garage.supply.PurchaseOrder;
import tn.ecar.garage.supply.PurchaseOrders;
import tn.ecar.garage.supply.PurchaseState;
import tn.ecar.garage.supply.ReceiptData;
import tn.ecar.garage.supply.SupplierRow;
import tn.ecar.garage.supply.Suppliers;

/**
 * One purchase order: written, sent, received in one part or several. Without id, a new one, with
 * the parts that are to be ordered where that was asked for.
 */
@Named
@ViewScoped
public class PurchasePage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final PageRequest SUPPLIERS = new PageRequest(0, 500, null, false);
  private static final int OFFERED = 6;

  private final transient PurchaseOrders purchases;
  private final transient Suppliers suppliers;
  private final transient Parts parts;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private Long id;
  private transient PurchaseOrder purchase;
  private transient List<GoodsReceipt> receipts = List.of();
  private transient List<SupplierRow> known = List.of();
  private transient List<PartRow> found = List.of();
  private final Inputs in = new Inputs();
  private final Once once = new Once();
  private Long partId;
  private String partText;

  @Inject
  public PurchasePage(
      PurchaseOrders purchases,
      Suppliers suppliers,
      Parts parts,
      Refusals refusals,
      Wording wording) {
    this.purchases = purchases;
    this.suppliers = suppliers;
    this.parts = parts;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected PurchasePage() {
    this(null, null, null, null, null);
  }

  /** Reads the order, or begins a new one. */
  public void begin() throws IOException {
    if (id == null) {
      known = suppliers.search(null, SUPPLIERS).items();
    } else {
      Visit.to(id, this::read);
    }
  }

  private void read(long identity) {
    purchase = purchases.find(identity);
    receipts = purchases.receipts(identity);
    in.put("note", purchase.getNote());
    in.put(
        "expectedOn",
        purchase.getExpectedOn() == null ? null : purchase.getExpectedOn().toString());
    purchase.getLines().forEach(line -> in.put("line" + line.getId(), outstanding(line)));
  }

  private static BigDecimal outstanding(PurchaseLine line) {
    return line.getOutstanding().isZero() ? null : line.getOutstanding().value();
  }

  /** Opens the new order, with the supplier's parts that are to be ordered if that is ticked. */
  public String open() {
    return once.lead(wording, this::opened);
  }

  private String opened() {
    PurchaseOrder[] opened = new PurchaseOrder[1];
    boolean done =
        refusals.attempt(
            "new",
            () ->
                opened[0] =
                    purchases.open(
                        new PurchaseData(
                            in.id("supplierId"),
                            in.day("expectedOn"),
                            in.text("note"),
                            List.of())));
    return done ? "purchase?faces-redirect=true&id=" + opened[0].getId() : null;
  }

  /** Changes when it is expected and its note. */
  public String describe() {
    return change(
        "particulars",
        () -> purchases.describe(id, purchase.getVersion(), in.day("expectedOn"), in.text("note")));
  }

  /** Looks for parts by what was typed. */
  public void lookForPart() {
    partId = null;
    found =
        partText == null ? List.of() : parts.search(partText, PageRequest.of(0, OFFERED)).items();
  }

  /** Takes one of the parts that were found. */
  public void choose(PartRow row) {
    partId = row.id();
    partText = row.number() + " · " + row.name();
    found = List.of();
  }

  public String addLine() {
    return change(
        "goods",
        () ->
            purchases.addLine(
                id, new PurchaseData.Line(partId, in.decimal("quantity"), in.decimal("unitCost"))));
  }

  public String removeLine(long line) {
    return change("lines", () -> purchases.removeLine(id, line));
  }

  public String send() {
    return step(PurchaseState.ORDERED);
  }

  /** Closes or cancels it, with the reason. */
  public String end() {
    return change(
        "ending",
        () ->
            purchases.transition(
                id,
                purchase.getVersion(),
                in.choice("state", PurchaseState.class),
                in.text("reason")));
  }

  private String step(PurchaseState to) {
    return change("step", () -> purchases.transition(id, purchase.getVersion(), to, null));
  }

  /** Takes in what came. */
  public String receive() {
    return change(
        "receipt",
        () -> {
          List<ReceiptData.Line> lines =
              purchase.getLines().stream()
                  .filter(line -> came(line) != null)
                  .map(line -> new ReceiptData.Line(line.getId(), came(line)))
                  .toList();
          if (lines.isEmpty()) {
            throw new RuleViolation("lines", "", "Tell how much came of at least one line.");
          }
          purchases.receive(id, new ReceiptData(in.text("deliveryNote"), lines));
        });
  }

  private BigDecimal came(PurchaseLine line) {
    BigDecimal typed = in.decimal("line" + line.getId());
    return typed == null || typed.signum() == 0 ? null : typed;
  }

  private String change(String form, Refusals.Attempt work) {
    return once.lead(
        wording,
        () -> {
          if (refusals.attempt(form, work, () -> read(id))) {
            wording.tell("saved", purchase.getNumber());
            return "purchase?faces-redirect=true&id=" + id;
          }
          return null;
        });
  }

  public boolean isDraft() {
    return purchase.getState() == PurchaseState.DRAFT;
  }

  public boolean isOrdered() {
    return purchase.getState() == PurchaseState.ORDERED;
  }

  /** Returns the ways in which it may end before all has come. */
  public List<String> getEndings() {
    return purchase.getState().next().stream()
        .filter(to -> to == PurchaseState.CLOSED || to == PurchaseState.CANCELLED)
        .map(Enum::name)
        .toList();
  }

  /** Returns the part of a line of a receipt. */
  public String partOf(Long line) {
    return names().getOrDefault(line, "");
  }

  private Map<Long, String> names() {
    return purchase.getLines().stream()
        .collect(Collectors.toMap(PurchaseLine::getId, line -> line.getPart().getName()));
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  public PurchaseOrder getPurchase() {
    return purchase;
  }

  public List<GoodsReceipt> getReceipts() {
    return receipts;
  }

  public List<SupplierRow> getKnown() {
    return known;
  }

  public List<PartRow> getFound() {
    return found;
  }

  public Inputs getIn() {
    return in;
  }

  public String getPartText() {
    return partText;
  }

  public void setPartText(String partText) {
    this.partText = partText;
  }
}
