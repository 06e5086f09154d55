package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.customer.CustomerRow;
import tn.ecar.garage.customer.Customers;

/** The list of customers. */
@Named
@RequestScoped
public class CustomersPage extends SearchedList<CustomerRow> {
  private final Customers customers;

  @Inject
  public CustomersPage(Customers customers) {
    this.customers = customers;
  }

  /** For the container's client proxy. */
  protected CustomersPage() {
    this(null);
  }

  @Override
  protected Page<CustomerRow> page(PageRequest wanted) {
    return customers.search(getText(), wanted);
  }
}
