package tn.ecar.garage.order;

/**
 * What is told when a vehicle is brought.
 *
 * @param vehicleId required
 * @param complaint required, at most 500 characters
 * @param odometerKm reading at reception; null if it was not read
 * @param technicianId who shall work on it; may be null
 */
public record OpenOrder(Long vehicleId, String complaint, Integer odometerKm, Long technicianId) {}
