package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import jakarta.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tn.ecar.system.ApiClient.Answer;

/**
 * Every page of the navigation, the doors of the administration, the first thing each of them leads
 * to, the customer's own page and what is shown when something went wrong: without a barrier in
 * either theme and direction, without anything the policy forbids, small over the wire, and with
 * few statements.
 */
class EveryPageST {
  private static final int FIRST_PAGE = 500_000;
  private static final int LATER_PAGE = 100_000;

  /** Less than this was not counted: the poorest page has more words. */
  private static final int SOME_TEXT = 1_000;

  private static final int STATEMENTS = 12;
  private static final Pattern STATEMENT =
      Pattern.compile("(?:execute [^:]*|statement): (?!BEGIN|COMMIT|ROLLBACK|SET )");

  /**
   * What the machine asks on its own account, whoever looks at a page: over the batch runtime's few
   * connections, and of what is new or due.
   */
  private static final Pattern OWN =
      Pattern.compile(
          "(?i)^\\[ecar_batch\\]|from audit_entry where"
              + " \\(happened_at|job|outbox|message|pool_sample|pool_audit_forget");

  private static GarageBrowser browser;
  private static Set<String> pages;

  @BeforeAll
  static void fillTheGarage() throws Exception {
    ApiClient manager = ApiClient.manager();
    GarageDay day = new GarageDay(manager);
    long order = day.finishedOrder();
    assertThat(manager.post("orders/" + order + "/invoice").status()).isEqualTo(201);
    GarageDay other = new GarageDay(manager);
    long underWay = inspected(manager, other.openOrder(other.receiveCar(), other.stockPart()));
    long quote = offered(manager, underWay);
    browser = GarageBrowser.open(Product.running());
    try (AtBrowser who = browser.newBrowser().signsInAsManager()) {
      pages = walk(who);
    }
    pages.addAll(
        List.of(
            "order.xhtml?id=" + order,
            "order.xhtml?id=" + underWay,
            "quote.xhtml?id=" + quote,
            "time.xhtml?id=" + worked(manager),
            // Who comes for the first time is led on once, to read in their own language.
            "my.xhtml?greeted=1&link=" + sent(manager, quote),
            "my.xhtml?greeted=1&link=" + signed(manager, other.plate()),
            "expired.xhtml",
            "error.xhtml",
            "missing.xhtml",
            "forbidden.xhtml"));
  }

  /** A stretch of work of somebody who has started their clock. */
  private static long worked(ApiClient manager) throws Exception {
    GarageDay day = new GarageDay(manager);
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    day.take(order, "APPROVED", "IN_PROGRESS");
    Answer started =
        manager.post(
            "orders/" + order + "/time", "{\"technicianId\":" + new Hired("technician").id() + "}");
    assertThat(started.status()).as(started.text()).isEqualTo(201);
    return started.id();
  }

  /** The token of the link to all that is the customer's whose car has the plate. */
  private static String signed(ApiClient manager, String plate) throws Exception {
    String found = URLEncoder.encode(plate, StandardCharsets.UTF_8);
    JsonObject car =
        manager.get("vehicles?q=" + found).object().getJsonArray("items").getJsonObject(0);
    long customer =
        manager
            .get("vehicles/" + car.getInt("id"))
            .object()
            .getJsonObject("customer")
            .getJsonNumber("id")
            .longValue();
    Answer link = manager.post("customers/" + customer + "/link", "{}");
    assertThat(link.status()).as(link.text()).isEqualTo(200);
    return link.object().getString("token");
  }

  /** An order under way with an inspection of which every result is there, and a photo. */
  private static long inspected(ApiClient manager, long order) throws Exception {
    ApiClient.Answer begun = manager.post("orders/" + order + "/inspections", "{\"templateId\":1}");
    assertThat(begun.status()).as(begun.text()).isEqualTo(201);
    String path = "orders/" + order + "/inspections/" + begun.id();
    String[] results = {"URGENT", "WATCH", "GOOD"};
    List<JsonObject> points = begun.object().getJsonArray("points").getValuesAs(JsonObject.class);
    for (int i = 0; i < points.size(); i++) {
      String seen = "{\"result\":\"" + results[i % 3] + "\",\"note\":\"3 mm\"}";
      assertThat(manager.put(path + "/points/" + points.get(i).getInt("id"), seen).status())
          .isEqualTo(200);
    }
    String photo =
        "orders/" + order + "/attachments?name=frein.png&point=" + points.get(0).getInt("id");
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", picture);
    assertThat(manager.upload(photo, "image/png", picture.toByteArray()).status()).isEqualTo(201);
    assertThat(manager.post(path + "/closing").status()).isEqualTo(200);
    return order;
  }

  private static long offered(ApiClient manager, long order) throws Exception {
    Answer quote =
        manager.post(
            "quotes",
            "{\"orderId\":"
                + order
                + ",\"wantedWork\":\"Freins\",\"lines\":[{\"kind\":\"LABOUR\","
                + "\"designation\":\"Plaquettes\",\"quantity\":1,\"unitPrice\":\"40.000\"}]}");
    assertThat(quote.status()).as(quote.text()).isEqualTo(201);
    return quote.id();
  }

