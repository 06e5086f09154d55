package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two days of a workshop at its browsers. On the first the desk receives, names the service and
 * adds what is done outside, the technician finds more with a phone under the car, the desk offers
 * it, the customer answers from a phone of their own, the storekeeper orders and takes in the
 * parts. On the second the technician finishes, the manager checks, the desk takes the money, sees
 * when the next service is due, and the customer reads the invoice. In French, and in Arabic from
 * the right.
 */
class TwoDaysInTheBrowserST {
  private static GarageBrowser browser;

  private String language;
  private Hired desk;
  private Hired technician;
  private Hired storekeeper;
  private String plate;

  @BeforeAll
  static void openBrowser() {
    browser = GarageBrowser.open(Product.running());
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @ParameterizedTest
  @CsvSource({"fr, ltr, 231 TU 40", "ar, rtl, 232 TU 40"})
  void twoDays(String tongue, String direction, String series) throws Exception {
    language = tongue;
    desk = new Hired("frontdesk");
    technician = new Hired("technician");
    storekeeper = new Hired("storekeeper");
    plate = series + (10 + System.nanoTime() % 90);

    long order = at(desk, who -> receives(who, direction));
    atPhone(technician, who -> findsMore(who, order, direction));
    String link = at(desk, who -> offersIt(who, order));
    customer(link, who -> answers(who, direction));
    String part = at(storekeeper, TwoDaysInTheBrowserST::ordersAndTakesIn);

    at(desk, who -> makesWorkOfIt(who, order));
    atPhone(technician, who -> finishes(who, order, part));
    checksOnTheBoard(order);
    at(desk, who -> takesTheMoney(who, order));
    at(desk, who -> seesTheNextService(who, order));
    customer(link, TwoDaysInTheBrowserST::readsTheInvoice);
  }

  /** What somebody does at a browser. */
  @FunctionalInterface
  private interface Work<T> {
    T at(AtBrowser who) throws IOException;
  }

  /** What somebody does with a phone. */
  @FunctionalInterface
  private interface Deed {
    void at(AtBrowser who) throws IOException;
  }

  private <T> T at(Hired staff, Work<T> work) throws IOException {
    try (AtBrowser who =
        browser.newBrowser().speaks(language).signsIn(staff.login(), Hired.PASSWORD)) {
      T result = work.at(who);
      assertThat(who.complaints()).isEmpty();
      return result;
    }
  }

  private void atPhone(Hired staff, Deed deed) throws IOException {
    try (AtBrowser who =
        browser.newPhone().speaks(language).signsIn(staff.login(), Hired.PASSWORD)) {
      deed.at(who);
      assertThat(who.complaints()).isEmpty();
    }
  }

  private void customer(String link, Deed deed) throws IOException {
    try (AtBrowser who = browser.newPhone()) {
      who.page().navigate(link + "&lang=" + language);
      deed.at(who);
      assertThat(who.complaints()).isEmpty();
    }
  }

  private long receives(AtBrowser desk, String direction) {
    assertThat(desk.page().locator("html")).hasAttribute("dir", direction);
    desk.element("receive").click();
    desk.types("reception:plate", plate);
    desk.element("reception:plate").press("Tab");
    desk.types("reception:name", "Hédi Karoui");
    desk.types("reception:phone", "98 123 456");
    desk.types("reception:make", "Peugeot");
    desk.types("reception:odometerKm", "45 000");
    desk.types("reception:complaint", "Vidange et freins avant");
    desk.sends("reception:open");
    long order = Long.parseLong(desk.page().url().replaceAll(".*id=([0-9]+).*", "$1"));

    desk.types("labour:designation", "Vidange");
    desk.types("labour:quantity", "1,5");
    desk.types("labour:unitPrice", "40");
    desk.sends("labour:add");
    addsOutsideWorkAtADiscount(desk);
    desk.page().locator("[id='upkeep'] input[value='Vidange']").check();
    desk.sends("upkeep:serve");
    assertThat(desk.page().locator("[id='upkeep'] input[value='Vidange']")).isChecked();
    desk.element("assignment:technician").selectOption(Long.toString(technician.id()));
    desk.sends("assignment:assign");
    LocalDateTime evening =
        LocalDateTime.now(ZoneId.of("Africa/Tunis")).plusHours(5).truncatedTo(ChronoUnit.MINUTES);
    desk.types("assignment:promisedAt", evening.toString());
    desk.sends("assignment:promise");
    desk.sends("advance:step");
    desk.sends("advance:step");
    assertThat(desk.page().locator("h1 .state")).hasClass(Pattern.compile("still"));
    return order;
  }

  /** 10 % off the line that is done outside, then 5 % off the whole. */
  private static void addsOutsideWorkAtADiscount(AtBrowser desk) {
    desk.types("outside:designation", "Rectification des disques");
    desk.types("outside:unitPrice", "30");
    desk.page().locator("[id='outside'] summary").click();
    desk.types("outside:discountPercent", "110");
    desk.sends("outside:add");
    assertThat(desk.page().locator("[id='outside'] .ui-message-error")).isVisible();
    desk.types("outside:discountPercent", "10");
    desk.sends("outside:add");
    assertThat(desk.page().locator("#order-lines tbody tr").nth(1)).containsText("27,000");
    desk.types("outside:designation", "Pare-brise");
    desk.types("outside:unitPrice", "300");
    desk.sends("outside:add");
    Locator lines = desk.page().locator("#order-lines tbody tr");
    assertThat(lines).hasCount(3);
    desk.sends(lines.nth(2).locator("button").getAttribute("id"));
    assertThat(lines).hasCount(2);
    desk.types("discount:discountPercent", "5");
    desk.sends("discount:give");
    // 60.000 and 27.000, of which 4.350 are given.
    assertThat(desk.element("discounted")).containsText("4,350");
  }

  private static void findsMore(AtBrowser phone, long order, String direction) throws IOException {
    assertThat(phone.page().locator("html")).hasAttribute("dir", direction);
    phone.page().locator("#today-orders a[href$='id=" + order + "']").first().click();
    phone.sends("advance:step");
    phone.element("clock-start").click();
    assertThat(phone.element("clock-stop")).isVisible();

    phone.page().locator("[id^='inspect-']").first().click();
    Locator points = phone.page().locator("[data-point]");
    assertThat(points.first()).isVisible();
    int count = points.count();
    for (int i = 0; i < count; i++) {
      String id = points.nth(i).getAttribute("id").replace("point-", "");
      if (i == 0) {
        phone.types("note-" + id, "3 mm");
      }
      phone
          .page()
          .locator("label:has(#result-" + id + "-" + (i == 0 ? "URGENT" : "GOOD") + ")")
          .click();
      assertThat(phone.element("result-" + id + "-" + (i == 0 ? "URGENT" : "GOOD"))).isChecked();
      assertThat(phone.page().locator("#point-" + id)).hasClass(Pattern.compile("URGENT|GOOD"));
    }
    phone.page().locator("[data-point] input[type='file']").first().setInputFiles(photo());
    assertThat(phone.page().locator(".point .photos img")).hasCount(1);
    phone.page().locator("[id^='close-']").click();
    assertThat(phone.page().locator("#findings .state.bad")).hasCount(1);
    assertThat(phone.printed("[id^='print-']")).isEqualTo("%PDF");
    phone.element("clock-stop").click();
    assertThat(phone.element("clock-start")).isVisible();
    phone.element("other:state").selectOption("WAITING_APPROVAL");
    phone.sends("other:take");
    assertThat(phone.page().locator("h1 .state")).hasClass(Pattern.compile("waiting"));
  }

  private static FilePayload photo() throws IOException {
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "jpg", picture);
    return new FilePayload("frein.jpg", "image/jpeg", picture.toByteArray());
  }

