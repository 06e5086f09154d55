package tn.ecar.garage.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.money.TaxRates;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.outbox.Outbox;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.staff.StaffAccounts;
import tn.ecar.garage.upkeep.Upkeep;
import tn.ecar.garage.vehicle.OdometerReading.Source;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * Opens work orders, fills them, and takes them through their states. Every change locks the
 * order's row first.
 */
@ApplicationScoped
@Transactional
public class WorkOrders {
  private static final String KIND = "order";

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Vehicles vehicles;
  private final Parts parts;
  private final StaffAccounts staff;
  private final TaxRates rates;
  private final Upkeep upkeep;
  private final Outbox outbox;
  private final OrderStock stock;

  @Inject
  public WorkOrders(
      EntityManager em,
      Clock clock,
      AuditLog audit,
      Vehicles vehicles,
      Parts parts,
      StaffAccounts staff,
      TaxRates rates,
      Upkeep upkeep,
      Outbox outbox) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.vehicles = vehicles;
    this.parts = parts;
    this.staff = staff;
    this.rates = rates;
    this.upkeep = upkeep;
    this.outbox = outbox;
    this.stock = new OrderStock(parts);
  }

  /** For the container's client proxy. */
  protected WorkOrders() {
    this(null, null, null, null, null, null, null, null, null);
  }

  /**
   * Opens an order as a draft and notes the reading at reception.
   *
   * @throws RuleViolation if the vehicle or the complaint is missing, the reading is lower than the
   *     newest one, or who shall work on it is no technician
   */
  public WorkOrder open(OpenOrder request) {
    if (request.vehicleId() == null) {
      throw new RuleViolation("vehicleId", null, "An order is for a vehicle.");
    }
    Vehicle vehicle = vehicles.find(request.vehicleId());
    if (request.odometerKm() != null) {
      vehicle =
          vehicles.readOdometer(vehicle.getId(), request.odometerKm(), Source.RECEPTION, null);
    }
    WorkOrder order =
        new WorkOrder(
            nextNumber(), vehicle, request.complaint(), request.odometerKm(), clock.instant());
    if (request.technicianId() != null) {
      order.assign(technician("technicianId", request.technicianId()));
    }
    em.persist(order);
    audit.record("order.opened", KIND, order.getId(), null, OrderState.DRAFT.name());
    Changes.flush(em);
    return order;
  }

  /**
   * Adds a line.
   *
   * @return the order with the line
   * @throws Conflict if the order has been invoiced
   * @throws RuleViolation if a value breaks its rule, or lines do not change in the order's state
   */
  public WorkOrder addLine(long id, LineData data) {
    return addLine(id, data, null);
  }

  /**
   * Adds a line as {@link #addLine(long, LineData)} does.
   *
   * @param findingId the finding whose work it is, which is open again when the line is removed;
   *     may be null
   */
  public WorkOrder addLine(long id, LineData data, Long findingId) {
    WorkOrder order = locked(id);
    requireNotInvoiced(order);
    Part part = data.partId() == null ? null : parts.find(data.partId());
    WorkOrderLine line = order.add(data, part);
    line.mends(findingId);
    audit.record("order.line-added", KIND, id, null, line.toString());
    Changes.flush(em);
    return order;
  }

  /**
   * Removes a line; what had left the shelf for it goes back, and a finding that no other line of
   * the order mends is open again.
   */
  public WorkOrder removeLine(long id, long lineId) {
    WorkOrder order = locked(id);
    requireNotInvoiced(order);
    WorkOrderLine line = order.remove(lineId);
    stock.giveBack(line);
    audit.record("order.line-removed", KIND, id, line.toString(), null);
    Long finding = line.getFindingId();
    if (finding != null
        && order.getLines().stream().noneMatch(l -> finding.equals(l.getFindingId()))) {
      reopenFindings(order, " and f.id = " + finding);
    }
    Changes.flush(em);
    return order;
  }

  /**
   * Notes what was found, what was done and the reading when it was done, all of it or nothing. The
   * reading reaches the vehicle when the order becomes ready.
   *
   * @param version the version that was read; null to decide on whatever stands there now
   * @param cause null or blank empties the field
   * @param correction null or blank empties the field
   * @param odometerKm null leaves the reading that was noted before
   * @throws RuleViolation if the order is closed, a text too long, or the reading lower than the
   *     vehicle's
   * @throws Conflict if the order was changed meanwhile
   */
  public WorkOrder describe(
      long id, Integer version, String cause, String correction, Integer odometerKm) {
    return described(locked(id, version), cause, correction, odometerKm);
  }

  /**
   * Notes it as {@link #describe(long, Integer, String, String, Integer)} does, on an order that
   * was read: that its lines changed meanwhile is no conflict.
   */
  public WorkOrder describe(WorkOrder read, String cause, String correction, Integer odometerKm) {
    return described(lockedApartFromLines(read), cause, correction, odometerKm);
  }

  private WorkOrder described(
      WorkOrder order, String cause, String correction, Integer odometerKm) {
    if (odometerKm != null && !odometerKm.equals(order.getOdometerOut())) {
      noteOdometer(order, odometerKm);
    }
    order.describe(cause, correction);
    Changes.flush(em);
    return order;
  }

  private static void noteOdometer(WorkOrder order, int km) {
    Integer known = order.getVehicle().getOdometerKm();
    if (km < 0 || (known != null && km < known)) {
      throw new RuleViolation(
          "odometerKm",
          km,
          "The odometer showed " + known + " km already: a reading is not lower.");
    }
    order.odometerOut(km);
  }

  /**
   * Gives the whole order a discount in percent, 0 to 100.
   *
   * @param version the version that was read; null to decide on whatever stands there now
   */
  public WorkOrder discount(long id, Integer version, BigDecimal percent) {
    WorkOrder order = locked(id, version);
    requireNotInvoiced(order);
    String before = order.getDiscountPercent().toPlainString();
    order.discount(percent);
    audit.record("order.discount", KIND, id, before, percent.toPlainString());
    Changes.flush(em);
    return order;
  }

  /**
   * Sets who works on the order beside its technician; an empty list takes all helpers back.
   *
   * @param version the version that was read; null to decide on whatever stands there now
   * @throws NotFound if one of them is not known
   * @throws RuleViolation if one of them is no technician
   */
  public WorkOrder helpedBy(long id, Integer version, Collection<Long> helperIds) {
    WorkOrder order = locked(id, version);
    String before = names(order.getHelpers());
    List<StaffAccount> helpers = new ArrayList<>();
    for (long helperId : new TreeSet<>(helperIds)) {
      helpers.add(technician("helpers", helperId));
    }
    order.helpedBy(helpers);
    String after = names(order.getHelpers());
    if (!Objects.equals(before, after)) {
      audit.record("order.helped", KIND, id, before, after);
    }
    Changes.flush(em);
    return order;
  }

  private StaffAccount technician(String field, long id) {
    StaffAccount technician = staff.find(id);
    if (!technician.isTechnician()) {
      throw new RuleViolation(
          field, technician.getName(), "This member of the staff is no technician.");
    }
    return technician;
  }

  private static String names(List<StaffAccount> staff) {
    return staff.isEmpty()
        ? null
        : staff.stream().map(StaffAccount::getName).collect(Collectors.joining(", "));
  }

  /**
   * Says who works on the order, all of it or nothing: the technician, and who helps.
   *
   * @param read the order as it was read
   * @param technicianId null takes the assignment back
   * @throws RuleViolation if a helper is no technician
   * @throws Conflict if something else than its lines was changed meanwhile
   */
  public WorkOrder staff(WorkOrder read, Long technicianId, Collection<Long> helperIds) {
    lockedApartFromLines(read);
    assign(read.getId(), null, technicianId);
    return helpedBy(read.getId(), null, helperIds);
  }

  /**
   * Assigns a technician; null takes the assignment back.
   *
   * @param version the version that was read; null to decide on whatever stands there now
   * @throws NotFound if they are not known
   * @throws RuleViolation if they are no technician
   */
  public WorkOrder assign(long id, Integer version, Long technicianId) {
    WorkOrder order = locked(id, version);
    String before = order.getTechnician() == null ? null : order.getTechnician().getName();
    StaffAccount technician =
        technicianId == null ? null : technician("technicianId", technicianId);
    order.assign(technician);
    audit.record(
        "order.assigned", KIND, id, before, technician == null ? null : technician.getName());
    Changes.flush(em);
    return order;
  }

  /**
   * Notes when the customer comes back for the vehicle; null takes the promise back.
   *
   * @throws RuleViolation if the moment is over or the order done
   */
  public WorkOrder promise(long id, Instant at) {
    WorkOrder order = locked(id);
    if (!order.getState().isOpen()) {
      throw new RuleViolation("promisedAt", at, "The order is done: nothing is promised any more.");
    }
    Instant before = order.getPromisedAt();
    if (!Objects.equals(before, at)) {
      order.promise(at, clock.instant());
      audit.record("order.promised", KIND, id, text(before), text(at));
      Changes.flush(em);
    }
    return order;
  }

  private static String text(Instant moment) {
    return moment == null ? null : moment.toString();
  }

  /**
   * Takes a step of the state table. When the order becomes ready, its parts leave the shelf, the
   * odometer is raised, what it serves is noted and the next services are predicted; when it is
   * cancelled, its parts go back and what it was ready with before is not served.
   *
   * @param version the version that was read; null to decide on whatever stands there now
   * @param reason needed where {@link OrderState#needsReason} says so
   * @throws RuleViolation if the step is not in the table, needs a reason, or a part is not on the
   *     shelf
   * @throws Conflict if the order was changed meanwhile, or is taken back after its invoice
   */
  public WorkOrder transition(long id, Integer version, OrderState to, String reason) {
    WorkOrder order = locked(id, version);
    OrderState from = order.getState();
    if (from == OrderState.READY && to == OrderState.IN_PROGRESS) {
      requireNotInvoiced(order);
    }
    order.transition(to, Texts.optional("reason", reason, 300), clock.instant());
    if (to == OrderState.READY) {
      stock.take(order);
      raiseOdometer(order);
      upkeep.finished(id, order.getVehicle());
      outbox.ready(id, order.getVehicle().getPlate().number(), order.getCustomer());
    }
    if (to == OrderState.CANCELLED) {
      stock.giveBack(order);
      reopenFindings(order, "");
      upkeep.cancelled(id, order.getVehicle());
    }
    if (from == OrderState.IN_PROGRESS || from == OrderState.QUALITY_CHECK) {
      stopClocks(order);
    }
    String after = Texts.isBlank(reason) ? to.name() : to + ": " + reason.strip();
    audit.record("order.transition", KIND, id, from.name(), after);
    Changes.flush(em);
    return order;
  }

  private void raiseOdometer(WorkOrder order) {
    Integer km = order.getOdometerOut();
    Integer known = order.getVehicle().getOdometerKm();
    if (km != null && (known == null || km > known)) {
      vehicles.readOdometer(order.getVehicle().getId(), km, Source.WORKSHOP, null);
    }
  }

  /**
   * Returns the order with customer, vehicle, technician, lines, parts and helpers. Two statements.
   *
   * @throws NotFound if there is none
   */
  public WorkOrder find(long id) {
    return em
        .createQuery(
            "select o from WorkOrder o join fetch o.customer join fetch o.vehicle left join fetch"
                + " o.technician where o.id = :id",
            WorkOrder.class)
        // JPQL's own fetch of a fetched row's relation would still read part by part.
        .setHint("eclipselink.left-join-fetch", "o.lines.part")
        .setParameter("id", id)
        .getResultList()
        .stream()
        .findFirst()
        .map(WorkOrders::withHelpers)
        .orElseThrow(() -> new NotFound(KIND, id));
  }

  /** Reads them now: who shows the order has no transaction any more. */
  private static WorkOrder withHelpers(WorkOrder order) {
    order.getHelpers();
    return order;
  }

  /** Returns the order's sums at the rates of today: a preview until the invoice is issued. */
  public Totals totals(long id) {
    return find(id).totals(rates.on(LocalDate.now(clock)));
  }

  /** Nobody works on an order that waits or is done: a clock that still runs ends with the step. */
  private void stopClocks(WorkOrder order) {
    // The clocks of two nodes may differ by a moment.
    em.createNativeQuery(
            "update time_entry set stopped_at = greatest(started_at, ?1), version = version + 1"
                + " where work_order_id = ?2 and stopped_at is null")
        .setParameter(1, Timestamp.from(clock.instant()))
        .setParameter(2, order.getId())
        .executeUpdate();
  }

  /** What an order was to put right and does not is still wrong. */
  private void reopenFindings(WorkOrder order, String which) {
    em.createQuery(
            "update Finding f set f.state = tn.ecar.garage.finding.Finding.State.OPEN,"
                + " f.resolvedById = null, f.closedAt = null where f.resolvedById = :order"
                + which)
        .setParameter("order", order.getId())
        .executeUpdate();
  }

  /**
   * Returns whether work that a customer wants may join an order, whose row is locked for it: it is
   * theirs, still open and has no invoice.
   */
  public boolean takesWorkOf(long customerId, long id) {
    return takesWorkOf(customerId, locked(id));
  }

  /** The same for who only shows it: its row is not locked, and it may have changed when read. */
  public boolean seemsToTakeWorkOf(long customerId, long id) {
    return takesWorkOf(customerId, find(id));
  }

  private boolean takesWorkOf(long customerId, WorkOrder order) {
    return order.getCustomer().getId() == customerId
        && order.getState().isOpen()
        && invoiceOf(order).isEmpty();
  }

  private Optional<String> invoiceOf(WorkOrder order) {
    return em.createQuery("select i.number from Invoice i where i.orderId = :order", String.class)
        .setParameter("order", order.getId())
        .getResultStream()
        .findFirst();
  }

  /** The invoice is a copy of the order: once it is issued, the two may not part. */
  private void requireNotInvoiced(WorkOrder order) {
    invoiceOf(order)
        .ifPresent(
            number -> {
              throw new Conflict(
                  "Order "
                      + order.getNumber()
                      + " has been invoiced as "
                      + number
                      + " and changes no more: issue a credit note, or open another order.",
                  number);
            });
  }

  private WorkOrder locked(long id, Integer version) {
    WorkOrder order = locked(id);
    Changes.requireVersion(KIND, order.getNumber(), version, order.getVersion());
    return order;
  }

  private WorkOrder lockedApartFromLines(WorkOrder read) {
    WorkOrder order = locked(read.getId());
    Changes.requireVersion(
        KIND, order.getNumber(), read.versionApartFromLines(), order.versionApartFromLines());
    return order;
  }

  /** Returns the order with its row locked, as it stands now. */
  WorkOrder locked(long id) {
    WorkOrder order = em.find(WorkOrder.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (order == null) {
      throw new NotFound(KIND, id);
    }
    return order;
  }

  private String nextNumber() {
    Number drawn =
        (Number) em.createNativeQuery("select nextval('work_order_number')").getSingleResult();
    return String.format(Locale.ROOT, "OT-%06d", drawn.longValue());
  }
}
