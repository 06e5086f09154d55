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
      Path.of(System.getProperty("ecar.chromium", "/usr/bin/chromium"));
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

  /** A desk where nobody has signed in yet. */
  FrontDesk newDesk() {
    return new FrontDesk(browser.newContext(), product);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
