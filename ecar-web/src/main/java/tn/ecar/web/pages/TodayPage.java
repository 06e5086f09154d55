package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.appointment.AppointmentRow;
import tn.ecar.garage.appointment.Appointments;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrders;

/**
 * What the workshop has before it today: who comes, and what stands open, the nearest to its end
 * first.
 */
@Named
@RequestScoped
public class TodayPage {
  private static final int SHOWN = 200;
  private static final List<OrderState> NEAREST_FIRST =
      List.of(
          OrderState.READY,
          OrderState.QUALITY_CHECK,
          OrderState.IN_PROGRESS,
          OrderState.WAITING_PARTS,
          OrderState.WAITING_APPROVAL,
          OrderState.APPROVED,
          OrderState.ESTIMATED,
          OrderState.DRAFT);
  private static final Set<OrderState> OPEN = EnumSet.copyOf(NEAREST_FIRST);

  private final WorkOrders orders;
  private final Appointments appointments;
  private final Clock clock;
  private final Staff staff;
  private final OwnWork ownWork;
  private Page<OrderRow> open;
  private List<AppointmentRow> expected;

  @Inject
  public TodayPage(
      WorkOrders orders, Appointments appointments, Clock clock, Staff staff, OwnWork ownWork) {
    this.orders = orders;
    this.appointments = appointments;
    this.clock = clock;
    this.staff = staff;
    this.ownWork = ownWork;
  }

  /** For the container's client proxy. */
  protected TodayPage() {
    this(null, null, null, null, null);
  }

  /** Sends those without work in the workshop to their own first page. */
  public void enter() throws IOException {
    if (!staff.isWorkshop()) {
      ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
      external.redirect(external.getRequestContextPath() + staff.getHome());
    }
  }

  public LocalDate getDay() {
    return LocalDate.now(clock);
  }

  public List<AppointmentRow> getExpected() {
    if (expected == null) {
      Long own = ownWork.technicianId();
      String name = own == null ? null : ownWork.name();
      expected =
          appointments.today().stream()
              .filter(row -> name == null || name.equals(row.technician()))
              .toList();
    }
    return expected;
  }

  /** Returns the states in which something stands open, the nearest to its end first. */
  public List<OrderState> getStates() {
    return NEAREST_FIRST.stream().filter(state -> !in(state).isEmpty()).toList();
  }

  /** Returns the open orders in a state, the newest first. */
  public List<OrderRow> in(OrderState state) {
    return open().items().stream().filter(row -> row.state() == state).toList();
  }

  /** Returns how many orders stand open, also those the page has no room for. */
  public long getOpenCount() {
    return open().total();
  }

  private Page<OrderRow> open() {
    if (open == null) {
      OrderQuery wanted = new OrderQuery(null, OPEN, ownWork.technicianId(), null, null);
      open = orders.search(wanted, PageRequest.of(0, SHOWN));
    }
    return open;
  }
}
