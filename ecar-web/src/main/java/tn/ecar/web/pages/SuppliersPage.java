package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.supply.SupplierRow;
import tn.ecar.garage.supply.Suppliers;

/** The list of suppliers. */
@Named
@RequestScoped
public class SuppliersPage extends SearchedList<SupplierRow> {
  private final Suppliers suppliers;

  @Inject
  public SuppliersPage(Suppliers suppliers) {
    this.suppliers = suppliers;
  }

  /** For the container's client proxy. */
  protected SuppliersPage() {
    this(null);
  }

  @Override
  protected Page<SupplierRow> page(PageRequest wanted) {
    return suppliers.search(getText(), wanted);
  }
}
