package tn.ecar.system;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Four of the staff, each with a browser's session, who open one page after the other with a pause
 * between, as people do. What is measured is from the request to the last byte of the page.
 */
final class StaffAtPages implements AutoCloseable {
  private static final int STAFF = 4;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final List<String> PAGES =
      List.of("today.xhtml", "orders.xhtml", "vehicles.xhtml", "customers.xhtml", "parts.xhtml");

  private final ExecutorService people = Executors.newFixedThreadPool(STAFF);
  private final List<HttpClient> sessions = new ArrayList<>();
  private final URI base;

  StaffAtPages(Product product) throws Exception {
    base = product.base();
    for (int i = 0; i < STAFF; i++) {
      HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
      String body = "{\"user\":\"manager\",\"password\":\"" + product.managerPassword() + "\"}";
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(product.at("api/v1/session"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("nobody signs in: " + answer.body());
      }
      sessions.add(client);
    }
  }

  /** Lets them work until the time is over, or it is enough. */
  Latency measure(Duration longest, BooleanSupplier enough) throws Exception {
    long end = System.nanoTime() + longest.toNanos();
    AtomicBoolean over = new AtomicBoolean();
    List<Future<List<Long>>> all = new ArrayList<>();
    for (HttpClient session : sessions) {
      all.add(people.submit((Callable<List<Long>>) () -> work(session, end, over)));
    }
    while (System.nanoTime() < end && !enough.getAsBoolean()) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    over.set(true);
    List<Long> nanos = new ArrayList<>();
    for (Future<List<Long>> one : all) {
      nanos.addAll(one.get());
    }
    return new Latency(nanos.stream().mapToLong(Long::longValue).sorted().toArray());
  }

  private List<Long> work(HttpClient session, long end, AtomicBoolean over) throws Exception {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; System.nanoTime() < end && !over.get(); i++) {
      long begun = System.nanoTime();
      HttpResponse<String> page =
          session.send(
              HttpRequest.newBuilder(base.resolve(PAGES.get(i % PAGES.size()))).build(),
              HttpResponse.BodyHandlers.ofString());
      if (page.statusCode() != 200) {
        throw new IllegalStateException(
            PAGES.get(i % PAGES.size()) + " answered " + page.statusCode());
      }
      nanos.add(System.nanoTime() - begun);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return nanos;
  }

  @Override
  public void close() {
    people.shutdownNow();
  }

  /** How long the pages took, sorted. */
  static final class Latency {
    private final long[] nanos;

    Latency(long[] sorted) {
      nanos = Arrays.copyOf(sorted, sorted.length);
    }

    int count() {
      return nanos.length;
    }

    double millis(double part) {
      int index = (int) Math.ceil(part * nanos.length) - 1;
      return nanos[Math.max(0, index)] / 1e6;
    }
  }
}
