package tn.ecar.garage.appointment;

import java.time.Instant;

/**
 * One line of a day's appointments.
 *
 * @param id identity
 * @param start from
 * @param end to
 * @param bay name of the bay
 * @param technician name; may be null
 * @param vehicleId identity of the vehicle
 * @param plate canonical plate
 * @param customerName owner
 * @param customerPhone owner's phone in E.164
 * @param work what is wanted
 * @param state what became of it
 * @param orderId identity of its work order; may be null
 */
public record AppointmentRow(
    Long id,
    Instant start,
    Instant end,
    String bay,
    String technician,
    Long vehicleId,
    String plate,
    String customerName,
    String customerPhone,
    String work,
    AppointmentState state,
    Long orderId) {}