  /** The token of the link by which the customer answers the quote. */
  private static String sent(ApiClient manager, long quote) throws Exception {
    Answer sent = manager.post("quotes/" + quote + "/sending");
    assertThat(sent.status()).as(sent.text()).isEqualTo(200);
    return sent.object().getString("token");
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @SuppressWarnings("unchecked") // the scripts answer with strings
  private static Set<String> walk(AtBrowser who) {
    List<String> places =
        (List<String>)
            who.page()
                .evaluate("[...document.querySelectorAll('.nav a')].map(a => a.pathname.slice(1))");
    Set<String> found = new LinkedHashSet<>(places);
    for (String place : places) {
      who.visits(place);
      found.addAll(
          (List<String>)
              who.page()
                  .evaluate(
                      "[...new Map([...document.querySelectorAll('main a[href*=\".xhtml\"]')]"
                          + ".filter(a => !a.closest('th, .pager, nav:not(.tabs)'))"
                          + ".map(a => [a.pathname, a.pathname.slice(1) + a.search])).values()]"));
    }
    found.add("search.xhtml?q=a");
    return found;
  }

  @ParameterizedTest
  @CsvSource({"fr, light, 1366", "ar, dark, 1366", "ar, light, 390", "fr, dark, 390"})
  void everyPageIsOpenToEverybody(String language, String theme, int width) {
    Browser.NewContextOptions how =
        new Browser.NewContextOptions()
            .setViewportSize(width, 850)
            .setColorScheme(theme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT);
    List<String> wrong = new ArrayList<>();
    try (AtBrowser who = browser.newBrowser(how).speaks(language)) {
      who.visits("login.xhtml");
      Axe.violations(who.page()).forEach(each -> wrong.add("login.xhtml: " + each));
      who.signsInHere("manager", Product.running().managerPassword());
      for (String page : pages) {
        Response answer = who.visits(page);
        if (answer.status() != 200) {
          wrong.add(page + ": " + answer.status());
        }
        assertThat(who.page().locator("html").getAttribute("lang")).isEqualTo(language);
        Axe.violations(who.page()).forEach(each -> wrong.add(page + ": " + each));
        if (isWiderThanItsWindow(who)) {
          wrong.add(page + ": wider than its window of " + width);
        }
      }
      wrong.addAll(who.complaints());
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isWiderThanItsWindow(AtBrowser who) {
    return (boolean)
        who.page()
            .evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  @Test
  void theFirstPageIsSmallAndTheLaterOnesAreSmaller() {
    List<String> wrong = new ArrayList<>();
    try (AtBrowser who = browser.newBrowser()) {
      who.visits("login.xhtml");
      long first = bytes(who);
      who.signsInHere("manager", Product.running().managerPassword());
      first += bytes(who);
      assertThat(first).as("sign-in and first page").isBetween(10_000L, (long) FIRST_PAGE);
      for (String page : pages) {
        who.visits(page);
        who.visits(page);
        long later = bytes(who);
        if (later < SOME_TEXT || later >= LATER_PAGE) {
          wrong.add(page + ": " + later);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** What came over the wire for the page that is shown, heads included, without what was kept. */
  private static long bytes(AtBrowser who) {
    who.page().waitForLoadState(LoadState.LOAD);
    Number all =
        (Number)
            who.page()
                .evaluate(
                    "[...performance.getEntriesByType('navigation'),"
                        + " ...performance.getEntriesByType('resource')]"
                        + ".reduce((sum, each) => sum + each.transferSize, 0)");
    return all.longValue();
  }

  @Test
  void noPageTakesMoreThanTwelveStatements() throws Exception {
    Product product = Product.running();
    List<String> wrong = new ArrayList<>();
    try (Connection superuser = product.superuser();
        Statement statement = superuser.createStatement();
        AtBrowser who = browser.newBrowser().signsInAsManager()) {
      who.visits("forbidden.xhtml");
      statement.execute("alter system set log_line_prefix = '[%a] '");
      statement.execute("alter system set log_statement = 'all'");
      statement.execute("select pg_reload_conf()");
      try {
        awaitLogging(statement);
        for (String page : pages) {
          long least = Long.MAX_VALUE;
          // What the machine does in between is counted too: the quietest of some visits counts.
          for (int i = 0; i < 3 && least > STATEMENTS; i++) {
            long before = statements(product);
            who.context().request().get(product.at(page).toString());
            least = Math.min(least, statements(product) - before);
          }
          if (least > STATEMENTS) {
            wrong.add(page + ": " + least);
          }
        }
      } finally {
        statement.execute("alter system reset log_statement");
        statement.execute("alter system reset log_line_prefix");
        statement.execute("select pg_reload_conf()");
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void awaitLogging(Statement statement) throws Exception {
    Product product = Product.running();
    long before = statements(product);
    Await.until(
        Duration.ofSeconds(20),
        () -> {
          statement.execute("select 1");
          return statements(product) > before ? true : null;
        });
  }

  private static long statements(Product product) throws Exception {
    Path log = product.data().resolve("log/postgres.log");
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> STATEMENT.matcher(line).find() && !OWN.matcher(line).find())
          .count();
    }
  }
}
