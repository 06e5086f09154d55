package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pool's jobs as its operator meets them. */
class PoolJobsST {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Pattern PASSWORD = Pattern.compile("with the password (\\S+)");

  @Test
  void samplesAreAddedUpAndReportedAsPageFilesAndTable() throws Exception {
    Product product = Product.running();
    GarageClient manager = GarageClient.manager(product);
    ended(manager, "pool-audit", start(manager, "pool-audit", Map.of()));
    ended(manager, "pool-audit", start(manager, "pool-audit", Map.of()));
    ended(manager, "pool-rollup", start(manager, "pool-rollup", Map.of()));
    long run = start(manager, "pool-report", Map.of("days", "1"));
    JsonNode report = ended(manager, "pool-report", run);

    assertThat(JobClient.took(report)).isPositive();
    assertThat(report.get("results").toString()).isEqualTo("[\"report.csv\",\"report.json\"]");
    JsonNode json = manager.get("jobs/pool-report/" + run + "/results/report.json").expecting(200);
    assertThat(json.get("pools").toString()).contains("ecar_user");
    assertThat(json.get("timings").toString()).contains("transaction");
    assertThat(json.get("advice").toString()).contains("pool_size");
    JsonNode log = manager.get("jobs/pool-report/" + run + "/log").expecting(200);
    assertThat(log.get("items").toString()).contains("stretches with waiting clients");
    manager.post("jobs/pool-report/" + run + "/stop", Map.of()).expecting(409);
    manager.post("jobs/pool-report/" + run + "/restart", Map.of()).expecting(409);
    JsonNode unknown =
        manager.post("jobs/pool-report", Map.of("parameters", Map.of("weeks", "2"))).expecting(422);
    assertThat(unknown.toString()).contains("takes days");

    HttpResponse<byte[]> pdf = manager.file("reports/pool-audit/pdf");
    assertThat(pdf.statusCode()).isEqualTo(200);
    assertThat(new String(pdf.body(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    assertThat(new String(manager.file("reports/pool-audit/csv").body(), StandardCharsets.UTF_8))
        .startsWith("section,server,database,user,samples");
  }

  /** And then the whole of it is killed and started again: the launcher knows the new one too. */
  @Test
  void theGaragesOwnPasswordIsChangedUnderLoadAndNobodyIsLockedOut() throws Exception {
    int port = Product.freePort();
    Path data = Product.freshDirectory();
    String password;
    try (LauncherRun run = launch(port, data)) {
      run.awaitReady(port);
      Matcher said = PASSWORD.matcher(run.said());
      assertThat(said.find()).isTrue();
      password = said.group(1);
      GarageClient manager = manager(port, password);
      try (Visits visits = new Visits(manager(port, password))) {
        Map<String, String> user = Map.of("user", "ecar_user");
        ended(manager, "credential-rotation", start(manager, "credential-rotation", user));
        visits.awaitMore();
        Path handedOut = data.resolve("secrets/pgpass.ecar_user");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(handedOut)))
            .isEqualTo("rw-------");
        assertThat(Files.readString(data.resolve("secrets/env.ecar_user")))
            .startsWith("PGUSER='ecar_user'\nPGPASSWORD='");
        Map<String, String> end = Map.of("user", "ecar_user", "end_window", "yes");
        ended(manager, "credential-rotation", start(manager, "credential-rotation", end));
        visits.awaitMore();
      }
      assertThat(Files.readAllLines(data.resolve("secrets/userlist.txt")))
          .filteredOn(line -> line.startsWith("\"ecar_user\""))
          .hasSize(1);
      JsonNode entries = manager.get("audit?size=50").expecting(200);
      assertThat(entries.toString()).contains("credential.rotate", "credential.end");
      run.kill();
    }
    // At once, while what the killed one left is still being ended: on a port that is free already.
    int next = Product.freePort();
    try (LauncherRun again = launch(next, data)) {
      again.awaitReady(next);
      manager(next, password).get("customers").expecting(200);
      again.interrupt();
      again.status();
    }
    Await.until(SOON, () -> stillNaming(data).isEmpty() ? true : null);
  }

  /** The processes, by their numbers, whose command lines name the directory. */
  private static List<String> stillNaming(Path data) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        try {
          if (Files.readString(process.resolve("cmdline")).contains(data.toString())) {
            found.add(process.getFileName().toString());
          }
        } catch (IOException gone) {
          // It has ended meanwhile, so it names nothing.
        }
      }
    }
    return found;
  }

  private static LauncherRun launch(int port, Path data) throws Exception {
    return LauncherRun.ofProgram(
        Map.of(),
        "run",
        "--port",
        Integer.toString(port),
        "--data",
        data.toString(),
        "--server",
        System.getProperty("ecar.server", "micro"));
  }

  private static GarageClient manager(int port, String password) throws Exception {
    GarageClient client = new GarageClient(URI.create("http://localhost:" + port + "/api/v1/"));
    client.signIn("manager", password);
    return client;
  }

  /** The schedule may have started it just now: then the start is asked for again. */
  private static long start(GarageClient manager, String job, Map<String, String> parameters)
      throws Exception {
    return Await.until(
        SOON,
        () -> {
          GarageClient.Answer answer =
              manager.post("jobs/" + job, Map.of("parameters", parameters));
          return answer.status() == 409 ? null : answer.expecting(202).get("id").asLong();
        });
  }

  private static JsonNode ended(GarageClient manager, String job, long run) throws Exception {
    JsonNode ended =
        Await.until(
            SOON,
            () -> {
              JsonNode now = manager.get("jobs/" + job + "/" + run).expecting(200);
              return now.get("state").asText().startsWith("START") ? null : now;
            });
    JsonNode log = manager.get("jobs/" + job + "/" + run + "/log").expecting(200);
    assertThat(ended.get("state").asText()).as("%s %s", ended, log).isEqualTo("COMPLETED");
    return ended;
  }

  /** Somebody at work, who must not notice. */
  private static final class Visits implements AutoCloseable {
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReference<Throwable> refused = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean over;

    private Visits(GarageClient client) {
      thread =
          new Thread(
              () -> {
                while (!over && refused.get() == null) {
                  try {
                    client.get("customers").expecting(200);
                    count.incrementAndGet();
                  } catch (Exception | AssertionError failed) {
                    refused.set(failed);
                  }
                }
              });
      thread.start();
    }

    void awaitMore() throws Exception {
      int seen = count.get();
      Await.until(
          SOON, () -> (count.get() > seen + 20 || refused.get() != null) ? Boolean.TRUE : null);
      assertThat(refused.get()).isNull();
    }

    @Override
    public void close() {
      over = true;
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      assertThat(refused.get()).isNull();
    }
  }
}
