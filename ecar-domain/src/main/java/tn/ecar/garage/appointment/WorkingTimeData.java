package tn.ecar.garage.appointment;

import java.time.DayOfWeek;
import java.time.LocalTime;

/**
 * A stretch of a weekday.
 *
 * @param weekday required
 * @param opens from; required
 * @param closes to; after {@code opens}
 */
public record WorkingTimeData(DayOfWeek weekday, LocalTime opens, LocalTime closes) {}
