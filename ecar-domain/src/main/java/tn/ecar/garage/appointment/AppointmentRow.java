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
 * @param bayId identity of the bay
 * @param technicianId identity of the technician; may be null
 * @param skill what the technician has to know; may be null
 * @param version of the appointment as it was read
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
    Long orderId,
    Long bayId,
    Long technicianId,
    String skill,
    int version) {}
