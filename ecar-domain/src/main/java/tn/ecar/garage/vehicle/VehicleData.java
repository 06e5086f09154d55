package tn.ecar.garage.vehicle;

/**
 * What the front desk knows of a vehicle, as typed. {@link Vehicle} parses it.
 *
 * @param customerId its owner; required when received, ignored when changed
 * @param plate required, see {@link Plate}
 * @param vin may be null, see {@link Vin}
 * @param make required, for example {@code Peugeot}
 * @param model may be null
 * @param year year of first registration; may be null
 * @param fuel may be null
 * @param odometerKm reading at reception in km; may be null, ignored when changed
 */
public record VehicleData(
    Long customerId,
    String plate,
    String vin,
    String make,
    String model,
    Integer year,
    Fuel fuel,
    Integer odometerKm) {}
