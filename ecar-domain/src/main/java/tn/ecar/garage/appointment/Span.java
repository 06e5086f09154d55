package tn.ecar.garage.appointment;

import java.time.Duration;
import java.time.Instant;
import tn.ecar.garage.RuleViolation;

/**
 * From one moment to another: at most fourteen days, in a year that a calendar on paper has.
 *
 * @param start from, included
 * @param end to, not included
 */
record Span(Instant start, Instant end) {
  private static final Duration LONGEST = Duration.ofDays(14);
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

  Span {
    if (start == null
        || end == null
        || !start.isBefore(end)
        || Duration.between(start, end).compareTo(LONGEST) > 0) {
      throw new RuleViolation(
          "end", end, "An appointment ends after it starts, within " + LONGEST.toDays() + " days.");
    }
    requireSane("start", start);
    requireSane("end", end);
  }

  static void requireSane(String field, Instant moment) {
    if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
      throw new RuleViolation(field, moment, "A moment lies between the years 2000 and 2200.");
    }
  }

  boolean overlaps(Instant otherStart, Instant otherEnd) {
    return start.isBefore(otherEnd) && otherStart.isBefore(end);
  }
}
