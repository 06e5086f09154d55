package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session that ends while somebody types: after the sign-in nothing of it is lost. */
class LostSessionST {
  private static GarageBrowser browser;
  private AtBrowser desk;

  @BeforeAll
  static void openBrowser() {
    browser = GarageBrowser.open(Product.running());
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @BeforeEach
  void signIn() {
    desk = browser.newBrowser().signsInAsManager();
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  private static long newOrder() throws Exception {
    GarageDay day = new GarageDay(ApiClient.manager());
    return day.openOrder(day.receiveCar(), day.stockPart());
  }

  @Test
  void aFormThatIsSentTooLateIsShownAgainAsItWas() throws Exception {
    long order = newOrder();
    desk.visits("order.xhtml?id=" + order);
    desk.types("work:cause", "Plaquettes usées jusqu’au métal");
    desk.losesTheSession();
    desk.sends("work:save");
    assertThat(desk.page().url()).contains("login.xhtml");

    desk.signsInHere("manager", Product.running().managerPassword());
    assertThat(desk.page().url()).contains("order.xhtml?id=" + order);
    assertThat(desk.element("work:cause")).hasValue("Plaquettes usées jusqu’au métal");
    assertThat(desk.element("restored")).isVisible();

    desk.sends("work:save");
    assertThat(ApiClient.manager().get("orders/" + order).text())
        .contains("Plaquettes usées jusqu’au métal");
    desk.visits("order.xhtml?id=" + order);
    assertThat(desk.element("restored")).isHidden();
  }

  @Test
  void aSignInPageThatWasLeftOpenTookNobody() throws Exception {
    long order = newOrder();
    try (AtBrowser counter = browser.newBrowser()) {
      counter.visits("order.xhtml?id=" + order);
      assertThat(counter.page().url()).contains("login.xhtml");
      counter.losesTheSession();
      counter.signsInHere("manager", Product.running().managerPassword());
      assertThat(counter.page().url()).contains("order.xhtml?id=" + order);
    }
  }

  @Test
  void aFormThatAsksInBetweenIsFilledAgainToo() {
    desk.visits("reception.xhtml");
    desk.types("reception:plate", "199 TU 4711");
    desk.element("reception:plate").press("Tab");
    desk.types("reception:name", "Salma Trabelsi");
    desk.types("reception:complaint", "Ne démarre pas le matin");
    desk.losesTheSession();
    desk.sends("reception:open");
    assertThat(desk.page().url()).contains("login.xhtml");

    desk.signsInHere("manager", Product.running().managerPassword());
    assertThat(desk.page().url()).contains("reception.xhtml");
    assertThat(desk.element("reception:name")).hasValue("Salma Trabelsi");
    assertThat(desk.element("reception:complaint")).hasValue("Ne démarre pas le matin");
  }

  @Test
  void aReceptionThatTheServerTookIsNotFilledInAgain() {
    desk.visits("reception.xhtml");
    desk.types("reception:plate", "198 TU " + System.nanoTime() / 1000 % 9000);
    desk.element("reception:plate").press("Tab");
    desk.types("reception:name", "Salma Trabelsi");
    desk.types("reception:phone", "98 123 456");
    desk.types("reception:make", "Kia");
    desk.types("reception:odometerKm", "45 000");
    desk.types("reception:complaint", "Vidange");
    desk.sends("reception:open");
    assertThat(desk.page().url()).contains("order.xhtml");

    desk.losesTheSession();
    desk.visits("reception.xhtml");
    desk.signsInHere("manager", Product.running().managerPassword());
    assertThat(desk.page().url()).contains("reception.xhtml");
    assertThat(desk.element("restored")).isHidden();
    assertThat(desk.element("reception:plate")).hasValue("");
  }

  @Test
  void whatSomebodyElseTypedIsNotShown() throws Exception {
    long order = newOrder();
    desk.visits("order.xhtml?id=" + order);
    desk.types("work:cause", "Confidentiel");
    desk.losesTheSession();
    desk.sends("work:save");
    String login = new Hired("frontdesk").login();
    desk.signsInHere(login, Hired.PASSWORD);
    assertThat(desk.page().url()).contains("order.xhtml?id=" + order);
    assertThat(desk.element("work:cause")).hasValue("");
  }

  @Test
  void aWayBackNeverLeadsToAnotherServer() {
    desk.losesTheSession();
    desk.visits("login.xhtml?back=//example.com/today.xhtml");
    desk.signsInHere("manager", Product.running().managerPassword());
    assertThat(desk.page().url()).startsWith(Product.running().base().toString());
  }
}
