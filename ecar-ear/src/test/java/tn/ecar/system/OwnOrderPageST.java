package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/** From the page of an order a technician changes that order, and only while it is theirs. */
class OwnOrderPageST {
  private static GarageBrowser browser;
  private static ApiClient manager;

  private Hired technician;
  private Hired colleague;

  @BeforeAll
  static void openBrowser() throws Exception {
    browser = GarageBrowser.open(Product.running());
    manager = ApiClient.manager();
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @BeforeEach
  void hire() throws Exception {
    technician = new Hired("technician");
    colleague = new Hired("technician");
  }

  private AtBrowser atWork() {
    return browser.newBrowser().signsIn(technician.login(), Hired.PASSWORD);
  }

  private static long orderOf(Hired who) throws Exception {
    GarageDay day = new GarageDay(manager);
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    give(order, who);
    return order;
  }

  private static void give(long order, Hired who) throws Exception {
    Answer given =
        manager.put("orders/" + order + "/technician", "{\"technicianId\":" + who.id() + "}", "*");
    assertThat(given.status()).as(given.text()).isEqualTo(200);
  }

  private static JsonObject order(long id) throws Exception {
    return manager.get("orders/" + id).object();
  }

  private static void notesTheCause(AtBrowser who) {
    who.types("work:cause", "Fuite");
    who.sends("work:save");
  }

  @Test
  void aFormOfTheOwnOrderWithAForeignIdentityLeavesTheForeignOrderAlone() throws Exception {
    long own = orderOf(technician);
    long foreign = orderOf(colleague);
    try (AtBrowser who = atWork()) {
      who.visits("order.xhtml?id=" + own);
      who.page()
          .evaluate(
              "id => { const more = document.createElement('input'); more.type = 'hidden';"
                  + " more.name = 'id'; more.value = id;"
                  + " document.getElementById('work').append(more); }",
              String.valueOf(foreign));
      notesTheCause(who);
    }
    assertThat(order(foreign).containsKey("cause")).isFalse();
    assertThat(order(own).getString("cause")).isEqualTo("Fuite");
  }

  @Test
  void anOrderThatWasGivenToAColleagueMeanwhileIsChangedNoMore() throws Exception {
    long order = orderOf(technician);
    try (AtBrowser who = atWork()) {
      who.visits("order.xhtml?id=" + order);
      give(order, colleague);
      notesTheCause(who);
    }
    assertThat(order(order).containsKey("cause")).isFalse();
  }

  @Test
  void whatTheDeskWroteMeanwhileIsShownBeforeItIsOverwritten() throws Exception {
    long order = orderOf(technician);
    try (AtBrowser who = atWork()) {
      who.visits("order.xhtml?id=" + order);
      Answer read = manager.get("orders/" + order);
      Answer written = manager.put("orders/" + order, "{\"cause\":\"Fuite du joint\"}", read.tag());
      assertThat(written.status()).as(written.text()).isEqualTo(200);
      who.types("work:cause", "Usure normale");
      who.sends("work:save");

      assertThat(order(order).getString("cause")).isEqualTo("Fuite du joint");
      assertThat(who.element("work:cause")).hasValue("Usure normale");
      who.sees("body", "Fuite du joint");

      who.sends("work:save");
      assertThat(order(order).getString("cause")).isEqualTo("Usure normale");
    }
  }
}
