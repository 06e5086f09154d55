package tn.ecar.garage.customer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.persistence.Lists;

/** Receives, changes, finds and archives customers. */
@ApplicationScoped
@Transactional
public class Customers {
  private static final Map<String, String> SORTS =
      Map.of("name", "c.name", "town", "c.town", "phone", "c.phone", "id", "c.id");

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;

  @Inject
  public Customers(EntityManager em, Clock clock, AuditLog audit) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
  }

  /** For the container's client proxy. */
  protected Customers() {
    this(null, null, null);
  }

  /**
   * Receives a new customer.
   *
   * @throws tn.ecar.garage.RuleViolation if a value breaks its form
   */
  public Customer receive(CustomerData data) {
    Customer customer = new Customer(data, clock.instant());
    em.persist(customer);
    audit.record("customer.received", "customer", customer.getId(), null, customer.toString());
    Changes.flush(em);
    return customer;
  }

  /**
   * Changes a customer.
   *
   * @param version the version that was read; null to change whatever stands there now
   * @throws tn.ecar.garage.Conflict if somebody changed the customer meanwhile
   */
  public Customer change(long id, Integer version, CustomerData data) {
    Customer customer = find(id);
    Changes.requireVersion("customer", customer.getName(), version, customer.getVersion());
    String before = customer.toString();
    customer.change(data);
    audit.record("customer.changed", "customer", id, before, customer.toString());
    Changes.flush(em);
    return customer;
  }

  /** Archives a customer: out of the lists, while documents and history stay. */
  public void archive(long id) {
    Customer customer = find(id);
    customer.archive();
    audit.record("customer.archived", "customer", id, null, customer.toString());
    Changes.flush(em);
  }

  /**
   * Returns the customer.
   *
   * @throws NotFound if there is none
   */
  public Customer find(long id) {
    Customer customer = em.find(Customer.class, id);
    if (customer == null) {
      throw new NotFound("customer", id);
    }
    return customer;
  }

  /**
   * Returns customers whose name, phone, town, CIN or tax number contains the text; all of them if
   * it is blank. Sorted by name, or by {@code name}, {@code town}, {@code phone}, {@code id}. Two
   * statements at most.
   */
  public Page<CustomerRow> search(String text, PageRequest page) {
    return search(text, false, page);
  }

  /**
   * Returns customers as {@link #search(String, PageRequest)} does.
   *
   * @param archived true for those who are archived, and only them
   */
  public Page<CustomerRow> search(String text, boolean archived, PageRequest page) {
    String select =
        "select new tn.ecar.garage.customer.CustomerRow(c.id, c.kind, c.name, c.phone, c.town,"
            + " (select count(v) from Vehicle v where v.customer = c and v.active = true))";
    Lists<CustomerRow> list =
        Lists.of(em, CustomerRow.class, select, " from Customer c")
            .where(archived ? "c.archived = true" : "c.archived = false");
    if (!Texts.isBlank(text)) {
      list.where(
              "lower(c.name) like :text escape '!' or c.phone like :phone escape '!' or"
                  + " c.secondPhone like :phone escape '!' or lower(c.town) like :text escape '!'"
                  + " or lower(c.matriculeFiscal) like :text escape '!' or c.cin like :phone"
                  + " escape '!'")
          .with("text", Texts.contains(text))
          .with("phone", Phone.pattern(text));
    }
    return list.sorted(SORTS, "c.name", "c.id").page(page);
  }
}
