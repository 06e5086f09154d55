package tn.ecar.garage.upkeep;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

/**
 * When a vehicle is due for an interval, as it was last computed. Computed anew when an order is
 * ready, when something done elsewhere is noted, and by the job that sends reminders.
 */
@Entity
@Table(name = "service_prediction")
public class ServicePrediction {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "service_prediction_id")
  @SequenceGenerator(
      name = "service_prediction_id",
      sequenceName = "service_prediction_id",
      allocationSize = 50)
  private Long id;

  @Column(name = "vehicle_id")
  private Long vehicleId;

  private String name;

  @Column(name = "due_km")
  private Integer dueKm;

  @Column(name = "due_on")
  private LocalDate dueOn;

  private LocalDate earliest;
  private LocalDate latest;
  private BigDecimal rate;

  @Column(name = "computed_on")
  private LocalDate computedOn;

  /** For the persistence provider. */
  protected ServicePrediction() {}

  ServicePrediction(Long vehicleId, String name) {
    this.vehicleId = vehicleId;
    this.name = name;
  }

  void predict(DueDate due, UsageRate newRate, LocalDate today) {
    dueKm = due.dueKm();
    dueOn = due.on();
    earliest = due.earliest();
    latest = due.latest();
    rate = BigDecimal.valueOf(newRate.kmPerDay()).setScale(3, RoundingMode.HALF_UP);
    computedOn = today;
  }

  public Long getId() {
    return id;
  }

  /** Returns the identity of the vehicle. */
  public Long getVehicleId() {
    return vehicleId;
  }

  /** Returns what is due, as its interval is called. */
  public String getName() {
    return name;
  }

  /** Returns the reading at which it is due, or null for an interval of days. */
  public Integer getDueKm() {
    return dueKm;
  }

  public LocalDate getDueOn() {
    return dueOn;
  }

  /** Returns the day before which it is due one time out of ten. */
  public LocalDate getEarliest() {
    return earliest;
  }

  /** Returns the day after which it is due one time out of ten. */
  public LocalDate getLatest() {
    return latest;
  }

  /** Returns how far the vehicle is driven, in km a day. */
  public BigDecimal getRate() {
    return rate;
  }

  public LocalDate getComputedOn() {
    return computedOn;
  }
}
