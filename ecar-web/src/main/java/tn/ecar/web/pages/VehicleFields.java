package tn.ecar.web.pages;

import java.io.Serializable;
import tn.ecar.garage.vehicle.Fuel;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.VehicleData;

/** The inputs of a vehicle, as typed. */
public class VehicleFields implements Serializable {
  private static final long serialVersionUID = 1L;

  private String plate;
  private String vin;
  private String make;
  private String model;
  private Integer year;
  private Fuel fuel;

  /** Returns inputs filled with what is known of a vehicle. */
  static VehicleFields of(Vehicle vehicle) {
    VehicleFields fields = new VehicleFields();
    fields.plate = vehicle.getPlate().number();
    fields.vin = vehicle.getVin() == null ? null : vehicle.getVin().number();
    fields.make = vehicle.getMake();
    fields.model = vehicle.getModel();
    fields.year = vehicle.getYear();
    fields.fuel = vehicle.getFuel();
    return fields;
  }

  VehicleData data(Long customerId, Integer odometerKm) {
    return new VehicleData(customerId, plate, vin, make, model, year, fuel, odometerKm);
  }

  public String getPlate() {
    return plate;
  }

  public void setPlate(String plate) {
    this.plate = plate;
  }

  public String getVin() {
    return vin;
  }

  public void setVin(String vin) {
    this.vin = vin;
  }

  public String getMake() {
    return make;
  }

  public void setMake(String make) {
    this.make = make;
  }

  public String getModel() {
    return model;
  }

  public void setModel(String model) {
    this.model = model;
  }

  public Integer getYear() {
    return year;
  }

  public void setYear(Integer year) {
    this.year = year;
  }

  public Fuel getFuel() {
    return fuel;
  }

  public void setFuel(Fuel fuel) {
    this.fuel = fuel;
  }
}
