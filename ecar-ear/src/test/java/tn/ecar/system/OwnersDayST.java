package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.BoundingBox;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cars that are sold, customers who leave or want to look for themselves, clocks forgotten. */
class OwnersDayST {
  private static final DateTimeFormatter TYPED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm", Locale.ROOT)
          .withZone(ZoneId.of("Africa/Tunis"));

  private static GarageBrowser browser;
  private ApiClient manager;
  private GarageDay day;
  private long car;
  private long owner;
  private AtBrowser desk;

  @BeforeAll
  static void open() {
    browser = GarageBrowser.open(Product.running());
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @BeforeEach
  void receiveACar() throws Exception {
    manager = ApiClient.manager();
    day = new GarageDay(manager);
    car = day.receiveCar();
    owner = ownerOf(car);
    desk = browser.newBrowser().speaks("fr").signsInAsManager();
    desk.page().onDialog(dialog -> dialog.accept());
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  private long ownerOf(long vehicle) throws Exception {
    JsonObject shown = manager.get("vehicles/" + vehicle).object();
    return shown.getJsonObject("customer").getJsonNumber("id").longValue();
  }

  @Test
  void aLinkOpensAllOfACustomersVehiclesUntilItIsWithdrawn() {
    desk.visits("customer.xhtml?id=" + owner);
    assertThat(desk.element("link-until")).hasText("Aucun lien n’est en cours.");
    desk.types("sign:days", "0");
    desk.sends("sign:sign");
    assertThat(desk.page().locator("[id='sign'] .ui-message-error")).containsText("1 à 366");
    desk.types("sign:days", "7");
    desk.sends("sign:sign");
    String link = desk.element("link").innerText().strip();
    try (Office customer = browser.newCustomersPhone()) {
      customer.opens(link);
      assertThat(customer.page().locator("#vehicles a")).containsText(day.plate());
      customer.page().locator("#vehicles a").click();
      assertThat(customer.page().locator("h1")).containsText(day.plate());
      String folder = customer.page().url();

      desk.visits("customer.xhtml?id=" + owner);
      assertThat(desk.element("link")).hasCount(0);
      assertThat(desk.element("link-until")).containsText("jusqu’au");
      desk.sends("revocation:revoke");
      assertThat(desk.element("link-until")).hasText("Aucun lien n’est en cours.");
      for (String gone : new String[] {link, folder}) {
        customer.opens(gone);
        assertThat(customer.page().locator("h1")).hasText("Ce lien n’ouvre plus rien");
      }
    }
  }

  @Test
  void aThumbThatSignedALinkOnThePhoneWithdrewIt() {
    try (AtBrowser phone = browser.newPhone().speaks("fr").signsInAsManager()) {
      phone.visits("customer.xhtml?id=" + owner);
      BoundingBox sign = phone.element("sign:sign").boundingBox();
      BoundingBox revoke = phone.element("revocation:revoke").boundingBox();
      assertThat(revoke.y - (sign.y + sign.height)).isGreaterThanOrEqualTo(8);
    }
  }

  @Test
  void aCarIsSoldAndItsHistoryStaysThenItIsRetired() throws Exception {
    String buyer = "Acheteur " + System.nanoTime();
    manager.post("customers", "{\"name\":\"" + buyer + "\",\"phone\":\"98765432\"}");
    desk.visits("vehicle.xhtml?id=" + car);
    desk.sends("owner:give");
    assertThat(desk.page().locator("[id='owner'] .ui-message-error")).isVisible();
    desk.element("owner:customerId").fill(buyer);
    desk.page().locator("[id='owner:found'] .pick").click();
    assertThat(desk.page().locator("[id='owner:found'] .pick")).hasCount(0);
    desk.sends("owner:give");
    assertThat(desk.page().locator("header.top")).containsText(buyer);
    assertThat(desk.page().locator("#owners li")).hasCount(2);
    assertThat(desk.page().locator("#owners")).containsText("Amel Ben Salah");
    assertThat(ownerOf(car)).isNotEqualTo(owner);

    desk.sends("retirement:retire");
    assertThat(desk.page().locator("#owners")).containsText("retiré");
    assertThat(desk.element("retirement:retire")).hasCount(0);
    assertThat(manager.get("vehicles/" + car).object().getBoolean("active")).isFalse();
  }

  @Test
  void whoSoldTheCarIsToldThatTheQuoteWaitsForNoAnswerAnyMore() throws Exception {
    ApiClient.Answer quote =
        manager.post(
            "quotes",
            ("{\"vehicleId\":%d,\"wantedWork\":\"Freins\",\"lines\":[{\"kind\":\"LABOUR\","
                    + "\"designation\":\"Disques\",\"quantity\":1,\"unitPrice\":50}]}")
                .formatted(car));
    assertThat(quote.status()).as(quote.text()).isEqualTo(201);
    ApiClient.Answer sent = manager.post("quotes/" + quote.id() + "/sending");
    String link = "my.xhtml?greeted=1&link=" + sent.object().getString("token");
    try (Office phone = browser.newCustomersPhone()) {
      phone.visits(link);
      assertThat(phone.page().locator("[id='answer']")).isVisible();

      String buyer = "Acheteur " + System.nanoTime();
      manager.post("customers", "{\"name\":\"" + buyer + "\",\"phone\":\"98765432\"}");
      desk.visits("vehicle.xhtml?id=" + car);
      desk.element("owner:customerId").fill(buyer);
      desk.page().locator("[id='owner:found'] .pick").click();
      assertThat(desk.page().locator("[id='owner:found'] .pick")).hasCount(0);
      desk.sends("owner:give");
      assertThat(desk.page().locator("header.top")).containsText(buyer);

      phone.visits(link);
      assertThat(phone.page().locator("[id='answer']")).hasCount(0);
      assertThat(phone.page().locator("#lapsed")).isVisible();
      assertThat(phone.page().locator("#offer")).not().containsText(buyer);
      desk.visits("quote.xhtml?id=" + quote.id());
      assertThat(desk.page().locator("[id='days']")).hasCount(0);
    }
  }

  @Test
  void aCustomerIsArchived() throws Exception {
    desk.visits("customer.xhtml?id=" + owner);
    desk.sends("archive:archive");
    assertThat(desk.page()).hasURL(java.util.regex.Pattern.compile(".*/customers\\.xhtml.*"));
    assertThat(manager.get("customers/" + owner).object().getBoolean("archived")).isTrue();
    desk.visits("customer.xhtml?id=" + owner);
    assertThat(desk.page().locator("h1")).containsText("archivé");
    assertThat(desk.element("archive:archive")).hasCount(0);
  }

  @Test
  void theManagerPutsAForgottenClockRight() throws Exception {
    Hired technician = new Hired("technician");
    long order = day.openOrder(car, day.stockPart());
    day.take(order, "APPROVED", "IN_PROGRESS");
    ApiClient.Answer begun =
        manager.post("orders/" + order + "/time", "{\"technicianId\":" + technician.id() + "}");
    assertThat(begun.status()).as(begun.text()).isEqualTo(201);
    desk.visits("order.xhtml?id=" + order);
    desk.page().locator("#clock a").click();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    desk.types("time:startedAt", TYPED.format(now.minus(Duration.ofMinutes(90))));
    desk.types("time:stoppedAt", TYPED.format(now));
    desk.sends("time:save");
    assertThat(desk.page().locator("[id='time'] .ui-message-error")).isVisible();
    desk.types("time:reason", "Oubli");
    desk.sends("time:save");
    assertThat(desk.page().locator("#clock")).containsText("1:30");
  }
}
