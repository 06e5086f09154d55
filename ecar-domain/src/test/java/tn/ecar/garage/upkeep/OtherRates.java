package tn.ecar.garage.upkeep;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How others estimate km a day, to be held beside {@link UsageRate}; no corrections, no range. */
final class OtherRates {
  private static final double DEFAULT = 50;
  private static final long SHORTEST = 14;
  private static final int[] WINDOWS = {30, 90, 365, 100_000};

  private OtherRates() {}

  /** The straight line from the first reading to the last. */
  static double firstToLast(List<Distance.Reading> readings) {
    Distance.Reading first = readings.get(0);
    Distance.Reading last = readings.get(readings.size() - 1);
    long days = ChronoUnit.DAYS.between(first.on(), last.on());
    return days == 0 ? DEFAULT : (last.km() - first.km()) / (double) days;
  }

  /**
   * A ladder of special cases: the newest month if it has two readings far enough apart, else the
   * newest quarter, else the year, else all of it, else the default; and never below 5 or above
   * 300.
   */
  static double ladder(List<Distance.Reading> readings, LocalDate today) {
    double rate = DEFAULT;
    for (int window : WINDOWS) {
      List<Distance.Reading> recent =
          readings.stream()
              .filter(one -> ChronoUnit.DAYS.between(one.on(), today) <= window)
              .toList();
      if (recent.size() >= 2 && days(recent) >= SHORTEST) {
        rate = firstToLast(recent);
        break;
      }
    }
    return Math.min(Math.max(rate, 5), 300);
  }

  private static long days(List<Distance.Reading> readings) {
    return ChronoUnit.DAYS.between(readings.get(0).on(), readings.get(readings.size() - 1).on());
  }
}
