package tn.ecar.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Users who ask at once, each for one thing after the other in an order of their own. */
final class Crowd {
  private static final long HIGHEST = Duration.ofMinutes(2).toNanos();

  private final List<Site> users;
  private final Requests requests;
  private final Duration think;

  /**
   * @param users one session each
   * @param think how long a user looks at an answer, on average, before asking again
   */
  Crowd(List<Site> users, Requests requests, Duration think) {
    this.users = users;
    this.requests = requests;
    this.think = think;
  }

  /**
   * What came of a while.
   *
   * @param times nanoseconds by name of the request
   * @param all nanoseconds of all of them
   * @param failures what went wrong
   * @param seconds how long it took
   */
  record Outcome(
      Map<String, Histogram> times, Histogram all, List<String> failures, double seconds) {
    double perSecond() {
      return all.getTotalCount() / seconds;
    }

    double millis(double percentile) {
      return all.getValueAtPercentile(percentile) / 1e6;
    }
  }

  /** Lets them work for that long. */
  Outcome work(Duration time, long seed) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(users.size());
    long begun = System.nanoTime();
    try {
      List<Future<Outcome>> working = new ArrayList<>();
      for (int i = 0; i < users.size(); i++) {
        Site user = users.get(i);
        Random random = new Random(seed * 1_000 + i);
        working.add(threads.submit(() -> one(user, random, begun + time.toNanos())));
      }
      Map<String, Histogram> times = new TreeMap<>();
      Histogram all = histogram();
      List<String> failures = new ArrayList<>();
      for (Future<Outcome> each : working) {
        Outcome own = each.get();
        all.add(own.all());
        failures.addAll(own.failures());
        own.times()
            .forEach((name, own1) -> times.computeIfAbsent(name, any -> histogram()).add(own1));
      }
      return new Outcome(times, all, failures, (System.nanoTime() - begun) / 1e9);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Outcome one(Site user, Random random, long until) {
    Map<String, Histogram> times = new TreeMap<>();
    Histogram all = histogram();
    List<String> failures = new ArrayList<>();
    List<String> names = requests.names();
    pause(random, until);
    while (System.nanoTime() < until) {
      String name = names.get(random.nextInt(names.size()));
      try {
        long took = user.time(requests.any(name, random));
        times.computeIfAbsent(name, any -> histogram()).recordValue(took);
        all.recordValue(took);
      } catch (IOException e) {
        failures.add(name + ": " + e.getMessage());
      }
      pause(random, until);
    }
    return new Outcome(times, all, failures, 0);
  }

  /** Pauses are exponential, as those of people who do not know of each other. */
  private void pause(Random random, long until) {
    long nanos = (long) (-Math.log(1 - random.nextDouble()) * think.toNanos());
    long end = Math.min(System.nanoTime() + nanos, until);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private static Histogram histogram() {
    return new Histogram(HIGHEST, 3);
  }
}
