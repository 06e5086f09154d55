package tn.ecar.pool.sizing;

/**
 * The size by rule of thumb, when nothing has been measured: workers × threads × 1.5, as the
 * garage's first system had it.
 *
 * @param workers processes or instances that share the database
 * @param threads threads of each that use it
 * @param nesting servers that one thread may want at once: 2 when REQUIRES_NEW runs inside a
 *     transaction, else 1
 */
public record Formula(int workers, int threads, int nesting) {
  private static final double RESERVE = 1.5;

  public Formula {
    require("--workers", workers);
    require("--threads", threads);
    require("--nesting", nesting);
  }

  private static void require(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " " + value + ": give a number from 1");
    }
  }

  /** workers × threads × 1.5, rounded up. */
  public int servers() {
    return (int) Math.ceil(Math.multiplyExact(workers, threads) * RESERVE);
  }

  /**
   * Fewer servers than this can leave every thread of every worker holding as many as it got, and
   * waiting for one more.
   */
  public int withoutStarving() {
    return Math.addExact(Math.multiplyExact(Math.multiplyExact(workers, threads), nesting - 1), 1);
  }
}
