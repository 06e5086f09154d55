package tn.ecar.garage.vehicle;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.LocalDate;

/**
 * What an odometer showed on a day. Never changed: a wrong reading is followed by a correction with
 * its reason.
 */
@Entity
@Table(name = "odometer_reading")
public class OdometerReading {
  /** Where a reading comes from. */
  public enum Source {
    /** Read when the vehicle came in. */
    RECEPTION,
    /** Read when the work was finished. */
    WORKSHOP,
    /** Told by the customer. */
    CUSTOMER,
    /** Puts an earlier wrong reading right; may be lower, needs a reason. */
    CORRECTION,
    /** The instrument was replaced; may be lower, needs a reason. */
    REPLACEMENT;

    /** Returns true if such a reading may be lower than the one before, given a reason. */
    public boolean mayBeLower() {
      return this == CORRECTION || this == REPLACEMENT;
    }
  }

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "odometer_reading_id")
  @SequenceGenerator(
      name = "odometer_reading_id",
      sequenceName = "odometer_reading_id",
      allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "vehicle_id")
  private Vehicle vehicle;

  private int km;

  @Column(name = "read_on")
  private LocalDate on;

  @Enumerated(EnumType.STRING)
  private Source source;

  private String reason;

  /** For the persistence provider. */
  protected OdometerReading() {}

  OdometerReading(Vehicle vehicle, int km, LocalDate on, Source source, String reason) {
    this.vehicle = vehicle;
    this.km = km;
    this.on = on;
    this.source = source;
    this.reason = reason;
  }

  public Long getId() {
    return id;
  }

  public int getKm() {
    return km;
  }

  public LocalDate getOn() {
    return on;
  }

  public Source getSource() {
    return source;
  }

  /** Returns why it is lower than the one before, or null. */
  public String getReason() {
    return reason;
  }

  /** Returns the vehicle that was read. */
  public Vehicle getVehicle() {
    return vehicle;
  }
}
