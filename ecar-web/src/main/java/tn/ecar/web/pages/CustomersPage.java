package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.customer.CustomerRow;
import tn.ecar.garage.customer.Customers;

/** The list of customers. */
@Named
@ViewScoped
public class CustomersPage extends SearchedList<CustomerRow> {
  private static final long serialVersionUID = 1L;

  private final transient Customers customers;

  @Inject
  public CustomersPage(Customers customers) {
    this.customers = customers;
  }

  /** For the container's client proxy. */
  protected CustomersPage() {
    this(null);
  }

  @Override
  Page<CustomerRow> page(PageRequest wanted) {
    return customers.search(getText(), wanted);
  }
}
