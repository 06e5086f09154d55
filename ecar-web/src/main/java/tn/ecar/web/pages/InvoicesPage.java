package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.invoice.InvoiceRow;
import tn.ecar.garage.invoice.Invoices;

/** The list of invoices: all of them, or those with something left to pay or to refund. */
@Named
@RequestScoped
public class InvoicesPage extends SearchedList<InvoiceRow> {
  private final Invoices invoices;

  @Inject
  public InvoicesPage(Invoices invoices) {
    this.invoices = invoices;
  }

  /** For the container's client proxy. */
  protected InvoicesPage() {
    this(null);
  }

  @Override
  protected Page<InvoiceRow> page(PageRequest wanted) {
    return invoices.search(getText(), isOpen(), wanted);
  }

  @Override
  protected List<String> filters() {
    return List.of("open");
  }

  public boolean isOpen() {
    return param("open").equals("true");
  }
}
