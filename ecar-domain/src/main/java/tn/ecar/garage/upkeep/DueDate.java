package tn.ecar.garage.upkeep;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * When a service is due: the day, and the days between which it lies eight times out of ten.
 *
 * @param dueKm reading at which it is due; null for an interval of days only
 * @param on the day: by km or by time, whichever is earlier
 * @param earliest one time out of ten it is due before
 * @param latest one time out of ten it is due after
 */
public record DueDate(Integer dueKm, LocalDate on, LocalDate earliest, LocalDate latest) {
  /** Half of the range, in standard deviations: eight of ten lie inside. */
  private static final double EIGHTY_PERCENT = 1.2816;

  private static final double SLOWEST = 0.3;
  private static final long TEN_YEARS = 3650;

  /**
   * Computes the day.
   *
   * @param km how far from one service to the next; null for no limit
   * @param days how long from one service to the next; null for no limit
   * @param last the service before
   * @param now the newest reading, on the same instrument
   * @param rate how far the vehicle is driven
   */
  public static DueDate of(
      Integer km, Integer days, Distance.Point last, Distance.Point now, UsageRate rate) {
    LocalDate byTime = days == null ? LocalDate.MAX : last.on().plusDays(days);
    if (km == null) {
      return new DueDate(null, byTime, byTime, byTime);
    }
    int dueKm = last.km() + km;
    double left = Math.max(0, dueKm - now.km());
    double factor = Math.exp(EIGHTY_PERCENT * rate.spread());
    double standing = rate.kmPerDay() + UsageRate.STANDING;
    LocalDate byKm = now.on().plusDays(days(left, Math.max(rate.kmPerDay(), SLOWEST)));
    long soonest = (long) Math.floor(left / (standing * factor));
    LocalDate early = now.on().plusDays(Math.min(soonest, TEN_YEARS));
    LocalDate late =
        now.on().plusDays(days(left, Math.max(standing / factor - UsageRate.STANDING, SLOWEST)));
    LocalDate on = earlier(byKm, byTime);
    return new DueDate(dueKm, on, earlier(early, on), later(earlier(late, byTime), on));
  }

  private static long days(double km, double rate) {
    return Math.min((long) Math.ceil(km / rate), TEN_YEARS);
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  /** Returns in how many days from that day it is due; negative when it is overdue. */
  public long daysFrom(LocalDate today) {
    return ChronoUnit.DAYS.between(today, on);
  }
}
