package tn.ecar.garage.supply;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.Caller;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.part.StockMovement;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.persistence.Lists;

/**
 * Writes purchase orders, sends them and takes their goods in. Every change locks the order's row
 * first and the parts after it, in the order of their identity.
 */
@ApplicationScoped
@Transactional
public class PurchaseOrders {
  /** Orders whose parts are needed for certain and lie on the shelf as far as the books know. */
  private static final Set<OrderState> AGREED =
      EnumSet.of(
          OrderState.APPROVED,
          OrderState.IN_PROGRESS,
          OrderState.WAITING_PARTS,
          OrderState.WAITING_APPROVAL,
          OrderState.QUALITY_CHECK);

  private static final String KIND = "purchase";
  private static final Map<String, String> SORTS =
      Map.of(
          "number", "o.number",
          "supplier", "s.name",
          "state", "o.state",
          "openedAt", "o.openedAt",
          "expectedOn", "o.expectedOn");

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Caller caller;
  private final Suppliers suppliers;
  private final Parts parts;

  @Inject
  public PurchaseOrders(
      EntityManager em,
      Clock clock,
      AuditLog audit,
      Caller caller,
      Suppliers suppliers,
      Parts parts) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.caller = caller;
    this.suppliers = suppliers;
    this.parts = parts;
  }

  /** For the container's client proxy. */
  protected PurchaseOrders() {
    this(null, null, null, null, null, null);
  }

  /**
   * Writes a draft.
   *
   * @throws RuleViolation if the supplier is missing or archived, or a line breaks its rule
   */
  public PurchaseOrder open(PurchaseData data) {
    if (data.supplierId() == null) {
      throw new RuleViolation("supplierId", null, "A purchase order is for a supplier.");
    }
    PurchaseOrder order =
        new PurchaseOrder(nextNumber(), suppliers.find(data.supplierId()), clock.instant());
    order.describe(data.expectedOn(), data.note(), LocalDate.now(clock));
    for (PurchaseData.Line line : data.lines()) {
      add(order, line);
    }
    em.persist(order);
    audit.record("purchase.opened", KIND, order.getId(), null, order.getNumber());
    Changes.flush(em);
    return order;
  }

  private PurchaseLine add(PurchaseOrder order, PurchaseData.Line line) {
    if (line.partId() == null) {
      throw new RuleViolation("partId", null, "A line orders a part.");
    }
    return order.add(parts.find(line.partId()), line);
  }

  /** Changes the expected day and the note of a draft. */
  public PurchaseOrder describe(long id, Integer version, LocalDate expectedOn, String note) {
    PurchaseOrder order = locked(id);
    Changes.requireVersion(KIND, order.getNumber(), version, order.getVersion());
    order.describe(expectedOn, note, LocalDate.now(clock));
    audit.record("purchase.changed", KIND, id, null, order.getNumber());
    Changes.flush(em);
    return order;
  }

  /** Adds a line to a draft. */
  public PurchaseOrder addLine(long id, PurchaseData.Line data) {
    PurchaseOrder order = locked(id);
    PurchaseLine line = add(order, data);
    String what = line.getQuantity() + " of " + line.getPart().getNumber();
    audit.record("purchase.line-added", KIND, id, null, what);
    Changes.flush(em);
    return order;
  }

  /** Removes a line from a draft. */
  public PurchaseOrder removeLine(long id, long lineId) {
    PurchaseOrder order = locked(id);
    PurchaseLine line = order.remove(lineId);
    String what = line.getQuantity() + " of part " + line.getPartId();
    audit.record("purchase.line-removed", KIND, id, what, null);
    Changes.flush(em);
    return order;
  }

  /**
   * Sends, closes or cancels an order.
   *
   * @param reason why the rest will not come; needed to close
   */
  public PurchaseOrder transition(long id, Integer version, PurchaseState to, String reason) {
    PurchaseOrder order = locked(id);
    Changes.requireVersion(KIND, order.getNumber(), version, order.getVersion());
    PurchaseState from = order.getState();
    String why = Texts.optional("reason", reason, 300);
    order.transition(to, why, clock.instant());
    audit.record(
        "purchase.transition", KIND, id, from.name(), why == null ? to.name() : to + ": " + why);
    Changes.flush(em);
    return order;
  }

  /**
   * Takes goods in: each line posts a stock movement, in the same transaction as the receipt.
   *
   * @throws RuleViolation if more comes than is outstanding
   * @throws tn.ecar.garage.Conflict if the delivery note was taken in already, or the order is not
   *     with the supplier
   */
  public GoodsReceipt receive(long id, ReceiptData data) {
    PurchaseOrder order = locked(id);
    requireNew(id, data.deliveryNote());
    order.requireOrdered();
    GoodsReceipt receipt =
        new GoodsReceipt(id, data.deliveryNote(), clock.instant(), caller.name());
    Map<PurchaseLine, Quantity> came = came(order, data);
    for (Map.Entry<PurchaseLine, Quantity> entry : came.entrySet()) {
      entry.getKey().receive(entry.getValue());
      receipt.add(entry.getKey(), entry.getValue());
    }
    em.persist(receipt);
    // Before the parts are locked: a note that another one took in meanwhile is refused here.
    Changes.flush(em);
    String reference = order.getNumber();
    came.forEach(
        (line, quantity) ->
            parts.move(line.getPartId(), quantity, StockMovement.Reason.RECEIPT, reference));
    order.settle(clock.instant());
    audit.record(
        "purchase.received", KIND, id, null, receipt.getDeliveryNote() + ", " + order.getState());
    Changes.flush(em);
    return receipt;
  }

  private void requireNew(long id, String deliveryNote) {
    boolean known =
        !Texts.isBlank(deliveryNote)
            && em.createQuery(
                        "select count(r) from GoodsReceipt r where r.orderId = :id and"
                            + " r.deliveryNote = :note",
                        Long.class)
                    .setParameter("id", id)
                    .setParameter("note", deliveryNote.strip())
                    .getSingleResult()
                > 0;
    if (known) {
      throw new tn.ecar.garage.Conflict(
          "This delivery note was taken in already.", deliveryNote.strip());
    }
  }

  /** What came, by part: parts are locked in the order of their identity. */
  private static Map<PurchaseLine, Quantity> came(PurchaseOrder order, ReceiptData data) {
    Map<PurchaseLine, Quantity> came = new TreeMap<>(Comparator.comparing(PurchaseLine::getPartId));
    for (ReceiptData.Line line : data.lines()) {
      if (line.lineId() == null) {
        throw new RuleViolation("lineId", null, "Say which line came.");
      }
      PurchaseLine ordered = order.line(line.lineId());
      if (came.put(ordered, Quantity.positive(line.quantity())) != null) {
        throw new RuleViolation("lineId", line.lineId(), "A receipt names each line once.");
      }
    }
    if (data.lines().isEmpty()) {
      order.getLines().stream()
          .filter(line -> !line.getOutstanding().isZero())
          .forEach(line -> came.put(line, line.getOutstanding()));
    }
    return came;
  }

  /**
   * Returns the order with supplier, lines and parts, in one statement.
   *
   * @throws NotFound if there is none
   */
  public PurchaseOrder find(long id) {
    return em
        .createQuery(
            "select o from PurchaseOrder o join fetch o.supplier where o.id = :id",
            PurchaseOrder.class)
        // JPQL's own fetch of a fetched row's relation would still read part by part.
        .setHint("eclipselink.left-join-fetch", "o.lines.part")
        .setParameter("id", id)
        .getResultList()
        .stream()
        .findFirst()
        .orElseThrow(() -> new NotFound("purchase order", id));
  }

  /** Returns the receipts of an order with their lines, oldest first; one statement. */
  public List<GoodsReceipt> receipts(long id) {
    return em.createQuery(
            "select distinct r from GoodsReceipt r left join fetch r.lines where r.orderId = :id"
                + " order by r.at, r.id",
            GoodsReceipt.class)
        .setParameter("id", id)
        .getResultList();
  }

  /**
   * Returns the orders whose number or supplier contains the text, newest first, or sorted by
   * {@code number}, {@code supplier}, {@code state}, {@code openedAt}. Two statements.
   *
   * @param state null for every state
   */
  public Page<PurchaseRow> search(String text, PurchaseState state, PageRequest page) {
    String select =
        "select new tn.ecar.garage.supply.PurchaseRow(o.id, o.number, s.name, o.state,"
            + " o.expectedOn, o.openedAt)";
    Lists<PurchaseRow> list =
        Lists.of(em, PurchaseRow.class, select, " from PurchaseOrder o join o.supplier s")
            .where("o.state = :state", "state", state);
    if (!Texts.isBlank(text)) {
      list.where("lower(o.number) like :number escape '!' or lower(s.name) like :text escape '!'")
          .with("number", Texts.containsNumber(text))
          .with("text", Texts.contains(text));
    }
    return list.enumerated("state", PurchaseState.class)
        .sorted(SORTS, "o.openedAt desc", "o.id")
        .page(page);
  }

  /**
   * Returns the parts that are to be ordered: of what is on the shelf and on the way, no more is
   * left than the reorder point once the orders that are agreed on have theirs, or not even that.
   * By supplier and number; one statement.
   */
  public List<ReorderRow> toOrder() {
    String coming =
        "(select coalesce(sum(l.quantity - l.received), 0) from PurchaseLine l where l.part = p and"
            + " l.order.state = tn.ecar.garage.supply.PurchaseState.ORDERED)";
    String listed =
        "(select coalesce(sum(w.quantity - w.taken), 0) from WorkOrderLine w where w.part = p and"
            + " w.order.state in :agreed)";
    String left = "p.onHand + " + coming + " - " + listed;
    return em
        .createQuery(
            "select p.id, p.number, p.name, p.unit, p.supplier, p.onHand, "
                + coming
                + ", "
                + listed
                + ", p.reorderPoint from Part p where (p.reorderPoint > 0 and "
                + left
                + " <= p.reorderPoint) or "
                + left
                + " < 0 order by p.supplier, p.number",
            Object[].class)
        .setParameter("agreed", AGREED)
        .getResultList()
        .stream()
        .map(PurchaseOrders::reorder)
        .toList();
  }

  private static ReorderRow reorder(Object[] row) {
    return new ReorderRow(
        (Long) row[0],
        (String) row[1],
        (String) row[2],
        (String) row[3],
        (String) row[4],
        (java.math.BigDecimal) row[5],
        new java.math.BigDecimal(row[6].toString()),
        new java.math.BigDecimal(row[7].toString()),
        (java.math.BigDecimal) row[8]);
  }

  private PurchaseOrder locked(long id) {
    PurchaseOrder order = em.find(PurchaseOrder.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (order == null) {
      throw new NotFound("purchase order", id);
    }
    return order;
  }

  private String nextNumber() {
    Number drawn =
        (Number) em.createNativeQuery("select nextval('purchase_order_number')").getSingleResult();
    return String.format(Locale.ROOT, "BC-%06d", drawn.longValue());
  }
}