  private static String offersIt(AtBrowser desk, long order) {
    desk.visits("order.xhtml?id=" + order);
    desk.page().locator("#findings li a[href*='finding=']").click();
    assertThat(desk.element("new:wantedWork")).not().hasValue("");
    desk.types("new:wantedWork", "Freins avant");
    desk.sends("new:write");
    assertThat(desk.element("labour:designation")).not().hasValue("");
    assertThat(desk.element("labour:findingId")).isVisible();
    offers(desk, "Plaquettes avant", "80");
    offers(desk, "Disques avant", "120");
    assertThat(desk.printed("#pdf")).isEqualTo("%PDF");
    desk.sends("step:send");
    return desk.element("link").innerText().strip();
  }

  private static void offers(AtBrowser desk, String work, String price) {
    desk.types("labour:designation", work);
    desk.types("labour:quantity", "1");
    desk.types("labour:unitPrice", price);
    desk.sends("labour:add");
  }

  private static void answers(AtBrowser customer, String direction) {
    assertThat(customer.page().locator("html")).hasAttribute("dir", direction);
    decides(customer, 0, "APPROVED");
    decides(customer, 1, "DECLINED");
    customer.sends("answer:send");
    assertThat(customer.element("thanks")).isVisible();
    assertThat(customer.page().locator("#offer table .state.good")).hasCount(1);
  }

