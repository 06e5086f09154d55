package tn.ecar.system;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a condition of a system that tells its state only when asked, and never longer than it
 * was told to.
 */
final class Await {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private Await() {}

  /**
   * Asks until there is an answer.
   *
   * @param question returns null while there is none
   * @throws TimeoutException if there is none in time
   */
  static <T> T until(Duration limit, Callable<T> question) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    T answer = question.call();
    while (answer == null) {
      if (System.nanoTime() - end > 0) {
        throw new TimeoutException("Nothing after " + limit + ".");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      answer = question.call();
    }
    return answer;
  }
}
