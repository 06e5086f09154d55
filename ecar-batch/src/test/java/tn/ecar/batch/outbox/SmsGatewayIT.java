package tn.ecar.batch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.garage.outbox.CarrierDown;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.outbox.TestMessages;

/** Hands messages to a real HTTP server, as a gateway's manual would have it. */
@Timeout(60)
class SmsGatewayIT {
  private static final Message READY =
      TestMessages.sms("+21698123456", "Prêt \"ce soir\" {to} & demain\n");

  private final AtomicReference<String> asked = new AtomicReference<>();
  private volatile int status = 200;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.set(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Idempotency-Key")
                  + " "
                  + body);
          byte[] answer = "no credit".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static SmsGateway gateway(String url, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(Map.of("ECAR_SMS_URL", url));
    environment.put("ECAR_SMS_TIMEOUT", "2");
    environment.putAll(more);
    return new SmsGateway(SmsSettings.of(environment).orElseThrow());
  }

  @Test
  void aMessageIsJsonUnlessTheManualSaysOtherwise() throws IOException {
    gateway(address() + "/send", Map.of("ECAR_SMS_AUTHORIZATION", "Bearer s"))
        .carry(READY, List.of());

    assertThat(asked.get())
        .isEqualTo(
            "POST /send Bearer s ready/17 {\"to\":\"+21698123456\",\"text\":\"Prêt \\\"ce soir\\\""
                + " {to} & demain\\n\"}");
  }

  @Test
  void aFormAndAnAddressAreFilledTheirOwnWay() throws IOException {
    gateway(
            address() + "/send/{id}",
            Map.of(
                "ECAR_SMS_TYPE",
                "application/x-www-form-urlencoded",
                "ECAR_SMS_BODY",
                "dst={to}&msg={text}"))
        .carry(READY, List.of());
    assertThat(asked.get())
        .contains("/send/17 ")
        .endsWith("dst=%2B21698123456&msg=Pr%C3%AAt+%22ce+soir%22+%7Bto%7D+%26+demain%0A");

    gateway(address() + "/?to={to}&text={text}", Map.of("ECAR_SMS_METHOD", "GET"))
        .carry(READY, List.of());
    assertThat(asked.get()).startsWith("GET /?to=%2B21698123456&text=Pr%C3%AAt");
  }

  @Test
  void whatTheGatewayRefusesIsTheMessagesFaultAndWhatItCannotDoNowIsNot() {
    SmsGateway gateway = gateway(address() + "/send?key=secret", Map.of());
    status = 400;
    assertThatThrownBy(() -> gateway.carry(READY, List.of()))
        .isNotInstanceOf(CarrierDown.class)
        .hasMessageContaining("400")
        .hasMessageNotContaining("secret");
    for (int later : new int[] {429, 500, 503}) {
      status = later;
      assertThatThrownBy(() -> gateway.carry(READY, List.of())).isInstanceOf(CarrierDown.class);
    }
  }

  @Test
  void aGatewayThatHangsEndsInTheTimeout() throws IOException {
    try (TalkingServer silent = new TalkingServer((in, out) -> in.transferTo(nowhere()))) {
      SmsGateway gateway = gateway("http://127.0.0.1:" + silent.port() + "/", Map.of());
      assertThatThrownBy(() -> gateway.carry(READY, List.of())).isInstanceOf(CarrierDown.class);
    }
  }

  private static java.io.Writer nowhere() {
    return java.io.Writer.nullWriter();
  }
}
