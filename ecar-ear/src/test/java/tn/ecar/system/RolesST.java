package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/**
 * Each role tries each operation of the description at /api/v1/openapi, as the table of roles
 * tells: who is not named there is refused, whoever is named gets past the gate, and nobody gets at
 * another's things by guessing their identifiers.
 */
class RolesST {
  private static final String PASSWORD = "a long enough password";
  private static final String EVERYBODY = "everybody";
  private static final Path TABLE =
      Path.of(
          "..", "ecar-web", "src", "test", "resources", "tn", "ecar", "web", "rest", "roles.txt");
  private static final List<String> ROLES =
      List.of("manager", "frontdesk", "technician", "storekeeper", "operator");

  /** An identifier that nothing has. */
  private static final String NOTHING = "987654321";

  private static ApiClient manager;
  private static Map<String, Set<String>> table;
  private static OpenApi description;
  private static String mark;

  @BeforeAll
  static void prepare() throws Exception {
    manager = ApiClient.manager();
    mark = "r" + System.nanoTime() % 1_000_000_000;
    for (String role : ROLES) {
      hire(role, role);
    }
    hire("colleague", "technician");
    table = table();
    description = OpenApi.of(Product.running());
  }

  private static long hire(String name, String role) throws Exception {
    Answer hired =
        manager.post(
            "staff",
            "{\"login\":\"%s-%s\",\"name\":\"%s %s\",\"roles\":[\"%s\"],\"password\":\"%s\"}"
                .formatted(name, mark, name, mark, role, PASSWORD));
    assertThat(hired.status()).as(hired.text()).isEqualTo(201);
    return hired.id();
  }

  private static ApiClient as(String name) throws Exception {
    return new ApiClient(Product.running().base()).signIn(name + "-" + mark, PASSWORD);
  }

  private static Map<String, Set<String>> table() throws IOException {
    return Files.readString(TABLE, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\\|", -1))
        .collect(
            Collectors.toMap(
                cells -> cells[0].strip(),
                cells -> new TreeSet<>(Arrays.asList(cells[1].strip().split(" "))),
                (a, b) -> a,
                TreeMap::new));
  }

  @Test
  void theTableNamesEachOperationOfTheDescription() {
    assertThat(description.operations()).isEqualTo(table.keySet());
  }

  @Test
  void eachRoleIsLetInWhereTheTableNamesItAndNowhereElse() throws Exception {
    for (String role : ROLES) {
      ApiClient caller = as(role);
      for (Map.Entry<String, Set<String>> row : table.entrySet()) {
        if (row.getKey().equals("DELETE /session")) {
          continue;
        }
        Answer answer = attempt(caller, row.getKey(), NOTHING);
        String what = role + ": " + row.getKey() + " was answered " + answer.text();
        if (row.getValue().contains(role)) {
          assertThat(answer.status()).as(what).isNotIn(401, 403);
          assertThat(answer.status()).as(what).isLessThan(500);
        } else if (!row.getValue().contains(EVERYBODY)) {
          assertThat(answer.status()).as(what).isEqualTo(403);
        }
      }
      assertThat(caller.delete("session").status()).isEqualTo(204);
      assertThat(caller.get("parts").status()).isEqualTo(401);
    }
  }

  @Test
  void whoIsNotSignedInGetsInNowhereAndAKeyOnlyWhereItsRolesDo() throws Exception {
    ApiClient stranger = new ApiClient(Product.running().base());
    ApiClient forged = stranger.with("Authorization", "Bearer ecar_1_" + "A".repeat(43));
    Answer made =
        manager.post("api-keys", "{\"name\":\"" + mark + "\",\"roles\":[\"storekeeper\"]}");
    ApiClient program = stranger.with("Authorization", "Bearer " + made.object().getString("key"));
    for (Map.Entry<String, Set<String>> row : table.entrySet()) {
      if (row.getValue().contains(EVERYBODY)) {
        continue;
      }
      assertThat(attempt(stranger, row.getKey(), NOTHING).status()).as(row.getKey()).isEqualTo(401);
      assertThat(attempt(forged, row.getKey(), NOTHING).status()).as(row.getKey()).isEqualTo(401);
      int status = attempt(program, row.getKey(), NOTHING).status();
      if (row.getValue().contains("storekeeper")) {
        assertThat(status).as(row.getKey()).isNotIn(401, 403);
      } else {
        assertThat(status).as(row.getKey()).isEqualTo(403);
      }
    }
  }

  @Test
  void aTechnicianGetsAtNoOrderOfAColleagueByGuessing() throws Exception {
    GarageDay day = new GarageDay(manager);
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    long colleague = idOf("colleague-" + mark);
    Answer assigned =
        manager.put("orders/" + order + "/technician", "{\"technicianId\":" + colleague + "}", "*");
    assertThat(assigned.status()).as(assigned.text()).isEqualTo(200);
    ApiClient technician = as("technician");
    for (Map.Entry<String, Set<String>> row : table.entrySet()) {
      if (row.getKey().contains(" /orders/{id}") && row.getValue().contains("technician")) {
        Answer answer = attempt(technician, row.getKey(), Long.toString(order));
        assertThat(answer.status()).as(row.getKey() + ": " + answer.text()).isEqualTo(403);
      }
    }
    assertThat(technician.get("orders?technician=" + colleague).object().getInt("total")).isZero();
    assertThat(technician.get("orders?q=" + day.plate().replace(" ", "%20")).text())
        .doesNotContain(day.plate());

    // Who helps sees the order as its technician does, and no longer than they help.
    long helper = idOf("technician-" + mark);
    Answer helped =
        manager.put(
            "orders/" + order + "/helpers", "{\"staffIds\":[" + helper + "]}", assigned.tag());
    assertThat(helped.status()).as(helped.text()).isEqualTo(200);
    assertThat(helped.object().getJsonArray("helpers")).hasSize(1);
    assertThat(technician.get("orders/" + order).status()).isEqualTo(200);
    assertThat(technician.get("orders?q=" + day.plate().replace(" ", "%20")).text())
        .contains(day.plate());
    manager.put("orders/" + order + "/helpers", "{\"staffIds\":[]}", helped.tag());
    assertThat(technician.get("orders/" + order).status()).isEqualTo(403);
  }

  @Test
  void aTechnicianSeesTheFindingsOfTheVehiclesOfTheirOwnOrders() throws Exception {
    GarageDay day = new GarageDay(manager);
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    String findings = "vehicles/" + vehicleOf(order) + "/findings";
    // Of their own: the others ask what a technician sees who has no order.
    long finder = hire("finder", "technician");
    ApiClient technician = as("finder");
    assertThat(technician.get(findings).status()).isEqualTo(403);
    String own = "{\"technicianId\":" + finder + "}";
    assertThat(manager.put("orders/" + order + "/technician", own, "*").status()).isEqualTo(200);
    assertThat(technician.get(findings).status()).isEqualTo(200);
    assertThat(technician.get("orders/" + order).object().getJsonArray("next"))
        .as("a draft is agreed at the desk")
        .isEmpty();
  }

  @Test
  void aStorekeeperChangesAPartWithoutItsPrice() throws Exception {
    long part = new GarageDay(manager).stockPart();
    ApiClient store = as("storekeeper");
    Answer read = store.get("parts/" + part);
    String renamed = read.text().replaceAll("\"name\":\"[^\"]*\"", "\"name\":\"Filtre long\"");
    Answer changed = store.put("parts/" + part, renamed, read.tag());
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.object().getString("name")).isEqualTo("Filtre long");
    String cheap = renamed.replaceAll("\"price\":\"[^\"]*\"", "\"price\":\"1.000\"");
    assertThat(store.put("parts/" + part, cheap, changed.tag()).status()).isEqualTo(403);
    assertThat(manager.get("parts/" + part).object().getString("price"))
        .isEqualTo(read.object().getString("price"));
  }

