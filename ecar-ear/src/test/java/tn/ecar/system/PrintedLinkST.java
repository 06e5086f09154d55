package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/**
 * The code on an invoice that is asked for through a customer's link. The same code is the same
 * picture in the document; another code is another picture.
 */
class PrintedLinkST {
  private static final Pattern PICTURE =
      Pattern.compile("/Subtype\\s*/Image.*?endstream", Pattern.DOTALL);

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
    Matcher pictures = PICTURE.matcher(made(who.get(path + "?lang=fr")).text());
    String all = pictures.results().map(MatchResult::group).collect(Collectors.joining());
    assertThat(all).isNotEmpty();
    return all;
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
