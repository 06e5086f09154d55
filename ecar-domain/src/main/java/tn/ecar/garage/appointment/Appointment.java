package tn.ecar.garage.appointment;

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
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.vehicle.Vehicle;

/**
 * A time agreed with a customer for a vehicle on a bay, maybe with a technician. The database
 * refuses two at once on one bay or for one technician. A cancelled one stays, and frees its time.
 */
@Entity
@Table(name = "appointment")
public class Appointment {
  private static final Duration LONGEST = Duration.ofDays(14);

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "appointment_id")
  @SequenceGenerator(name = "appointment_id", sequenceName = "appointment_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "vehicle_id")
  private Vehicle vehicle;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "bay_id")
  private Bay bay;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "technician_id")
  private StaffAccount technician;

  @Column(name = "wanted_work")
  private String work;

  @Column(name = "starts_at")
  private Instant start;

  @Column(name = "ends_at")
  private Instant end;

  private boolean cancelled;

  /** For the persistence provider. */
  protected Appointment() {}

  Appointment(
      Vehicle vehicle, Bay bay, StaffAccount technician, String work, Instant start, Instant end) {
    if (start == null
        || end == null
        || !start.isBefore(end)
        || Duration.between(start, end).compareTo(LONGEST) > 0) {
      throw new RuleViolation(
          "end", end, "An appointment ends after it starts, within " + LONGEST.toDays() + " days.");
    }
    this.vehicle = vehicle;
    this.bay = bay;
    this.technician = technician;
    this.work = Texts.required("work", work, 300);
    this.start = start;
    this.end = end;
  }

  void cancel() {
    cancelled = true;
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public Vehicle getVehicle() {
    return vehicle;
  }

  public Bay getBay() {
    return bay;
  }

  /** Returns the technician, or null. */
  public StaffAccount getTechnician() {
    return technician;
  }

  /** Returns what the customer wants to have done. */
  public String getWork() {
    return work;
  }

  public Instant getStart() {
    return start;
  }

  public Instant getEnd() {
    return end;
  }

  public boolean isCancelled() {
    return cancelled;
  }
}
