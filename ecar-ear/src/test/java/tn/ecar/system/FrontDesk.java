package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody at the front desk, who sees the pages and clicks; what happens in between is theirs. */
final class FrontDesk {
  private static final Pattern ID = Pattern.compile("\"id\":([0-9]+)");

  private final BrowserContext context;
  private final Product product;
  private final Page page;

  FrontDesk(BrowserContext context, Product product) {
    this.context = context;
    this.product = product;
    this.page = context.newPage();
  }

  void close() {
    context.close();
  }

  void signIn() {
    visit("login.xhtml");
    element("signin:user").fill("manager");
    element("signin:password").fill(product.managerPassword());
    element("signin:enter").click();
    page.waitForURL("**/today.xhtml*");
  }

  void chooses(String language) {
    visit("login.xhtml");
    element(language).click();
    assertThat(page.locator("html")).hasAttribute("lang", language);
  }

  /** Puts a new part of 20.000 TND and ten pieces of it on the shelf, and returns its number. */
  String stocksAPart(String name) {
    String number = "P-" + System.nanoTime();
    String part =
        post("parts", "{\"number\":\"" + number + "\",\"name\":\"" + name + "\",\"price\":20.000}");
    Matcher id = ID.matcher(part);
    if (!id.find()) {
      throw new AssertionError("The part has no id: " + part);
    }
    post("parts/" + id.group(1) + "/movements", "{\"quantity\":10,\"reason\":\"RECEIPT\"}");
    return number;
  }

  /**
   * The numbers of the parts on the first page of their list, after a click on the heading of the
   * names.
   */
  List<String> partsSortedByName() {
    visit("parts.xhtml");
    Locator heading =
        page.locator("th").filter(new Locator.FilterOptions().setHasText("Désignation"));
    heading.locator("a").click();
    assertThat(heading).hasAttribute("aria-sort", "ascending");
    return page.locator("#list tbody td:first-child").allInnerTexts();
  }

  private String post(String path, String json) {
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
    return answer.text();
  }

  void beginsReception(String plate) {
    visit("reception.xhtml");
    element("reception:plate").fill(plate);
    element("reception:plate").press("Tab");
    assertThat(element("reception:open")).isVisible();
  }

  void types(String field, String text) {
    element("reception:" + field).fill(text);
  }

  void opensTheOrder() {
    element("reception:open").click();
    page.waitForURL("**/order.xhtml*");
  }

  void triesToOpenTheOrder() {
    element("reception:open").click();
    assertThat(page.locator(".ui-message-error").first()).isVisible();
  }

  String errorOf(String field) {
    Locator beside =
        page.locator(".field")
            .filter(new Locator.FilterOptions().setHas(element("reception:" + field)));
    return beside.locator(".ui-message-error").innerText().strip();
  }

  String valueOf(String field) {
    return element("reception:" + field).inputValue();
  }

  void addsLabour(String designation, String hours, String price) {
    int before = lineCount();
    element("labour:designation").fill(designation);
    element("labour:quantity").fill(hours);
    element("labour:unitPrice").fill(price);
    element("labour:add").click();
    assertThat(lines()).hasCount(before + 1);
  }

  void addsPart(String number) {
    int before = lineCount();
    element("goods:partId").fill(number);
    Locator offered = page.locator("[id='goods:found'] .pick");
    offered.first().click();
    assertThat(offered).hasCount(0);
    element("goods:add").click();
    assertThat(lines()).hasCount(before + 1);
  }

  int lineCount() {
    return lines().count();
  }

  private Locator lines() {
    return page.locator("#order-lines tbody tr");
  }

  void takesTheStep(String name) {
    assertThat(element("advance:step")).hasText(name);
    element("advance:step").click();
    assertThat(page.locator("[id='advance:step']:text-is('" + name + "')")).hasCount(0);
  }

  void issuesTheInvoice() {
    element("advance:issue").click();
    page.waitForURL("**/invoice.xhtml*");
  }

  String total() {
    return page.locator("#total").innerText();
  }

  /** The document behind the button, as text of its bytes. */
  String pdf() {
    String address = page.locator("#pdf").getAttribute("href");
    byte[] document = context.request().get(product.at(address).toString()).body();
    return new String(document, StandardCharsets.ISO_8859_1);
  }

  String heading() {
    return page.locator("h1").innerText();
  }

  String direction() {
    return page.locator("html").getAttribute("dir");
  }

  private void visit(String path) {
    page.navigate(product.at(path).toString());
  }

  private Locator element(String id) {
    return page.locator("[id='" + id + "']");
  }
}
