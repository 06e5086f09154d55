package tn.ecar.batch;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Waits for what a database tells only when asked, and never longer than half a minute. */
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Await() {}

  /**
   * Asks until the answer is yes.
   *
   * @throws TimeoutException if it is not in time
   */
  public static void until(Callable<Boolean> question) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!question.call()) {
      if (System.nanoTime() - end > 0) {
        throw new TimeoutException("Nothing after " + LIMIT + ".");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
