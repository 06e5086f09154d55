package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The office's part of a day in the browser, and the customer's answer from a phone. */
class OfficeDayST {
  private static GarageBrowser browser;
  private Office office;

  @BeforeAll
  static void open() {
    browser = GarageBrowser.open(Product.running());
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @BeforeEach
  void sitDown() {
    office = browser.newOffice();
  }

  @AfterEach
  void leave() {
    office.close();
  }

  @Test
  void aCustomerAnswersAQuoteFromThePhoneAndItBecomesWork() {
    office.signIn("fr");
    office.writesAQuote("Freins avant");
    office.addsLabour("Plaquettes avant", "1", "80");
    office.addsLabour("Disques avant", "2", "60");
    String link = office.sendsTheQuote();

    try (Office customer = browser.newCustomersPhone()) {
      customer.opens(link);
      assertThat(customer.page().locator("#offer")).containsText("Plaquettes avant");
      customer.decides(0, "APPROVED");
      customer.decides(1, "DEFERRED");
      customer.clicks("answer:send");
      assertThat(customer.page().locator("#thanks")).isVisible();
      assertThat(customer.page().locator("#offer")).containsText("reporté");
      customer.opens(link.replaceFirst(".$", link.endsWith("A") ? "B" : "A"));
      assertThat(customer.page().locator("h1")).hasText("Ce lien n’ouvre plus rien");
    }

    office.reloads();
    office.clicks("step:order");
    assertThat(office.page().locator("h1")).containsText("OT-");
    assertThat(office.page().locator("#order-lines tbody tr")).hasCount(1);
  }

  @Test
  void aQuoteThatNobodyHasAnsweredIsPrinted() {
    office.signIn("fr");
    office.writesAQuote("Freins avant");
    office.addsLabour("Plaquettes avant", "1", "80");
    assertThat(office.pdf("#pdf")).startsWith("%PDF");
    String link = office.sendsTheQuote();
    assertThat(office.pdf("#pdf")).startsWith("%PDF");
    office.reloads();
    assertThat(office.element("link")).hasCount(0);
    office.opens(link);
    assertThat(office.page().locator("#offer")).containsText("Plaquettes avant");
  }

  @Test
  void aCustomerReadsAndAnswersInArabicFromTheRight() {
    office.signIn("ar");
    office.writesAQuote("فرامل أمامية");
    office.addsLabour("صفائح", "1", "80");
    String link = office.sendsTheQuote();
    try (Office customer = browser.newCustomersPhone()) {
      customer.opens(link + "&lang=ar");
      assertThat(customer.page().locator("html")).hasAttribute("dir", "rtl");
      customer.decides(0, "APPROVED");
      customer.clicks("answer:send");
      assertThat(customer.page().locator("#thanks")).containsText("شكرا");
    }
  }

  @Test
  void anAnswerThatLeavesALineOutIsAskedAgainBesideTheChoice() {
    office.signIn("fr");
    office.writesAQuote("Freins");
    office.addsLabour("Plaquettes", "1", "80");
    office.addsLabour("Disques", "1", "60");
    String link = office.sendsTheQuote();
    try (Office customer = browser.newCustomersPhone()) {
      customer.opens(link);
      customer.decides(0, "DECLINED");
      customer.clicks("answer:send");
      assertThat(customer.page().locator("#offer .ui-message-error")).isVisible();
      assertThat(customer.isDecided(0, "DECLINED")).isTrue();
    }
  }

  @Test
  void anInvoiceIsPaidInPartsAndGivenBack() {
    office.signIn("fr");
    office.opensAnInvoiceOf("100");
    assertThat(office.page().locator("h1")).containsText("Reste à payer 120,000");
    office.fills("payment:amount", "20");
    office.clicks("payment:pay");
    assertThat(office.page().locator("h1")).containsText("Reste à payer 100,000");
    office.fills("payment:amount", "500");
    office.clicks("payment:pay");
    assertThat(office.page().locator("[id='payment'] .ui-message-error")).isVisible();
    office.fills("payment:amount", "100");
    office.clicks("payment:pay");
    assertThat(office.page().locator("#payments tbody tr")).hasCount(2);
    assertThat(office.pdf("#payments tbody tr:first-child a")).startsWith("%PDF");

    office.opensDetails("Avoir sur cette facture");
    office.fills("credit:reason", "Travail à refaire");
    office.ticks("credit:whole");
    office.confirms("credit:credit");
    assertThat(office.page().locator("h1")).containsText("À rembourser");
    assertThat(office.pdf("#credit-notes tbody tr:first-child a")).startsWith("%PDF");
  }

  @Test
  void ofADoubleClickOnePaymentIsTaken() {
    office.signIn("fr");
    office.opensAnInvoiceOf("100");
    office.fills("payment:amount", "20");
    office
        .page()
        .evaluate(
            "() => { const pay = document.getElementById('payment:pay'); pay.click(); pay.click();"
                + " }");
    assertThat(office.page().locator("h1")).containsText("Reste à payer 100,000");
    office.fills("payment:amount", "30");
    office.sendsTwice("payment", "payment:pay");
    assertThat(office.page().locator("h1")).containsText("Reste à payer 70,000");
    assertThat(office.page().locator("#payments tbody tr")).hasCount(2);
  }

  @Test
  void whatWasTypedStaysWhenAPartIsChosen() {
    office.signIn("fr");
    String part = office.stocksAPart("Bougie");
    office.opensAnOrder();
    office.fills("goods:quantity", "3");
    office.fills("goods:partId", part);
    office.page().locator("[id='goods:found'] .pick").first().click();
    assertThat(office.page().locator("[id='goods:found'] .pick")).hasCount(0);
    assertThat(office.element("goods:quantity-label")).containsText("pce");
    assertThat(office.element("goods:quantity")).hasValue("3");
    office.clicks("goods:add");
    assertThat(office.page().locator("#order-lines tbody tr")).hasCount(1);
  }

  @Test
  void whatWasTypedAtReceptionStaysWhenTheOwnerIsChosen() {
    office.signIn("fr");
    office.opensAnOrder();
    office.visits("reception.xhtml");
    office.fills("reception:plate", "197 TU " + System.nanoTime() / 1000 % 9000);
    office.element("reception:plate").press("Tab");
    office.fills("reception:make", "Kia");
    office.fills("reception:complaint", "Bruit à l’avant");
    office.fills("reception:customerText", "Amel Gharbi");
    office.page().locator("[id='reception:found'] .pick").first().click();
    assertThat(office.element("reception:another")).isVisible();
    assertThat(office.element("reception:make")).hasValue("Kia");
    office.fills("reception:plate", "196 TU " + System.nanoTime() / 1000 % 9000);
    office.element("reception:plate").press("Tab");
    office.page().waitForTimeout(500);
    assertThat(office.element("reception:another")).isVisible();
    assertThat(office.element("reception:make")).hasValue("Kia");
    assertThat(office.element("reception:complaint")).hasValue("Bruit à l’avant");
  }

  @Test
  void whatWasTypedOnAVersionThatOthersChangedIsSavedWhenSentOnceMore() throws Exception {
    ApiClient colleague = ApiClient.manager();
    long customer =
        colleague.post("customers", "{\"name\":\"Amel Gharbi\",\"phone\":\"98123456\"}").id();
    office.signIn("fr");
    office.visits("customer.xhtml?id=" + customer);
    colleague.put(
        "customers/" + customer,
        "{\"name\":\"Amel"
            + " Gharbi\",\"phone\":\"98123456\",\"town\":\"Bizerte\",\"kind\":\"COMPANY\"}",
        colleague.get("customers/" + customer).tag());
    office.fills("customer:town", "Sfax");
    office.clicks("customer:save");
    assertThat(office.element("messages")).containsText("Bizerte");
    assertThat(office.element("messages")).containsText("Société");
    assertThat(office.element("customer:town")).hasValue("Sfax");
    office.clicks("customer:save");
    assertThat(office.element("messages")).containsText("enregistré");
    assertThat(colleague.get("customers/" + customer).object().getString("town")).isEqualTo("Sfax");
  }

  @Test
  void aQuoteCountsItsFodecAndIsAnnouncedInTheCustomersLanguage() throws Exception {
    office.signIn("en");
    office.writesAQuote("Freins");
    String quote = office.page().url().replaceAll(".*id=([0-9]+).*", "$1");
    ApiClient.Answer line =
        ApiClient.manager()
            .post(
                "quotes/" + quote + "/lines",
                "{\"kind\":\"LABOUR\",\"designation\":\"Disques\",\"quantity\":1,"
                    + "\"unitPrice\":\"100\",\"fodec\":true}");
    assertThat(line.status()).as(line.text()).isLessThan(300);
    office.reloads();
    assertThat(office.page().locator("dl.totals")).containsText("FODEC");
    assertThat(office.element("total")).hasText("121,190");
    office.sendsTheQuote();
    assertThat(office.page().locator("#sent a[href^='sms:+21698123456?body=Bonjour']")).hasCount(1);
  }

  @Test
  void aCustomerWhoThoughtForHoursStillAnswers() {
    office.signIn("fr");
    office.writesAQuote("Freins");
    office.addsLabour("Plaquettes", "1", "80");
    String link = office.sendsTheQuote();
    try (Office customer = browser.newCustomersPhone()) {
      customer.opens(link);
      customer.decides(0, "APPROVED");
      customer.page().context().clearCookies();
      customer.clicks("answer:send");
      assertThat(customer.page().locator("#thanks")).isVisible();
    }
  }

  @Test
  void whatIsNoNumberIsSaidBesideItsShelf() {
    office.signIn("fr");
    office.visits("count.xhtml?q=" + office.stocksAPart("Courroie"));
    office.page().locator(".counting input").first().fill("1e999999999");
    office.confirms("count:post");
    assertThat(office.page().locator(".counting .ui-message-error")).isVisible();
    assertThat(office.page().locator(".counting input").first()).hasValue("1e999999999");
  }

  @Test
  void goodsComeInPartByPart() {
    office.signIn("fr");
    String part = office.stocksAPart("Filtre à air");
    office.ordersFromANewSupplier(part, "10", "12,5");
    office.clicks("step:send");
    office.came(0, "4");
    office.fills("receipt:deliveryNote", "BL-1");
    office.clicks("receipt:receive");
    assertThat(office.page().locator("#purchase-lines tbody tr td:nth-child(4)")).hasText("6");
    office.came(0, "7");
    office.fills("receipt:deliveryNote", "BL-2");
    office.clicks("receipt:receive");
    assertThat(office.page().locator("[id='receipt'] .ui-message-error, .ui-messages-error"))
        .isVisible();
    office.came(0, "6");
    office.clicks("receipt:receive");
    assertThat(office.page().locator("h1")).containsText("reçue");
    assertThat(office.page().locator("#receipts > ul > li")).hasCount(2);
  }

  @Test
  void reportsAreTablesToo() {
    office.signIn("fr");
    office.opensAnInvoiceOf("100");
    for (String report :
        new String[] {"revenue", "margin", "technicians", "turnover", "returning"}) {
      office.visits("reports.xhtml?report=" + report);
      assertThat(office.page().locator("h1")).hasText("Rapports");
      String csv = office.text(office.page().locator("#csv").getAttribute("href"), "text/csv");
      assertThat(csv.lines().count()).as(report + ": " + csv).isGreaterThanOrEqualTo(1);
    }
    office.visits("reports.xhtml?report=revenue&from=2030-01-02&to=2030-01-01");
    assertThat(office.page().locator("#refusal")).containsText("Une période finit");
  }

  @Test
  void everyOfficePageSpeaksArabicFromTheRight() {
    office.signIn("ar");
    for (String page :
        new String[] {
          "quotes",
          "invoices",
          "parts",
          "part",
          "count",
          "purchases",
          "purchase",
          "suppliers",
          "supplier",
          "reports",
          "administration",
          "workshop",
          "api-keys",
          "rates",
          "intervals",
          "templates",
          "seller",
          "series",
          "audit",
          "jobs",
          "pool"
        }) {
      office.visits(page + ".xhtml");
      assertThat(office.page().locator("html")).hasAttribute("dir", "rtl");
      assertThat(office.page().locator("h1").first()).not().hasText("");
      assertThat(office.page().locator("main").innerText()).as(page).doesNotContain("???");
    }
  }

  @Test
  void theOperatorPausesAndResumesThePoolFromItsPage() throws Exception {
    office.signInAs(new Hired("operator").login(), Hired.PASSWORD, "fr");
    office.visits("pool.xhtml");
    assertThat(office.page().locator("#show-table table")).isVisible();
    office.page().locator("#which").selectOption("config");
    assertThat(office.page().locator("#show-table")).containsText("default_pool_size");
    office.page().locator("#which").selectOption("state");
    assertThat(office.page().locator("#show-table tbody")).containsText("pausedno");
    for (String command : new String[] {"PAUSE", "RESUME", "RECONNECT", "RELOAD"}) {
      office.confirmsIn("[data-pool='" + command.toLowerCase(Locale.ROOT) + "']");
      assertThat(office.page().locator("#pool-said")).hasText(command + ": fait");
      if (command.equals("PAUSE")) {
        assertThat(office.page().locator("#show-table tbody")).containsText("pausedyes");
      }
    }
    assertThat(office.asked()).hasSize(4).allSatisfy(asked -> assertThat(asked).contains("?"));
  }

  @Test
  void aJobIsStartedAndFollowedOnItsPage() {
    office.signIn("fr");
    office.visits("jobs.xhtml");
    office.page().locator("#jobs a").first().click();
    assertThat(office.page().locator("h1")).isVisible();
    assertThat(office.page().locator("[id='plan:schedule']")).isVisible();
  }
}