  private static void decides(AtBrowser customer, int line, String decision) {
    customer
        .page()
        .locator("fieldset.decide")
        .nth(line)
        .locator("input[value='" + decision + "']")
        .check();
  }

  private static String ordersAndTakesIn(AtBrowser store) {
    assertThat(store.page().url()).contains("parts.xhtml");
    assertThat(store.page().locator(".nav a[href$='/customers.xhtml']")).hasCount(0);
    String number = "PL-" + System.nanoTime();
    store.visits("part.xhtml");
    store.types("part:number", number);
    store.types("part:name", "Plaquettes avant");
    store.types("part:price", "65,500");
    store.sends("part:save");
    store.visits("supplier.xhtml");
    store.types("supplier:name", "Pièces " + number);
    store.sends("supplier:save");
    store.visits("purchase.xhtml");
    store.element("new:supplierId").selectOption(new SelectOption().setLabel("Pièces " + number));
    store.sends("new:open");
    picksThePart(store, number);
    store.types("goods:quantity", "4");
    store.types("goods:unitCost", "41,250");
    store.sends("goods:add");
    store.sends("step:send");
    store.page().locator(".came input").first().fill("4");
    store.types("receipt:deliveryNote", "BL-17");
    store.sends("receipt:receive");
    assertThat(store.page().locator("#receipts > ul > li")).hasCount(1);
    return number;
  }

  private static void picksThePart(AtBrowser who, String number) {
    who.types("goods:partId", number);
    Locator offered = who.page().locator("[id='goods:found'] .pick");
    offered.first().click();
    assertThat(offered).hasCount(0);
  }

  private static long makesWorkOfIt(AtBrowser desk, long order) {
    desk.visits("quotes.xhtml");
    desk.page().locator("#list a[href*='quote.xhtml']").first().click();
    desk.sends("step:order");
    assertThat(desk.page().url()).contains("order.xhtml?id=" + order);
    assertThat(desk.page().locator("#order-lines tbody tr")).hasCount(3);
    // What was found is done by this order; what was declined is left.
    assertThat(desk.page().locator("#findings li")).hasCount(1);
    assertThat(desk.page().locator("#findings li")).containsText("Disques avant");
    return order;
  }

  private static void finishes(AtBrowser phone, long order, String part) {
    phone.page().locator("#today-orders a[href$='id=" + order + "']").first().click();
    phone.element("clock-start").click();
    assertThat(phone.element("clock-stop")).isVisible();
    picksThePart(phone, part);
    phone.types("goods:quantity", "1");
    phone.sends("goods:add");
    assertThat(phone.page().locator("#order-lines tbody tr")).hasCount(4);
    assertThat(phone.element("discount")).hasCount(0);
    phone.element("clock-stop").click();
    assertThat(phone.element("clock-start")).isVisible();
    phone.types("work:correction", "Vidange faite, plaquettes remplacées");
    phone.types("work:odometerKm", "45 020");
    phone.sends("work:save");
    phone.sends("advance:step");
  }

