package tn.ecar.batch.outbox;

import jakarta.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import tn.ecar.garage.outbox.CarrierDown;
import tn.ecar.garage.outbox.MailFile;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.outbox.MessageCarrier;

/**
 * Hands messages to phones to a gateway, one HTTP request each. An answer of 2xx is a message
 * taken; 408, 429 and 5xx are a gateway that takes none now; anything else is a message that it
 * refuses. A request that comes again carries the same {@code Idempotency-Key}.
 */
final class SmsGateway implements MessageCarrier {
  private static final int LONGEST_ANSWER = 200;

  private final SmsSettings settings;
  private final HttpClient client;

  SmsGateway(SmsSettings settings) {
    this.settings = settings;
    this.client = HttpClient.newBuilder().connectTimeout(settings.limit()).build();
  }

  @Override
  public void carry(Message message, List<MailFile> files) throws IOException {
    HttpResponse<InputStream> answer = ask(request(message));
    int status = answer.statusCode();
    String said = start(answer.body());
    if (status >= 200 && status < 300) {
      return;
    }
    String what = settings + " answered " + status + ": " + said;
    if (status == 408 || status == 429 || status >= 500) {
      throw new CarrierDown(what, null);
    }
    throw new IOException(what);
  }

  private HttpRequest request(Message message) {
    Map<String, String> holes =
        Map.of(
            "{to}", message.getRecipient(),
            "{text}", message.getBody(),
            "{id}", Long.toString(message.getId()));
    URI url = URI.create(fill(settings.url(), holes, SmsGateway::inAddress));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(settings.limit())
            .header("Idempotency-Key", message.getKey().replaceAll("[^!-~]", "_"));
    if (!settings.authorization().isEmpty()) {
      request.header("Authorization", settings.authorization());
    }
    if ("GET".equals(settings.method())) {
      return request.GET().build();
    }
    String body = fill(settings.body(), holes, escaping());
    return request
        .header("Content-Type", settings.mediaType() + "; charset=utf-8")
        .method(settings.method(), HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private UnaryOperator<String> escaping() {
    if (settings.mediaType().contains("json")) {
      return SmsGateway::inJson;
    }
    if (settings.mediaType().contains("urlencoded")) {
      return SmsGateway::inAddress;
    }
    return settings.mediaType().contains("xml") ? SmsGateway::inXml : UnaryOperator.identity();
  }

  /** Fills each hole once: a text that holds {@code {to}} itself stays as it is. */
  private static String fill(String template, Map<String, String> holes, UnaryOperator<String> as) {
    return java.util.regex.Pattern.compile("\\{(?:to|text|id)}")
        .matcher(template)
        .replaceAll(
            hole -> java.util.regex.Matcher.quoteReplacement(as.apply(holes.get(hole.group()))));
  }

  private static String inAddress(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String inJson(String text) {
    String quoted = Json.createValue(text).toString();
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String inXml(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  // The request's own timeout ends with the answer's head: a body that never ends needs this one.
  private HttpResponse<InputStream> ask(HttpRequest request) throws IOException {
    var asked = client.sendAsync(request, BodyHandlers.ofInputStream());
    try {
      return asked.get(settings.limit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new CarrierDown(settings + ": " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw new CarrierDown(
          settings + " did not answer within " + settings.limit().toSeconds() + " s.", e);
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      throw new CarrierDown(settings + ": the server is being stopped.", e);
    }
  }

  /** Reads what has come of the answer already, and waits for no more. */
  private static String start(InputStream body) throws IOException {
    try (body) {
      byte[] some = new byte[Math.min(LONGEST_ANSWER, body.available())];
      int read = body.read(some, 0, some.length);
      return new String(some, 0, Math.max(read, 0), StandardCharsets.UTF_8)
          .replaceAll("\\s+", " ")
          .strip();
    }
  }
}
