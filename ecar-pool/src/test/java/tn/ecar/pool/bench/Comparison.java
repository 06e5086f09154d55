package tn.ecar.pool.bench;

/**
 * ECAR against one peer, by one measure of one line. Rounds are paired: the ratio of each is taken
 * by itself, so that a slow moment of the machine, which hits both, does not count.
 *
 * @param line what was measured
 * @param measure which figure of it
 * @param peer against whom
 * @param ours ECAR's median
 * @param theirs the peer's median
 * @param ratio the median of the rounds' ratios, ours to theirs
 * @param low from here
 * @param high to here the true median lies in 95 of 100 cases, by bootstrap over the rounds
 */
record Comparison(
    Line line,
    Measure measure,
    Contestant peer,
    double ours,
    double theirs,
    double ratio,
    double low,
    double high) {
  static Comparison of(
      Line line, Measure measure, Contestant peer, double[] ours, double[] theirs) {
    double[] ratios = new double[ours.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = ratio(ours[i], theirs[i]);
    }
    Spread spread = Spread.of(ratios);
    return new Comparison(
        line,
        measure,
        peer,
        median(ours),
        median(theirs),
        spread.ratio(),
        spread.low(),
        spread.high());
  }

  private static double ratio(double ours, double theirs) {
    // Nothing allocated on both sides is a tie, on one side it is as good as one byte.
    return Math.max(ours, 1) / Math.max(theirs, 1);
  }

  static double median(double... values) {
    return Spread.median(values);
  }

  /** What is proven. */
  Verdict verdict() {
    if (low <= 1 && high >= 1) {
      return Verdict.TIE;
    }
    return low > 1 == measure.moreIsBetter() ? Verdict.BETTER : Verdict.WORSE;
  }

  /** The outcome of a comparison. */
  enum Verdict {
    BETTER,
    TIE,
    WORSE
  }
}
