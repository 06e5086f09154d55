package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/** The desk closes what was found on a vehicle: an order does it, or it needs no work. */
class ClosedFindingST {
  private static GarageBrowser browser;

  private ApiClient manager;
  private AtBrowser desk;
  private long car;
  private long order;
  private int found;

  @BeforeAll
  static void openBrowser() throws Exception {
    browser = GarageBrowser.open(Product.running());
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @BeforeEach
  void inspectACar() throws Exception {
    manager = ApiClient.manager();
    GarageDay day = new GarageDay(manager);
    car = day.receiveCar();
    order = day.openOrder(car, day.stockPart());
    Answer begun = manager.post("orders/" + order + "/inspections", "{\"templateId\":1}");
    String path = "orders/" + order + "/inspections/" + begun.id();
    List<JsonObject> points = begun.object().getJsonArray("points").getValuesAs(JsonObject.class);
    for (JsonObject point : points) {
      manager.put(path + "/points/" + point.getInt("id"), "{\"result\":\"WATCH\"}");
    }
    assertEquals(200, manager.post(path + "/closing").status());
    found = points.size();
    desk = browser.newBrowser().speaks("fr").signsInAsManager();
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  private void begins(String page) {
    desk.visits(page);
    desk.page().locator("#finding-deeds > summary").click();
  }

  private long closed(String state) throws Exception {
    return manager
        .get("vehicles/" + car + "/findings?all=true")
        .array()
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(finding -> finding.getString("state").equals(state))
        .count();
  }

  @Test
  void whatNeedsNoWorkIsClosedWithItsReasonAndNotWithoutOne() throws Exception {
    begins("order.xhtml?id=" + order);
    desk.sends("deeds:dismiss");
    assertThat(desk.page().locator("[id='deeds'] .ui-message-error").first()).isVisible();
    assertEquals(0, closed("DISMISSED"));

    desk.types("deeds:reason", "Fait ailleurs");
    desk.sends("deeds:dismiss");

    assertThat(desk.page().locator("#findings li")).hasCount(found - 1);
    assertEquals(1, closed("DISMISSED"));
  }

  @Test
  void theOrderThatIsShownDoesTheWork() throws Exception {
    begins("order.xhtml?id=" + order);
    desk.sends("deeds:resolve");

    assertThat(desk.page().locator("#findings li")).hasCount(found - 1);
    assertEquals(1, closed("RESOLVED"));
  }

  @Test
  void onThePageOfTheVehicleTheOrderIsChosen() throws Exception {
    begins("vehicle.xhtml?id=" + car);
    desk.sends("deeds:resolve");
    assertFalse(closed("RESOLVED") > 0);

    desk.element("deeds:orderId").selectOption(String.valueOf(order));
    desk.sends("deeds:resolve");

    assertEquals(1, closed("RESOLVED"));
  }
}
