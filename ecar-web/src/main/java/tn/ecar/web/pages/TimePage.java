package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
  private Instant startedAt;
  private Instant stoppedAt;
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
    startedAt = entry.getStartedAt();
    stoppedAt = entry.getStoppedAt();
    in.put("startedAt", startedAt);
    in.put("stoppedAt", stoppedAt);
  }

  /** Puts it right and goes back to the order. */
  public String correct() {
    Instant start = meant("startedAt", startedAt);
    boolean done =
        refusals.attempt(
            "time",
            () ->
                clock.correct(
                    id,
                    version,
                    start,
                    notBefore(start, meant("stoppedAt", stoppedAt)),
                    in.text("reason")),
            () -> read(id));
    if (done) {
      wording.tell("saved", orderNumber);
    }
    return done ? "order?faces-redirect=true&id=" + orderId : null;
  }

  /**
   * An input shows minutes: what was left as it stood keeps its seconds, or it would reach into the
   * stretch before that ended in the same minute.
   */
  private Instant meant(String input, Instant stands) {
    Instant typed = in.moment(input);
    boolean left =
        typed != null && stands != null && typed.equals(stands.truncatedTo(ChronoUnit.MINUTES));
    return left ? stands : typed;
  }

  /**
   * A stretch that ends in the minute in which it began, and as far as is typed before, is empty.
   */
  private static Instant notBefore(Instant start, Instant stop) {
    boolean within =
        start != null && stop != null && stop.equals(start.truncatedTo(ChronoUnit.MINUTES));
    return within ? start : stop;
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
