package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.Vehicles;

/** One customer with vehicles and latest orders; a new one while there is no identity. */
@Named
@ViewScoped
public class CustomerPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LATEST = 15;

  private final transient Customers customers;
  private final transient Vehicles vehicles;
  private final transient OrderList orders;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private final Once once = new Once();
  private Long id;
  private Integer version;
  private CustomerFields fields = new CustomerFields();
  private transient Customer customer;
  private transient List<Vehicle> owned = List.of();
  private transient List<OrderRow> latest = List.of();

  @Inject
  public CustomerPage(
      Customers customers,
      Vehicles vehicles,
      OrderList orders,
      Refusals refusals,
      Wording wording) {
    this.customers = customers;
    this.vehicles = vehicles;
    this.orders = orders;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected CustomerPage() {
    this(null, null, null, null, null);
  }

  /** Reads the customer, unless a new one is to be received. */
  public void begin() throws IOException {
    if (id != null) {
      Visit.to(id, this::read);
    }
  }

  private void read(long identity) {
    customer = customers.find(identity);
    version = customer.getVersion();
    fields = CustomerFields.of(customer);
    owned = vehicles.ofCustomer(identity);
    latest =
        orders
            .search(new OrderQuery(null, Set.of(), null, null, identity), PageRequest.of(0, LATEST))
            .items();
  }

  /** Receives or changes the customer. */
  public String save() {
    return once.lead(wording, this::kept);
  }

  private String kept() {
    Customer[] saved = new Customer[1];
    if (!refusals.attempt("customer", () -> saved[0] = saved(), () -> read(id))) {
      return null;
    }
    wording.tell("saved", saved[0].getName());
    return "customer?faces-redirect=true&id=" + saved[0].getId();
  }

  private Customer saved() {
    return id == null
        ? customers.receive(fields.data())
        : customers.change(id, version, fields.data());
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  /** Returns the customer, or null while a new one is typed. */
  public Customer getCustomer() {
    return customer;
  }

  public CustomerFields getFields() {
    return fields;
  }

  public List<Vehicle> getOwned() {
    return owned;
  }

  public List<OrderRow> getLatest() {
    return latest;
  }

  public Customer.Kind[] getKinds() {
    return Customer.Kind.values();
  }

  public Customer.Language[] getLanguages() {
    return Customer.Language.values();
  }
}
