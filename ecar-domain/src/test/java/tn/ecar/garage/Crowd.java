package tn.ecar.garage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Several people who do something at the same moment. */
public final class Crowd {
  private static final long PATIENCE_SECONDS = 60;

  private Crowd() {}

  /**
   * Lets every one begin at the same moment.
   *
   * @param work what one does; its argument is the person's number, from 0
   * @return what each returned or threw, by person
   */
  public static List<Object> atOnce(int people, IntFunction<Object> work)
      throws InterruptedException, TimeoutException {
    ExecutorService threads = Executors.newFixedThreadPool(people);
    CountDownLatch ready = new CountDownLatch(people);
    CountDownLatch go = new CountDownLatch(1);
    try {
      List<Future<Object>> futures = new ArrayList<>();
      for (int i = 0; i < people; i++) {
        int person = i;
        futures.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  go.await();
                  return work.apply(person);
                }));
      }
      if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new TimeoutException("not everybody came");
      }
      go.countDown();
      List<Object> results = new ArrayList<>();
      for (Future<Object> future : futures) {
        results.add(outcome(future));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Object outcome(Future<Object> future)
      throws InterruptedException, TimeoutException {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
