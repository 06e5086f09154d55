package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.CustomerLinks;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.Vehicles;

/** One customer with vehicles and latest orders; a new one while there is no identity. */
@Named
@ViewScoped
public class CustomerPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LATEST = 15;
  private static final int USUAL_DAYS = 30;
  private static final String LINK = "customer.link";

  private final transient Customers customers;
  private final transient Vehicles vehicles;
  private final transient OrderList orders;
  private final transient CustomerLinks links;
  private final transient ShownOnce shownOnce;
  private final transient HttpServletRequest request;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private final Once once = new Once();
  private Long id;
  private Integer version;
  private CustomerFields fields = new CustomerFields();
  private Integer days = USUAL_DAYS;
  private String link;
  private LocalDate linkUntil;
  private transient Customer customer;
  private transient List<Vehicle> owned = List.of();
  private transient List<OrderRow> latest = List.of();

  @Inject
  public CustomerPage(
      Customers customers,
      Vehicles vehicles,
      OrderList orders,
      CustomerLinks links,
      ShownOnce shownOnce,
      HttpServletRequest request,
      Refusals refusals,
      Wording wording) {
    this.customers = customers;
    this.vehicles = vehicles;
    this.orders = orders;
    this.links = links;
    this.shownOnce = shownOnce;
    this.request = request;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected CustomerPage() {
    this(null, null, null, null, null, null, null, null);
  }

  /** Reads the customer, unless a new one is to be received. */
  public void begin() throws IOException {
    if (id != null) {
      Visit.to(id, this::read);
      link = shownOnce.take(LINK);
    }
  }

  private void read(long identity) {
    customer = customers.find(identity);
    version = customer.getVersion();
    fields = CustomerFields.of(customer);
    linkUntil = links.lastDay(identity).orElse(null);
    owned = vehicles.ofCustomer(identity);
    latest =
        orders
            .search(new OrderQuery(null, Set.of(), null, null, identity), PageRequest.of(0, LATEST))
            .items();
  }

  /** Receives or changes the customer. */
  public String save() {
    return once.lead(wording, this::kept);
  }

  private String kept() {
    Customer[] saved = new Customer[1];
    if (!refusals.attempt("customer", () -> saved[0] = saved(), () -> read(id))) {
      return null;
    }
    wording.tell("saved", saved[0].getName());
    return "customer?faces-redirect=true&id=" + saved[0].getId();
  }

  /** Takes the customer out of the lists. */
  public String archive() {
    return once.lead(
        wording,
        () -> {
          if (!refusals.attempt("archive", () -> customers.archive(id))) {
            return null;
          }
          wording.tell("saved", customer.getName());
          return "customers?faces-redirect=true";
        });
  }

  /** Signs the link of everything that is theirs: it is shown once, and ends the one before. */
  public String sign() {
    return change(
        "sign",
        () -> {
          if (days == null) {
            throw new RuleViolation("days", null, "This field must not be empty.");
          }
          shownOnce.keep(LINK, LinkToSend.address(request, links.sign(id, days).token()));
        });
  }

  /** Makes void whatever link the customer has. */
  public String revoke() {
    return change(
        "revocation",
        () -> {
          links.revoke(id);
          wording.tell("customer.link.revoked");
        });
  }

  private String change(String form, Refusals.Attempt work) {
    return once.lead(
        wording,
        () -> refusals.attempt(form, work) ? "customer?faces-redirect=true&id=" + id : null);
  }

  private Customer saved() {
    return id == null
        ? customers.receive(fields.data())
        : customers.change(id, version, fields.data());
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  /** Returns the customer, or null while a new one is typed. */
  public Customer getCustomer() {
    return customer;
  }

  /** Returns the link that was just signed; null otherwise. */
  public String getLink() {
    return link;
  }

  /** Returns the last day of the link that is open; null if there is none. */
  public LocalDate getLinkUntil() {
    return linkUntil;
  }

  /** Returns the text of a message that brings the link, in the language of who reads it. */
  public String getMessage() {
    Locale theirs = Locale.forLanguageTag(customer.getLanguage().name());
    return LinkToSend.encoded(wording.in(theirs, "customer.link.message", link));
  }

  /** Returns the customer's number as messengers want it. */
  public String getDigits() {
    return LinkToSend.digits(customer.getPhone());
  }

  public Integer getDays() {
    return days;
  }

  public void setDays(Integer days) {
    this.days = days;
  }

  public CustomerFields getFields() {
    return fields;
  }

  public List<Vehicle> getOwned() {
    return owned;
  }

  public List<OrderRow> getLatest() {
    return latest;
  }

  public Customer.Kind[] getKinds() {
    return Customer.Kind.values();
  }

  public Customer.Language[] getLanguages() {
    return Customer.Language.values();
  }
}
