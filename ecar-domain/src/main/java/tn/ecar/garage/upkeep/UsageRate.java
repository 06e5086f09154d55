package tn.ecar.garage.upkeep;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How far a vehicle is driven, in km a day, and how sure that is. One formula for every vehicle:
 *
 * <p>rate = (E · slope + {@value #PRIOR_DAYS} · {@value #PRIOR}) / (E + {@value #PRIOR_DAYS})
 *
 * <p>The slope is the median of the slopes between all pairs of readings, each weighing as many
 * days as lie between them, halved for every {@value #HALF_LIFE} days of age; a change of owner
 * ages what lies before it. E is the number of days observed, weighed alike. The spread is found in
 * the same way from how much the stretches between two readings differ from the rate.
 *
 * @param kmPerDay the rate, 0 or more
 * @param spread standard deviation of the logarithm of the coming rate, more than 0
 */
public record UsageRate(double kmPerDay, double spread) {
  /** What a vehicle of which nothing is known is driven, in km a day. */
  static final double PRIOR = 50;

  /** As many days of readings are worth as much as the prior. */
  static final double PRIOR_DAYS = 7;

  /** After as many days a reading counts half. */
  static final double HALF_LIFE = 180;

  /** A former owner's readings count as much as if they were so much older. */
  private static final double OWNER_CHANGE = 3 * HALF_LIFE;

  private static final double PRIOR_SPREAD = 0.3;
  private static final double SPREAD_DAYS = 30;
  private static final double WIDEST_SPREAD = 1.5;

  /** From a median of absolute differences to a standard deviation. */
  private static final double MEDIAN_TO_DEVIATION = 1.4826;

  /** Keeps logarithms finite for a vehicle that stands still, in km a day. */
  static final double STANDING = 3;

  private static final int MOST = 60;

  /**
   * Estimates the rate.
   *
   * @param readings as {@link Distance} made them, oldest first; may be empty
   * @param owned since when the present owner has it; null if that is not known
   * @param today the day of the estimate
   */
  public static UsageRate estimate(
      List<Distance.Point> readings, LocalDate owned, LocalDate today) {
    List<Distance.Point> points =
        readings.subList(Math.max(0, readings.size() - MOST), readings.size());
    List<Weighed> pairs = new ArrayList<>();
    List<Weighed> stretches = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      for (int j = i + 1; j < points.size(); j++) {
        Distance.Point from = points.get(i);
        Distance.Point to = points.get(j);
        long days = ChronoUnit.DAYS.between(from.on(), to.on());
        if (days > 0) {
          double slope = (to.km() - from.km()) / (double) days;
          pairs.add(new Weighed(slope, days * weight(age(from.on(), owned, today))));
          if (j == i + 1) {
            double middle = (age(from.on(), owned, today) + age(to.on(), owned, today)) / 2;
            stretches.add(new Weighed(slope, days * weight(middle)));
          }
        }
      }
    }
    double evidence = stretches.stream().mapToDouble(Weighed::weight).sum();
    double rate = (evidence * median(pairs, PRIOR) + PRIOR_DAYS * PRIOR) / (evidence + PRIOR_DAYS);
    return new UsageRate(rate, spread(stretches, rate, evidence));
  }

  private static double spread(List<Weighed> stretches, double rate, double evidence) {
    List<Weighed> differences =
        stretches.stream()
            .map(
                one ->
                    new Weighed(
                        Math.abs(Math.log((one.value + STANDING) / (rate + STANDING))), one.weight))
            .toList();
    double own = Math.min(WIDEST_SPREAD, MEDIAN_TO_DEVIATION * median(differences, 0));
    double variance =
        (evidence * own * own + SPREAD_DAYS * PRIOR_SPREAD * PRIOR_SPREAD)
            / (evidence + SPREAD_DAYS);
    return Math.sqrt(variance);
  }

  private static double age(LocalDate on, LocalDate owned, LocalDate today) {
    double days = Math.max(0, ChronoUnit.DAYS.between(on, today));
    boolean former = owned != null && on.isBefore(owned);
    return former ? days + OWNER_CHANGE : days;
  }

  private static double weight(double age) {
    return Math.pow(2, -age / HALF_LIFE);
  }

  private static double median(List<Weighed> values, double ofNone) {
    List<Weighed> sorted =
        values.stream().sorted(Comparator.comparingDouble(Weighed::value)).toList();
    double half = values.stream().mapToDouble(Weighed::weight).sum() / 2;
    double sum = 0;
    for (Weighed one : sorted) {
      sum += one.weight;
      if (sum >= half) {
        return one.value;
      }
    }
    return ofNone;
  }

  private record Weighed(double value, double weight) {}
}
