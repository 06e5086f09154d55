package tn.ecar.system;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Somebody who works with ECAR over HTTP and knows nothing else of it. Keeps the session's cookie.
 */
final class ApiClient {
  private static final String API = "/api/v1/";
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final URI garage;
  private final HttpClient http;
  private final String[] header;

  /**
   * @param garage where ECAR is, for example {@code http://localhost:8080/}
   */
  ApiClient(URI garage) {
    this.garage = garage;
    this.header = new String[0];
    this.http =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  private ApiClient(ApiClient same, String... header) {
    this.garage = same.garage;
    this.http = same.http;
    this.header = header;
  }

  /** Returns the same client, who sends this header with each request. */
  ApiClient with(String name, String value) {
    return new ApiClient(this, name, value);
  }

  /** Returns the manager of the product under test, signed in. */
  static ApiClient manager() throws Exception {
    Product product = Product.running();
    return new ApiClient(product.base()).signIn("manager", product.managerPassword());
  }

  /** What came back. */
  record Answer(int status, String type, String location, String tag, String text) {
    JsonObject object() {
      return value().asJsonObject();
    }

    JsonArray array() {
      return value().asJsonArray();
    }

    private JsonValue value() {
      try (JsonReader reader = Json.createReader(new StringReader(text))) {
        return reader.readValue();
      }
    }

    long id() {
      return object().getJsonNumber("id").longValue();
    }
  }

  /** Signs in and returns this client. */
  ApiClient signIn(String user, String password) throws IOException, InterruptedException {
    String body =
        Json.createObjectBuilder().add("user", user).add("password", password).build().toString();
    Answer answer = post("session", body);
    if (answer.status() != 200) {
      throw new IOException(
          "Sign-in as " + user + " was answered with " + answer.status() + ": " + answer.text());
    }
    return this;
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  Answer post(String path, String json) throws IOException, InterruptedException {
    return send(json(path).POST(BodyPublishers.ofString(json)));
  }

  Answer post(String path) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  Answer put(String path, String json) throws IOException, InterruptedException {
    return send(json(path).PUT(BodyPublishers.ofString(json)));
  }

  /** Changes what was read before, as the tag tells. */
  Answer put(String path, String json, String tag) throws IOException, InterruptedException {
    return send(json(path).header("If-Match", tag).PUT(BodyPublishers.ofString(json)));
  }

  /** Sends a file. */
  Answer upload(String path, String type, byte[] file) throws IOException, InterruptedException {
    return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(file)));
  }

  /**
   * Announces a file of that size, sends its beginning, and returns the status it is answered with
   * before the rest.
   */
  int uploadSize(String path, long size) throws IOException, InterruptedException {
    String cookie =
        "ECARSESSION="
            + ((CookieManager) http.cookieHandler().orElseThrow())
                .getCookieStore()
                .getCookies()
                .get(0)
                .getValue();
    try (Socket socket = new Socket(garage.getHost(), garage.getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      String head =
          "POST /api/v1/"
              + path
              + " HTTP/1.1\r\nHost: "
              + garage.getAuthority()
              + "\r\nCookie: "
              + cookie
              + "\r\nContent-Type: image/png\r\nContent-Length: "
              + size
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return Integer.parseInt(answer.readLine().split(" ")[1]);
    }
  }

  /** Asks as a page of another site would. */
  Answer postFrom(String origin, String path, String json)
      throws IOException, InterruptedException {
    return send(json(path).header("Origin", origin).POST(BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder json(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(garage.resolve("/api/v1/").resolve(path)).timeout(PATIENCE);
    return header.length == 0 ? request : request.headers(header);
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest built = request.build();
    HttpResponse<String> response = http.send(built, BodyHandlers.ofString());
    requireDescribed(built, response);
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.headers().firstValue("Location").orElse(""),
        response.headers().firstValue("ETag").orElse(""),
        response.body());
  }

  /** Whatever a test asks for, the answer has to be one that /api/v1/openapi describes. */
  private void requireDescribed(HttpRequest request, HttpResponse<String> response)
      throws IOException, InterruptedException {
    String path = request.uri().getPath();
    if (!path.startsWith(API) || response.statusCode() >= 500) {
      return;
    }
    List<String> drift =
        OpenApi.at(garage)
            .drift(
                request.method(),
                path.substring(API.length()),
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
    if (!drift.isEmpty()) {
      throw new AssertionError("Not as /api/v1/openapi tells: " + drift);
    }
  }
}
