package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.invoice.InvoiceRow;
import tn.ecar.garage.invoice.Invoices;

/** The list of invoices. */
@Named
@ViewScoped
public class InvoicesPage extends SearchedList<InvoiceRow> {
  private static final long serialVersionUID = 1L;

  private final transient Invoices invoices;

  @Inject
  public InvoicesPage(Invoices invoices) {
    this.invoices = invoices;
  }

  /** For the container's client proxy. */
  protected InvoicesPage() {
    this(null);
  }

  @Override
  Page<InvoiceRow> page(PageRequest wanted) {
    return invoices.search(getText(), wanted);
  }
}
