package tn.ecar.pool.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Checks that run beside each other and are done in a bounded time, whoever does not answer. */
public final class Examination {
  private static final Duration LIMIT = Duration.ofSeconds(7);

  private final Map<String, Check> checks = new LinkedHashMap<>();

  /** Adds a check; findings come in the order of the checks. */
  public void add(String name, Check check) {
    checks.put(name, check);
  }

  /** Runs all of them. */
  public List<Finding> run() {
    ExecutorService workers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "doctor");
              thread.setDaemon(true);
              return thread;
            });
    long end = System.nanoTime() + LIMIT.toNanos();
    Map<String, List<Finding>> findings = new LinkedHashMap<>();
    Map<String, Future<?>> looking = new LinkedHashMap<>();
    checks.forEach(
        (name, check) -> {
          List<Finding> own = Collections.synchronizedList(new ArrayList<>());
          findings.put(name, own);
          looking.put(
              name,
              workers.submit(
                  () -> {
                    check.look(own::add);
                    return null;
                  }));
        });
    List<Finding> all = new ArrayList<>();
    looking.forEach(
        (name, check) -> {
          await(name, check, end, findings.get(name));
          synchronized (findings.get(name)) {
            all.addAll(findings.get(name));
          }
        });
    workers.shutdownNow();
    return all;
  }

  private static void await(String name, Future<?> check, long end, List<Finding> found) {
    try {
      check.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException slow) {
      found.add(
          Finding.fail(
              name,
              "no answer within " + LIMIT.toSeconds() + " s",
              "whoever is asked here hangs, or something on the way to it does"));
    } catch (ExecutionException unforeseen) {
      found.add(
          Finding.fail(name, "this check failed: " + unforeseen.getCause(), "please report it"));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      found.add(Finding.fail(name, "interrupted before it was done", "try again"));
    }
  }
}
