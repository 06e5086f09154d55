package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
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
