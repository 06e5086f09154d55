package tn.ecar.garage.appointment;

import java.time.Instant;

/**
 * A time away.
 *
 * @param staffId who; null when the garage is closed
 * @param start from; required
 * @param end to; after {@code start}
 * @param reason required
 */
public record AbsenceData(Long staffId, Instant start, Instant end, String reason) {}
