package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/** A page lets nobody do or see what REST refuses them, whatever its forms are sent with. */
class PageRightsST {
  private static GarageBrowser browser;
  private static ApiClient manager;

  @BeforeAll
  static void openBrowser() throws Exception {
    browser = GarageBrowser.open(Product.running());
    manager = ApiClient.manager();
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  private static AtBrowser atWork(Hired who) {
    return browser.newBrowser().signsIn(who.login(), Hired.PASSWORD);
  }

  private static long id(Answer made) {
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.id();
  }

  private static void smuggles(AtBrowser who, String form, String name, String value) {
    who.page()
        .evaluate(
            "([form, name, value]) => { const more = document.createElement('input');"
                + " more.type = 'hidden'; more.name = name; more.value = value;"
                + " document.getElementById(form).append(more); }",
            new Object[] {form, name, value});
  }

  @Test
  void theFormOfAnOwnJobStartedTheJobOfAnotherRole() throws Exception {
    String before = manager.get("jobs/archive").text();
    try (AtBrowser operator = atWork(new Hired("operator"))) {
      operator.visits("job.xhtml?job=pool-rollup");
      smuggles(operator, "start", "job", "archive");
      operator.sends("start:begin");
      assertThat(operator.page().url()).contains("job=pool-rollup");
    }
    assertThat(manager.get("jobs/archive").text()).isEqualTo(before);
  }

  @Test
  void anOperatorReadTheNamesOfCustomersInTheFilesOfTheGaragesJobs() throws Exception {
    Hired hired = new Hired("operator");
    ApiClient operator =
        new ApiClient(Product.running().base()).signIn(hired.login(), Hired.PASSWORD);
    Answer begun = manager.post("jobs/overdue", "{}");
    assertThat(begun.status()).as(begun.text()).isIn(202, 409);
    long run =
        manager
            .get("jobs/overdue")
            .object()
            .getJsonArray("items")
            .getJsonObject(0)
            .getJsonNumber("id")
            .longValue();
    String results = "jobs/overdue/" + run;

    assertThat(operator.get(results).status()).as("how it went").isEqualTo(200);
    assertThat(operator.get(results + "/log").status()).isEqualTo(403);
    assertThat(operator.get(results + "/results/overdue.csv").status()).isEqualTo(403);
    assertThat(operator.get("jobs/pool-rollup/1/log").status()).as("their own").isNotEqualTo(403);
    try (AtBrowser page = atWork(hired)) {
      page.visits("job.xhtml?job=overdue&run=" + run);
      assertThat(page.element("run")).isVisible();
      assertThat(page.page().locator("#run .log")).hasCount(0);
      page.visits("job.xhtml?job=pool-rollup");
      assertThat(page.element("start:begin")).isVisible();
    }
  }

  @Test
  void whatWasTypedForOneCustomerReachedAnother() throws Exception {
    String customer = "{\"kind\":\"PERSON\",\"name\":\"%s\",\"phone\":\"20 123 457\"}";
    long one = id(manager.post("customers", customer.formatted("Leila Mansour")));
    long other = id(manager.post("customers", customer.formatted("Sami Trabelsi")));
    try (AtBrowser desk = atWork(new Hired("frontdesk"))) {
      desk.visits("customer.xhtml?id=" + one);
      smuggles(desk, "customer", "id", String.valueOf(other));
      desk.types("customer:name", "Leila Mansour-Gharbi");
      desk.sends("customer:save");
    }
    assertThat(manager.get("customers/" + other).object().getString("name"))
        .isEqualTo("Sami Trabelsi");
    assertThat(manager.get("customers/" + one).object().getString("name"))
        .isEqualTo("Leila Mansour-Gharbi");
  }

  @Test
  void aTechnicianPricedTheWorkAndPassedTheirOwnCheck() throws Exception {
    GarageDay day = new GarageDay(manager);
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    Hired technician = new Hired("technician");
    String own = "{\"technicianId\":" + technician.id() + "}";
    assertThat(manager.put("orders/" + order + "/technician", own, "*").status()).isEqualTo(200);
    try (AtBrowser page = atWork(technician)) {
      page.visits("order.xhtml?id=" + order);
      assertThat(page.element("labour:add")).hasCount(0);
      assertThat(page.element("goods:add")).isVisible();
      assertThat(page.element("advance:step")).hasCount(0);
      assertThat(page.element("other:take")).hasCount(0);
      for (String step : new String[] {"APPROVED", "IN_PROGRESS", "QUALITY_CHECK"}) {
        String body = "{\"to\":\"" + step + "\",\"reason\":\"Mme Ben Salah\"}";
        Answer taken = manager.post("orders/" + order + "/transitions", body);
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
      }
      page.visits("order.xhtml?id=" + order);
      assertThat(page.element("advance:step")).hasCount(0);
      assertThat(page.element("other:state").locator("option")).hasCount(1);
    }
    try (AtBrowser desk = atWork(new Hired("frontdesk"))) {
      desk.visits("order.xhtml?id=" + order);
      assertThat(desk.element("advance:step")).isVisible();
    }
  }

  @Test
  void theFrontDeskListedNewParts() throws Exception {
    try (AtBrowser desk = atWork(new Hired("frontdesk"))) {
      assertThat(desk.visits("part.xhtml").status()).isEqualTo(404);
      assertThat(desk.element("part:save")).hasCount(0);
    }
    try (AtBrowser store = atWork(new Hired("storekeeper"))) {
      store.visits("part.xhtml");
      assertThat(store.element("part:price")).isEditable();
    }
  }

  @Test
  void aStorekeeperSetThePriceOfAListedPart() throws Exception {
    long part = new GarageDay(manager).stockPart();
    try (AtBrowser store = atWork(new Hired("storekeeper"))) {
      store.visits("part.xhtml?id=" + part);
      assertThat(store.element("part:price")).not().isEditable();
      store.page().evaluate("document.getElementById('part:price').readOnly = false");
      store.types("part:price", "1");
      store.types("part:name", "Filtre à huile long");
      store.sends("part:save");
    }
    JsonObject kept = manager.get("parts/" + part).object();
    assertThat(kept.getString("name")).isEqualTo("Filtre à huile long");
    assertThat(kept.getString("price")).isEqualTo("40.000");
    try (AtBrowser office = browser.newBrowser().signsInAsManager()) {
      office.visits("part.xhtml?id=" + part);
      office.types("part:price", "41");
      office.sends("part:save");
    }
    assertThat(manager.get("parts/" + part).object().getString("price")).isEqualTo("41.000");
  }

  @Test
  void aRefusedTermOfPaymentKeptTheNewAddressAndItsCorrectionWasRefused() throws Exception {
    Answer before = manager.get("seller");
    try (AtBrowser office = browser.newBrowser().signsInAsManager()) {
      office.visits("seller.xhtml");
      office.types("seller:address", "7, rue des Forges");
      office.types("seller:paymentDays", "366");
      office.sends("seller:save");
      assertThat(manager.get("seller").text()).isEqualTo(before.text());

      office.types("seller:paymentDays", "45");
      office.sends("seller:save");
    }
    JsonObject after = manager.get("seller").object();
    assertThat(after.getString("address")).isEqualTo("7, rue des Forges");
    assertThat(after.getInt("paymentDays")).isEqualTo(45);
    Answer back = manager.put("seller", before.text(), manager.get("seller").tag());
    assertThat(back.status()).as(back.text()).isEqualTo(200);
  }

  @Test
  void aTechnicianSawTheCustomersOfTheirColleagues() throws Exception {
    Hired technician = new Hired("technician");
    long bay =
        id(manager.post("bays", "{\"name\":\"Pont " + technician.login().substring(11) + "\"}"));
    LocalDate monday =
        LocalDate.now(ZoneId.of("Africa/Tunis"))
            .plusWeeks(4)
            .with(TemporalAdjusters.next(DayOfWeek.MONDAY));
    long own = book(bay, technician.id(), monday, "09:00", "10:00");
    long foreign = book(bay, new Hired("technician").id(), monday, "11:00", "12:00");
    for (String view : new String[] {"", "&by=technician", "&span=week"}) {
      try (AtBrowser page = atWork(technician)) {
        page.visits("calendar.xhtml?day=" + monday + view);
        assertThat(page.element("slot-" + own + "-" + monday)).containsText("Amel Ben Salah");
        assertThat(page.element("slot-" + foreign + "-" + monday)).containsText("11:00–12:00");
        assertThat(page.element("slot-" + foreign + "-" + monday))
            .not()
            .containsText("Amel Ben Salah");
        assertThat(page.element("slot-" + foreign + "-" + monday).locator(".plate")).hasCount(0);
      }
    }
    try (AtBrowser desk = atWork(new Hired("frontdesk"))) {
      desk.visits("calendar.xhtml?day=" + monday);
      assertThat(desk.element("slot-" + foreign + "-" + monday)).containsText("Amel Ben Salah");
    }
  }

  private static long book(long bay, long technician, LocalDate day, String from, String to)
      throws Exception {
    return id(
        manager.post(
            "appointments",
            ("{\"vehicleId\":%d,\"bayId\":%d,\"technicianId\":%d,\"work\":\"Vidange\","
                    + "\"start\":\"%sT%s:00+01:00\",\"end\":\"%sT%s:00+01:00\"}")
                .formatted(
                    new GarageDay(manager).receiveCar(), bay, technician, day, from, day, to)));
  }
}
