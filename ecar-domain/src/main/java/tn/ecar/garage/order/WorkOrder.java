package tn.ecar.garage.order;

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
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.money.Rates;
import tn.ecar.garage.money.TaxCalculation;
import tn.ecar.garage.money.TaxedLine;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.vehicle.Vehicle;

/**
 * What a workshop does to one vehicle at one visit. It opens as a draft with the customer's
 * complaint, is agreed on, worked on, checked, handed over; {@link OrderState} says what may follow
 * what. Its invoice is issued once the work is done, and is another document.
 */
@Entity
@Table(name = "work_order")
public class WorkOrder {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "work_order_id")
  @SequenceGenerator(name = "work_order_id", sequenceName = "work_order_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  @Column(name = "order_number")
  private String number;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "customer_id")
  private Customer customer;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "vehicle_id")
  private Vehicle vehicle;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "technician_id")
  private StaffAccount technician;

  @ManyToMany
  @JoinTable(
      name = "work_order_helper",
      joinColumns = @JoinColumn(name = "order_id"),
      inverseJoinColumns = @JoinColumn(name = "staff_id"))
  @OrderBy("name")
  private List<StaffAccount> helpers = new ArrayList<>();

  private String complaint;
  private String cause;
  private String correction;

  @Enumerated(EnumType.STRING)
  private OrderState state = OrderState.DRAFT;

  @Column(name = "odometer_in")
  private Integer odometerIn;

  @Column(name = "odometer_out")
  private Integer odometerOut;

  @Column(name = "discount_percent")
  private BigDecimal discountPercent = BigDecimal.ZERO;

  @Column(name = "opened_at")
  private Instant openedAt;

  @Column(name = "promised_at")
  private Instant promisedAt;

  @Column(name = "state_since")
  private Instant stateSince;

  @Column(name = "lines_version")
  private int linesVersion;

  @OneToMany(mappedBy = "order", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("position")
  private List<WorkOrderLine> lines = new ArrayList<>();

  /** For the persistence provider. */
  protected WorkOrder() {}

  /**
   * Opens an order as a draft for the vehicle's present owner.
   *
   * @throws RuleViolation if the complaint is missing
   */
  WorkOrder(String number, Vehicle vehicle, String complaint, Integer odometerIn, Instant now) {
    this.number = number;
    this.vehicle = vehicle;
    this.customer = vehicle.getCustomer();
    this.complaint = Texts.required("complaint", complaint, 500);
    this.odometerIn = odometerIn;
    this.openedAt = now;
    this.stateSince = now;
  }

  /** Adds a line; refused once the work is agreed on and not under way, or done. */
  WorkOrderLine add(LineData data, Part part) {
    requireChangeable();
    int position = lines.stream().mapToInt(WorkOrderLine::getPosition).max().orElse(0) + 1;
    WorkOrderLine line = new WorkOrderLine(this, position, data, part);
    lines.add(line);
    linesVersion++;
    return line;
  }

  WorkOrderLine remove(long lineId) {
    requireChangeable();
    WorkOrderLine line =
        lines.stream()
            .filter(candidate -> candidate.getId() == lineId)
            .findFirst()
            .orElseThrow(() -> new NotFound("line", lineId));
    lines.remove(line);
    linesVersion++;
    return line;
  }

  private void requireChangeable() {
    if (!state.linesMayChange()) {
      throw new RuleViolation(
          "state",
          state,
          "Lines change in a draft or while work is under way: take the order back first.");
    }
  }

  /**
   * Takes a step of the state table.
   *
   * @throws RuleViolation if the step is not in the table, needs a reason, or there is nothing to
   *     do
   */
  void transition(OrderState to, String reason, Instant now) {
    if (to == null || !state.mayBecome(to)) {
      throw new RuleViolation(
          "state", to, "From " + state + " an order may become " + state.next() + ".");
    }
    if (state.needsReason(to) && Texts.isBlank(reason)) {
      throw new RuleViolation(
          "reason", reason, "The step from " + state + " to " + to + " needs a reason.");
    }
    if (to == OrderState.QUALITY_CHECK && lines.isEmpty()) {
      throw new RuleViolation(
          "lines",
          "",
          "An order without lines has nothing to check: add what was done, or cancel it.");
    }
    state = to;
    stateSince = now;
  }

  /** Whoever helped so far and answers for it now helps no more. */
  void assign(StaffAccount newTechnician) {
    technician = newTechnician;
    helpers.remove(newTechnician);
  }

  /** Sets who works on it beside the technician; the technician themselves is left out. */
  void helpedBy(Collection<StaffAccount> newHelpers) {
    helpers.clear();
    newHelpers.stream()
        .filter(helper -> technician == null || !helper.getId().equals(technician.getId()))
        .forEach(helpers::add);
  }

  void describe(String newCause, String newCorrection) {
    if (!state.isOpen()) {
      throw new RuleViolation(
          "state", state, "What was found and done is told while the order is open.");
    }
    String checkedCause = Texts.optional("cause", newCause, 500);
    correction = Texts.optional("correction", newCorrection, 500);
    cause = checkedCause;
  }

  void discount(BigDecimal percent) {
    requireChangeable();
    TaxCalculation.checkPercent("discountPercent", percent);
    discountPercent = percent;
  }

  void odometerOut(int km) {
    odometerOut = km;
  }

  /** Returns the order's sums at these rates; a preview until the invoice is issued. */
  public Totals totals(Rates rates) {
    List<TaxedLine> taxed = lines.stream().map(WorkOrderLine::taxed).toList();
    return new TaxCalculation(rates).of(taxed, discountPercent);
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  /**
   * Returns a version that stays as it is while only lines are added and removed: each time that
   * counts once in both.
   */
  int versionApartFromLines() {
    return version - linesVersion;
  }

  /** Returns the order's number, for example {@code OT-000123}. */
  public String getNumber() {
    return number;
  }

  public Customer getCustomer() {
    return customer;
  }

  public Vehicle getVehicle() {
    return vehicle;
  }

  /** Returns who answers for the work, or null while nobody is assigned. */
  public StaffAccount getTechnician() {
    return technician;
  }

  /** Returns who works on it beside the technician, by name; never null. */
  public List<StaffAccount> getHelpers() {
    return List.copyOf(helpers);
  }

  /** Returns whether this member of the staff is its technician or helps. */
  public boolean isWorkedOnBy(long staffId) {
    return (technician != null && technician.getId() == staffId)
        || helpers.stream().anyMatch(helper -> helper.getId() == staffId);
  }

  /** Returns what the customer complained of. */
  public String getComplaint() {
    return complaint;
  }

  /** Returns what was found, or null. */
  public String getCause() {
    return cause;
  }

  /** Returns what was done, or null. */
  public String getCorrection() {
    return correction;
  }

  public OrderState getState() {
    return state;
  }

  /** Returns the reading at reception in km, or null. */
  public Integer getOdometerIn() {
    return odometerIn;
  }

  /** Returns the reading when the work was done in km, or null. */
  public Integer getOdometerOut() {
    return odometerOut;
  }

  /** Returns the document's discount in percent, 0 to 100. */
  public BigDecimal getDiscountPercent() {
    return discountPercent;
  }

  /** Returns when the customer comes back for the vehicle; null if nothing was promised. */
  public Instant getPromisedAt() {
    return promisedAt;
  }

  /**
   * Promises the vehicle for a moment; null takes the promise back.
   *
   * @throws RuleViolation if the moment is over
   */
  final void promise(Instant at, Instant now) {
    if (at != null && at.isBefore(now)) {
      throw new RuleViolation("promisedAt", at, "A promise is not made for the past.");
    }
    promisedAt = at;
  }

  public Instant getOpenedAt() {
    return openedAt;
  }

  /** Returns since when the order is in its state. */
  public Instant getStateSince() {
    return stateSince;
  }

  /** Returns the lines by position; a copy. */
  public List<WorkOrderLine> getLines() {
    return lines.stream().sorted(Comparator.comparing(WorkOrderLine::getPosition)).toList();
  }
}
