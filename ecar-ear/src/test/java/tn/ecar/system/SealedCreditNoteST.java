package tn.ecar.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/** A credit note that the national platform has accepted shows its seal, as an invoice does. */
class SealedCreditNoteST {
  private static final Pattern PICTURE = Pattern.compile("/Subtype\\s*/Image");

  private static long pictures(ApiClient who, String path) throws Exception {
    Answer pdf = who.get(path);
    assertThat(pdf.status()).isEqualTo(200);
    return PICTURE.matcher(pdf.text()).results().count();
  }

  /** What a transmitter notes; none is installed here. */
  private static void accept(long creditNote) throws Exception {
    try (Connection garage = Product.running().superuser();
        PreparedStatement accepted =
            garage.prepareStatement(
                "update e_invoice set state = 'ACCEPTED', reference = 'TTN-2026-AV', qr = 'seal',"
                    + " version = version + 1 where credit_note_id = ?")) {
      accepted.setLong(1, creditNote);
      assertThat(accepted.executeUpdate()).isEqualTo(1);
    }
  }

  /** What the page says of a document that nobody has sent. */
  private static final Map<String, String> STATES =
      Map.of("NOT_REQUIRED", "non exigée", "TO_SEND", "à envoyer");

  @Test
  void theSealIsPrintedAndTheStateShown() throws Exception {
    ApiClient manager = ApiClient.manager();
    Answer invoice = manager.post("orders/" + new GarageDay(manager).finishedOrder() + "/invoice");
    Answer note =
        manager.post("invoices/" + invoice.id() + "/credit-notes", "{\"reason\":\"À refaire\"}");
    // Whether the garage has to send them depends on its particulars, which another test may
    // change.
    String before = note.object().getJsonObject("eInvoice").getString("state");
    assertThat(STATES).containsKey(before);
    String pdf = "credit-notes/" + note.id() + "/pdf?lang=fr";
    assertThat(pictures(manager, pdf)).isZero();

    accept(note.id());

    JsonObject way = manager.get("credit-notes/" + note.id()).object().getJsonObject("eInvoice");
    assertThat(way.getString("state")).isEqualTo("ACCEPTED");
    assertThat(way.getString("reference")).isEqualTo("TTN-2026-AV");
    assertThat(pictures(manager, pdf)).isEqualTo(1);
    try (GarageBrowser browser = GarageBrowser.open(Product.running());
        AtBrowser who = browser.newBrowser().speaks("fr").signsInAsManager()) {
      who.visits("invoice.xhtml?id=" + invoice.id());
      assertThat(who.element("e-invoice")).containsText(STATES.get(before));
      assertThat(who.page().locator("#credit-notes tbody tr")).containsText("acceptée TTN-2026-AV");
    }
  }
}
