package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/** A quote goes to a customer, who has a link and no password, and comes back as work. */
class QuoteST {
  private ApiClient manager;
  private GarageDay day;

  @BeforeEach
  void signIn() throws Exception {
    manager = ApiClient.manager();
    day = new GarageDay(manager);
  }

  @Test
  void theCustomerDecidesEachLineAndTheWorkIsClocked() throws Exception {
    Answer quote =
        manager.post(
            "quotes",
            "{\"vehicleId\":"
                + day.receiveCar()
                + ",\"wantedWork\":\"Freins\",\"lines\":["
                + "{\"kind\":\"LABOUR\",\"designation\":\"Plaquettes\",\"quantity\":2,\"unitPrice\":50},"
                + "{\"kind\":\"LABOUR\",\"designation\":\"Disques\",\"quantity\":1,\"unitPrice\":50}]}");
    assertThat(quote.status()).as(quote.text()).isEqualTo(201);
    Answer sent = manager.post("quotes/" + quote.id() + "/sending");
    assertThat(sent.status()).as(sent.text()).isEqualTo(200);
    String token = sent.object().getString("token");

    ApiClient customer = new ApiClient(Product.running().base());
    Answer seen = customer.get("approvals/" + token);
    assertThat(seen.status()).as(seen.text()).isEqualTo(200);
    assertThat(seen.text()).doesNotContain("+216");
    assertThat(customer.get("approvals/" + token.replaceFirst(".$", "!")).status()).isEqualTo(404);
    assertThat(customer.get("quotes/" + quote.id()).status()).isEqualTo(401);

    JsonArray lines = seen.object().getJsonArray("lines");
    String said =
        "{\"name\":\"Amel Ben Salah\",\"decisions\":[{\"line\":"
            + lines.getJsonObject(0).getInt("id")
            + ",\"decision\":\"APPROVED\"},{\"line\":"
            + lines.getJsonObject(1).getInt("id")
            + ",\"decision\":\"DEFERRED\"}]}";
    assertThat(customer.post("approvals/" + token, said).status()).isEqualTo(200);
    assertThat(customer.post("approvals/" + token, said).status()).isEqualTo(200);
    assertThat(customer.post("approvals/" + token, said.replace("DEFERRED", "DECLINED")).status())
        .isEqualTo(409);

    Answer order = manager.post("quotes/" + quote.id() + "/order");
    assertThat(order.status()).as(order.text()).isEqualTo(201);
    JsonObject made = manager.get("orders/" + order.id()).object();
    assertThat(made.getString("state")).isEqualTo("APPROVED");
    assertThat(made.getJsonObject("totals").getString("total")).isEqualTo("120.000");
    clock(order.id());
  }

