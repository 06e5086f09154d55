package tn.ecar.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A headless Chromium of the system, with an empty profile, for one test class. */
final class GarageBrowser implements AutoCloseable {
  private static final Path CHROMIUM =
      Path.of(System.getenv().getOrDefault("ECAR_CHROMIUM", "/usr/bin/chromium"));
  private static final List<String> QUIET =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Product product;
  private final Playwright playwright;
  private final Browser browser;

  private GarageBrowser(Product product, Playwright playwright) {
    this.product = product;
    this.playwright = playwright;
    this.browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(QUIET));
  }

  static GarageBrowser open(Product product) {
    Map<String, String> noDownload = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    return new GarageBrowser(
        product, Playwright.create(new Playwright.CreateOptions().setEnv(noDownload)));
  }

  /** A browser of somebody's own, in which nobody has signed in yet. */
  AtBrowser newBrowser(Browser.NewContextOptions how) {
    return new AtBrowser(browser.newContext(how), product);
  }

  /** One with a window as wide as a desk has. */
  AtBrowser newBrowser() {
    return newBrowser(new Browser.NewContextOptions().setViewportSize(1366, 850));
  }

  /** One in a hand. */
  AtBrowser newPhone() {
    return newBrowser(
        new Browser.NewContextOptions()
            .setViewportSize(390, 844)
            .setIsMobile(true)
            .setHasTouch(true));
  }

  /** A desk where nobody has signed in yet. */
  FrontDesk newDesk() {
    return new FrontDesk(browser.newContext(), product);
  }

  /** A desk of the office where nobody has signed in yet. */
  Office newOffice() {
    return new Office(browser.newContext(), product);
  }

  /** A customer's phone. */
  Office newCustomersPhone() {
    return new Office(
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setHasTouch(true)
                .setIsMobile(true)),
        product);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
