package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/**
 * The code on an invoice that is asked for through a customer's link. The same invoice with the
 * same code is printed alike, byte for byte; another code is another document.
 */
class PrintedLinkST {
  private ApiClient manager;
  private long car;
  private long customer;
  private long invoice;
  private String atTheCounter;
  private ApiClient stranger;

  @BeforeEach
  void invoice() throws Exception {
    manager = ApiClient.manager();
    stranger = new ApiClient(Product.running().base());
    GarageDay day = new GarageDay(manager);
    car = day.receiveCar();
    customer =
        manager
            .get("vehicles/" + car)
            .object()
            .getJsonObject("customer")
            .getJsonNumber("id")
            .longValue();
    long order = day.openOrder(car, day.stockPart());
    day.take(order, "APPROVED", "IN_PROGRESS", "QUALITY_CHECK", "READY");
    invoice = made(manager.post("orders/" + order + "/invoice")).id();
    atTheCounter = printed(manager, "invoices/" + invoice + "/pdf");
    assertThat(printed(manager, "invoices/" + invoice + "/pdf")).isEqualTo(atTheCounter);
  }

  private static Answer made(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    return answer;
  }

  private static String printed(ApiClient who, String path) throws Exception {
    return made(who.get(path + "?lang=fr")).text();
  }

  @Test
  void anInvoiceAskedForThroughALinkCarriedAFreshOne() throws Exception {
    Answer quote =
        made(
            manager.post(
                "quotes",
                "{\"vehicleId\":%d,\"wantedWork\":\"Freins\",\"lines\":[{\"kind\":\"LABOUR\",\"designation\":\"Disques\",\"quantity\":1,\"unitPrice\":50}]}"
                    .formatted(car)));
    String ofQuote =
        made(manager.post("quotes/" + quote.id() + "/sending")).object().getString("token");
    assertThat(printed(stranger, "folders/" + ofQuote + "/invoices/" + invoice + "/pdf"))
        .isNotEqualTo(atTheCounter);

    String ofAll =
        made(manager.post("customers/" + customer + "/link", "{\"days\":7}"))
            .object()
            .getString("token");
    assertThat(printed(stranger, "my/" + ofAll + "/invoices/" + invoice + "/pdf"))
        .isNotEqualTo(atTheCounter);
  }

  @Test
  void thePrintedLinkOutlivedItsWithdrawal() throws Exception {
    String link = made(manager.post("vehicles/" + car + "/link")).object().getString("token");
    made(stranger.get("folders/" + link));
    made(manager.delete("customers/" + customer + "/link"));
    assertThat(stranger.get("folders/" + link).status()).isEqualTo(404);
    assertThat(stranger.get("folders/" + link + "/invoices/" + invoice + "/pdf").status())
        .isEqualTo(404);
  }
}
