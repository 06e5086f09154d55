package tn.ecar.system;

import static java.math.RoundingMode.HALF_UP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Sixteen people work at once through REST: numbers have no gaps, totals recompute, stock is right.
 */
class SixteenUsersST {
  private static final int USERS = 16;
  private static final int ORDERS_EACH = 3;
  private static final BigDecimal TIMBRE = new BigDecimal("1.000");
  private static final BigDecimal HUNDRED = new BigDecimal("100");

  /** Pool size and reserve of the configuration that ships. */
  private static final int MOST_SERVERS = 30;

  private static final AtomicInteger PLATES = new AtomicInteger(1000);

  private static Product garage;
  private static ExecutorService users;

  @BeforeAll
  static void open() throws Exception {
    garage = Product.running();
    users = Executors.newFixedThreadPool(USERS + 1);
  }

  @AfterAll
  static void close() {
    users.shutdownNow();
  }

  @Test
  void sixteenUsersWorkADayAtOnce() throws Exception {
    long part = partOnTheShelf("FLT-DAY", "1000");
    AtomicBoolean working = new AtomicBoolean(true);
    Future<Integer> mostServers = users.submit(() -> mostServers(working));

    List<JsonNode> invoices = new ArrayList<>();
    try {
      List<Callable<List<JsonNode>>> days = new ArrayList<>();
      for (int user = 0; user < USERS; user++) {
        days.add(() -> day(part));
      }
      for (Future<List<JsonNode>> day : users.invokeAll(days)) {
        invoices.addAll(day.get());
      }
    } finally {
      working.set(false);
    }

    assertThat(invoices).hasSize(USERS * ORDERS_EACH);
    invoices.forEach(SixteenUsersST::recompute);
    assertNoGaps(invoices);
    assertThat(onHand(part)).isEqualByComparingTo(Integer.toString(1000 - 2 * invoices.size()));
    assertThat(mostServers.get(1, TimeUnit.MINUTES)).isBetween(1, MOST_SERVERS);
  }

  @Test
  void sixteenRequestsForOneInvoiceGiveOne() throws Exception {
    GarageClient manager = GarageClient.manager(garage);
    long order = readyOrder(manager, partOnTheShelf("FLT-ONE", "10"));
    List<GarageClient> clients = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      clients.add(GarageClient.manager(garage));
    }
    List<Callable<GarageClient.Answer>> requests = new ArrayList<>();
    clients.forEach(client -> requests.add(() -> invoice(client, order)));

    List<GarageClient.Answer> answers = new ArrayList<>();
    for (Future<GarageClient.Answer> answer : users.invokeAll(requests)) {
      answers.add(answer.get());
    }

