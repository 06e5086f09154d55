package tn.ecar.garage.supply;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Map;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.customer.Phone;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.persistence.Lists;

/** Keeps the suppliers. */
@ApplicationScoped
@Transactional
public class Suppliers {
  private static final String KIND = "supplier";

  private static final Map<String, String> SORTS = Map.of("name", "s.name");

  private final EntityManager em;
  private final AuditLog audit;

  @Inject
  public Suppliers(EntityManager em, AuditLog audit) {
    this.em = em;
    this.audit = audit;
  }

  /** For the container's client proxy. */
  protected Suppliers() {
    this(null, null);
  }

  /**
   * Notes a supplier.
   *
   * @throws tn.ecar.garage.RuleViolation if a value breaks its form
   * @throws tn.ecar.garage.Conflict if an active supplier has the name
   */
  public Supplier add(SupplierData data) {
    Supplier supplier = new Supplier(data);
    em.persist(supplier);
    audit.record("supplier.added", KIND, supplier.getId(), null, supplier.toString());
    Changes.flush(em);
    return supplier;
  }

  /**
   * Changes a supplier's particulars.
   *
   * @param version the version that was read; null to change whatever stands there now
   */
  public Supplier change(long id, Integer version, SupplierData data) {
    Supplier supplier = find(id);
    Changes.requireVersion(KIND, supplier.getName(), version, supplier.getVersion());
    String before = supplier.toString();
    supplier.change(data);
    audit.record("supplier.changed", KIND, id, before, supplier.toString());
    Changes.flush(em);
    return supplier;
  }

  /** Archives a supplier: nothing more is ordered there, its orders stay. */
  public void archive(long id) {
    Supplier supplier = find(id);
    String before = supplier.toString();
    supplier.archive();
    audit.record("supplier.archived", KIND, id, before, supplier.toString());
    Changes.flush(em);
  }

  /**
   * Returns the supplier.
   *
   * @throws NotFound if there is none
   */
  public Supplier find(long id) {
    Supplier supplier = em.find(Supplier.class, id);
    if (supplier == null) {
      throw new NotFound(KIND, id);
    }
    return supplier;
  }

  /**
   * Returns active suppliers whose name, phone or e-mail contains the text; all of them if it is
   * blank. Sorted by name. Two statements.
   */
  public Page<SupplierRow> search(String text, PageRequest page) {
    String select = "select new tn.ecar.garage.supply.SupplierRow(s.id, s.name, s.phone, s.email)";
    Lists<SupplierRow> list =
        Lists.of(em, SupplierRow.class, select, " from Supplier s").where("s.active = true");
    if (!Texts.isBlank(text)) {
      list.where(
              "lower(s.name) like :text escape '!' or s.phone like :phone escape '!' or"
                  + " lower(s.email) like :text escape '!'")
          .with("text", Texts.contains(text))
          .with("phone", Phone.pattern(text));
    }
    return list.sorted(SORTS, "s.name", "s.id").page(page);
  }
}
