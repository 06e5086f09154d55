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
import jakarta.persistence.Version;
import java.time.LocalDate;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.customer.Customer;

/**
 * A vehicle that comes to the workshop. Received with its plate and its reading; its odometer only
 * rises, unless a reading says why not; it may change owner, and the former ones are kept; retired
 * when it is sold abroad or scrapped, which frees its plate.
 */
@Entity
@Table(name = "vehicle")
public class Vehicle {
  private static final int FIRST_CAR = 1886;

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "vehicle_id")
  @SequenceGenerator(name = "vehicle_id", sequenceName = "vehicle_id", allocationSize = 50)
  private Long id;

  @Version private int version;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "customer_id")
  private Customer customer;

  private String plate;
  private String vin;
  private String make;
  private String model;

  @Column(name = "model_year")
  private Integer year;

  @Enumerated(EnumType.STRING)
  private Fuel fuel;

  @Column(name = "odometer_km")
  private Integer odometerKm;

  @Column(name = "odometer_on")
  private LocalDate odometerOn;

  private boolean active;

  /** For the persistence provider. */
  protected Vehicle() {}

  /**
   * Receives a vehicle.
   *
   * @param today the day of reception: no year lies beyond the next one
   * @throws RuleViolation if a value breaks its form
   */
  public Vehicle(Customer customer, VehicleData data, LocalDate today) {
    this.customer = customer;
    this.active = true;
    change(data, today);
  }

  /**
   * Returns quietly if a vehicle could be received so, as far as its own values go.
   *
   * @param today the day of reception
   * @throws RuleViolation if a value breaks its form
   */
  public static void check(VehicleData data, LocalDate today) {
    Vehicle tried = new Vehicle(null, data, today);
    if (data.odometerKm() != null) {
      Odometer.read(tried, data.odometerKm(), today, today, OdometerReading.Source.RECEPTION, null);
    }
  }

  /**
   * Takes over corrected particulars.
   *
   * @throws RuleViolation if a value breaks its form; nothing is changed then
   */
  public final void change(VehicleData data, LocalDate today) {
    String newPlate = new Plate(data.plate()).number();
    String newVin = Texts.isBlank(data.vin()) ? null : new Vin(data.vin()).number();
    String newMake = Texts.required("make", data.make(), 60);
    String newModel = Texts.optional("model", data.model(), 60);
    if (data.year() != null && (data.year() < FIRST_CAR || data.year() > today.getYear() + 1)) {
      throw new RuleViolation(
          "year", data.year(), "A year lies between " + FIRST_CAR + " and next year.");
    }
    plate = newPlate;
    vin = newVin;
    make = newMake;
    model = newModel;
    year = data.year();
    fuel = data.fuel();
  }

  /** Notes the newest reading; {@link Odometer} has checked it. */
  void odometer(int km, LocalDate on) {
    odometerKm = km;
    odometerOn = on;
  }

  void owner(Customer newOwner) {
    customer = newOwner;
  }

  void retire() {
    active = false;
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  /** Returns the present owner. */
  public Customer getCustomer() {
    return customer;
  }

  public Plate getPlate() {
    return new Plate(plate);
  }

  /** Returns the VIN, or null if it is not known. */
  public Vin getVin() {
    return vin == null ? null : new Vin(vin);
  }

  public String getMake() {
    return make;
  }

  /** Returns the model, or null. */
  public String getModel() {
    return model;
  }

  /** Returns the year of first registration, or null. */
  public Integer getYear() {
    return year;
  }

  /** Returns the fuel, or null. */
  public Fuel getFuel() {
    return fuel;
  }

  /** Returns the newest reading in km, or null if none was taken. */
  public Integer getOdometerKm() {
    return odometerKm;
  }

  /** Returns the day of the newest reading, or null. */
  public LocalDate getOdometerOn() {
    return odometerOn;
  }

  public boolean isActive() {
    return active;
  }

  /** Returns make, model and year as far as they are known. */
  public String getDescription() {
    return make + (model == null ? "" : " " + model) + (year == null ? "" : " " + year);
  }

  /** Returns plate and description, for the audit log. */
  @Override
  public String toString() {
    return plate
        + ", "
        + getDescription()
        + (vin == null ? "" : ", " + vin)
        + (active ? "" : " (retired)");
  }
}