  private void checksOnTheBoard(long order) {
    try (AtBrowser manager = browser.newBrowser().speaks(language).signsInAsManager()) {
      manager.visits("board.xhtml");
      manager.element("move-" + order).click();
      manager.element("board-to").selectOption("READY");
      manager.page().locator("#board-move button[type='submit']").click();
      assertThat(manager.page().locator(".lane[data-state='READY'] .tile[data-id='" + order + "']"))
          .isVisible();
      manager.visits("order.xhtml?id=" + order);
      assertThat(manager.printed("#pdf")).isEqualTo("%PDF");
      manager.visits("reports.xhtml?report=technicians");
      assertThat(manager.page().locator("main table")).containsText(technician.login());
      assertThat(manager.complaints()).isEmpty();
    }
  }

  private long takesTheMoney(AtBrowser desk, long order) {
    desk.page().keyboard().press("/");
    desk.page().keyboard().type(plate.replace(" ", ""));
    desk.page().locator(".offers a[href$='order.xhtml?id=" + order + "']").click();
    desk.page().waitForURL("**/order.xhtml?id=" + order);
    desk.sends("advance:issue");
    assertThat(desk.heading()).contains("FA-");
    assertThat(desk.element("due-on")).isVisible();
    // 60.000 and 80.000 of labour, 27.000 outside, a part of 65.500, of which 11.625 are given:
    // 220.875 net, 41.966 TVA, 1.000 timbre.
    assertThat(desk.element("total")).hasText("263,841");
    assertThat(desk.printed("#pdf")).isEqualTo("%PDF");
    desk.types("payment:amount", "63,841");
    desk.sends("payment:pay");
    assertThat(desk.printed("#payments tbody a")).isEqualTo("%PDF");
    desk.visits("order.xhtml?id=" + order);
    desk.sends("advance:step");
    assertThat(desk.element("advance:step")).hasCount(0);
    // What cannot be saved any more cannot be typed either.
    assertThat(desk.element("work:save")).hasCount(0);
    assertThat(desk.element("work:cause")).not().isEditable();
    assertThat(desk.element("upkeep:serve")).hasCount(0);
    assertThat(desk.element("services")).containsText("Vidange");
    return order;
  }

  /** The service that the order named is done, and the next one due 5 000 km later. */
  private static long seesTheNextService(AtBrowser desk, long order) {
    desk.visits("order.xhtml?id=" + order);
    desk.page().locator(".facts a[href*='vehicle.xhtml']").click();
    assertThat(desk.element("services").locator("li")).hasCount(1);
    assertThat(desk.element("services")).containsText("Vidange");
    assertThat(desk.element("services")).containsText(Pattern.compile("45\\s020"));
    Locator next = desk.element("predictions").locator("tr:has-text('Vidange')");
    assertThat(next).containsText(Pattern.compile("50\\s020"));
    assertThat(next).containsText(Pattern.compile("[0-9]{2}/[0-9]{2}/20[0-9]{2}"));

    desk.page().locator("details:has([id='elsewhere']) > summary").click();
    desk.element("elsewhere:service").selectOption("Révision");
    desk.types("elsewhere:on", LocalDate.now(ZoneId.of("Africa/Tunis")).minusDays(1).toString());
    desk.types("elsewhere:km", "99 000");
    desk.sends("elsewhere:note");
    assertThat(desk.page().locator("[id='elsewhere'] .ui-message-error")).isVisible();
    desk.types("elsewhere:km", "44 000");
    desk.sends("elsewhere:note");
    assertThat(desk.element("services").locator("li")).hasCount(2);
    assertThat(desk.element("predictions").locator("tr:has-text('Révision')").first())
        .containsText(Pattern.compile("54\\s000"));
    return order;
  }

  private static void readsTheInvoice(AtBrowser customer) {
    assertThat(customer.page().locator("#invoices li")).hasCount(1);
    assertThat(customer.page().locator("#invoices li")).containsText("200,000");
    assertThat(customer.printed("#invoices a")).isEqualTo("%PDF");
    assertThat(customer.page().locator("#visits li")).hasCount(1);
  }
}
