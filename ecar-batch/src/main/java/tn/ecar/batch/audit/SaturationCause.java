package tn.ecar.batch.audit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Why clients had to wait for a server connection. */
public enum SaturationCause {
  /** Code kept connections or transactions that it had no use for. */
  LEAK,
  /** One client held its server connection far longer than transactions take. */
  LONG_TRANSACTION,
  /** PostgreSQL took much longer for a query than it did in the rest of the period. */
  SLOW_SERVER,
  /** Nothing was out of the ordinary but the number of those who came. */
  TOO_SMALL_A_POOL;

  /** A transaction is long when it takes so many times the mean one. */
  private static final int LONG_TIMES = 20;

  private static final Duration LONG_LEAST = Duration.ofSeconds(5);

  /** A server is slow when its mean query takes so many times that of the rest of the period. */
  private static final int SLOW_TIMES = 2;

  /**
   * The figures of an episode.
   *
   * @param leakPlace where something was leaked then; empty when nowhere
   * @param leakCount how many times
   * @param longestHold how long one client held a server at most
   * @param holder who
   * @param meanTransaction of the whole period; zero when nothing is known
   * @param meanQuery in the episode; zero when nothing is known
   * @param usualQuery mean query of the rest of the period; zero when nothing is known
   * @param transactionsPerSecond in the episode
   * @param busyMost server connections in clients' hands, at most
   * @param size of the pool with its reserve, 0 for no limit
   */
  record Figures(
      String leakPlace,
      long leakCount,
      Duration longestHold,
      String holder,
      Duration meanTransaction,
      Duration meanQuery,
      Duration usualQuery,
      double transactionsPerSecond,
      int busyMost,
      int size) {}

  /** What the figures speak for. */
  static SaturationCause of(Figures figures) {
    if (!figures.leakPlace().isEmpty()) {
      return LEAK;
    }
    boolean isLong =
        figures.longestHold().compareTo(LONG_LEAST) >= 0
            && figures.longestHold().compareTo(figures.meanTransaction().multipliedBy(LONG_TIMES))
                >= 0;
    if (isLong) {
      return LONG_TRANSACTION;
    }
    boolean isSlow =
        !figures.usualQuery().isZero()
            && figures.meanQuery().compareTo(figures.usualQuery().multipliedBy(SLOW_TIMES)) >= 0;
    return isSlow ? SLOW_SERVER : TOO_SMALL_A_POOL;
  }

  /** The figures that speak for it, in a sentence of English. */
  String evidence(Figures figures) {
    Object[] told = figures(figures).toArray();
    return switch (this) {
      case LEAK -> String.format("%s kept connections %s times.", told);
      case LONG_TRANSACTION ->
          String.format(
              "%s held a server connection for %s s; a transaction takes %s ms on average.", told);
      case SLOW_SERVER ->
          String.format("A query took %s ms on average, %s ms in the rest of the period.", told);
      case TOO_SMALL_A_POOL ->
          String.format(
              "%s of %s server connections were busy at %s transactions per second of %s ms each.",
              told);
    };
  }

  /** The same figures in the same order, for a sentence in another language. */
  List<String> figures(Figures figures) {
    return switch (this) {
      case LEAK -> List.of(figures.leakPlace(), Long.toString(figures.leakCount()));
      case LONG_TRANSACTION ->
          List.of(
              figures.holder(),
              written(seconds(figures.longestHold())),
              written(millis(figures.meanTransaction())));
      case SLOW_SERVER ->
          List.of(written(millis(figures.meanQuery())), written(millis(figures.usualQuery())));
      case TOO_SMALL_A_POOL ->
          List.of(
              Integer.toString(figures.busyMost()),
              Integer.toString(figures.size()),
              written(figures.transactionsPerSecond()),
              written(millis(figures.meanTransaction())));
    };
  }

  private static String written(double figure) {
    return String.format(Locale.ROOT, "%.1f", figure);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1_000_000.0;
  }
}
