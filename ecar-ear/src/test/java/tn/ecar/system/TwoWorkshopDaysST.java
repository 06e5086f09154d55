package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/**
 * Two days of a workshop over REST: the manager hires and furnishes, the storekeeper orders and
 * receives, the front desk books, receives and takes the money, the technician works. Each does
 * what their role may, and is refused the rest.
 */
class TwoWorkshopDaysST {
  private static final String PASSWORD = "un mot de passe assez long";
  private static final int TWO_WEEKS = 14;

  private ApiClient manager;
  private String mark;

  @BeforeEach
  void signIn() throws Exception {
    manager = ApiClient.manager();
    mark = Long.toString(System.nanoTime() % 100_000_000, 36);
  }

  private long hire(String role) throws Exception {
    return created(
        manager.post(
            "staff",
            "{\"login\":\"%s-%s\",\"name\":\"%s %s\",\"roles\":[\"%s\"],\"password\":\"%s\"}"
                .formatted(role, mark, role, mark, role.replaceAll("[0-9]", ""), PASSWORD)));
  }

  private ApiClient as(String role) throws Exception {
    return new ApiClient(Product.running().base()).signIn(role + "-" + mark, PASSWORD);
  }

  private static long created(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.id();
  }

  private static JsonObject done(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.object();
  }

