package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.RequestOptions;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Somebody at a browser: what they click and type on the pages of the office. */
final class Office implements AutoCloseable {
  private final BrowserContext context;
  private final Product product;
  private final Page page;
  private final List<String> asked = new ArrayList<>();

  Office(BrowserContext context, Product product) {
    this.context = context;
    this.product = product;
    this.page = context.newPage();
    page.onDialog(
        dialog -> {
          asked.add(dialog.message());
          dialog.accept();
        });
  }

  @Override
  public void close() {
    context.close();
  }

  /** What was asked before it was done; the answer was yes. */
  List<String> asked() {
    return asked;
  }

  Page page() {
    return page;
  }

  void signIn(String language) {
    signInAs("manager", product.managerPassword(), language);
    page.waitForURL("**/today.xhtml*");
  }

  void signInAs(String login, String password, String language) {
    context.addCookies(
        List.of(new Cookie("ecar_language", language).setUrl(product.at("").toString())));
    visits("login.xhtml");
    fills("signin:user", login);
    fills("signin:password", password);
    element("signin:enter").click();
    page.waitForURL(url -> !url.contains("login.xhtml"));
    context.addCookies(
        List.of(new Cookie("ecar_language", language).setUrl(product.at("").toString())));
  }

  void visits(String path) {
    page.navigate(product.at(path).toString());
  }

  void opens(String address) {
    page.navigate(address);
  }

  void reloads() {
    page.reload();
  }

  Locator element(String id) {
    return page.locator("[id='" + id + "']");
  }

  void fills(String id, String text) {
    element(id).fill(text);
  }

  void ticks(String id) {
    element(id).check();
  }

  void clicks(String id) {
    element(id).click();
  }

  /** Clicks and says yes to what is asked. */
  void confirms(String id) {
    confirmsIn("[id='" + id + "']");
  }

  void confirmsIn(String selector) {
    page.locator(selector).click();
    Locator yes =
        page.locator("dialog[open] [data-yes], dialog[open] .primary, dialog[open] .danger");
    if (yes.count() > 0) {
      yes.first().click();
    }
  }

  void opensDetails(String name) {
    page.locator("summary").filter(new Locator.FilterOptions().setHasText(name)).click();
  }

  private JsonObject post(String path, String json) {
    APIResponse answer =
        context
            .request()
            .post(
                product.at("api/v1/" + path).toString(),
                RequestOptions.create()
                    .setHeader("Content-Type", "application/json")
                    .setData(json));
    if (!answer.ok()) {
      throw new AssertionError(path + ": " + answer.status() + " " + answer.text());
    }
    String text = answer.text();
    return text.isEmpty()
        ? JsonObject.EMPTY_JSON_OBJECT
        : Json.createReader(new StringReader(text)).readObject();
  }

  private long receivesACar() {
    long customer =
        post("customers", "{\"name\":\"Amel Gharbi\",\"phone\":\"98123456\"}").getInt("id");
    String plate = System.nanoTime() % 900 + 100 + " TU " + System.nanoTime() / 1000 % 9000;
    return post(
            "vehicles",
            "{\"customerId\":%d,\"plate\":\"%s\",\"make\":\"Peugeot\",\"model\":\"208\",\"odometerKm\":42000}"
                .formatted(customer, plate))
        .getInt("id");
  }

  void writesAQuote(String work) {
    visits("quote.xhtml?vehicle=" + receivesACar());
    fills("new:wantedWork", work);
    clicks("new:write");
    assertThat(page.locator("h1")).containsText("DV-");
  }

  void addsLabour(String designation, String hours, String price) {
    int before = page.locator("#quote-lines tbody tr").count();
    fills("labour:designation", designation);
    fills("labour:quantity", hours);
    fills("labour:unitPrice", price);
    clicks("labour:add");
    assertThat(page.locator("#quote-lines tbody tr")).hasCount(before + 1);
  }

