package tn.ecar.web.rest;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import tn.ecar.garage.Day;
import tn.ecar.garage.RuleViolation;

/** Reads days that stand in an address, so that a wrong one is answered by a rule. */
final class Days {
  private Days() {}

  /**
   * Returns the day.
   *
   * @throws RuleViolation if it is none
   */
  static LocalDate of(String field, String text) {
    try {
      return Day.require(field, LocalDate.parse(text.strip()));
    } catch (DateTimeParseException e) {
      throw new RuleViolation(field, text, "A day is written as 2026-05-04.");
    }
  }

  /**
   * Returns the day, or null if none is told.
   *
   * @throws RuleViolation if it is told and none
   */
  static LocalDate optional(String field, String text) {
    return text == null || text.isBlank() ? null : of(field, text);
  }
}
