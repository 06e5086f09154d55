package tn.ecar.launch.doctor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tn.ecar.launch.StartRecord;
import tn.ecar.pool.doctor.Examination;
import tn.ecar.pool.doctor.Finding;

/** What can be seen of a garage beside its pool: its pages, its figures over HTTP, its files. */
final class GarageChecks {
  private static final String GARAGE = "garage";
  private static final String MONITORING = "monitoring over HTTP";
  private static final String SECRETS = "secrets";
  private static final String DISK = "disk";
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int KNOCK_MILLIS = 1000;
  private static final long ENOUGH_DISK = 1L << 30;
  private static final int OK = 200;
  private static final int NOT_SIGNED_IN = 401;

  private final Path data;
  private final StartRecord started;
  private final Optional<String> token;

  GarageChecks(Path data, StartRecord started, Map<String, String> environment) {
    this.data = data;
    this.started = started;
    this.token =
        Optional.ofNullable(environment.get("ECAR_METRICS_TOKEN")).filter(it -> !it.isBlank());
  }

  void addTo(Examination checks) {
    checks.add(GARAGE, this::ready);
    checks.add(MONITORING, this::metrics);
    checks.add(SECRETS, this::secrets);
    checks.add(DISK, this::disk);
  }

  private URI at(String path) {
    return URI.create("http://localhost:" + started.port() + "/api/v1/" + path);
  }

  private HttpResponse<String> get(String path, Optional<String> bearer)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).timeout(PATIENCE);
    bearer.ifPresent(it -> request.header("Authorization", "Bearer " + it));
    return HttpClient.newBuilder()
        .connectTimeout(PATIENCE)
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Whether something listens where the garage should; asks it nothing. */
  boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), started.port()), KNOCK_MILLIS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  private void ready(Consumer<Finding> found) throws InterruptedException {
    try {
      HttpResponse<String> answer = get("ready", Optional.empty());
      boolean ours = answer.body().contains("ready");
      if (answer.statusCode() == OK && ours) {
        found.accept(Finding.ok(GARAGE, at("ready") + " answers that it is ready"));
      } else {
        found.accept(
            Finding.fail(
                GARAGE,
                at("ready") + " answers " + answer.statusCode(),
                "503 means that its database is away; anything else that another program has port "
                    + started.port()
                    + ": ./ecar run --port N; the log is "
                    + data.resolve("log/server.log")));
      }
    } catch (ConnectException nobody) {
      found.accept(
          Finding.warn(
              GARAGE,
              "nothing listens on port " + started.port() + ": it does not run",
              "./ecar run; if it ended by itself, "
                  + data.resolve("log/server.log")
                  + " says why"));
    } catch (IOException foreign) {
      found.accept(
          Finding.fail(
              GARAGE,
              "what listens on port "
                  + started.port()
                  + " does not answer as the garage within "
                  + PATIENCE.toSeconds()
                  + " s ("
                  + foreign.getMessage()
                  + ")",
              "it hangs, or another program has the port: ./ecar run --port N"));
    }
  }

  private void metrics(Consumer<Finding> found) throws InterruptedException {
    try {
      HttpResponse<String> answer = get("pool/metrics", token);
      if (answer.statusCode() == OK && answer.body().contains("pgbouncer_up 1")) {
        found.accept(
            Finding.ok(MONITORING, at("pool/metrics") + " answers with the pool's figures"));
      } else if (answer.statusCode() == NOT_SIGNED_IN && token.isEmpty()) {
        found.accept(
            Finding.ok(
                MONITORING,
                at("pool/metrics")
                    + " asks who is there; Prometheus needs ECAR_METRICS_TOKEN, which is not set"
                    + " here"));
      } else if (answer.statusCode() == NOT_SIGNED_IN) {
        found.accept(
            Finding.fail(
                MONITORING,
                at("pool/metrics") + " refuses the ECAR_METRICS_TOKEN that is set here",
                "start the garage with the same one"));
      } else {
        found.accept(
            Finding.fail(
                MONITORING,
                at("pool/metrics") + " answers " + answer.statusCode(),
                "the pool gives no figures: " + data.resolve("log/server.log") + " says why"));
      }
    } catch (IOException toldByAnotherCheck) {
      // That the garage does not answer is said by its own check.
      return;
    }
  }

  private void secrets(Consumer<Finding> found) throws IOException {
    Path directory = data.resolve("secrets");
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> open =
          Stream.concat(Stream.of(directory), files).filter(GarageChecks::isOpenToOthers).toList();
      if (open.isEmpty()) {
        found.accept(Finding.ok(SECRETS, directory + " is its owner's alone"));
      }
      open.forEach(
          each ->
              found.accept(
                  Finding.warn(
                      SECRETS,
                      each + " can be read by others",
                      "chmod go= " + each + ", and new secrets if somebody has")));
    }
  }

  private static boolean isOpenToOthers(Path file) {
    try {
      return !PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).endsWith("------");
    } catch (IOException gone) {
      return false;
    }
  }

  private void disk(Consumer<Finding> found) throws IOException {
    long free = Files.getFileStore(data).getUsableSpace();
    String seen = (free >> 20) + " MB are free for " + data;
    found.accept(
        free < ENOUGH_DISK
            ? Finding.warn(DISK, seen, "make room: PostgreSQL stops when the disk is full")
            : Finding.ok(DISK, seen));
  }
}