  /** Sends the quote and returns the customer's link. */
  String sendsTheQuote() {
    clicks("step:send");
    assertThat(element("link")).isVisible();
    return element("link").innerText().strip();
  }

  void decides(int line, String decision) {
    page.locator("fieldset.decide").nth(line).locator("input[value='" + decision + "']").check();
  }

  boolean isDecided(int line, String decision) {
    return page.locator("fieldset.decide")
        .nth(line)
        .locator("input[value='" + decision + "']")
        .isChecked();
  }

  void opensAnInvoiceOf(String net) {
    long order =
        post("orders", "{\"vehicleId\":%d,\"complaint\":\"Vidange\"}".formatted(receivesACar()))
            .getInt("id");
    post(
        "orders/" + order + "/lines",
        "{\"kind\":\"LABOUR\",\"designation\":\"Vidange\",\"quantity\":1,\"unitPrice\":%s}"
            .formatted(net));
    for (String to :
        new String[] {"ESTIMATED", "APPROVED", "IN_PROGRESS", "QUALITY_CHECK", "READY"}) {
      post(
          "orders/" + order + "/transitions",
          "{\"to\":\"%s\",\"reason\":\"Amel, de vive voix\"}".formatted(to));
    }
    long invoice = post("orders/" + order + "/invoice", "{}").getInt("id");
    visits("invoice.xhtml?id=" + invoice);
  }

  /** Opens an order without lines and shows it. */
  void opensAnOrder() {
    long order =
        post("orders", "{\"vehicleId\":%d,\"complaint\":\"Vidange\"}".formatted(receivesACar()))
            .getInt("id");
    visits("order.xhtml?id=" + order);
  }

  /** Sends a form twice at once, as two clicks do where no script holds the second one back. */
  void sendsTwice(String form, String button) {
    page.evaluate(
        """
        async ([id, button]) => {
          const form = document.getElementById(id);
          const body = new URLSearchParams(new FormData(form));
          body.append(button, '');
          const send = () => fetch(form.action, { method: 'POST', body });
          await Promise.all([send(), send()]);
        }
        """,
        List.of(form, button));
    reloads();
  }

  /** Puts a new part on the shelf and returns its number. */
  String stocksAPart(String name) {
    String number = "P-" + System.nanoTime();
    post("parts", "{\"number\":\"" + number + "\",\"name\":\"" + name + "\",\"price\":20.000}");
    return number;
  }

  void ordersFromANewSupplier(String part, String quantity, String cost) {
    String name = "Pièces " + System.nanoTime();
    visits("supplier.xhtml");
    fills("supplier:name", name);
    clicks("supplier:save");
    assertThat(page.locator("h1")).hasText(name);
    visits("purchase.xhtml");
    element("new:supplierId")
        .selectOption(new com.microsoft.playwright.options.SelectOption().setLabel(name));
    clicks("new:open");
    element("goods:partId").fill(part);
    page.locator("[id='goods:found'] .pick").first().click();
    assertThat(page.locator("[id='goods:found'] .pick")).hasCount(0);
    fills("goods:quantity", quantity);
    fills("goods:unitCost", cost);
    clicks("goods:add");
    assertThat(page.locator("#purchase-lines tbody tr")).hasCount(1);
  }

  void came(int line, String quantity) {
    page.locator(".came input").nth(line).fill(quantity);
  }

  /** The document behind a link, as text of its bytes. */
  String pdf(String selector) {
    String address = page.locator(selector).first().getAttribute("href");
    byte[] document = context.request().get(product.at(address).toString()).body();
    return new String(document, StandardCharsets.ISO_8859_1);
  }

  String text(String address, String type) {
    APIResponse answer =
        context
            .request()
            .get(product.at(address).toString(), RequestOptions.create().setHeader("Accept", type));
    if (!answer.ok()) {
      throw new AssertionError(address + ": " + answer.status() + " " + answer.text());
    }
    return answer.text();
  }
}
