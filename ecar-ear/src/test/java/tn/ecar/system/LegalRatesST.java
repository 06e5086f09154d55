package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

/** The manager keeps the legal rates. */
class LegalRatesST {
  @Test
  void aRateThatWasNotedForAWrongYearIsTakenBack() {
    try (GarageBrowser browser = GarageBrowser.open(Product.running());
        AtBrowser desk = browser.newBrowser().speaks("fr").signsInAsManager()) {
      desk.page().onDialog(dialog -> dialog.accept());
      desk.visits("rates.xhtml");
      desk.element("new:kind").selectOption("TVA_REDUCED");
      desk.types("new:value", "8");
      desk.types("new:validFrom", "2072-01-01");
      desk.sends("new:change");
      Locator wrong = desk.page().locator("#known tr", containing("2072"));
      assertThat(wrong).hasCount(1);

      wrong.locator("button").click();
      assertThat(wrong).hasCount(0);
      assertThat(desk.page().locator("#known")).not().containsText("2071");
    }
  }

  private static com.microsoft.playwright.Page.LocatorOptions containing(String text) {
    return new com.microsoft.playwright.Page.LocatorOptions().setHasText(text);
  }
}
