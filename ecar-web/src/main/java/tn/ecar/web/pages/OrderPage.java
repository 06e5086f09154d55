package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tn.ecar.garage.audit.AuditEntry;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.order.OrderDuties;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrderLine;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.staff.StaffAccounts;

/**
 * One work order from its first line to its invoice. Of the steps the state table allows, the one
 * towards delivery is offered in front; the others stand behind it. Every change shows the page
 * anew, so that going back never sends one twice. Its lines are {@link OrderLines}.
 */
@Named
@ViewScoped
public class OrderPage implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The way of an order when nothing comes in between. */
  private static final List<OrderState> ROAD =
      List.of(
          OrderState.DRAFT,
          OrderState.ESTIMATED,
          OrderState.APPROVED,
          OrderState.IN_PROGRESS,
          OrderState.QUALITY_CHECK,
          OrderState.READY,
          OrderState.DELIVERED);

  private static final Map<OrderState, OrderState> BACK_TO_ROAD =
      Map.of(
          OrderState.WAITING_PARTS, OrderState.IN_PROGRESS,
          OrderState.WAITING_APPROVAL, OrderState.IN_PROGRESS);

  private final transient WorkOrders orders;
  private final transient OrderDuties duties;
  private final transient Invoices invoices;
  private final transient Preview preview;
  private final transient StaffAccounts staff;
  private final transient AuditLog audit;
  private final transient Refusals refusals;
  private final transient Wording wording;
  private final transient OwnWork ownWork;

  private final Once once = new Once();
  private Long id;
  private transient WorkOrder order;
  private transient Totals totals;
  private transient Invoice invoice;
  private transient List<AuditEntry> history = List.of();
  private transient List<StaffAccount> technicians;
  private OrderState step;
  private String reason;
  private String cause;
  private String correction;
  private Integer odometerKm;
  private Long technicianId;
  private ArrayList<Long> helperIds = new ArrayList<>();
  private Instant promisedAt;

  @Inject
  public OrderPage(
      WorkOrders orders,
      OrderDuties duties,
      Invoices invoices,
      Preview preview,
      StaffAccounts staff,
      AuditLog audit,
      Refusals refusals,
      Wording wording,
      OwnWork ownWork) {
    this.orders = orders;
    this.duties = duties;
    this.invoices = invoices;
    this.preview = preview;
    this.staff = staff;
    this.audit = audit;
    this.refusals = refusals;
    this.wording = wording;
    this.ownWork = ownWork;
  }

  /** For the container's client proxy. */
  protected OrderPage() {
    this(null, null, null, null, null, null, null, null, null);
  }

  /** Reads the order with its lines, sums, invoice and history. */
  public void begin() throws IOException {
    Visit.to(id, this::read);
  }

  private void read(long identity) {
    order = ownWork.requireVisible(orders.find(identity));
    totals = preview.of(order);
    invoice = invoices.ofOrder(identity).orElse(null);
    history = audit.of("order", identity);
    cause = order.getCause();
    correction = order.getCorrection();
    odometerKm = order.getOdometerOut();
    promisedAt = order.getPromisedAt();
    technicianId = order.getTechnician() == null ? null : order.getTechnician().getId();
    helperIds = new ArrayList<>(order.getHelpers().stream().map(StaffAccount::getId).toList());
  }

  /** Takes the step in front. */
  public String advance() throws IOException {
    OrderState to = getPrimary();
    return change(
        "advance", () -> duties.transition(ownWork.duty(), id, order.getVersion(), to, reason));
  }

  /** Takes one of the other steps. */
  public String takeStep() throws IOException {
    return change(
        "other", () -> duties.transition(ownWork.duty(), id, order.getVersion(), step, reason));
  }

  /** Notes what was found and done. */
  public String describe() throws IOException {
    return change("work", () -> orders.describe(order, cause, correction, odometerKm));
  }

  /** Says who works on it. */
  public String assign() throws IOException {
    return change("assignment", () -> orders.staff(order, technicianId, helperIds));
  }

  /** Notes when the customer comes back. */
  public String promise() throws IOException {
    return change("assignment", () -> orders.promise(id, promisedAt));
  }

  /** Issues the invoice and shows it; when another one was faster, shows theirs. */
  public String issue() throws IOException {
    Invoice[] issued = new Invoice[1];
    if (!attempt("advance", () -> issued[0] = invoices.issue(id), () -> {})) {
      invoice = invoices.ofOrder(id).orElse(null);
      return null;
    }
    wording.tell("invoice.issued", issued[0].getNumber());
    return "invoice?faces-redirect=true&id=" + issued[0].getId();
  }

  private String change(String form, Refusals.Attempt work) throws IOException {
    return change(form, work, () -> {});
  }

  /**
   * Changes the order by one of the forms of its page and shows it anew.
   *
   * @param reread reads what the form shows beside the order, when somebody else was faster
   */
  public String change(String form, Refusals.Attempt work, Refusals.Attempt reread)
      throws IOException {
    return once.lead(
        wording, () -> attempt(form, work, reread) ? "order?faces-redirect=true&id=" + id : null);
  }

  private boolean attempt(String form, Refusals.Attempt work, Refusals.Attempt reread)
      throws IOException {
    boolean[] done = new boolean[1];
    Visit.to(
        id,
        identity -> {
          ownWork.requireOwn(identity);
          done[0] =
              refusals.attempt(
                  form,
                  work,
                  () -> {
                    read(identity);
                    reread.run();
                  });
        });
    return done[0];
  }

  /** Returns the states of the straight road, for showing how far the order is. */
  public List<OrderState> getRoad() {
    return ROAD;
  }

  /** Returns true if the order has this state of the road behind it or stands there. */
  public boolean hasReached(OrderState state) {
    OrderState onRoad = BACK_TO_ROAD.getOrDefault(order.getState(), order.getState());
    return ROAD.indexOf(state) <= ROAD.indexOf(onRoad);
  }

  /** Returns the step towards delivery that may be taken now, or null. */
  public OrderState getPrimary() {
    OrderState now = order.getState();
    return Optional.ofNullable(BACK_TO_ROAD.get(now))
        .or(() -> following(now))
        .filter(ownWork.duty().next(now)::contains)
        .orElse(null);
  }

  private static Optional<OrderState> following(OrderState now) {
    int place = ROAD.indexOf(now);
    return place < 0 || place + 1 == ROAD.size()
        ? Optional.empty()
        : Optional.of(ROAD.get(place + 1));
  }

  /** Returns the other steps that may be taken now. */
  public List<OrderState> getOthers() {
    OrderState primary = getPrimary();
    return ownWork.duty().next(order.getState()).stream()
        .filter(state -> state != primary)
        .toList();
  }

  /** Returns true if the person may take the line out now. */
  public boolean mayRemove(WorkOrderLine line) {
    return order.getState().linesMayChange() && ownWork.duty().mayRemove(line);
  }

  /** Returns true while the invoice is to be issued: it comes before the keys are handed over. */
  public boolean isToInvoice() {
    return invoice == null && order.getState().mayBeInvoiced();
  }

  public List<StaffAccount> getTechnicians() {
    if (technicians == null) {
      technicians = staff.technicians();
    }
    return technicians;
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  public WorkOrder getOrder() {
    return order;
  }

  public Totals getTotals() {
    return totals;
  }

  /** Returns the order's invoice, or null. */
  public Invoice getInvoice() {
    return invoice;
  }

  public List<AuditEntry> getHistory() {
    return history;
  }

  public OrderState getStep() {
    return step;
  }

  public void setStep(OrderState step) {
    this.step = step;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }

  public String getCause() {
    return cause;
  }

  public void setCause(String cause) {
    this.cause = cause;
  }

  public String getCorrection() {
    return correction;
  }

  public void setCorrection(String correction) {
    this.correction = correction;
  }

  public Integer getOdometerKm() {
    return odometerKm;
  }

  public void setOdometerKm(Integer odometerKm) {
    this.odometerKm = odometerKm;
  }

  public Instant getPromisedAt() {
    return promisedAt;
  }

  public void setPromisedAt(Instant promisedAt) {
    this.promisedAt = promisedAt;
  }

  public Long getTechnicianId() {
    return technicianId;
  }

  public void setTechnicianId(Long technicianId) {
    this.technicianId = technicianId;
  }

  /** Returns who helps; the list that the page's boxes fill. */
  public List<Long> getHelperIds() {
    return helperIds;
  }

  public void setHelperIds(List<Long> helperIds) {
    this.helperIds = new ArrayList<>(helperIds);
  }
}
