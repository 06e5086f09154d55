package tn.ecar.garage.part;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import tn.ecar.garage.NotAllowed;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.Caller;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.persistence.Lists;

/** Lists parts and moves their stock. */
@ApplicationScoped
@Transactional
public class Parts {
  private static final String KIND = "part";
  private static final Map<String, String> SORTS =
      Map.of("number", "p.number", "name", "p.name", "onHand", "p.onHand", "price", "p.price");

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Caller caller;

  @Inject
  public Parts(EntityManager em, Clock clock, AuditLog audit, Caller caller) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.caller = caller;
  }

  /** For the container's client proxy. */
  protected Parts() {
    this(null, null, null, null);
  }

  /**
   * Lists a new part, with nothing on hand.
   *
   * @throws RuleViolation if a value breaks its form
   * @throws tn.ecar.garage.Conflict if the number or the barcode is taken
   */
  public Part add(PartData data) {
    Part part = new Part(data);
    em.persist(part);
    audit.record("part.added", KIND, part.getId(), null, part.toString());
    Changes.flush(em);
    return part;
  }

  /**
   * Changes a part's particulars and price.
   *
   * @param version the version that was read; null to change whatever stands there now
   */
  public Part change(long id, Integer version, PartData data) {
    Part part = find(id);
    Changes.requireVersion(KIND, part.getNumber(), version, part.getVersion());
    String before = part.toString();
    part.change(data);
    audit.record("part.changed", KIND, id, before, part.toString());
    Changes.flush(em);
    return part;
  }

  /**
   * Changes a part's particulars as {@link #change} does; price and taxes are the manager's.
   *
   * @throws NotAllowed if price or taxes would be others
   */
  public Part describe(long id, Integer version, PartData data) {
    Part part = find(id);
    Money price = part.getPrice();
    TaxClass taxClass = part.getTaxClass();
    boolean fodec = part.isFodec();
    change(id, version, data);
    if (!price.equals(part.getPrice())
        || taxClass != part.getTaxClass()
        || fodec != part.isFodec()) {
      throw new NotAllowed("Only a manager sets the price and the taxes of a listed part.");
    }
    return part;
  }

  /**
   * Moves stock under the part's row lock.
   *
   * @param quantity positive to the shelf, negative from it
   * @param reference order or delivery note; may be null
   * @throws RuleViolation if it is zero, goes the other way than its reason says, or there is not
   *     so much on the shelf
   */
  public StockMovement move(
      long id, Quantity quantity, StockMovement.Reason reason, String reference) {
    if (quantity.isZero()) {
      throw new RuleViolation("quantity", quantity, "A movement moves something.");
    }
    if (!reason.fits(quantity)) {
      throw new RuleViolation(
          "quantity",
          quantity,
          "What is received or returned comes to the shelf, what is used or lost goes from it.");
    }
    Part part = locked(id);
    String before = part.getOnHand().toString();
    part.move(quantity);
    StockMovement movement =
        new StockMovement(
            part,
            quantity,
            reason,
            Texts.optional("reference", reference, 60),
            clock.instant(),
            caller.name());
    em.persist(movement);
    audit.record("part.moved", KIND, id, before, part.getOnHand() + " (" + reason + ")");
    Changes.flush(em);
    return movement;
  }

  /** Returns the part with its row locked, as it stands now. */
  Part locked(long id) {
    Part part = em.find(Part.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (part == null) {
      throw new NotFound(KIND, id);
    }
    return part;
  }

  /**
   * Returns the part.
   *
   * @throws NotFound if there is none
   */
  public Part find(long id) {
    Part part = em.find(Part.class, id);
    if (part == null) {
      throw new NotFound(KIND, id);
    }
    return part;
  }

  /** Returns the movements of a part, newest first. */
  public Page<StockMovement> movements(long id, PageRequest page) {
    return Lists.of(em, StockMovement.class, "select m", " from StockMovement m")
        .where("m.part.id = :id", "id", id)
        .sorted(Map.of("at", "m.at"), "m.at desc, m.id desc", "m.id")
        .page(page);
  }

  /**
   * Returns parts whose number, barcode, name or supplier contains the text; all of them if it is
   * blank. Sorted by number, or by {@code number}, {@code name}, {@code onHand}, {@code price}. Two
   * statements at most.
   */
  public Page<PartRow> search(String text, PageRequest page) {
    return search(text, false, page);
  }

  /**
   * Returns parts as {@link #search(String, PageRequest)} does.
   *
   * @param low true for only those at or below their reorder point
   */
  public Page<PartRow> search(String text, boolean low, PageRequest page) {
    String select =
        "select new tn.ecar.garage.part.PartRow(p.id, p.number, p.name, p.unit, p.onHand,"
            + " p.reorderPoint, p.price)";
    Lists<PartRow> list = Lists.of(em, PartRow.class, select, " from Part p");
    if (low) {
      list.where("p.onHand <= p.reorderPoint");
    }
    if (!Texts.isBlank(text)) {
      list.where(
              "lower(p.number) like :text escape '!' or lower(p.name) like :text escape '!' or"
                  + " p.barcode like :text escape '!' or lower(p.supplier) like :text escape '!'")
          .with("text", Texts.contains(text));
    }
    return list.sorted(SORTS, "p.number", "p.id").page(page);
  }
}
