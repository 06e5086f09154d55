package tn.ecar.garage.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Which entries of the log are wanted. The log only grows, so that it is never read as a whole
 * unless somebody names a first day far back.
 *
 * @param text part of the name, the action or the states before and after; null or blank for all
 * @param from first day; null for 30 days before the last one
 * @param to last day; null for today
 */
public record AuditQuery(String text, LocalDate from, LocalDate to) {
  private static final int USUAL_DAYS = 30;

  /** Returns the first day. */
  public LocalDate first(LocalDate today) {
    return from == null ? (to == null ? today : to).minusDays(USUAL_DAYS) : from;
  }

  Instant since(LocalDate today, ZoneId zone) {
    return first(today).atStartOfDay(zone).toInstant();
  }

  /** Returns the moment at which the last day is over; null for no end. */
  Instant until(ZoneId zone) {
    return to == null ? null : to.plusDays(1).atStartOfDay(zone).toInstant();
  }
}
