package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The garage's shortest real day, at the front desk's browser. */
class BrowserDayST {
  private static GarageBrowser browser;
  private FrontDesk desk;

  @BeforeAll
  static void openBrowser() {
    browser = GarageBrowser.open(Product.running());
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @BeforeEach
  void sitDown() {
    desk = browser.newDesk();
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  @Test
  void aDayFromSignInToPdf() {
    desk.signIn();
    String part = desk.stocksAPart("Filtre à huile");

    desk.beginsReception("234 tun 5678");
    desk.types("name", "Hédi Karoui");
    desk.types("phone", "98 123 456");
    desk.types("make", "Peugeot");
    desk.types("vin", "VF3CCHMZ0HT012345");
    desk.types("odometerKm", "45 000");
    desk.types("complaint", "Vidange et freins avant");
    desk.opensTheOrder();
    assertThat(desk.heading()).contains("OT-").contains("234 TU 5678").contains("Brouillon");

    desk.addsLabour("Vidange", "1,5", "40");
    desk.addsPart(part);
    assertThat(desk.lineCount()).isEqualTo(2);

    desk.takesTheStep("Établir le devis");
    desk.takesTheStep("Client d’accord");
    desk.takesTheStep("Commencer les travaux");
    desk.takesTheStep("Passer au contrôle");
    desk.takesTheStep("Terminer");
    assertThat(desk.heading()).contains("Prêt");

    desk.issuesTheInvoice();
    assertThat(desk.heading()).contains("FA-");
    // 1.5 h at 40.000 and one filter at 20.000: 80.000 net, 15.200 TVA, 1.000 timbre.
    assertThat(desk.total()).isEqualTo("96,200");
    assertThat(desk.pdf()).startsWith("%PDF");
  }

  @Test
  void errorsStandBesideTheirFieldAndKeepWhatWasTyped() {
    desk.signIn();
    desk.beginsReception("RS 4711");
    desk.types("name", "Amel Gharbi");
    desk.types("phone", "12");
    desk.types("make", "Kia");
    desk.types("odometerKm", "1000");
    desk.types("complaint", "Bruit");
    desk.triesToOpenTheOrder();
    assertThat(desk.errorOf("phone")).startsWith("Un téléphone a 8 chiffres");
    assertThat(desk.valueOf("phone")).isEqualTo("12");
  }

  @Test
  void listsAreSortedInTheDatabase() {
    desk.signIn();
    String first = desk.stocksAPart("Ampoule H7");
    String second = desk.stocksAPart("Balai d’essuie-glace");
    assertThat(desk.partsSortedByName()).containsSubsequence(first, second);
  }

  @Test
  void arabicIsWrittenFromTheRight() {
    desk.chooses("ar");
    desk.signIn();
    assertThat(desk.direction()).isEqualTo("rtl");
    assertThat(desk.heading()).isEqualTo("اليوم");
    desk.beginsReception("235 تونس 678");
    assertThat(desk.direction()).isEqualTo("rtl");
  }
}