  private long idOf(String login) throws Exception {
    return manager.get("staff").array().stream()
        .map(one -> one.asJsonObject())
        .filter(one -> one.getString("login").equals(login))
        .findFirst()
        .orElseThrow()
        .getInt("id");
  }

  @Test
  void anIdentifierOfAnotherOrderIsNoneOfThisOne() throws Exception {
    GarageDay first = new GarageDay(manager);
    long theirs = first.openOrder(first.receiveCar(), first.stockPart());
    GarageDay second = new GarageDay(manager);
    long own = second.openOrder(second.receiveCar(), second.stockPart());
    long line =
        manager
            .get("orders/" + theirs)
            .object()
            .getJsonArray("lines")
            .getJsonObject(0)
            .getInt("id");
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0};
    Answer photo = manager.upload("orders/" + theirs + "/attachments?name=a.png", "image/png", png);
    assertThat(photo.status()).as(photo.text()).isEqualTo(201);
    assertThat(manager.get("orders/" + own + "/attachments/" + photo.id()).status()).isEqualTo(404);
    assertThat(manager.delete("orders/" + own + "/lines/" + line).status()).isIn(404, 422);
    assertThat(manager.get("orders/" + theirs).object().getJsonArray("lines")).hasSize(2);
    long template = manager.get("inspection-templates").array().getJsonObject(0).getInt("id");
    Answer inspection =
        manager.post("orders/" + theirs + "/inspections", "{\"templateId\":" + template + "}");
    assertThat(inspection.status()).as(inspection.text()).isEqualTo(201);
    String foreign = "orders/" + own + "/inspections/" + inspection.id();
    assertThat(manager.get(foreign).status()).isEqualTo(404);
    assertThat(manager.post(foreign + "/closing").status()).isEqualTo(404);
  }

  @Test
  void aCustomersLinkOpensNoOtherQuote() throws Exception {
    GarageDay day = new GarageDay(manager);
    String wanted =
        "{\"vehicleId\":"
            + day.receiveCar()
            + ",\"wantedWork\":\"Freins\",\"lines\":["
            + "{\"kind\":\"LABOUR\",\"designation\":\"Plaquettes\",\"quantity\":1,\"unitPrice\":50}]}";
    Answer quote = manager.post("quotes", wanted);
    assertThat(quote.status()).as(quote.text()).isEqualTo(201);
    Answer sent = manager.post("quotes/" + quote.id() + "/sending");
    assertThat(sent.status()).as(sent.text()).isEqualTo(200);
    String token = sent.object().getString("token");
    ApiClient customer = new ApiClient(Product.running().base());
    assertThat(customer.get("approvals/" + token).status()).isEqualTo(200);
    String[] parts = token.split("\\.");
    String other = (quote.id() + 1) + token.substring(parts[0].length());
    String longer = parts[0] + "." + parts[1] + ".99999." + parts[3];
    String flipped = token.substring(0, token.length() - 2) + (token.endsWith("A") ? "BA" : "AA");
    for (String guess : List.of(other, longer, flipped, NOTHING, "..", "%00")) {
      assertThat(customer.get("approvals/" + guess).status()).as(guess).isIn(400, 404);
    }
    assertThat(customer.get("quotes/" + quote.id()).status()).isEqualTo(401);
  }

  @Test
  void aCustomerSeesTheirOwnThingsByTheirLinkAndNobodyElses() throws Exception {
    GarageDay own = new GarageDay(manager);
    long order = own.finishedOrder();
    Answer invoice = manager.post("orders/" + order + "/invoice");
    long customer = customerOf(order);
    String another =
        "{\"vehicleId\":" + vehicleOf(order) + ",\"complaint\":\"Devis demandé au comptoir\"}";
    assertThat(manager.post("orders", another).status()).isEqualTo(201);
    own.take(manager.post("orders", another).id(), "CANCELLED");
    GarageDay other = new GarageDay(manager);
    long foreignOrder = other.finishedOrder();
    Answer foreign = manager.post("orders/" + foreignOrder + "/invoice");
    Answer signed = manager.post("customers/" + customer + "/link", "{\"days\":7}");
    assertThat(signed.status()).as(signed.text()).isEqualTo(200);
    String link = "my/" + signed.object().getString("token");
    ApiClient visitor = new ApiClient(Product.running().base());
    Answer seen = visitor.get(link);
    assertThat(seen.status()).as(seen.text()).isEqualTo(200);
    assertThat(seen.text())
        .contains(own.plate(), invoice.object().getString("number"))
        .doesNotContain("comptoir")
        .doesNotContain(other.plate(), foreign.object().getString("number"));
    long car = seen.object().getJsonArray("vehicles").getJsonObject(0).getInt("id");
    assertThat(visitor.get(link + "/vehicles/" + car).status()).isEqualTo(200);
    assertThat(visitor.get(link + "/vehicles/" + vehicleOf(foreignOrder)).status()).isEqualTo(404);
    assertThat(visitor.get(link + "/invoices/" + invoice.id() + "/pdf").status()).isEqualTo(200);
    assertThat(visitor.get(link + "/invoices/" + foreign.id() + "/pdf").status()).isEqualTo(404);
    assertThat(visitor.get("customers/" + customer).status()).isEqualTo(401);
    assertThat(visitor.get(link.substring(0, link.length() - 1) + "_").status()).isEqualTo(404);
    assertThat(manager.post("customers/" + customer + "/link", "{\"days\":0}").status())
        .isEqualTo(422);
    assertThat(manager.delete("customers/" + customer + "/link").status()).isEqualTo(204);
    assertThat(visitor.get(link).status()).isEqualTo(404);
  }

  private static long customerOf(long order) throws Exception {
    return manager.get("orders/" + order).object().getJsonObject("customer").getInt("id");
  }

  private static long vehicleOf(long order) throws Exception {
    return manager.get("orders/" + order).object().getJsonObject("vehicle").getInt("id");
  }

  /** Tries an operation with nothing to say: past the gate it fails for want of a body or thing. */
  private static Answer attempt(ApiClient caller, String operation, String id) throws Exception {
    String verb = operation.substring(0, operation.indexOf(' '));
    String path =
        operation
            .substring(operation.indexOf(' ') + 2)
            .replace("{command}", "resume?database=" + NOTHING)
            .replace("{table}", "pools")
            .replace("{job}", NOTHING)
            .replace("{kind}", "order")
            .replaceFirst("\\{id}", id)
            .replaceAll("\\{\\w+}", NOTHING);
    boolean csv = path.endsWith("/csv");
    return switch (verb) {
      case "GET" -> caller.get(path);
      case "DELETE" -> caller.delete(path);
      case "PUT" -> caller.put(path, path.endsWith("/services") ? "[]" : "{}");
      default ->
          csv
              ? caller.upload(path, "text/csv", new byte[0])
              : path.endsWith("attachments")
                  ? caller.upload(path, "image/png", new byte[0])
                  : caller.post(path, "{}");
    };
  }
}
