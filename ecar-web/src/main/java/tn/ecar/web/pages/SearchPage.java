package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.customer.CustomerRow;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.invoice.InvoiceRow;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.part.PartRow;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.vehicle.VehicleRow;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * The search that is reached from every page: the first few of each kind of thing, of those the
 * role may see.
 */
@Named
@RequestScoped
public class SearchPage {
  private static final int SHOWN = 5;
  private static final int LONGEST_TEXT = 100;
  private static final PageRequest FIRST = PageRequest.of(0, SHOWN);

  private final Customers customers;
  private final Vehicles vehicles;
  private final OrderList orders;
  private final Invoices invoices;
  private final Parts parts;
  private final Staff staff;
  private final OwnWork ownWork;
  private final Map<Place, List<?>> found = new HashMap<>();

  @Inject
  public SearchPage(
      Customers customers,
      Vehicles vehicles,
      OrderList orders,
      Invoices invoices,
      Parts parts,
      Staff staff,
      OwnWork ownWork) {
    this.customers = customers;
    this.vehicles = vehicles;
    this.orders = orders;
    this.invoices = invoices;
    this.parts = parts;
    this.staff = staff;
    this.ownWork = ownWork;
  }

  /** For the container's client proxy. */
  protected SearchPage() {
    this(null, null, null, null, null, null, null);
  }

  /** Returns what is searched for; empty for nothing. */
  public String getText() {
    String text =
        FacesContext.getCurrentInstance().getExternalContext().getRequestParameterMap().get("q");
    String stripped = text == null ? "" : text.strip();
    return stripped.length() > LONGEST_TEXT ? stripped.substring(0, LONGEST_TEXT) : stripped;
  }

  @SuppressWarnings("unchecked") // each place is asked for by one method alone
  private <T> List<T> of(Place place, Supplier<Page<T>> search) {
    return (List<T>)
        found.computeIfAbsent(
            place,
            asked ->
                getText().isEmpty() || !staff.mayOpen(asked) ? List.of() : search.get().items());
  }

  public List<VehicleRow> getVehicles() {
    return of(Place.VEHICLES, () -> vehicles.search(getText(), FIRST));
  }

  public List<CustomerRow> getCustomers() {
    return of(Place.CUSTOMERS, () -> customers.search(getText(), FIRST));
  }

  /** Returns the orders; for a technician their own. */
  public List<OrderRow> getOrders() {
    return of(
        Place.ORDERS,
        () ->
            orders.search(
                new OrderQuery(getText(), Set.of(), ownWork.technicianId(), null, null), FIRST));
  }

  public List<InvoiceRow> getInvoices() {
    return of(Place.INVOICES, () -> invoices.search(getText(), FIRST));
  }

  public List<PartRow> getParts() {
    return of(Place.PARTS, () -> parts.search(getText(), FIRST));
  }

  /** Returns true if nothing of any kind was found. */
  public boolean isEmpty() {
    return Stream.of(getVehicles(), getCustomers(), getOrders(), getInvoices(), getParts())
        .allMatch(List::isEmpty);
  }
}
