package tn.ecar.pool.bench;

import java.util.Arrays;
import java.util.Random;

/**
 * How two sides of paired rounds compare. The ratio of each round is taken by itself, so that a
 * slow moment of the machine, which hits both, does not count.
 *
 * @param ratio the median of the rounds' ratios, ours to theirs
 * @param low from here
 * @param high to here the true median lies in 95 of 100 cases, by bootstrap over the rounds
 */
public record Spread(double ratio, double low, double high) {
  private static final int RESAMPLES = 10_000;
  private static final double TAIL = 0.025;

  /** Of the rounds' ratios. */
  public static Spread of(double... ratios) {
    double[] medians = new double[RESAMPLES];
    Random random = new Random(1);
    for (int i = 0; i < RESAMPLES; i++) {
      double[] sample = new double[ratios.length];
      for (int j = 0; j < sample.length; j++) {
        sample[j] = ratios[random.nextInt(ratios.length)];
      }
      medians[i] = median(sample);
    }
    Arrays.sort(medians);
    return new Spread(
        median(ratios), medians[(int) (RESAMPLES * TAIL)], medians[(int) (RESAMPLES * (1 - TAIL))]);
  }

  /** The middle one, or the mean of the two in the middle. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
