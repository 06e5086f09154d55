package tn.ecar.garage.vehicle;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.LocalDate;
import tn.ecar.garage.customer.Customer;

/** Who owned a vehicle from which day to which; open while the vehicle is theirs. */
@Entity
@Table(name = "vehicle_ownership")
public class Ownership {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "vehicle_ownership_id")
  @SequenceGenerator(
      name = "vehicle_ownership_id",
      sequenceName = "vehicle_ownership_id",
      allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "vehicle_id")
  private Vehicle vehicle;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "customer_id")
  private Customer customer;

  @Column(name = "owned_from")
  private LocalDate from;

  @Column(name = "owned_to")
  private LocalDate to;

  /** For the persistence provider. */
  protected Ownership() {}

  Ownership(Vehicle vehicle, Customer customer, LocalDate from) {
    this.vehicle = vehicle;
    this.customer = customer;
    this.from = from;
  }

  void end(LocalDate day) {
    to = day;
  }

  public Customer getCustomer() {
    return customer;
  }

  public LocalDate getFrom() {
    return from;
  }

  /** Returns the last day, or null while it lasts. */
  public LocalDate getTo() {
    return to;
  }

  /** Returns what was owned. */
  public Vehicle getVehicle() {
    return vehicle;
  }
}
