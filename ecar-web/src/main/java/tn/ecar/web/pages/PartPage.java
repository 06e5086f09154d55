package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.part.StockMovement;

/** One part: what it is, how much there is, and how it came and went. Without id, a new one. */
@Named
@ViewScoped
public class PartPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final PageRequest LATEST = new PageRequest(0, 25, null, false);

  private final transient Parts parts;
  private final transient Refusals refusals;
  private final transient Wording wording;
  private final transient Staff staff;

  private Long id;
  private transient Part part;
  private transient List<StockMovement> movements = List.of();
  private final Inputs in = new Inputs();
  private final Once once = new Once();

  @Inject
  public PartPage(Parts parts, Refusals refusals, Wording wording, Staff staff) {
    this.parts = parts;
    this.refusals = refusals;
    this.wording = wording;
    this.staff = staff;
  }

  /** For the container's client proxy. */
  protected PartPage() {
    this(null, null, null, null);
  }

  /** Reads the part, or begins a new one. */
  public void begin() throws IOException {
    if (id == null && staff.isSupply()) {
      in.put("unit", wording.of("part.unit.usual"));
      in.put("taxClass", TaxClass.STANDARD.name());
      in.put("reorderPoint", BigDecimal.ZERO);
    } else {
      Visit.to(id, this::read);
    }
  }

  private void read(long identity) {
    part = parts.find(identity);
    movements = parts.movements(identity, LATEST).items();
    in.put("number", part.getNumber());
    in.put("barcode", part.getBarcode());
    in.put("name", part.getName());
    in.put("unit", part.getUnit());
    in.put("reorderPoint", part.getReorderPoint().value());
    in.put("price", part.getPrice().amount());
    in.put("taxClass", part.getTaxClass().name());
    in.put("fodec", part.isFodec());
    in.put("supplier", part.getSupplier());
  }

  /** Adds the part, or changes it. */
  public String save() throws IOException {
    if (!staff.isSupply()) {
      Visit.refuse("part");
      return null;
    }
    PartData data =
        new PartData(
            in.text("number"),
            in.text("barcode"),
            in.text("name"),
            in.text("unit"),
            in.decimal("reorderPoint"),
            isPriced() ? in.decimal("price") : part.getPrice().amount(),
            isPriced() ? in.choice("taxClass", TaxClass.class) : part.getTaxClass(),
            isPriced() ? in.ticked("fodec") : part.isFodec(),
            in.text("supplier"));
    return once.lead(wording, () -> saved(data));
  }

  private String saved(PartData data) {
    Part[] saved = new Part[1];
    boolean done =
        refusals.attempt(
            "part",
            () ->
                saved[0] = id == null ? parts.add(data) : parts.change(id, part.getVersion(), data),
            () -> read(id));
    return done ? again(saved[0]) : null;
  }

  /** Posts a movement: goods come in, get lost, or come back. */
  public String move() throws IOException {
    if (!staff.isSupply()) {
      Visit.refuse("movement");
      return null;
    }
    return once.lead(wording, this::moved);
  }

  private String moved() {
    boolean done =
        refusals.attempt(
            "moving",
            () -> {
              StockMovement.Reason reason = in.choice("movement", StockMovement.Reason.class);
              BigDecimal typed = in.decimal("quantity");
              if (typed == null) {
                throw new RuleViolation("quantity", null, "A quantity is missing.");
              }
              Quantity quantity = Quantity.positive(typed);
              parts.move(
                  id,
                  reason == StockMovement.Reason.LOSS ? quantity.negated() : quantity,
                  reason,
                  in.text("reference"));
            });
    return done ? again(part) : null;
  }

  private String again(Part saved) {
    wording.tell("saved", saved.getName());
    return "part?faces-redirect=true&id=" + saved.getId();
  }

  /** Returns what somebody may post by hand; the rest is posted by orders and counts. */
  public List<String> getReasons() {
    return List.of(
        StockMovement.Reason.RECEIPT.name(),
        StockMovement.Reason.RETURNED.name(),
        StockMovement.Reason.LOSS.name());
  }

  public List<String> getTaxClasses() {
    return Stream.of(TaxClass.values()).map(Enum::name).toList();
  }

  /** Returns whether price and taxes are theirs to set: of a part that is kept, the manager's. */
  public boolean isPriced() {
    return id == null || staff.isManager();
  }

  /** Returns whether it is time to order more. */
  public boolean isLow() {
    return part.getOnHand().compareTo(part.getReorderPoint()) <= 0;
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  public Part getPart() {
    return part;
  }

  public List<StockMovement> getMovements() {
    return movements;
  }

  public Inputs getIn() {
    return in;
  }
}
