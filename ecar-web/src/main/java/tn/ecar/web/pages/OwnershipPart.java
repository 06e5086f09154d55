package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.customer.CustomerRow;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.vehicle.Ownership;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * The part of a vehicle's page that says whose it is and was: it is given to another owner, or
 * retired.
 */
@Named
@ViewScoped
public class OwnershipPart implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int OFFERED = 6;

  private final transient Vehicles vehicles;
  private final transient Customers customers;
  private final transient VehiclePage page;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private final Once once = new Once();
  private String customerText;
  private Long customerId;
  private transient List<CustomerRow> found = List.of();
  private transient List<Ownership> owners;

  @Inject
  public OwnershipPart(
      Vehicles vehicles,
      Customers customers,
      VehiclePage page,
      Refusals refusals,
      Wording wording) {
    this.vehicles = vehicles;
    this.customers = customers;
    this.page = page;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected OwnershipPart() {
    this(null, null, null, null, null);
  }

  /** Looks for customers by what was typed. */
  public void lookFor() {
    customerId = null;
    found =
        customerText == null
            ? List.of()
            : customers.search(customerText, PageRequest.of(0, OFFERED)).items();
  }

  /** Takes one of the customers that were found. */
  public void choose(CustomerRow row) {
    customerId = row.id();
    customerText = row.name();
    found = List.of();
  }

  /** Gives the vehicle to the customer who was chosen. */
  public String give() {
    return change(
        "owner",
        () -> {
          if (customerId == null) {
            throw new RuleViolation("customerId", null, "A vehicle has an owner.");
          }
          vehicles.changeOwner(page.getId(), page.getVehicle().getVersion(), customerId);
        });
  }

  /** Takes the vehicle out of the lists. */
  public String retire() {
    return change("retirement", () -> vehicles.retire(page.getId()));
  }

  private String change(String form, Refusals.Attempt work) {
    return once.lead(
        wording,
        () -> {
          if (!refusals.attempt(form, work)) {
            return null;
          }
          wording.tell("saved", page.getVehicle().getPlate().number());
          return "vehicle?faces-redirect=true&id=" + page.getId();
        });
  }

  /** Returns whose it is and was, the newest first. */
  public List<Ownership> getOwners() {
    if (owners == null) {
      owners = vehicles.owners(page.getId());
    }
    return owners;
  }

  public List<CustomerRow> getFound() {
    return found;
  }

  public String getCustomerText() {
    return customerText;
  }

  public void setCustomerText(String customerText) {
    this.customerText = customerText;
  }
}
