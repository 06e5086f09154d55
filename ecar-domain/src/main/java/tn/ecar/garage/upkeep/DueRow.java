package tn.ecar.garage.upkeep;

import java.time.LocalDate;

/**
 * One line of the list of what is due.
 *
 * @param vehicleId identity of the vehicle
 * @param plate canonical plate
 * @param make make
 * @param model may be null
 * @param customerId owner
 * @param customerName owner's name
 * @param customerPhone owner's phone in E.164
 * @param service what is due
 * @param dueKm at which reading; may be null
 * @param dueOn when
 * @param earliest not before, nine times out of ten
 * @param latest not after, nine times out of ten
 */
public record DueRow(
    Long vehicleId,
    String plate,
    String make,
    String model,
    Long customerId,
    String customerName,
    String customerPhone,
    String service,
    Integer dueKm,
    LocalDate dueOn,
    LocalDate earliest,
    LocalDate latest) {}
