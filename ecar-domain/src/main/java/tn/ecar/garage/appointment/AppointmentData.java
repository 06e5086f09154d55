package tn.ecar.garage.appointment;

import java.time.Instant;

/**
 * An appointment as asked for.
 *
 * @param vehicleId required
 * @param bayId required
 * @param technicianId may be null
 * @param skill what the technician has to know; may be null
 * @param work what is wanted; required
 * @param start from; required
 * @param end to; after {@code start}
 */
public record AppointmentData(
    Long vehicleId,
    Long bayId,
    Long technicianId,
    String skill,
    String work,
    Instant start,
    Instant end) {}
