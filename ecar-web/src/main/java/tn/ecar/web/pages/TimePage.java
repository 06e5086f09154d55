package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.staff.StaffAccounts;
import tn.ecar.garage.timeclock.TimeClock;
import tn.ecar.garage.timeclock.TimeEntry;

/** One stretch of work on an order, which the manager puts right when a clock was forgotten. */
@Named
@ViewScoped
public class TimePage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient TimeClock clock;
  private final transient WorkOrders orders;
  private final transient StaffAccounts accounts;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private Long id;
  private Integer version;
  private Long orderId;
  private String technician;
  private String orderNumber;
  private final Inputs in = new Inputs();

  @Inject
  public TimePage(
      TimeClock clock,
      WorkOrders orders,
      StaffAccounts accounts,
      Refusals refusals,
      Wording wording) {
    this.clock = clock;
    this.orders = orders;
    this.accounts = accounts;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected TimePage() {
    this(null, null, null, null, null);
  }

  /** Reads the stretch of work. */
  public void begin() throws IOException {
    Visit.to(id, this::read);
  }

  private void read(long identity) {
    TimeEntry entry = clock.find(identity);
    version = entry.getVersion();
    WorkOrder order = orders.find(entry.getOrderId());
    orderId = order.getId();
    orderNumber = order.getNumber();
    technician = accounts.find(entry.getTechnicianId()).getName();
    in.put("startedAt", entry.getStartedAt());
    in.put("stoppedAt", entry.getStoppedAt());
  }

  /** Puts it right and goes back to the order. */
  public String correct() {
    boolean done =
        refusals.attempt(
            "time",
            () ->
                clock.correct(
                    id, version, in.moment("startedAt"), in.moment("stoppedAt"), in.text("reason")),
            () -> read(id));
    if (done) {
      wording.tell("saved", orderNumber);
    }
    return done ? "order?faces-redirect=true&id=" + orderId : null;
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  public Long getOrderId() {
    return orderId;
  }

  public String getOrderNumber() {
    return orderNumber;
  }

  public String getTechnician() {
    return technician;
  }

  public Inputs getIn() {
    return in;
  }
}
