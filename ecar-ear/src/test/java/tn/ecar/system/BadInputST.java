package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/**
 * What is wrong is refused with what was wrong, in the form of RFC 9457, and never with a stack
 * trace.
 */
class BadInputST {
  private ApiClient manager;
  private GarageDay day;

  @BeforeEach
  void signIn() throws Exception {
    manager = ApiClient.manager();
    day = new GarageDay(manager);
  }

  @Test
  void aNegativeQuantityIsRefused() throws Exception {
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    Answer answer =
        manager.post(
            "orders/" + order + "/lines",
            "{\"kind\":\"LABOUR\",\"designation\":\"Vidange\",\"quantity\":-1,\"unitPrice\":40}");
    assertRule(answer, "quantity", "-1.000");
  }

  @Test
  void anUnknownPlateFormIsRefused() throws Exception {
    long owner = manager.post("customers", "{\"name\":\"Sami\",\"phone\":\"20123456\"}").id();
    Answer answer =
        manager.post(
            "vehicles", "{\"customerId\":" + owner + ",\"plate\":\"ABC-12\",\"make\":\"Kia\"}");
    assertRule(answer, "plate", "ABC-12");
  }

  @Test
  void aLowerOdometerIsRefusedAndACorrectionWithItsReasonIsNot() throws Exception {
    long car = day.receiveCar();
    assertRule(
        manager.post("vehicles/" + car + "/readings", "{\"km\":44999}"), "odometerKm", "44999");
    Answer corrected =
        manager.post(
            "vehicles/" + car + "/readings",
            "{\"km\":44999,\"source\":\"CORRECTION\",\"reason\":\"Misread at reception\"}");
    assertThat(corrected.status()).as(corrected.text()).isEqualTo(201);
    assertThat(corrected.object().getInt("odometerKm")).isEqualTo(44999);
  }

  @Test
  void sixteenRequestsAtOnceIssueOneInvoice() throws Exception {
    long order = day.finishedOrder();
    List<Answer> answers = atOnce(16, () -> manager.post("orders/" + order + "/invoice"));
    List<Answer> issued = answers.stream().filter(a -> a.status() == 201).toList();
    assertThat(issued).as(answers.stream().map(Answer::text).toList().toString()).hasSize(1);
    String number = issued.get(0).object().getString("number");
    assertThat(answers.stream().filter(a -> a.status() == 409))
        .hasSize(15)
        .allSatisfy(a -> assertThat(a.object().getString("number")).isEqualTo(number));
  }

  @Test
  void whatSomebodyElseChangedIsNotOverwritten() throws Exception {
    Answer read =
        manager.get(
            "customers/"
                + manager.post("customers", "{\"name\":\"Sami\",\"phone\":\"20123456\"}").id());
    String path = "customers/" + read.id();
    assertThat(
            manager.put(path, "{\"name\":\"Sami A\",\"phone\":\"20123456\"}", read.tag()).status())
        .isEqualTo(200);
    Answer late = manager.put(path, "{\"name\":\"Sami B\",\"phone\":\"20123456\"}", read.tag());
    assertProblem(late, 412);
    assertThat(manager.get(path).object().getString("name")).isEqualTo("Sami A");
  }

  @Test
  void aPlateIsTakenOnce() throws Exception {
    long car = day.receiveCar();
    long owner = manager.get("vehicles/" + car).object().getJsonObject("customer").getInt("id");
    Answer again =
        manager.post(
            "vehicles",
            "{\"customerId\":" + owner + ",\"plate\":\"" + day.plate() + "\",\"make\":\"Kia\"}");
    assertProblem(again, 409);
  }

  @Test
  void aStepBesideTheTableIsRefused() throws Exception {
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    assertRule(
        manager.post("orders/" + order + "/transitions", "{\"to\":\"READY\"}"), "state", "READY");
    assertRule(manager.post("orders/" + order + "/transitions", "{\"to\":\"LOST\"}"), "to", "LOST");
  }

  @Test
  void whatCannotBeReadIsSaidSo() throws Exception {
    assertProblem(manager.post("customers", "{\"name\":"), 400);
    assertProblem(manager.post("customers", ""), 400);
    assertProblem(manager.post("customers", "[]"), 400);
    assertProblem(manager.post("vehicles", "{\"year\":\"old\"}"), 400);
    assertProblem(manager.get("customers/999999999"), 404);
    assertProblem(manager.get("customers/x"), 404);
    assertProblem(manager.get("nothing/here"), 404);
    assertProblem(manager.delete("customers"), 405);
    assertRule(manager.get("customers?size=0"), "size", "0");
    assertRule(manager.get("customers?size=many"), "size", "many");
    assertRule(manager.get("customers?sort=password"), "sort", "password");
  }

  @Test
  void whoIsNotSignedInIsToldToAndNoOtherSiteMayChangeAnything() throws Exception {
    ApiClient stranger = new ApiClient(Product.running().base());
    assertProblem(stranger.get("customers"), 401);
    assertProblem(stranger.get("pool/pools"), 401);
    assertProblem(
        stranger.post("session", "{\"user\":\"manager\",\"password\":\"wrong password\"}"), 401);
    assertThat(stranger.get("ready").status()).isEqualTo(200);
    Answer foreign =
        manager.postFrom(
            "http://elsewhere.example", "customers", "{\"name\":\"Sami\",\"phone\":\"20123456\"}");
    assertProblem(foreign, 403);
  }

  private static void assertRule(Answer answer, String field, String value) {
    assertProblem(answer, 422);
    JsonObject violation = answer.object().getJsonArray("violations").getJsonObject(0);
    assertThat(violation.getString("field")).isEqualTo(field);
    assertThat(violation.getString("value")).isEqualTo(value);
    assertThat(violation.getString("rule")).isNotBlank();
  }

  static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.type()).startsWith("application/problem+json");
    assertThat(answer.object().getInt("status")).isEqualTo(status);
    assertThat(answer.object().getString("detail")).isNotBlank();
    assertThat(answer.text()).doesNotContain("Exception", "\tat ");
  }

  private static List<Answer> atOnce(int times, Callable<Answer> request) throws Exception {
    ExecutorService crowd = Executors.newFixedThreadPool(times);
    try {
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : crowd.invokeAll(java.util.Collections.nCopies(times, request))) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      crowd.shutdownNow();
    }
  }
}
