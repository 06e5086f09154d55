package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.appointment.AppointmentRow;
import tn.ecar.garage.appointment.Appointments;
import tn.ecar.garage.invoice.InvoiceRow;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.quote.QuoteRow;
import tn.ecar.garage.quote.Quotes;
import tn.ecar.garage.supply.PurchaseOrders;
import tn.ecar.garage.supply.ReorderRow;

/**
 * What the workshop has before it today: who comes, what stands open, and what waits for somebody.
 * A technician sees their own work and nothing of money.
 */
@Named
@RequestScoped
public class TodayPage {
  private static final PageRequest FIRST = PageRequest.of(0, 5);

  private final OpenWork work;
  private final Appointments appointments;
  private final Quotes quotes;
  private final Invoices invoices;
  private final PurchaseOrders purchases;
  private final Clock clock;
  private final Staff staff;
  private final OwnWork ownWork;
  private List<AppointmentRow> expected;
  private Page<QuoteRow> approvals;
  private Page<InvoiceRow> overdue;
  private List<ReorderRow> low;

  @Inject
  public TodayPage(
      OpenWork work,
      Appointments appointments,
      Quotes quotes,
      Invoices invoices,
      PurchaseOrders purchases,
      Clock clock,
      Staff staff,
      OwnWork ownWork) {
    this.work = work;
    this.appointments = appointments;
    this.quotes = quotes;
    this.invoices = invoices;
    this.purchases = purchases;
    this.clock = clock;
    this.staff = staff;
    this.ownWork = ownWork;
  }

  /** For the container's client proxy. */
  protected TodayPage() {
    this(null, null, null, null, null, null, null, null);
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

  /** Returns the appointments of today, by time. */
  public List<AppointmentRow> getExpected() {
    if (expected == null) {
      Long own = ownWork.technicianId();
      expected =
          appointments.today().stream()
              .filter(row -> own == null || own.equals(row.technicianId()))
              .toList();
    }
    return expected;
  }

  /** Returns the states in which something stands open, the nearest to its end first. */
  public List<OrderState> getStates() {
    return OpenWork.NEAREST_FIRST.stream().filter(state -> !in(state).isEmpty()).toList();
  }

  /** Returns the open orders in a state, the newest first. */
  public List<OrderRow> in(OrderState state) {
    return work.in(state);
  }

  /** Returns how many orders stand open, also those the page has no room for. */
  public long getOpenCount() {
    return work.total();
  }

  /** Returns the orders whose promise is over or nearly so, the most urgent first. */
  public List<OrderRow> getInDanger() {
    return work.rows().stream()
        .filter(row -> row.inDanger(work.soon()))
        .sorted(Comparator.comparing(OrderRow::promisedAt))
        .toList();
  }

  /** Returns the oldest quotes that wait for their customer's answer. */
  public Page<QuoteRow> getApprovals() {
    if (approvals == null) {
      approvals = quotes.waiting(FIRST);
    }
    return approvals;
  }

  /** Returns the oldest invoices that should have been paid. */
  public Page<InvoiceRow> getOverdue() {
    if (overdue == null) {
      overdue = invoices.overdue(FIRST);
    }
    return overdue;
  }

  /** Returns the parts that are to be ordered. */
  public List<ReorderRow> getLow() {
    if (low == null) {
      low = purchases.toOrder();
    }
    return low;
  }

  /** Returns the first of the parts that are to be ordered. */
  public List<ReorderRow> getFirstLow() {
    return getLow().stream().limit(FIRST.size()).toList();
  }
}
