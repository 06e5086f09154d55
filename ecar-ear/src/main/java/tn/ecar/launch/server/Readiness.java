package tn.ecar.launch.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks the application itself whether it is ready: it says yes when its database answers through
 * the pool.
 */
final class Readiness {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final HttpRequest question;

  Readiness(int port) {
    question =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/ready"))
            .timeout(PATIENCE)
            .build();
  }

  boolean isReady() throws InterruptedException {
    try {
      return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notListeningYet) {
      return false;
    }
  }
}
