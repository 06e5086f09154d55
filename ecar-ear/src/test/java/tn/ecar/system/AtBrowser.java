package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody at a browser of their own. They find things by the ids of the pages, so that they work
 * in any language; what the browser complains of is kept.
 */
final class AtBrowser implements AutoCloseable {
  private final BrowserContext context;
  private final Product product;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  AtBrowser(BrowserContext context, Product product) {
    this.context = context;
    this.product = product;
    this.page = context.newPage();
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    page.onConsoleMessage(
        said -> {
          if (said.type().equals("error")) {
            complaints.add(page.url() + ": " + said.text());
          }
        });
  }

  @Override
  public void close() {
    context.close();
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  /** What the browser complained of: scripts that failed, and what the policy forbids. */
  List<String> complaints() {
    return complaints;
  }

  /** Chooses the language before anybody has signed in. */
  AtBrowser speaks(String language) {
    context.addCookies(
        List.of(new Cookie("ecar_language", language).setUrl(product.base().toString())));
    return this;
  }

  AtBrowser signsIn(String login, String password) {
    visits("login.xhtml");
    signsInHere(login, password);
    return this;
  }

  /** Signs in on the sign-in page that is shown. */
  void signsInHere(String login, String password) {
    element("signin:user").fill(login);
    element("signin:password").fill(password);
    element("signin:enter").click();
    page.waitForURL(url -> !url.contains("login.xhtml"));
  }

  AtBrowser signsInAsManager() {
    return signsIn("manager", product.managerPassword());
  }

  Response visits(String path) {
    return page.navigate(product.at(path).toString());
  }

  Locator element(String id) {
    return page.locator("[id='" + id + "']");
  }

  /** Clicks what sends a form and waits for the page that answers. */
  void sends(String id) {
    page.evaluate("window.sentFrom = true");
    element(id).click();
    page.waitForCondition(this::anotherPageHasCome);
    page.waitForLoadState();
  }

  private boolean anotherPageHasCome() {
    try {
      return (boolean) page.evaluate("!window.sentFrom && document.readyState !== 'loading'");
    } catch (PlaywrightException underWay) {
      return false;
    }
  }

  void types(String id, String text) {
    element(id).fill(text);
  }

  /** Opens the document behind a link and returns how it begins. */
  String printed(String link) {
    String address = page.locator(link).first().getAttribute("href");
    byte[] document = context.request().get(product.at(address).toString()).body();
    return new String(document, 0, 4, StandardCharsets.ISO_8859_1);
  }

  String heading() {
    return page.locator("h1").innerText();
  }

  /** Waits until the element says this. */
  void sees(String selector, String text) {
    assertThat(page.locator(selector)).containsText(text);
  }

  /** Loses the session, as a restart of the server or a night does. */
  void losesTheSession() {
    context.clearCookies(new BrowserContext.ClearCookiesOptions().setName("ECARSESSION"));
  }
}
