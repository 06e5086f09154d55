package tn.ecar.garage;

import java.time.LocalDate;

/** What counts as a day of the garage: a slip such as the year 20255 is none. */
public final class Day {
  private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2199, 12, 31);

  private Day() {}

  /**
   * Returns the day; null stays null.
   *
   * @throws RuleViolation if it lies outside the years 1900 to 2199
   */
  public static LocalDate require(String field, LocalDate day) {
    if (day != null && (day.isBefore(FIRST) || day.isAfter(LAST))) {
      throw new RuleViolation(field, day, "A day lies between the years 1900 and 2199.");
    }
    return day;
  }
}
