package tn.ecar.garage.report;

import java.time.LocalDate;
import tn.ecar.garage.RuleViolation;

/**
 * The days a report is about, both of them in it.
 *
 * @param from first day
 * @param to last day, at most five years later
 */
public record Period(LocalDate from, LocalDate to) {
  private static final int YEARS = 5;

  public Period {
    if (to.isBefore(from)) {
      throw new RuleViolation("to", to, "A period ends on its first day or later.");
    }
    if (to.isAfter(from.plusYears(YEARS))) {
      throw new RuleViolation("from", from, "A report is about five years at most.");
    }
  }

  /** Returns the period that is asked for; without a day, the twelve months up to today. */
  public static Period of(LocalDate from, LocalDate to, LocalDate today) {
    LocalDate end = to == null ? today : to;
    return new Period(from == null ? end.minusMonths(11).withDayOfMonth(1) : from, end);
  }
}
