package tn.ecar.web.rest;

import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import tn.ecar.garage.vehicle.Fuel;
import tn.ecar.garage.vehicle.Vehicle;

/** A vehicle as the API shows it; what is not known is left out. */
@Schema(name = "Vehicle")
public record VehicleView(
    Long id,
    @Schema(example = "123 TU 4567") String plate,
    @Schema(example = "VF3CCHMZ6DT123456") String vin,
    @Schema(example = "Peugeot") String make,
    @Schema(example = "208") String model,
    @Schema(example = "2019") Integer year,
    Fuel fuel,
    @Schema(example = "45000", description = "Newest reading in km") Integer odometerKm,
    LocalDate odometerOn,
    boolean active,
    Owner customer) {

  /** Who owns it now. */
  @Schema(name = "Owner")
  public record Owner(Long id, String name, String phone) {}

  static VehicleView of(Vehicle v) {
    return new VehicleView(
        v.getId(),
        v.getPlate().number(),
        v.getVin() == null ? null : v.getVin().number(),
        v.getMake(),
        v.getModel(),
        v.getYear(),
        v.getFuel(),
        v.getOdometerKm(),
        v.getOdometerOn(),
        v.isActive(),
        new Owner(
            v.getCustomer().getId(),
            v.getCustomer().getName(),
            v.getCustomer().getPhone().number()));
  }
}
