package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a role's navigation hides is refused as well when it is asked for directly. */
class PageGuardST {
  private static GarageBrowser browser;
  private static Set<String> all;

  @BeforeAll
  static void openBrowser() {
    browser = GarageBrowser.open(Product.running());
    try (AtBrowser manager = browser.newBrowser().signsInAsManager()) {
      all = navigation(manager);
    }
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @SuppressWarnings("unchecked") // the script answers with strings
  private static Set<String> navigation(AtBrowser who) {
    return new TreeSet<>(
        (List<String>)
            who.page()
                .evaluate(
                    "[...document.querySelectorAll('.nav a')].map(a => a.pathname.slice(1))"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"frontdesk", "technician", "storekeeper", "operator"})
  void whatIsHiddenIsRefused(String role) throws Exception {
    String login = new Hired(role).login();
    try (AtBrowser who = browser.newBrowser().signsIn(login, Hired.PASSWORD)) {
      Set<String> shown = navigation(who);
      assertThat(all).containsAll(shown).hasSizeGreaterThan(shown.size());
      for (String page : all) {
        // Today leads those without work in the workshop to their own first page.
        if (!page.equals("today.xhtml")) {
          APIResponse answer = who.context().request().get(Product.running().at(page).toString());
          assertThat(answer.status())
              .as(role + " " + page)
              .isEqualTo(shown.contains(page) ? 200 : 403);
        }
      }
    }
  }

  @Test
  void whoHasNotSignedInIsLedToTheSignInAndBack() {
    try (AtBrowser who = browser.newBrowser()) {
      for (String page : all) {
        APIResponse answer =
            who.context()
                .request()
                .get(
                    Product.running().at(page).toString(),
                    RequestOptions.create().setMaxRedirects(0));
        assertThat(answer.status()).as(page).isEqualTo(302);
        assertThat(answer.headers().get("location")).endsWith("login.xhtml?back=%2F" + page);
      }
      who.visits("customers.xhtml?q=abc");
      who.signsInHere("manager", Product.running().managerPassword());
      assertThat(who.page().url()).endsWith("customers.xhtml?q=abc");
    }
  }

  @Test
  void aChangeFromAnotherSiteIsRefused() {
    try (AtBrowser who = browser.newBrowser().signsInAsManager()) {
      APIResponse answer =
          who.context()
              .request()
              .post(
                  Product.running().at("preferences").toString(),
                  RequestOptions.create()
                      .setHeader("Origin", "https://example.com")
                      .setForm(FormData.create().set("theme", "dark")));
      assertThat(answer.status()).isEqualTo(403);
    }
  }

  @Test
  void theSessionIsANewOneAfterTheSignIn() {
    try (AtBrowser who = browser.newBrowser()) {
      who.visits("login.xhtml");
      String before = session(who);
      who.signsInHere("manager", Product.running().managerPassword());
      assertThat(session(who)).isNotEmpty().isNotEqualTo(before);
    }
  }

  private static String session(AtBrowser who) {
    return who.context().cookies().stream()
        .filter(cookie -> cookie.name.equals("ECARSESSION"))
        .map(cookie -> cookie.value)
        .findFirst()
        .orElse("");
  }

  @Test
  void scriptsAreAllowedByNonceAlone() {
    try (AtBrowser who = browser.newBrowser().signsInAsManager()) {
      APIResponse answer =
          who.context().request().get(Product.running().at("today.xhtml").toString());
      String policy =
          answer.headersArray().stream()
              .filter(header -> header.name.equalsIgnoreCase("Content-Security-Policy"))
              .map(header -> header.value)
              .reduce("", (one, other) -> one + "; " + other);
      assertThat(policy)
          .contains("script-src 'self' 'nonce-")
          .contains("style-src 'self'")
          .contains("object-src 'none'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().get("cache-control")).contains("no-store");
    }
  }
}
