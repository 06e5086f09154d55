package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Sixty-four clients at once: PostgreSQL never sees more of the garage than pool and reserve allow,
 * and SHOW POOLS agrees.
 */
class SixtyFourClientsST {
  private static final int CLIENTS = 64;
  private static final int REQUESTS_EACH = 15;

  /** default_pool_size 20 and reserve_pool_size 10 of the garage's own ini. */
  private static final int MOST = 30;

  private static final String SEEN =
      "select count(*) from pg_stat_activity where application_name = 'ecar_application'";
  private static final Duration AGREE_WITHIN = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Pattern SERVERS =
      Pattern.compile("\"sv_(?:active|idle|used|tested|login)\":\\s*(\\d+)");

  private final Product product = Product.running();

  @Test
  void neverSeeMoreServersThanPoolAndReserve() throws Exception {
    HttpClient client = signedIn();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try (Connection superuser = product.superuser()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        answers.add(threads.submit(() -> succeeded(client)));
      }
      threads.shutdown();
      int most = 0;
      do {
        most = Math.max(most, seen(superuser));
        assertThat(servers(client)).isLessThanOrEqualTo(MOST);
      } while (!threads.awaitTermination(20, TimeUnit.MILLISECONDS));

      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(REQUESTS_EACH);
      }
      assertThat(most).isBetween(1, MOST);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theConsoleCountsWhatPostgresCounts() throws Exception {
    HttpClient client = signedIn();
    assertThat(succeeded(client)).isEqualTo(REQUESTS_EACH);
    try (Connection superuser = product.superuser()) {
      // The pool grows by itself up to min_pool_size: the two views may differ for a moment.
      long end = System.nanoTime() + AGREE_WITHIN.toNanos();
      while (seen(superuser) != servers(client)) {
        assertThat(System.nanoTime()).as("the two views never agree").isLessThan(end);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private int succeeded(HttpClient client) throws Exception {
    int good = 0;
    for (int i = 0; i < REQUESTS_EACH; i++) {
      if (get(client, "api/v1/customers").statusCode() == 200) {
        good++;
      }
    }
    return good;
  }

  private int servers(HttpClient client) throws Exception {
    Matcher counts = SERVERS.matcher(get(client, "api/v1/pool/pools").body());
    int sum = 0;
    while (counts.find()) {
      sum += Integer.parseInt(counts.group(1));
    }
    return sum;
  }

  private HttpResponse<String> get(HttpClient client, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(product.at(path)).header("Accept", "application/json").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static int seen(Connection superuser) throws SQLException {
    try (Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(SEEN)) {
      row.next();
      return row.getInt(1);
    }
  }

  private HttpClient signedIn() throws Exception {
    HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(product.at("api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"user\":\"manager\",\"password\":\"%s\"}"
                            .formatted(product.managerPassword())))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    return client;
  }
}
