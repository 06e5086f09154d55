package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/** What happens to an invoice after it is issued, over REST. */
class MoneyST {
  private ApiClient manager;

  @BeforeEach
  void signIn() throws Exception {
    manager = ApiClient.manager();
  }

  private Answer invoice() throws Exception {
    GarageDay day = new GarageDay(manager);
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    day.take(order, "APPROVED", "IN_PROGRESS", "QUALITY_CHECK", "READY");
    Answer invoice = manager.post("orders/" + order + "/invoice");
    assertThat(invoice.status()).as(invoice.text()).isEqualTo(201);
    return invoice;
  }

  @Test
  void anInvoiceIsPaidInPartsGivenBackAndRefunded() throws Exception {
    Answer invoice = invoice();
    assertThat(invoice.object().getString("due")).isEqualTo("120.000");
    assertThat(invoice.object().getJsonObject("eInvoice").getString("state"))
        .isEqualTo("NOT_REQUIRED");
    String path = "invoices/" + invoice.id();

    Answer payment =
        manager.post(path + "/payments", "{\"amount\":\"20.000\",\"method\":\"CASH\"}");
    assertThat(payment.status()).as(payment.text()).isEqualTo(201);
    assertThat(payment.object().getString("receivedBy")).isEqualTo("manager");
    Answer tooMuch =
        manager.post(path + "/payments", "{\"amount\":\"100.001\",\"method\":\"CASH\"}");
    assertThat(tooMuch.status()).isEqualTo(422);
    assertThat(tooMuch.text()).contains("100.000 TND are due");
    assertThat(
            manager.post(path + "/payments", "{\"amount\":\"100\",\"method\":\"CHEQUE\"}").status())
        .isEqualTo(201);
    assertThat(manager.get(path).object().getString("due")).isEqualTo("0.000");

    Answer note =
        manager.post(
            path + "/credit-notes",
            "{\"reason\":\"Pièce reprise\",\"lines\":[{\"position\":1,\"quantity\":1}]}");
    assertThat(note.status()).as(note.text()).isEqualTo(201);
    assertThat(note.object().getString("number")).startsWith("AV-");
    String over = manager.get(path).object().getString("due").substring(1);
    assertThat(over).isEqualTo(note.object().getString("total"));
    Answer refund =
        manager.post(
            path + "/refunds",
            "{\"amount\":\"" + over + "\",\"method\":\"CASH\",\"reason\":\"Avoir\"}");
    assertThat(refund.status()).as(refund.text()).isEqualTo(201);
    assertThat(manager.get(path).object().getString("due")).isEqualTo("0.000");
    assertThat(manager.get(path + "/payments").array()).hasSize(3);
    assertThat(manager.get(path + "/credit-notes").array()).hasSize(1);
    assertThat(
            manager
                .get("credit-notes?q=" + note.object().getString("number"))
                .object()
                .getInt("total"))
        .isEqualTo(1);

    Answer reversal =
        manager.post("payments/" + payment.id() + "/reversal", "{\"reason\":\"Faux billet\"}");
    assertThat(reversal.status()).as(reversal.text()).isEqualTo(201);
    assertThat(
            manager
                .post("payments/" + payment.id() + "/reversal", "{\"reason\":\"encore\"}")
                .status())
        .isEqualTo(409);
    assertThat(manager.get("payments").array()).hasSizeGreaterThanOrEqualTo(4);
    JsonObject entry = manager.get("audit/payment/" + payment.id()).array().getJsonObject(0);
    assertThat(entry.getString("who")).isEqualTo("manager");
    assertThat(entry.getString("action")).isEqualTo("payment.received");
    assertThat(entry.getString("after")).isEqualTo("PAYMENT 20.000 TND CASH");
    assertThat(manager.get("audit?size=5").object().getJsonArray("items")).hasSize(5);
  }

  @Test
  void theRatesAndTheGarageAreKept() throws Exception {
    assertThat(manager.get("tax-rates").array()).hasSizeGreaterThanOrEqualTo(8);
    assertThat(
            manager
                .post(
                    "tax-rates",
                    "{\"kind\":\"FODEC\",\"value\":\"1.5\",\"validFrom\":\"2011-01-01\"}")
                .status())
        .isEqualTo(422);
    Answer noted =
        manager.post(
            "tax-rates", "{\"kind\":\"FODEC\",\"value\":\"1.5\",\"validFrom\":\"2099-01-01\"}");
    assertThat(noted.status()).as(noted.text()).isEqualTo(201);
    assertThat(manager.delete("tax-rates/" + noted.id()).status()).isEqualTo(204);
    assertThat(manager.delete("tax-rates/" + noted.id()).status()).isEqualTo(404);
    Answer seller = manager.get("seller");
    assertThat(seller.status()).isEqualTo(200);
    JsonObject now = seller.object();
    String body = "{\"name\":\"" + now.getString("name") + "\",\"phone\":\"71 940 250\"}";
    Answer changed = manager.put("seller", body, seller.tag());
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.object().getBoolean("creditNoteTimbre")).isTrue();
    assertThat(manager.put("seller", body, seller.tag()).status()).isEqualTo(412);
    assertThat(manager.post("e-invoices/sending").status()).isEqualTo(409);
    assertThat(manager.get("e-invoices?state=NOT_REQUIRED").status()).isEqualTo(200);
    assertThat(manager.get("payments?on=20255-01-01").status()).isEqualTo(422);
  }
}
