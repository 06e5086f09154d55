package tn.ecar.batch.outbox;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The gateway that takes messages to phones over HTTP.
 *
 * @param url where it is asked ({@code ECAR_SMS_URL}); may hold {@code {to}}, {@code {text}} and
 *     {@code {id}}
 * @param method {@code POST}, {@code PUT} or {@code GET} ({@code ECAR_SMS_METHOD}, POST)
 * @param mediaType of the body ({@code ECAR_SMS_TYPE}, application/json)
 * @param body with the same holes ({@code ECAR_SMS_BODY})
 * @param authorization the header of that name ({@code ECAR_SMS_AUTHORIZATION}); empty for none
 * @param limit how long one message may take ({@code ECAR_SMS_TIMEOUT}, seconds, 20)
 */
record SmsSettings(
    String url,
    String method,
    String mediaType,
    String body,
    String authorization,
    Duration limit) {
  static final String URL = "ECAR_SMS_URL";
  private static final String METHOD = "ECAR_SMS_METHOD";
  private static final String TYPE = "ECAR_SMS_TYPE";
  private static final String BODY = "ECAR_SMS_BODY";
  private static final String AUTHORIZATION = "ECAR_SMS_AUTHORIZATION";
  private static final String TIMEOUT = "ECAR_SMS_TIMEOUT";
  private static final String JSON = "{\"to\":\"{to}\",\"text\":\"{text}\"}";

  /**
   * Reads them from these variables; empty when no URL is named.
   *
   * @throws IllegalArgumentException which names the variable, its value and the way out
   */
  static Optional<SmsSettings> of(Map<String, String> environment) {
    String url = environment.getOrDefault(URL, "").strip();
    if (url.isEmpty()) {
      return Optional.empty();
    }
    String method = environment.getOrDefault(METHOD, "POST").strip();
    if (!method.matches("POST|PUT|GET")) {
      throw new IllegalArgumentException(METHOD + "='" + method + "' must be POST, PUT or GET.");
    }
    String body = environment.getOrDefault(BODY, "GET".equals(method) ? "" : JSON);
    if (!(url + body).contains("{to}") || !(url + body).contains("{text}")) {
      throw new IllegalArgumentException(
          URL + " and " + BODY + " must hold {to} and {text} between them.");
    }
    String limit = environment.getOrDefault(TIMEOUT, "20").strip();
    if (!limit.matches("[1-9]\\d{0,2}")) {
      throw new IllegalArgumentException(
          TIMEOUT + "='" + limit + "' must be a whole number from 1 to 999.");
    }
    requireAddress(url);
    return Optional.of(
        new SmsSettings(
            url,
            method,
            environment.getOrDefault(TYPE, "application/json").strip(),
            body,
            environment.getOrDefault(AUTHORIZATION, "").strip(),
            Duration.ofSeconds(Long.parseLong(limit))));
  }

  private static void requireAddress(String url) {
    try {
      URI filled = URI.create(url.replaceAll("\\{(to|text|id)}", "x"));
      if (!"http".equals(filled.getScheme()) && !"https".equals(filled.getScheme())) {
        throw new IllegalArgumentException("no http or https");
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          URL + "='" + url + "' must be an address such as https://gateway.tn/send.", e);
    }
  }

  /** Without the secret, and without what follows the path: gateways take keys there too. */
  @Override
  public String toString() {
    return "messages by " + url.replaceAll("[?#].*", "");
  }
}
