package tn.ecar.garage.upkeep;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.LocalDate;

/**
 * Something that was done to a vehicle, here or elsewhere, at a reading. Never changed, but called
 * as its service is when that is renamed.
 */
@Entity
@Table(name = "service_record")
public class ServiceRecord {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "service_record_id")
  @SequenceGenerator(
      name = "service_record_id",
      sequenceName = "service_record_id",
      allocationSize = 50)
  private Long id;

  @Column(name = "vehicle_id")
  private Long vehicleId;

  private String name;

  @Column(name = "done_on")
  private LocalDate on;

  private int km;

  @Column(name = "work_order_id")
  private Long orderId;

  @Column(name = "noted_by")
  private String by;

  /** For the persistence provider. */
  protected ServiceRecord() {}

  ServiceRecord(Long vehicleId, String name, LocalDate on, int km, Long orderId, String by) {
    this.vehicleId = vehicleId;
    this.name = name;
    this.on = on;
    this.km = km;
    this.orderId = orderId;
    this.by = by;
  }

  public Long getId() {
    return id;
  }

  /** Returns the identity of the vehicle. */
  public Long getVehicleId() {
    return vehicleId;
  }

  /** Returns what was done, as its interval is called. */
  public String getName() {
    return name;
  }

  public LocalDate getOn() {
    return on;
  }

  /** Returns what the odometer showed. */
  public int getKm() {
    return km;
  }

  /** Returns the identity of the work order, or null when it was done elsewhere. */
  public Long getOrderId() {
    return orderId;
  }

  /** Returns the login of who noted it. */
  public String getBy() {
    return by;
  }
}