  @Test
  void aSendingThatIsRepeatedHasTheSameLinkThoughItIsNotKept() throws Exception {
    Answer quote =
        manager.post(
            "quotes",
            "{\"vehicleId\":%d,\"wantedWork\":\"Freins\",\"lines\":[{\"kind\":\"LABOUR\",\"designation\":\"Plaquettes\",\"quantity\":1,\"unitPrice\":50}]}"
                .formatted(day.receiveCar()));
    assertThat(quote.status()).as(quote.text()).isEqualTo(201);
    ApiClient twice = manager.with("Idempotency-Key", "sending-" + System.nanoTime());
    Answer sent = twice.post("quotes/" + quote.id() + "/sending");
    assertThat(sent.status()).as(sent.text()).isEqualTo(200);

    Answer again = twice.post("quotes/" + quote.id() + "/sending");

    assertThat(again.status()).as(again.text()).isEqualTo(200);
    assertThat(again.text()).isEqualTo(sent.text());
    assertThat(again.type()).isEqualTo(sent.type());
    assertThat(
            new ApiClient(Product.running().base())
                .get("approvals/" + again.object().getString("token"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void aLargeUploadIsRefusedAndAPhotoComesBack() throws Exception {
    long order = day.openOrder(day.receiveCar(), day.stockPart());
    String path = "orders/" + order + "/attachments?name=frein.png";
    byte[] picture = new byte[300_000];
    byte[] head = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    System.arraycopy(head, 0, picture, 0, head.length);
    Answer kept = manager.upload(path, "image/png", picture);
    assertThat(kept.status()).as(kept.text()).isEqualTo(201);
    assertThat(kept.object().getInt("size")).isEqualTo(300_000);
    Answer read = manager.get("orders/" + order + "/attachments/" + kept.id());
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.type()).isEqualTo("image/png");
    Answer lying =
        manager.upload(
            path, "image/png", "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(lying.status()).as(lying.text()).isEqualTo(422);
    assertThat(manager.uploadSize(path, 1L << 30)).isEqualTo(413);
    assertThat(manager.get("orders/" + order + "/attachments").array()).hasSize(1);
  }

  @Test
  void aCustomerFindsThePhotosOfTheirQuoteByItsLink() throws Exception {
    long car = day.receiveCar();
    long order = day.openOrder(car, day.stockPart());
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 0};
    Answer kept =
        manager.upload("orders/" + order + "/attachments?name=frein.png", "image/png", png);
    assertThat(kept.status()).as(kept.text()).isEqualTo(201);
    Answer quote =
        manager.post(
            "quotes",
            "{\"vehicleId\":%d,\"orderId\":%d,\"wantedWork\":\"Freins\",\"lines\":[{\"kind\":\"LABOUR\",\"designation\":\"Plaquettes\",\"quantity\":1,\"unitPrice\":50}]}"
                .formatted(car, order));
    assertThat(quote.status()).as(quote.text()).isEqualTo(201);
    String token = manager.post("quotes/" + quote.id() + "/sending").object().getString("token");
    ApiClient customer = new ApiClient(Product.running().base());
    for (String shown : new String[] {"approvals/", "folders/"}) {
      JsonObject photo =
          customer.get(shown + token).object().getJsonArray("photos").getJsonObject(0);
      assertThat(photo.getString("name")).isEqualTo("frein.png");
      Answer picture = customer.get("folders/" + token + "/photos/" + photo.getInt("id"));
      assertThat(picture.status()).isEqualTo(200);
      assertThat(picture.type()).isEqualTo("image/png");
    }
  }

  @Test
  void anInspectionLeavesItsFindings() throws Exception {
    long car = day.receiveCar();
    long order = day.openOrder(car, day.stockPart());
    Answer begun = manager.post("orders/" + order + "/inspections", "{\"templateId\":1}");
    assertThat(begun.status()).as(begun.text()).isEqualTo(201);
    String path = "orders/" + order + "/inspections/" + begun.id();
    assertThat(manager.post(path + "/closing").status()).isEqualTo(422);
    for (JsonObject point : begun.object().getJsonArray("points").getValuesAs(JsonObject.class)) {
      Answer seen = manager.put(path + "/points/" + point.getInt("id"), "{\"result\":\"WATCH\"}");
      assertThat(seen.status()).as(seen.text()).isEqualTo(200);
    }
    assertThat(manager.post(path + "/closing").status()).isEqualTo(200);
    assertThat(manager.get("vehicles/" + car + "/findings").array())
        .hasSameSizeAs(begun.object().getJsonArray("points"));
  }

  private void clock(long order) throws Exception {
    day.take(order, "IN_PROGRESS");
    String login = "tech" + System.nanoTime() % 1_000_000;
    Answer account =
        manager.post(
            "staff",
            "{\"login\":\""
                + login
                + "\",\"name\":\"Hedi\",\"roles\":[\"technician\"],\"password\":\"long-enough-secret\"}");
    assertThat(account.status()).as(account.text()).isEqualTo(201);
    ApiClient technician =
        new ApiClient(Product.running().base()).signIn(login, "long-enough-secret");
    assertThat(technician.post("orders/" + order + "/time", "{}").status()).isEqualTo(403);
    manager.put("orders/" + order + "/technician", "{\"technicianId\":" + account.id() + "}", "*");
    assertThat(technician.post("orders/" + order + "/time", "{}").status()).isEqualTo(201);
    assertThat(technician.post("orders/" + order + "/time", "{}").status()).isEqualTo(409);
    assertThat(technician.post("time/stop").status()).isEqualTo(200);
    assertThat(manager.get("orders/" + order + "/time").object().getJsonArray("entries"))
        .hasSize(1);
    day.take(order, "QUALITY_CHECK", "READY");
    Answer invoice = manager.post("orders/" + order + "/invoice");
    assertThat(invoice.status()).as(invoice.text()).isEqualTo(201);
    Answer back =
        manager.post(
            "orders/" + order + "/transitions", "{\"to\":\"IN_PROGRESS\",\"reason\":\"Bruit\"}");
    assertThat(back.status()).isEqualTo(409);
    assertThat(back.object().getString("number")).isEqualTo(invoice.object().getString("number"));
  }
}
