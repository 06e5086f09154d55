package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.supply.PurchaseOrders;
import tn.ecar.garage.supply.PurchaseRow;
import tn.ecar.garage.supply.Supplier;
import tn.ecar.garage.supply.SupplierData;
import tn.ecar.garage.supply.Suppliers;

/** One supplier with the newest orders. Without id, a new one. */
@Named
@ViewScoped
public class SupplierPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final PageRequest LATEST = new PageRequest(0, 10, null, false);

  private final transient Suppliers suppliers;
  private final transient PurchaseOrders purchases;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private Long id;
  private transient Supplier supplier;
  private transient List<PurchaseRow> latest = List.of();
  private final Inputs in = new Inputs();

  @Inject
  public SupplierPage(
      Suppliers suppliers, PurchaseOrders purchases, Refusals refusals, Wording wording) {
    this.suppliers = suppliers;
    this.purchases = purchases;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected SupplierPage() {
    this(null, null, null, null);
  }

  /** Reads the supplier, or begins a new one. */
  public void begin() throws IOException {
    if (id != null) {
      Visit.to(id, this::read);
    }
  }

  private void read(long identity) {
    supplier = suppliers.find(identity);
    latest = purchases.search(supplier.getName(), null, LATEST).items();
    in.put("name", supplier.getName());
    in.put("phone", supplier.getPhone());
    in.put("email", supplier.getEmail());
    in.put("address", supplier.getAddress());
    in.put("matriculeFiscal", supplier.getMatriculeFiscal());
  }

  /** Adds the supplier, or changes it. */
  public String save() {
    SupplierData data =
        new SupplierData(
            in.text("name"),
            in.text("phone"),
            in.text("email"),
            in.text("address"),
            in.text("matriculeFiscal"));
    Supplier[] saved = new Supplier[1];
    boolean done =
        refusals.attempt(
            "supplier",
            () ->
                saved[0] =
                    id == null
                        ? suppliers.add(data)
                        : suppliers.change(id, supplier.getVersion(), data),
            () -> read(id));
    if (!done) {
      return null;
    }
    wording.tell("saved", saved[0].getName());
    return "supplier?faces-redirect=true&id=" + saved[0].getId();
  }

  /** Takes the supplier out of the lists. */
  public String archive() {
    return refusals.attempt("archive", () -> suppliers.archive(id))
        ? "suppliers?faces-redirect=true"
        : null;
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  public Supplier getSupplier() {
    return supplier;
  }

  public List<PurchaseRow> getLatest() {
    return latest;
  }

  public Inputs getIn() {
    return in;
  }
}
