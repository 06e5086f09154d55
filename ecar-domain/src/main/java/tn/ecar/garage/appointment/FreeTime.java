package tn.ecar.garage.appointment;

import java.time.Instant;

/**
 * A time that can be booked.
 *
 * @param bayId the bay
 * @param bay its name
 * @param start from
 * @param end to
 */
public record FreeTime(Long bayId, String bay, Instant start, Instant end) {}
