package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** One person at the REST interface, with the session of their own. */
final class GarageClient {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final URI api;

  GarageClient(URI api) {
    this.api = api;
  }

  /** Returns a client of the running product, nobody signed in. */
  static GarageClient of(Product product) {
    return new GarageClient(product.at("api/v1/"));
  }

  /** Returns a client of the running product that the manager has signed in with. */
  static GarageClient manager(Product product) throws IOException, InterruptedException {
    GarageClient client = of(product);
    client.signIn("manager", product.managerPassword());
    return client;
  }

  /** What came back: the status and the body, which is missing when there was none. */
  record Answer(int status, JsonNode body) {
    /** Requires a status and returns the body. */
    JsonNode expecting(int wanted) {
      assertThat(status).as("%s", body).isEqualTo(wanted);
      return body;
    }
  }

  void signIn(String user, String password) throws IOException, InterruptedException {
    post("session", Map.of("user", user, "password", password)).expecting(200);
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(api.resolve(path)).GET());
  }

  Answer post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(api.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /** Changes what has been read with this ETag; {@code *} for whatever it is now. */
  Answer put(String path, String read, Map<String, ?> body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(api.resolve(path))
            .header("Content-Type", "application/json")
            .header("If-Match", read)
            .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /** Reads what is no JSON. */
  HttpResponse<byte[]> file(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(api.resolve(path)).timeout(LONGEST).GET().build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request.header("Accept", "application/json").timeout(LONGEST).build(),
            HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }
}