  private static void refused(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.type()).startsWith("application/problem+json");
  }

  @Test
  void twoDaysOfAWorkshop() throws Exception {
    long ramzi = hire("technician");
    hire("technician2");
    hire("frontdesk");
    hire("storekeeper");
    ApiClient desk = as("frontdesk");
    ApiClient technician = as("technician");
    ApiClient store = as("storekeeper");
    assertThat(done(manager.put("staff/" + ramzi + "/skills", "[\"moteur\"]", "*")).toString())
        .contains("moteur");
    long bay = created(manager.post("bays", "{\"name\":\"Pont %s\"}".formatted(mark)));

    // The first day: goods are ordered and half of them come; a car is booked and comes.
    long filter = part(store, "FH", "19.500", "2");
    long oil = part(store, "HU", "24.500", "10");
    long purchase = order(store, filter, oil);
    long filterLine = lineOf(store, purchase, 0);
    receive(store, purchase, "BL-1", "[{\"lineId\":%d,\"quantity\":4}]".formatted(filterLine));
    refused(409, receipt(store, purchase, "BL-1", "[]"));
    refused(
        422,
        receipt(
            store, purchase, "BL-2", "[{\"lineId\":%d,\"quantity\":99}]".formatted(filterLine)));

    GarageDay day = new GarageDay(desk);
    long car = day.receiveCar();
    JsonObject free = freeTime(desk, bay, ramzi);
    String wish = appointment(car, bay, ramzi, free);
    long booked = created(desk.post("appointments", wish));
    Answer twice = desk.post("appointments", wish);
    refused(409, twice);
    assertThat(twice.text()).contains("at this time");
    long order =
        created(desk.post("appointments/" + booked + "/arrival", "{\"odometerKm\":45210}"));
    refused(409, desk.post("appointments/" + booked + "/arrival", "{\"odometerKm\":45210}"));
    step(desk, order, "APPROVED");
    work(desk, technician, order, filter, oil);
    refused(403, as("technician2").get("orders/" + order));
    step(technician, order, "WAITING_PARTS");

    // The second day: the oil comes, the work is finished, checked, invoiced and paid.
    receive(store, purchase, "BL-3", "[]");
    assertThat(done(store.get("purchase-orders/" + purchase)).getString("state"))
        .isEqualTo("RECEIVED");
    step(technician, order, "IN_PROGRESS");
    assertThat(
            technician
                .put(
                    "orders/" + order + "/services",
                    "[\"vidange\",\"Révision\"]",
                    technician.get("orders/" + order + "/services").tag())
                .array()
                .toString())
        .contains("Vidange");
    step(technician, order, "QUALITY_CHECK");
    refused(403, technician.post("orders/" + order + "/transitions", "{\"to\":\"READY\"}"));
    step(manager, order, "READY");
    assertThat(desk.get("messages?state=WAITING&size=500").text())
        .contains(day.plate() + " est prêt");
    refused(403, technician.get("messages"));
    assertThat(done(manager.post("messages/reminders")).getInt("messages")).isNotNegative();
    assertThat(done(manager.post("messages/sending")).getInt("messages")).isNotNegative();
    assertThat(desk.get("messages?state=WAITING&size=500").text())
        .as("nobody carries messages to telephones here")
        .contains(day.plate() + " est prêt");
    pay(desk, order);
    step(desk, order, "DELIVERED");

    afterwards(desk, car, store, filter);
    refusedByRole(desk, technician, store, purchase, order);
  }

  private long part(ApiClient store, String kind, String price, String reorder) throws Exception {
    return created(
        store.post(
            "parts",
            "{\"number\":\"%s-%s\",\"name\":\"Pièce %s\",\"price\":%s,\"reorderPoint\":%s}"
                .formatted(kind, mark, kind, price, reorder)));
  }

  private long order(ApiClient store, long filter, long oil) throws Exception {
    long supplier = created(store.post("suppliers", "{\"name\":\"Purflux %s\"}".formatted(mark)));
    assertThat(store.get("purchase-orders/suggestions").text()).contains("FH-" + mark);
    long purchase =
        created(
            store.post(
                "purchase-orders",
                ("{\"supplierId\":%d,\"lines\":[{\"partId\":%d,\"quantity\":10,\"unitCost\":\"9.250\"},"
                     + "{\"partId\":%d,\"quantity\":\"60.5\",\"unitCost\":\"12.100\"}]}")
                    .formatted(supplier, filter, oil)));
    JsonObject sent =
        done(store.post("purchase-orders/" + purchase + "/transitions", "{\"to\":\"ORDERED\"}"));
    assertThat(sent.getString("cost")).isEqualTo("824.550");
    return purchase;
  }

  private static long lineOf(ApiClient store, long purchase, int index) throws Exception {
    return done(store.get("purchase-orders/" + purchase))
        .getJsonArray("lines")
        .getJsonObject(index)
        .getJsonNumber("id")
        .longValue();
  }

  private Answer receipt(ApiClient store, long purchase, String note, String lines)
      throws Exception {
    return store.post(
        "purchase-orders/" + purchase + "/receipts",
        "{\"deliveryNote\":\"%s\",\"lines\":%s}".formatted(note, lines));
  }

  private void receive(ApiClient store, long purchase, String note, String lines) throws Exception {
    created(receipt(store, purchase, note, lines));
  }

  /** The first free hour of the next two weeks on that bay, with that technician. */
  private static JsonObject freeTime(ApiClient desk, long bay, long technician) throws Exception {
    LocalDate today = LocalDate.now(ZoneId.of("Africa/Tunis"));
    for (int ahead = 1; ahead <= TWO_WEEKS; ahead++) {
      Answer free =
          desk.get(
              "appointments/free?minutes=60&technician="
                  + technician
                  + "&on="
                  + today.plusDays(ahead));
      assertThat(free.status()).as(free.text()).isEqualTo(200);
      for (JsonObject time : free.array().getValuesAs(JsonObject.class)) {
        if (time.getJsonNumber("bayId").longValue() == bay) {
          return time;
        }
      }
    }
    throw new AssertionError("The workshop has no free hour in two weeks.");
  }

  private static String appointment(long car, long bay, long technician, JsonObject free) {
    return "{\"vehicleId\":%d,\"bayId\":%d,\"technicianId\":%d,\"skill\":\"moteur\",\"work\":\"Vidange et révision\",\"start\":\"%s\",\"end\":\"%s\"}"
        .formatted(car, bay, technician, free.getString("start"), free.getString("end"));
  }

  private static void step(ApiClient who, long order, String to) throws Exception {
    JsonObject after =
        done(
            who.post(
                "orders/" + order + "/transitions",
                "{\"to\":\"%s\",\"reason\":\"Accord par téléphone à 9 h 15\"}".formatted(to)));
    assertThat(after.getString("state")).isEqualTo(to);
  }

  private static void work(ApiClient desk, ApiClient technician, long order, long filter, long oil)
      throws Exception {
    step(technician, order, "IN_PROGRESS");
    String lines = "orders/" + order + "/lines";
    for (String line :
        new String[] {
          "{\"kind\":\"PART\",\"partId\":%d,\"quantity\":1}".formatted(filter),
          "{\"kind\":\"PART\",\"partId\":%d,\"quantity\":\"4.5\"}".formatted(oil)
        }) {
      assertThat(technician.post(lines, line).status()).isEqualTo(201);
    }
    String labour =
        "{\"kind\":\"LABOUR\",\"designation\":\"Vidange\",\"quantity\":1,\"unitPrice\":\"38.500\"}";
    refused(403, technician.post(lines, labour));
    assertThat(desk.post(lines, labour).status()).isEqualTo(201);
    done(
        technician.put(
            "orders/" + order,
            "{\"cause\":\"Échéance\",\"correction\":\"Vidange, filtre\",\"odometerKm\":45215}",
            technician.get("orders/" + order).tag()));
  }

  private static void pay(ApiClient desk, long order) throws Exception {
    Answer invoice = desk.post("orders/" + order + "/invoice");
    long id = created(invoice);
    // 19.500 + 4.5 × 24.500 + 38.500 = 168.250 net; 19 % of it 31.968; the timbre.
    assertThat(invoice.object().getString("total")).isEqualTo("201.218");
    String payments = "invoices/" + id + "/payments";
    created(desk.post(payments, "{\"amount\":\"100.000\",\"method\":\"CASH\"}"));
    refused(422, desk.post(payments, "{\"amount\":\"101.219\",\"method\":\"CARD\"}"));
    created(desk.post(payments, "{\"amount\":\"101.218\",\"method\":\"CARD\"}"));
    assertThat(done(desk.get("invoices/" + id)).getString("due")).isEqualTo("0.000");
  }

  private void afterwards(ApiClient desk, long car, ApiClient store, long filter) throws Exception {
    assertThat(done(desk.get("vehicles/" + car)).getInt("odometerKm")).isEqualTo(45_215);
    assertThat(desk.get("vehicles/" + car + "/services").array()).hasSize(2);
    JsonObject next = desk.get("vehicles/" + car + "/predictions").array().getJsonObject(0);
    assertThat(next.getString("earliest")).isLessThanOrEqualTo(next.getString("dueOn"));
    assertThat(next.getString("latest")).isGreaterThanOrEqualTo(next.getString("dueOn"));
    Answer due = desk.get("services/due?to=2199-01-01&size=500");
    assertThat(due.text()).contains("\"vehicleId\":" + car);

    assertThat(done(store.get("parts/" + filter)).getString("onHand")).isEqualTo("9.000");
    String sheet =
        "{\"note\":\"Rayon A\",\"lines\":[{\"partId\":%d,\"counted\":8,\"expected\":9}]}";
    Answer count = store.post("stock-counts", sheet.formatted(filter));
    created(count);
    assertThat(count.object().getJsonArray("lines").getJsonObject(0).getString("difference"))
        .isEqualTo("-1.000");
    refused(409, store.post("stock-counts", sheet.formatted(filter)));
    JsonObject newest =
        done(store.get("parts/" + filter + "/movements")).getJsonArray("items").getJsonObject(0);
    assertThat(newest.getString("by")).isEqualTo("storekeeper-" + mark);
    assertThat(manager.get("audit?size=100").text())
        .contains("count.taken", "payment.received", "purchase.received", "appointment.arrived");
  }

  private void refusedByRole(
      ApiClient desk, ApiClient technician, ApiClient store, long purchase, long order)
      throws Exception {
    refused(403, store.get("customers"));
    refused(403, store.get("orders/" + order));
    refused(403, store.get("appointments"));
    refused(403, technician.get("purchase-orders/" + purchase));
    refused(403, technician.post("appointments", "{}"));
    refused(403, technician.get("staff"));
    refused(403, desk.post("stock-counts", "{}"));
    refused(403, desk.put("calendar/hours", "[]"));
    refused(403, desk.get("purchase-orders/" + purchase + "/receipts"));
    refused(403, desk.post("staff", "{}"));
  }

  @Test
  void theCalendarAndTheIntervalsAreKept() throws Exception {
    assertThat(manager.get("calendar/hours").text()).contains("MONDAY", "08:00");
    long ramzi = hire("technician");
    String read = manager.get("calendar/hours?staff=" + ramzi).tag();
    Answer own =
        manager.put(
            "calendar/hours?staff=" + ramzi,
            "[{\"weekday\":\"TUESDAY\",\"opens\":\"13:00\",\"closes\":\"17:00\"}]",
            read);
    assertThat(own.status()).as(own.text()).isEqualTo(200);
    assertThat(own.text()).contains("TUESDAY").doesNotContain("MONDAY");
    refused(412, manager.put("calendar/hours?staff=" + ramzi, "[]", read));
    long away =
        created(
            manager.post(
                "calendar/absences",
                "{\"staffId\":%d,\"start\":\"2031-05-05T07:00:00Z\",\"end\":\"2031-05-09T17:00:00Z\",\"reason\":\"Congé\"}"
                    .formatted(ramzi)));
    assertThat(manager.get("calendar/absences?from=2031-05-01&to=2031-05-31").text())
        .contains("Congé");
    assertThat(manager.delete("calendar/absences/" + away).status()).isEqualTo(204);
    refused(422, manager.get("appointments?from=20255-01-01"));

    long interval =
        created(
            manager.post(
                "intervals",
                "{\"name\":\"Révision\",\"make\":\"Make %s\",\"km\":9000}".formatted(mark)));
    refused(
        409,
        manager.post(
            "intervals",
            "{\"name\":\"révision\",\"make\":\"MAKE %s\",\"days\":90}".formatted(mark)));
    refused(422, manager.post("intervals", "{\"name\":\"Climatisation\"}"));
    assertThat(manager.delete("intervals/" + interval).status()).isEqualTo(204);
  }
}
