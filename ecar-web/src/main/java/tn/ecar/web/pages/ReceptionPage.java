package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.appointment.Appointment;
import tn.ecar.garage.appointment.AppointmentState;
import tn.ecar.garage.appointment.Appointments;
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
 * A vehicle that was expected brings the work of its appointment along, which ends with the order.
 */
@Named
@ViewScoped
public class ReceptionPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int OFFERED = 12;

  private final transient Vehicles vehicles;
  private final transient Customers customers;
  private final transient Appointments appointments;
  private final transient Reception reception;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private final Once once = new Once();
  private final VehicleFields vehicle = new VehicleFields();
  private final CustomerFields customer = new CustomerFields();
  private transient VehicleRow known;
  private transient List<CustomerRow> found = List.of();
  private transient CustomerRow owner;
  private Long vehicleId;
  private Long appointmentId;
  private Long expectedId;
  private boolean asked;
  private String looked;
  private String customerText;
  private Integer odometerKm;
  private String complaint;

  @Inject
  public ReceptionPage(
      Vehicles vehicles,
      Customers customers,
      Appointments appointments,
      Reception reception,
      Refusals refusals,
      Wording wording) {
    this.vehicles = vehicles;
    this.customers = customers;
    this.appointments = appointments;
    this.reception = reception;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected ReceptionPage() {
    this(null, null, null, null, null, null);
  }

  /**
   * Takes over what an appointment or a list has sent here; an appointment whose vehicle has been
   * received leads to its order.
   */
  public String begin() throws IOException {
    String[] received = new String[1];
    if (appointmentId != null) {
      Visit.to(appointmentId, identity -> received[0] = expect(appointments.find(identity)));
    } else if (vehicleId != null) {
      Visit.to(vehicleId, this::take);
    }
    return received[0];
  }

  private void take(long identity) {
    vehicle.setPlate(vehicles.find(identity).getPlate().number());
    look();
  }

  private String expect(Appointment appointment) {
    if (appointment.getState() == AppointmentState.ARRIVED) {
      return "order?faces-redirect=true&id=" + appointment.getOrderId();
    }
    // Who comes after all, though nobody expected it any more, is received like anybody else.
    expectedId =
        appointment.getState() == AppointmentState.BOOKED ? appointment.getVehicle().getId() : null;
    complaint = appointment.getWork();
    take(appointment.getVehicle().getId());
    return null;
  }

  /** Looks whether the garage knows the plate. */
  public void look() {
    known = null;
    looked = null;
    asked =
        refusals.attempt(
            "reception", () -> vehicle.setPlate(new Plate(vehicle.getPlate()).number()));
    if (asked) {
      looked = vehicle.getPlate();
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

  /**
   * Opens the order and goes to it; under a plate that nobody has looked for yet, shows what is
   * known of that one first.
   */
  public String open() {
    String before = looked;
    if (!Objects.equals(vehicle.getPlate(), before)) {
      look();
      if (!Objects.equals(looked, before)) {
        return null;
      }
    }
    return once.lead(wording, this::opened);
  }

  private String opened() {
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
    if (known != null && known.id().equals(expectedId)) {
      return reception.expected(appointmentId, odometerKm, complaint);
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

  public Long getAppointmentId() {
    return appointmentId;
  }

  public void setAppointmentId(Long appointmentId) {
    if (Visit.begins()) {
      this.appointmentId = appointmentId;
    }
  }

  public Fuel[] getFuels() {
    return Fuel.values();
  }

  public Customer.Kind[] getKinds() {
    return Customer.Kind.values();
  }
}
