package tn.ecar.web.pages;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import tn.ecar.garage.appointment.Appointments;
import tn.ecar.garage.customer.CustomerData;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.vehicle.VehicleData;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * Receives what stands in the yard in one transaction: when the plate is refused, no customer is
 * left behind who would be received twice at the second try.
 */
@ApplicationScoped
@Transactional
public class Reception {
  private final Customers customers;
  private final Vehicles vehicles;
  private final WorkOrders orders;
  private final Appointments appointments;

  @Inject
  public Reception(
      Customers customers, Vehicles vehicles, WorkOrders orders, Appointments appointments) {
    this.customers = customers;
    this.vehicles = vehicles;
    this.orders = orders;
    this.appointments = appointments;
  }

  /** For the container's client proxy. */
  protected Reception() {
    this(null, null, null, null);
  }

  /** Opens an order for a vehicle the garage knows. */
  public WorkOrder known(OpenOrder order) {
    return orders.open(order);
  }

  /**
   * Receives the vehicle of an appointment: with what its customer says now, and the technician it
   * was booked for.
   */
  public WorkOrder expected(long appointment, Integer odometerKm, String complaint) {
    return appointments.arrive(appointment, odometerKm, complaint == null ? "" : complaint);
  }

  /** Receives a new vehicle of a customer the garage knows, and opens an order for it. */
  public WorkOrder newVehicle(VehicleData vehicle, String complaint) {
    long received = vehicles.receive(vehicle).getId();
    return orders.open(new OpenOrder(received, complaint, vehicle.odometerKm(), null));
  }

  /** Receives a new customer with a vehicle, and opens an order for it. */
  public WorkOrder newCustomer(CustomerData customer, VehicleData vehicle, String complaint) {
    long owner = customers.receive(customer).getId();
    VehicleData owned =
        new VehicleData(
            owner,
            vehicle.plate(),
            vehicle.vin(),
            vehicle.make(),
            vehicle.model(),
            vehicle.year(),
            vehicle.fuel(),
            vehicle.odometerKm());
    return newVehicle(owned, complaint);
  }
}
