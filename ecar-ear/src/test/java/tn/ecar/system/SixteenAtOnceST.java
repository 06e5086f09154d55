package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/**
 * Sixteen people send the same request at the same moment: it is done once, or as often as there is
 * enough, everybody else is told why not, and the books add up afterwards.
 */
class SixteenAtOnceST {
  private static final int USERS = 16;
  private static final ZoneId TUNIS = ZoneId.of("Africa/Tunis");

  private static final List<ApiClient> CLIENTS = new ArrayList<>();
  private static ExecutorService threads;
  private static ApiClient manager;
  private final String mark = Long.toString(System.nanoTime() % 1_000_000_000);

  @BeforeAll
  static void everybodySignsIn() throws Exception {
    threads = Executors.newFixedThreadPool(USERS);
    for (int user = 0; user < USERS; user++) {
      CLIENTS.add(ApiClient.manager());
    }
    manager = CLIENTS.get(0);
  }

  @AfterAll
  static void everybodyLeaves() {
    threads.shutdownNow();
  }

  @AfterEach
  void theBooksAddUp() throws Exception {
    Answer differences = manager.get("books/check");
    assertThat(differences.status()).as(differences.text()).isEqualTo(200);
    assertThat(differences.array()).as(differences.text()).isEmpty();
  }

  @Test
  void theLastTenOfAPartGoToTenOfSixteen() throws Exception {
    long part = new GarageDay(manager).stockPart();

    Map<Integer, List<Answer>> answers =
        atOnce("parts/" + part + "/movements", "{\"quantity\":-1,\"reason\":\"LOSS\"}");

    assertThat(answers.get(201)).hasSize(10);
    assertThat(answers.get(422)).hasSize(6);
    assertThat(answers.get(422)).allSatisfy(a -> assertThat(a.text()).contains("on the shelf"));
    assertThat(manager.get("parts/" + part).object().getString("onHand")).isEqualTo("0.000");
  }

  @Test
  void anHourOfABayIsGivenOnce() throws Exception {
    Answer bay = manager.post("bays", "{\"name\":\"Pont %s\"}".formatted(mark));
    long car = new GarageDay(manager).receiveCar();
    LocalDate day = LocalDate.now(TUNIS).plusDays(1);
    while (day.getDayOfWeek().getValue() > 5) {
      day = day.plusDays(1);
    }
    String wish =
        "{\"vehicleId\":%d,\"bayId\":%d,\"work\":\"Vidange\",\"start\":\"%s\",\"end\":\"%s\"}"
            .formatted(car, bay.id(), hour(day, 9), hour(day, 10));

    Map<Integer, List<Answer>> answers = atOnce("appointments", wish);

    assertThat(answers.get(201)).hasSize(1);
    assertThat(answers.get(409)).hasSize(USERS - 1);
  }

  private static String hour(LocalDate day, int hour) {
    return day.atTime(hour, 0).atZone(TUNIS).toInstant().toString();
  }

  @Test
  void anInvoiceIsPaidOnce() throws Exception {
    Answer invoice = manager.post("orders/" + new GarageDay(manager).finishedOrder() + "/invoice");
    assertThat(invoice.status()).as(invoice.text()).isEqualTo(201);
    String due = invoice.object().getString("due");

    Map<Integer, List<Answer>> answers =
        atOnce(
            "invoices/" + invoice.id() + "/payments",
            "{\"amount\":\"%s\",\"method\":\"CASH\"}".formatted(due));

    assertThat(answers.get(201)).hasSize(1);
    assertThat(answers.get(422)).hasSize(USERS - 1);
    assertThat(manager.get("invoices/" + invoice.id()).object().getString("due"))
        .isEqualTo("0.000");
  }

  @Test
  void aDeliveryIsTakenInOnce() throws Exception {
    long part = new GarageDay(manager).stockPart();
    Answer supplier = manager.post("suppliers", "{\"name\":\"Purflux %s\"}".formatted(mark));
    Answer purchase =
        manager.post(
            "purchase-orders",
            "{\"supplierId\":%d,\"lines\":[{\"partId\":%d,\"quantity\":10,\"unitCost\":\"9.250\"}]}"
                .formatted(supplier.id(), part));
    assertThat(purchase.status()).as(purchase.text()).isEqualTo(201);
    manager.post("purchase-orders/" + purchase.id() + "/transitions", "{\"to\":\"ORDERED\"}");

    Map<Integer, List<Answer>> answers =
        atOnce(
            "purchase-orders/" + purchase.id() + "/receipts",
            "{\"deliveryNote\":\"BL-%s\",\"lines\":[]}".formatted(mark));

    assertThat(answers.get(201)).hasSize(1);
    assertThat(answers.get(409)).hasSize(USERS - 1);
    assertThat(manager.get("parts/" + part).object().getString("onHand")).isEqualTo("20.000");
  }

  @Test
  void anOrderIsTakenAStepOnce() throws Exception {
    GarageDay day = new GarageDay(manager);
    long order = day.openOrder(day.receiveCar(), day.stockPart());

    Map<Integer, List<Answer>> answers =
        atOnce(
            "orders/" + order + "/transitions",
            "{\"to\":\"APPROVED\",\"reason\":\"Par téléphone\"}");

    assertThat(answers.get(200)).hasSize(1);
    assertThat(
            answers.getOrDefault(409, List.of()).size()
                + answers.getOrDefault(422, List.of()).size())
        .as("%s", answers.keySet())
        .isEqualTo(USERS - 1);
  }

  /** Returns the answers by their status. */
  private static Map<Integer, List<Answer>> atOnce(String path, String body) throws Exception {
    CyclicBarrier start = new CyclicBarrier(USERS);
    List<Callable<Answer>> requests = new ArrayList<>();
    for (ApiClient client : CLIENTS) {
      requests.add(
          () -> {
            start.await(1, TimeUnit.MINUTES);
            return client.post(path, body);
          });
    }
    List<Answer> answers = new ArrayList<>();
    for (Future<Answer> answer : threads.invokeAll(requests)) {
      answers.add(answer.get());
    }
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.status()).as(answer.text()).isLessThan(500));
    return answers.stream().collect(Collectors.groupingBy(Answer::status));
  }
}