    List<GarageClient.Answer> issued = answers.stream().filter(a -> a.status() == 201).toList();
    assertThat(issued).as("%s", answers).hasSize(1);
    String number = issued.get(0).body().get("number").asText();
    answers.stream()
        .filter(answer -> answer.status() != 201)
        .forEach(
            answer -> assertThat(answer.expecting(409).get("number").asText()).isEqualTo(number));
  }

  private static List<JsonNode> day(long part) throws Exception {
    GarageClient user = GarageClient.manager(garage);
    List<JsonNode> invoices = new ArrayList<>();
    for (int order = 0; order < ORDERS_EACH; order++) {
      invoices.add(invoice(user, readyOrder(user, part)).expecting(201));
    }
    return invoices;
  }

  private static long readyOrder(GarageClient user, long part) throws Exception {
    int plate = PLATES.incrementAndGet();
    long customer =
        id(
            user.post(
                "customers", Map.of("name", "Client " + plate, "phone", "20" + (100000 + plate))));
    Map<String, Object> brought = new HashMap<>();
    brought.put("customerId", customer);
    brought.put("plate", "231 TU " + plate);
    brought.put("make", "Peugeot");
    brought.put("odometerKm", 45_000);
    long vehicle = id(user.post("vehicles", brought));
    long order =
        id(
            user.post(
                "orders",
                Map.of("vehicleId", vehicle, "complaint", "Vidange", "odometerKm", 45_010)));
    String path = "orders/" + order;
    user.post(
            path + "/lines",
            Map.of(
                "kind",
                "LABOUR",
                "designation",
                "Main d'oeuvre",
                "quantity",
                new BigDecimal("1.25"),
                "unitPrice",
                new BigDecimal("37.330")))
        .expecting(201);
    user.post(path + "/lines", Map.of("kind", "PART", "partId", part, "quantity", 2))
        .expecting(201);
    step(user, path, "APPROVED", "Agreed at the desk");
    step(user, path, "IN_PROGRESS", "");
    step(user, path, "QUALITY_CHECK", "");
    step(user, path, "READY", "");
    return order;
  }

  private static GarageClient.Answer invoice(GarageClient user, long order) throws Exception {
    return user.post("orders/" + order + "/invoice", Map.of());
  }

  private static void step(GarageClient user, String path, String to, String reason)
      throws Exception {
    user.post(path + "/transitions", Map.of("to", to, "reason", reason)).expecting(200);
  }

  private static long partOnTheShelf(String number, String quantity) throws Exception {
    GarageClient manager = GarageClient.manager(garage);
    long part =
        id(
            manager.post(
                "parts",
                Map.of("number", number, "name", "Filtre", "price", new BigDecimal("23.517"))));
    manager
        .post(
            "parts/" + part + "/movements",
            Map.of("quantity", new BigDecimal(quantity), "reason", "RECEIPT"))
        .expecting(201);
    return part;
  }

  private static BigDecimal onHand(long part) throws Exception {
    return decimal(GarageClient.manager(garage).get("parts/" + part).expecting(200), "onHand");
  }

  private static long id(GarageClient.Answer created) {
    return created.expecting(201).get("id").asLong();
  }

  /**
   * Reckons the invoice once more from its lines: per rate group, rounded once, timbre after tax.
   */
  private static void recompute(JsonNode invoice) {
    Map<BigDecimal, BigDecimal> bases = new HashMap<>();
    for (JsonNode line : invoice.get("lines")) {
      BigDecimal net =
          decimal(line, "quantity").multiply(decimal(line, "unitPrice")).setScale(3, HALF_UP);
      assertThat(decimal(line, "net")).isEqualByComparingTo(net);
      bases.merge(decimal(line, "taxRate").stripTrailingZeros(), net, BigDecimal::add);
    }
    BigDecimal total = TIMBRE;
    for (Map.Entry<BigDecimal, BigDecimal> group : bases.entrySet()) {
      BigDecimal tax = group.getValue().multiply(group.getKey()).divide(HUNDRED, 3, HALF_UP);
      total = total.add(group.getValue()).add(tax);
    }
    assertThat(decimal(invoice, "total")).isEqualByComparingTo(total);
  }

  private static void assertNoGaps(List<JsonNode> issued) throws Exception {
    List<Integer> numbers = new ArrayList<>();
    try (Connection connection = garage.superuser();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT series_number FROM invoice ORDER BY series_number")) {
      while (row.next()) {
        numbers.add(row.getInt("series_number"));
      }
    }
    assertThat(numbers).hasSizeGreaterThanOrEqualTo(issued.size());
    for (int index = 0; index < numbers.size(); index++) {
      assertThat(numbers.get(index)).isEqualTo(index + 1);
    }
  }

  private static int mostServers(AtomicBoolean working) throws Exception {
    int most = 0;
    try (Connection connection = garage.superuser();
        Statement statement = connection.createStatement()) {
      while (working.get()) {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity"
                    + " WHERE application_name = 'ecar_application'")) {
          row.next();
          most = Math.max(most, row.getInt(1));
        }
      }
    }
    return most;
  }

  private static BigDecimal decimal(JsonNode node, String field) {
    return new BigDecimal(node.get(field).asText());
  }
}
