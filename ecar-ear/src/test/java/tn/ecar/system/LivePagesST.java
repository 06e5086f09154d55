package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Board, Today and Calendar: what others change is seen, and what may not be is said. */
class LivePagesST {
  private static GarageBrowser browser;

  @BeforeAll
  static void openBrowser() {
    browser = GarageBrowser.open(Product.running());
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  private static Locator card(AtBrowser who, String state, long order) {
    return who.page().locator(".lane[data-state='" + state + "'] .tile[data-id='" + order + "']");
  }

  @Test
  void theBoardFollowsWhatOthersDoWithoutReload() throws Exception {
    GarageDay day = new GarageDay(ApiClient.manager());
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    try (AtBrowser desk = browser.newBrowser().signsInAsManager()) {
      desk.visits("board.xhtml");
      desk.page().evaluate("window.notReloaded = true");
      assertThat(card(desk, "DRAFT", order)).isVisible();
      day.take(order, "APPROVED");
      assertThat(card(desk, "APPROVED", order)).isVisible();
      day.take(order, "IN_PROGRESS");
      assertThat(card(desk, "IN_PROGRESS", order)).isVisible();
      assertThat(desk.page().evaluate("window.notReloaded")).isEqualTo(true);
    }
  }

  @Test
  void todayFollowsToo() throws Exception {
    GarageDay day = new GarageDay(ApiClient.manager());
    try (AtBrowser desk = browser.newBrowser().signsInAsManager()) {
      desk.visits("today.xhtml");
      desk.page().evaluate("window.notReloaded = true");
      day.openOrder(day.receiveCar(), day.stockPart());
      assertThat(desk.page().locator("#today-orders").getByText(day.plate())).isVisible();
      assertThat(desk.page().evaluate("window.notReloaded")).isEqualTo(true);
    }
  }

  @Test
  void whatIsTappedUnderTheCarStaysWhenAnEarlierAnswerComesFirst() throws Exception {
    crossed(true);
  }

  @Test
  void whatIsTappedUnderTheCarStaysWhenAnEarlierAnswerComesLast() throws Exception {
    crossed(false);
  }

  /**
   * Somebody else begins a second inspection while a technician notes and taps; the page asks for
   * both, and the answers come in the order they were asked in, or the other way round.
   */
  private void crossed(boolean inOrder) throws Exception {
    ApiClient manager = ApiClient.manager();
    GarageDay day = new GarageDay(manager);
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    ApiClient.Answer begun = inspect(manager, order);
    long point = begun.object().getJsonArray("points").getJsonObject(0).getInt("id");
    long next = begun.object().getJsonArray("points").getJsonObject(1).getInt("id");
    try (AtBrowser phone = browser.newPhone().signsInAsManager()) {
      phone.visits("order.xhtml?id=" + order);
      List<Route> held = new ArrayList<>();
      List<APIResponse> answers = new ArrayList<>();
      phone
          .page()
          .route(
              "**/order.xhtml?id=" + order,
              route -> {
                answers.add(route.fetch());
                held.add(route);
              });
      inspect(manager, order);
      phone.page().waitForCondition(() -> held.size() == 1);
      phone.page().locator("label:has(#result-" + point + "-GOOD)").click();
      phone.page().waitForCondition(() -> held.size() == 2);
      phone.types("note-" + next, "3 mm");
      for (int which : inOrder ? new int[] {0, 1} : new int[] {1, 0}) {
        Response came =
            phone
                .page()
                .waitForResponse(
                    "**/order.xhtml?id=" + order,
                    () ->
                        held.get(which)
                            .fulfill(new Route.FulfillOptions().setResponse(answers.get(which))));
        came.finished();
        assertThat(phone.page().locator("#inspection .inspection")).hasCount(2);
      }
      assertThat(phone.page().locator(".underway")).isHidden();
      assertThat(phone.element("point-" + point)).hasClass(Pattern.compile("GOOD"));
      assertThat(phone.element("result-" + point + "-GOOD")).isChecked();
      assertThat(phone.element("note-" + next)).hasValue("3 mm");
    }
  }

  /** Its address is then the form's, which does not say which order: what was asked for was 404. */
  @Test
  void anOrdersPageFollowsAfterAFormWasRefusedToo() throws Exception {
    ApiClient manager = ApiClient.manager();
    GarageDay day = new GarageDay(manager);
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    try (AtBrowser desk = browser.newBrowser().signsInAsManager()) {
      desk.visits("order.xhtml?id=" + order);
      desk.types("outside:designation", "Rectification des disques");
      desk.types("outside:unitPrice", "30");
      desk.page().locator("[id='outside'] summary").click();
      desk.types("outside:discountPercent", "110");
      desk.sends("outside:add");
      assertThat(desk.page().locator("[id='outside'] .ui-message-error")).isVisible();
      assertThat(desk.page().url()).endsWith("order.xhtml");
      inspect(manager, order);
      assertThat(desk.page().locator("#inspection .inspection")).hasCount(1);
      assertThat(desk.complaints()).isEmpty();
    }
  }

  private static ApiClient.Answer inspect(ApiClient who, long order) throws Exception {
    ApiClient.Answer begun = who.post("orders/" + order + "/inspections", "{\"templateId\":1}");
    assertThat(begun.status()).as(begun.text()).isEqualTo(201);
    return begun;
  }

  @Test
  void aCardIsDraggedAlongAllowedStepsOnly() throws Exception {
    GarageDay day = new GarageDay(ApiClient.manager());
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    try (AtBrowser desk = browser.newBrowser().signsInAsManager()) {
      desk.visits("board.xhtml");
      card(desk, "DRAFT", order).dragTo(lane(desk, "READY"));
      assertThat(card(desk, "DRAFT", order)).isVisible();
      card(desk, "DRAFT", order).dragTo(lane(desk, "ESTIMATED"));
      assertThat(card(desk, "ESTIMATED", order)).isVisible();
    }
  }

  private static Locator lane(AtBrowser who, String state) {
    return who.page().locator(".lane[data-state='" + state + "'] > header");
  }

  @Test
  void aCardIsMovedByTheKeyboard() throws Exception {
    GarageDay day = new GarageDay(ApiClient.manager());
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    try (AtBrowser desk = browser.newBrowser().signsInAsManager()) {
      desk.visits("board.xhtml");
      desk.element("move-" + order).focus();
      desk.page().keyboard().press("Enter");
      desk.element("board-to").selectOption("APPROVED");
      desk.types("board-reason", "Accord de Mme Ben Salah au téléphone");
      desk.page().keyboard().press("Enter");
      assertThat(card(desk, "APPROVED", order)).isVisible();
    }
  }

  @Test
  void anAppointmentThatOverlapsIsRefusedWithTheReason() throws Exception {
    ApiClient manager = ApiClient.manager();
    String mark = Long.toString(System.nanoTime() % 1_000_000, 36);
    long bay = manager.post("bays", "{\"name\":\"Pont " + mark + "\"}").id();
    LocalDate monday =
        LocalDate.now(ZoneId.of("Africa/Tunis"))
            .plusWeeks(3)
            .with(TemporalAdjusters.next(DayOfWeek.MONDAY));
    GarageDay one = new GarageDay(manager);
    GarageDay other = new GarageDay(manager);
    long first = book(manager, one.receiveCar(), bay, monday, "09:00", "10:00");
    long second = book(manager, other.receiveCar(), bay, monday, "11:00", "12:00");
    try (AtBrowser desk = browser.newBrowser().speaks("en").signsInAsManager()) {
      desk.visits("calendar.xhtml?day=" + monday);
      desk.element("slot-" + second + "-" + monday).click();
      desk.types("slot-start", monday + "T09:30");
      desk.types("slot-end", monday + "T10:30");
      desk.page().locator("#slot button[type='submit']").click();
      assertThat(desk.element("slot-refused")).containsText("taken");
      desk.types("slot-start", monday + "T10:00");
      desk.types("slot-end", monday + "T11:00");
      desk.page().locator("#slot button[type='submit']").click();
      assertThat(desk.element("slot")).isHidden();
      assertThat(desk.element("slot-" + second + "-" + monday)).containsText("10:00–11:00");
      dragOnto(desk, "slot-" + second + "-" + monday, "slot-" + first + "-" + monday);
      assertThat(desk.element("calendar-refused")).containsText("taken");
      assertThat(desk.element("slot-" + second + "-" + monday)).containsText("10:00–11:00");
    }
  }

  /** The mouse is let go where the other appointment begins. */
  private static void dragOnto(AtBrowser who, String slot, String other) {
    who.element(slot)
        .dragTo(
            who.element(other),
            new Locator.DragToOptions().setSourcePosition(20, 6).setTargetPosition(20, 6));
  }

  @Test
  void theReceptionOfAnExpectedCarEndsItsAppointment() throws Exception {
    ApiClient manager = ApiClient.manager();
    String mark = Long.toString(System.nanoTime() % 1_000_000, 36);
    long bay = manager.post("bays", "{\"name\":\"Pont " + mark + "\"}").id();
    LocalDate monday =
        LocalDate.now(ZoneId.of("Africa/Tunis"))
            .plusWeeks(4)
            .with(TemporalAdjusters.next(DayOfWeek.MONDAY));
    long expected =
        book(manager, new GarageDay(manager).receiveCar(), bay, monday, "09:00", "10:00");
    try (AtBrowser desk = browser.newBrowser().signsInAsManager()) {
      desk.visits("calendar.xhtml?day=" + monday);
      desk.element("slot-" + expected + "-" + monday).click();
      desk.page().locator("#slot [data-receive]").click();
      assertThat(desk.element("reception:complaint")).hasValue("Vidange");
      desk.types("reception:odometerKm", "45 100");
      desk.types("reception:complaint", "Vidange, et un bruit");
      desk.sends("reception:open");
      String order = desk.page().url();
      assertThat(order).contains("order.xhtml?id=");
      desk.sees("main", "Vidange, et un bruit");

      desk.visits("reception.xhtml?appointment=" + expected);
      assertThat(desk.page().url()).isEqualTo(order);
    }
    ApiClient.Answer come = manager.get("appointments/" + expected);
    assertThat(come.object().getString("state")).isEqualTo("ARRIVED");
  }

  @Test
  void whatWasTypedForARefusedStepOfTheBoardStays() throws Exception {
    ApiClient manager = ApiClient.manager();
    GarageDay day = new GarageDay(manager);
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    try (AtBrowser desk = browser.newBrowser().speaks("en").signsInAsManager()) {
      desk.visits("board.xhtml");
      // The network of this desk is slower than the colleague who adds a line.
      desk.page().route("**/changes", Route::abort);
      desk.element("move-" + order).click();
      manager.post(
          "orders/" + order + "/lines",
          "{\"kind\":\"LABOUR\",\"designation\":\"Freins\",\"quantity\":1,\"unitPrice\":50}");
      desk.element("board-to").selectOption("APPROVED");
      desk.types("board-reason", "Accord au téléphone");
      desk.page()
          .evaluate(
              "id => document.querySelector(`.tile[data-id='${id}']`).dataset.version = 0",
              Long.toString(order));
      desk.page().locator("#board-move button[type='submit']").click();
      assertThat(desk.element("board-move-refused")).isVisible();
      assertThat(desk.element("board-reason")).hasValue("Accord au téléphone");
      desk.page().locator("#board-move button[type='submit']").click();
      assertThat(card(desk, "APPROVED", order)).isVisible();
      assertThat(desk.element("board-move")).isHidden();
    }
  }

  private static long book(
      ApiClient desk, long car, long bay, LocalDate day, String from, String to) throws Exception {
    ApiClient.Answer booked =
        desk.post(
            "appointments",
            "{\"vehicleId\":%d,\"bayId\":%d,\"work\":\"Vidange\",\"start\":\"%sT%s:00+01:00\",\"end\":\"%sT%s:00+01:00\"}"
                .formatted(car, bay, day, from, day, to));
    assertThat(booked.status()).as(booked.text()).isEqualTo(201);
    return booked.id();
  }
}
