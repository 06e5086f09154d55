package tn.ecar.pool.bench;

import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.util.Statistics;

/**
 * What was measured of one contestant in one round of one line.
 *
 * @param contestant whose turn it was
 * @param throughput operations per second of all threads together
 * @param nanos nanoseconds for one operation, the mean
 * @param p50 microseconds within which half of the operations were done; 0 where not measured
 * @param p99 the same for 99 of 100
 * @param p999 the same for 999 of 1000
 * @param bytes allocated for one operation
 */
record Turn(
    Contestant contestant,
    double throughput,
    double nanos,
    double p50,
    double p99,
    double p999,
    double bytes) {
  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;

  /** Of a line whose single operations were timed, in microseconds. */
  static Turn sampled(Contestant contestant, IterationResult result, int threads) {
    Statistics times = result.getPrimaryResult().getStatistics();
    return new Turn(
        contestant,
        // Every thread does one operation after the other, so that this is exact.
        threads * MICROS / times.getMean(),
        times.getMean() * NANOS / MICROS,
        times.getPercentile(50),
        times.getPercentile(99),
        times.getPercentile(99.9),
        bytes(result));
  }

  /** Of a line of which only the mean was taken, in nanoseconds. */
  static Turn averaged(Contestant contestant, IterationResult result, int threads) {
    double nanos = result.getPrimaryResult().getScore();
    return new Turn(contestant, threads * NANOS / nanos, nanos, 0, 0, 0, bytes(result));
  }

  private static double bytes(IterationResult result) {
    for (Result<?> secondary : result.getSecondaryResults().values()) {
      if (secondary.getLabel().endsWith("gc.alloc.rate.norm")) {
        return secondary.getScore();
      }
    }
    return Double.NaN;
  }
}
