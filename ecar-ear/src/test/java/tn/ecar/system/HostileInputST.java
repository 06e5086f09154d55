package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/**
 * Every operation that takes a body gets each of its fields filled with what no person means: the
 * example of the description, with one field spoilt. Whatever it is, the answer is a sentence and
 * never a failure of the server, and afterwards every total, stock level and number series is
 * right.
 */
class HostileInputST {
  /** Operations that would end the session, or take away the tester's own account. */
  private static final Set<String> NOT_TRIED = Set.of("/api/v1/session");

  private static ApiClient manager;
  private static OpenApi api;
  private static Map<String, Long> things;

  @BeforeAll
  static void prepare() throws Exception {
    manager = ApiClient.manager();
    api = OpenApi.of(Product.running());
    GarageDay day = new GarageDay(manager);
    long car = day.receiveCar();
    long part = day.stockPart();
    things = new HashMap<>();
    things.put("vehicles", car);
    things.put("parts", part);
    things.put(
        "customers",
        manager
            .get("vehicles/" + car)
            .object()
            .getJsonObject("customer")
            .getJsonNumber("id")
            .longValue());
    things.put("orders", day.openOrder(car, part));
    Answer bay =
        manager.post("bays", "{\"name\":\"Pont H%d\"}".formatted(System.nanoTime() % 100_000));
    things.put("bays", bay.id());
  }

  @AfterEach
  void theBooksAreSound() throws Exception {
    Answer books = manager.get("books/check");
    assertThat(books.status()).isEqualTo(200);
    assertThat(books.array()).isEmpty();
  }

  private record Attack(String name, List<String> types, JsonValue value) {
    static Attack text(String name, String value) {
      return new Attack(name, List.of("string"), Json.createValue(value));
    }
  }

  @Test
  void fiveMegabytesInEachField() throws Exception {
    everywhere(Attack.text("5 MB", "x".repeat(5 * 1024 * 1024)), Set.of(413, 404, 428));
  }

  @Test
  void aLongTextInEachField() throws Exception {
    everywhere(Attack.text("300 kB", "é".repeat(150_000)), Set.of(400, 404, 409, 412, 422, 428));
  }

  @Test
  void htmlAndSqlInEachField() throws Exception {
    everywhere(
        Attack.text("HTML and SQL", "<script>alert(1)</script>'; drop table customer; --"), null);
    everywhere(Attack.text("zero character", "a\0b"), null);
    everywhere(Attack.text("right to left override", "\u202Eabc \uD800"), null);
    Answer made =
        manager.post(
            "customers",
            "{\"name\":\"<b>Robert'); drop table customer;--</b>\",\"phone\":\"20123456\"}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(manager.get("customers/" + made.id()).object().getString("name"))
        .isEqualTo("<b>Robert'); drop table customer;--</b>");
    assertThat(manager.get("customers?q=robert%27)%3B%20drop").object().getInt("total"))
        .isPositive();
  }

  @Test
  void aDateInTheYear20255InEachField() throws Exception {
    everywhere(Attack.text("20255", "+20255-05-04"), null);
    everywhere(Attack.text("20255", "20255-05-04T08:00:00Z"), null);
    for (String address :
        List.of(
            "orders?from=%2B20255-01-01",
            "invoices?to=20255-01-01",
            "appointments?from=%2B20255-01-01&to=%2B20255-01-02",
            "payments?on=%2B20255-01-01")) {
      assertThat(manager.get(address).status()).as(address).isEqualTo(422);
    }
  }

  @Test
  void aNumberThatIsNoneInEachField() throws Exception {
    List<String> numbers = List.of("integer", "number", "string");
    for (String number : List.of("-1", "1e300", "99999999999999999999", "0.00000001")) {
      JsonValue value = Json.createValue(new java.math.BigDecimal(number));
      everywhere(new Attack(number, numbers, value), null);
    }
    everywhere(new Attack("an object", numbers, JsonValue.EMPTY_JSON_OBJECT), null);
    everywhere(new Attack("null", numbers, JsonValue.NULL), null);
  }

  private static void everywhere(Attack attack, Set<Integer> allowed) throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, JsonValue> path : api.document().getJsonObject("paths").entrySet()) {
      for (String verb : List.of("post", "put")) {
        JsonObject operation = path.getValue().asJsonObject().getJsonObject(verb);
        if (operation != null && !NOT_TRIED.contains(path.getKey())) {
          spoil(attack, allowed, path.getKey(), verb, operation, wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void spoil(
      Attack attack,
      Set<Integer> allowed,
      String path,
      String verb,
      JsonObject operation,
      List<String> wrong)
      throws Exception {
    JsonObject body = operation.getJsonObject("requestBody");
    JsonObject content =
        body == null ? null : body.getJsonObject("content").getJsonObject("application/json");
    if (content == null || !(content.get("example") instanceof JsonObject example)) {
      return;
    }
    for (Map.Entry<String, JsonValue> field : example.entrySet()) {
      String type =
          switch (field.getValue().getValueType()) {
            case STRING -> "string";
            case NUMBER -> "integer";
            default -> "other";
          };
      if (attack.types().contains(type)) {
        JsonObjectBuilder spoilt = Json.createObjectBuilder(example);
        spoilt.add(field.getKey(), attack.value());
        String address = address(path);
        String text = spoilt.build().toString();
        Answer answer =
            verb.equals("post") ? manager.post(address, text) : manager.put(address, text, "*");
        boolean fine = allowed == null ? answer.status() < 500 : allowed.contains(answer.status());
        if (!fine) {
          wrong.add(
              verb
                  + " "
                  + path
                  + " "
                  + field.getKey()
                  + " ("
                  + attack.name()
                  + "): "
                  + answer.status()
                  + " "
                  + answer.text());
        }
      }
    }
  }

  private static String address(String path) {
    String inside = path.substring("/api/v1/".length());
    Long thing = things.get(inside.split("/")[0]);
    return inside
        .replaceFirst("\\{id[^}]*}", thing == null ? "987654321" : thing.toString())
        .replaceAll("\\{[^}]*}", "987654321");
  }
}
