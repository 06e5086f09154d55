package tn.ecar.garage.vehicle;

import java.util.Objects;

/**
 * One line of the list of vehicles.
 *
 * @param id identity
 * @param plate canonical plate
 * @param make make
 * @param model may be null
 * @param year may be null
 * @param odometerKm newest reading in km; null if none was taken
 * @param customerId owner
 * @param customerName owner's name
 * @param customerPhone owner's phone in E.164
 */
public record VehicleRow(
    Long id,
    String plate,
    String make,
    String model,
    Integer year,
    Integer odometerKm,
    Long customerId,
    String customerName,
    String customerPhone) {

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Objects.hashCode(id);
  }
}
