package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.Invoices;

/** One invoice, as it was issued. */
@Named
@ViewScoped
public class InvoicePage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Invoices invoices;
  private Long id;
  private transient Invoice invoice;

  @Inject
  public InvoicePage(Invoices invoices) {
    this.invoices = invoices;
  }

  /** For the container's client proxy. */
  protected InvoicePage() {
    this(null);
  }

  /** Reads the invoice. */
  public void begin() throws IOException {
    Visit.to(id, identity -> invoice = invoices.find(identity));
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    this.id = id;
  }

  public Invoice getInvoice() {
    return invoice;
  }
}
