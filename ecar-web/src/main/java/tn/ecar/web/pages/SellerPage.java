package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.invoice.Seller;

/** The garage as it signs its documents. */
@Named
@ViewScoped
public class SellerPage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Invoices invoices;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private Integer version;
  private final Inputs in = new Inputs();

  @Inject
  public SellerPage(Invoices invoices, Refusals refusals, Wording wording) {
    this.invoices = invoices;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected SellerPage() {
    this(null, null, null);
  }

  /** Reads the particulars. */
  public void begin() {
    Seller seller = invoices.seller();
    version = seller.getVersion();
    in.put("name", seller.getName());
    in.put("address", seller.getAddress());
    in.put("town", seller.getTown());
    in.put("matriculeFiscal", seller.getMatriculeFiscal());
    in.put("phone", seller.getPhone());
    in.put("paymentDays", seller.getPaymentDays());
    in.put("timbre", seller.isCreditNoteTimbre());
    in.put(
        "eInvoicesFrom",
        seller.getEInvoiceFrom() == null ? null : seller.getEInvoiceFrom().toString());
  }

  /** Changes the particulars; documents issued before keep theirs. */
  public String save() {
    boolean done =
        refusals.attempt(
            "seller",
            () ->
                invoices.changeSeller(
                    version,
                    new Invoices.SellerData(
                        in.text("name"),
                        in.text("address"),
                        in.text("town"),
                        in.text("matriculeFiscal"),
                        in.text("phone"),
                        in.ticked("timbre"),
                        in.day("eInvoicesFrom"),
                        in.whole("paymentDays"))),
            this::begin);
    if (done) {
      wording.tell("saved", in.text("name"));
    }
    return done ? "seller?faces-redirect=true" : null;
  }

  public Inputs getIn() {
    return in;
  }
}
