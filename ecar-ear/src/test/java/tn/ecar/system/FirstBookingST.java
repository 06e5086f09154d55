package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A garage that has just been opened comes to its first booking by its pages alone. */
class FirstBookingST {
  private final LocalDate monday =
      LocalDate.now(ZoneId.of("Africa/Tunis"))
          .with(TemporalAdjusters.next(DayOfWeek.MONDAY))
          .plusWeeks(5);
  private ApiClient manager;
  private List<JsonObject> others;

  @BeforeEach
  void giveUpEveryBay() throws Exception {
    manager = ApiClient.manager();
    others = manager.get("bays").array().getValuesAs(JsonObject.class);
    use(false);
  }

  @AfterEach
  void useThemAgain() throws Exception {
    use(true);
  }

  private void use(boolean active) throws Exception {
    for (JsonObject bay : others) {
      String path = "bays/" + bay.getInt("id");
      String change =
          Json.createObjectBuilder()
              .add("name", bay.getString("name"))
              .add("capacity", bay.getInt("capacity"))
              .add("active", active)
              .build()
              .toString();
      assertThat(manager.put(path, change, manager.get(path).tag()).status()).isEqualTo(200);
    }
  }

  @Test
  void fromNoBayToABookingOfSomebodyWhoKnowsTheWork() throws Exception {
    GarageDay day = new GarageDay(manager);
    day.receiveCar();
    Hired technician = new Hired("technician");
    String bay = "Pont " + technician.id();
    try (GarageBrowser browser = GarageBrowser.open(Product.running());
        AtBrowser who = browser.newBrowser().speaks("fr").signsInAsManager()) {
      who.page().onDialog(dialog -> dialog.accept());
      who.visits("calendar.xhtml?day=" + monday);
      assertThat(who.element("book")).hasCount(0);
      who.sends("workshop");
      addsABay(who, bay);
      setsHours(who);
      notesASkill(who, technician);
      who.visits("workshop.xhtml?staff=" + technician.id());
      who.types("away:start", monday + "T08:00");
      who.types("away:end", monday + "T12:00");
      who.types("away:reason", "Visite médicale");
      who.sends("away:note");
      assertThat(who.page().locator("#away-list")).containsText("Visite médicale");

      who.visits("calendar.xhtml?day=" + monday);
      who.element("book").click();
      who.element("slot-vehicle").pressSequentially(day.plate());
      who.page().locator("#slot-vehicles .pick").first().click();
      who.types("slot-work", "Phare droit");
      who.types("slot-start", monday + "T09:00");
      who.types("slot-end", monday + "T10:00");
      assertThat(who.element("slot-bay")).containsText(bay);
      who.element("slot-technician").selectOption(String.valueOf(technician.id()));
      who.element("slot-skill").selectOption("Électricité");
      Locator save = who.page().locator("#slot button[type='submit']");
      save.click();
      assertThat(who.element("slot-refused")).containsText(technician.login());

      who.types("slot-start", monday + "T14:00");
      who.types("slot-end", monday + "T15:00");
      save.click();
      assertThat(who.element("slot")).isHidden();
      Locator booked = who.page().locator("#calendar .slot");
      assertThat(booked).containsText(day.plate());
      assertThat(booked).hasAttribute("data-skill", "Électricité");

      who.visits("workshop.xhtml?staff=" + technician.id());
      Locator absence =
          who.page()
              .locator("#away-list tbody tr")
              .filter(new Locator.FilterOptions().setHasText("Visite médicale"));
      absence.locator("button").click();
      assertThat(who.page().locator("#messages")).containsText("Enregistré");
      assertThat(absence).hasCount(0);
      // The notes of a refusal of the API are the browser's own, of the one that was meant.
      assertThat(who.complaints()).allSatisfy(each -> assertThat(each).contains("409"));
    }
  }

  private static void addsABay(AtBrowser who, String name) {
    who.types("bay-form:name", name);
    who.sends("bay-form:add");
    Locator bays = who.page().locator("#bays");
    Locator row = bays.locator("tr").filter(new Locator.FilterOptions().setHasText(name));
    row.locator("a").click();
    assertThat(who.element("bay-form:capacity")).hasValue("1");
    who.types("bay-form:capacity", "50");
    who.sends("bay-form:save");
    assertThat(who.page().locator("[id='bay-form'] .ui-message-error")).containsText("1 à 20");
    who.types("bay-form:capacity", "2");
    who.sends("bay-form:save");
    assertThat(row.locator("td.num")).hasText("2");
    assertThat(row).containsText("en service");
  }

  private static void setsHours(AtBrowser who) {
    String usual = who.element("week:SUNDAY").inputValue();
    who.types("week:SUNDAY", "12:00-9:00");
    who.sends("week:set");
    assertThat(who.page().locator("[id='week'] .ui-message-error")).containsText("finissent après");
    assertThat(who.element("week:SUNDAY")).hasValue("12:00-9:00");
    who.types("week:SUNDAY", "9:00-12:00");
    who.sends("week:set");
    assertThat(who.element("week:SUNDAY")).hasValue("09:00-12:00");
    who.types("week:SUNDAY", usual);
    who.sends("week:set");
    assertThat(who.element("week:SUNDAY")).hasValue(usual);
  }

  private static void notesASkill(AtBrowser who, Hired technician) {
    who.visits("administration.xhtml?id=" + technician.id());
    who.types("knows:skills", "Freins, Électricité");
    who.sends("knows:note");
    who.visits("administration.xhtml?id=" + technician.id());
    assertThat(who.element("knows:skills")).hasValue("Freins, Électricité");
  }
}
