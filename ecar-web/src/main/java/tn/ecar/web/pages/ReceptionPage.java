package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.CustomerRow;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.vehicle.Fuel;
import tn.ecar.garage.vehicle.Plate;
import tn.ecar.garage.vehicle.VehicleRow;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * Reception. It begins with the plate: for a vehicle the garage knows only the odometer and the
 * complaint are left to ask; for a new one its particulars and its owner, who may be known already.
 */
@Named
@ViewScoped
public class ReceptionPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int OFFERED = 12;

  private final transient Vehicles vehicles;
  private final transient Customers customers;
  private final transient Reception reception;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private final VehicleFields vehicle = new VehicleFields();
  private final CustomerFields customer = new CustomerFields();
  private transient VehicleRow known;
  private transient List<CustomerRow> found = List.of();
  private transient CustomerRow owner;
  private Long vehicleId;
  private boolean asked;
  private String customerText;
  private Integer odometerKm;
  private String complaint;

  @Inject
  public ReceptionPage(
      Vehicles vehicles,
      Customers customers,
      Reception reception,
      Refusals refusals,
      Wording wording) {
    this.vehicles = vehicles;
    this.customers = customers;
    this.reception = reception;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected ReceptionPage() {
    this(null, null, null, null, null);
  }

  /** Takes over the vehicle an appointment or a list has sent here. */
  public void begin() {
    if (vehicleId != null) {
      vehicle.setPlate(vehicles.find(vehicleId).getPlate().number());
      look();
    }
  }

  /** Looks whether the garage knows the plate. */
  public void look() {
    known = null;
    asked =
        refusals.attempt(
            "reception", () -> vehicle.setPlate(new Plate(vehicle.getPlate()).number()));
    if (asked) {
      known =
          vehicles.search(vehicle.getPlate(), PageRequest.of(0, OFFERED)).items().stream()
              .filter(row -> row.plate().equals(vehicle.getPlate()))
              .findFirst()
              .orElse(null);
    }
  }

  /** Looks for customers by what was typed. */
  public void lookForOwner() {
    found =
        customerText == null
            ? List.of()
            : customers.search(customerText, PageRequest.of(0, OFFERED)).items();
  }

  /** Takes one of the customers that were found. */
  public void choose(CustomerRow row) {
    owner = row;
    found = List.of();
  }

  /** Lets go of the chosen customer. */
  public void chooseAnother() {
    owner = null;
    customerText = null;
  }

  /** Opens the order and goes to it. */
  public String open() {
    WorkOrder[] opened = new WorkOrder[1];
    if (!refusals.attempt("reception", () -> opened[0] = received())) {
      return null;
    }
    wording.tell("reception.done", opened[0].getNumber());
    return "order?faces-redirect=true&id=" + opened[0].getId();
  }

  private WorkOrder received() {
    if (odometerKm == null) {
      throw new RuleViolation("odometerKm", null, "This field must not be empty.");
    }
    if (known != null) {
      return reception.known(new OpenOrder(known.id(), complaint, odometerKm, null));
    }
    if (owner != null) {
      return reception.newVehicle(vehicle.data(owner.id(), odometerKm), complaint);
    }
    return reception.newCustomer(customer.data(), vehicle.data(null, odometerKm), complaint);
  }

  public VehicleFields getVehicle() {
    return vehicle;
  }

  public CustomerFields getCustomer() {
    return customer;
  }

  /** Returns the vehicle the garage knows by this plate, or null. */
  public VehicleRow getKnown() {
    return known;
  }

  /** Returns true once the plate could be read. */
  public boolean isAsked() {
    return asked;
  }

  public List<CustomerRow> getFound() {
    return found;
  }

  /** Returns the customer who was chosen, or null while a new one is typed. */
  public CustomerRow getOwner() {
    return owner;
  }

  public String getCustomerText() {
    return customerText;
  }

  public void setCustomerText(String customerText) {
    this.customerText = customerText;
  }

  public Integer getOdometerKm() {
    return odometerKm;
  }

  public void setOdometerKm(Integer odometerKm) {
    this.odometerKm = odometerKm;
  }

  public String getComplaint() {
    return complaint;
  }

  public void setComplaint(String complaint) {
    this.complaint = complaint;
  }

  public Long getVehicleId() {
    return vehicleId;
  }

  public void setVehicleId(Long vehicleId) {
    if (Visit.begins()) {
      this.vehicleId = vehicleId;
    }
  }

  public Fuel[] getFuels() {
    return Fuel.values();
  }

  public Customer.Kind[] getKinds() {
    return Customer.Kind.values();
  }
}
