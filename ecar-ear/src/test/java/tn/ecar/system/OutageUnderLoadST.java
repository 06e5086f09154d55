package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/**
 * The database goes away for ten seconds while sixteen clients write and read: what fails in
 * between fails with a sentence, nobody hangs, what was acknowledged is there afterwards, and the
 * pool recovers by itself.
 */
class OutageUnderLoadST {
  private static final int CLIENTS = 16;
  private static final Duration OUTAGE = Duration.ofSeconds(10);
  private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(90);

  /** query_wait_timeout of the configuration that ships. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Product product = Product.running();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private volatile boolean working = true;

  /** One request that has been answered. */
  private record Request(
      int client, boolean write, Instant begun, Instant answered, Answer answer) {
    boolean good() {
      return answer.status() == (write ? 201 : 200);
    }
  }

  @Test
  void tenSecondsWithoutADatabaseCostASentenceAndNothingElse() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Future<?>> clients = new ArrayList<>();
    try {
      for (int number = 0; number < CLIENTS; number++) {
        int client = number;
        ApiClient desk = ApiClient.manager();
        clients.add(threads.submit(() -> work(client, desk)));
      }
      Instant begin = Instant.now();
      awaitEveryClientServedSince(begin);
      Instant away = Instant.now();
      product.stopDatabase();
      Instant gone = Instant.now();
      try {
        ApiClient visitor = new ApiClient(product.base());
        while (Instant.now().isBefore(gone.plus(OUTAGE))) {
          BadInputST.assertProblem(visitor.get("ready"), 503);
        }
      } finally {
        product.startDatabase();
      }
      awaitEveryClientServedSince(Instant.now());
      working = false;
      for (Future<?> client : clients) {
        client.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
      }
      judge(away);
    } finally {
      working = false;
      threads.shutdownNow();
    }
  }

  private Void work(int client, ApiClient desk) throws Exception {
    String body = "{\"name\":\"Outage %d\",\"phone\":\"20123456\"}".formatted(client);
    String last = "customers?size=1";
    while (working) {
      Answer written = ask(client, true, () -> desk.post("customers", body));
      if (written.status() == 201) {
        last = "customers/" + written.id();
      }
      String path = last;
      ask(client, false, () -> desk.get(path));
    }
    return null;
  }

  private Answer ask(int client, boolean write, java.util.concurrent.Callable<Answer> question)
      throws Exception {
    Instant begun = Instant.now();
    Answer answer = question.call();
    requests.add(new Request(client, write, begun, Instant.now(), answer));
    return answer;
  }

  private void awaitEveryClientServedSince(Instant moment) throws Exception {
    try {
      Await.until(
          RECOVERED_WITHIN, () -> servedSince(moment).size() == CLIENTS ? Boolean.TRUE : null);
    } catch (TimeoutException e) {
      throw new AssertionError(waitingSince(moment), e);
    }
  }

  private Set<Integer> servedSince(Instant moment) {
    Set<Integer> served = new TreeSet<>();
    for (Request request : requests) {
      if (request.good() && request.write() && request.begun().isAfter(moment)) {
        served.add(request.client());
      }
    }
    return served;
  }

  /** What a person would look at first: who was not served, and how the pool stands. */
  private String waitingSince(Instant moment) throws Exception {
    Map<Integer, String> last = new TreeMap<>();
    requests.forEach(
        request ->
            last.put(
                request.client(),
                request.begun() + " to " + request.answered() + " " + request.answer().text()));
    last.keySet().removeAll(servedSince(moment));
    StringBuilder told = new StringBuilder("Not served since " + moment + ": " + last);
    try (Connection connection = product.superuser();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pid, state, wait_event, xact_start, query FROM pg_stat_activity WHERE"
                    + " datname = 'ecar_db' UNION ALL SELECT 0, gid, 'prepared', prepared, '' FROM"
                    + " pg_prepared_xacts")) {
      while (row.next()) {
        told.append('\n');
        for (int column = 1; column <= 5; column++) {
          told.append(row.getString(column)).append(" | ");
        }
      }
    }
    return told.toString();
  }

  private void judge(Instant away) throws Exception {
    List<Request> failed = requests.stream().filter(request -> !request.good()).toList();
    assertThat(failed).isNotEmpty();
    for (Request request : failed) {
      assertThat(request.answered()).isAfter(away);
      BadInputST.assertProblem(request.answer(), 503);
    }
    assertThat(requests)
        .allSatisfy(
            request ->
                assertThat(Duration.between(request.begun(), request.answered()))
                    .isLessThan(LONGEST));
    Set<Long> acknowledged = new HashSet<>();
    requests.stream()
        .filter(request -> request.good() && request.write())
        .forEach(request -> acknowledged.add(request.answer().id()));
    assertThat(stored()).containsAll(acknowledged);
  }

  private Set<Long> stored() throws Exception {
    Set<Long> ids = new HashSet<>();
    try (Connection connection = product.database();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT id FROM customer WHERE name LIKE 'Outage %'")) {
      while (row.next()) {
        ids.add(row.getLong(1));
      }
    }
    return ids;
  }
}
