package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What the person at the terminal reads when something is wrong: one sentence, a status above zero,
 * no stack trace.
 */
class LauncherST {
  private record Ending(int status, String said) {}

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ending ending = launch(Map.of(), "run", "--port", Integer.toString(taken.getLocalPort()));
      refused(ending, "Port " + taken.getLocalPort(), "--port N");
    }
  }

  @Test
  void anUnreachableDatabaseIsNamed() throws Exception {
    String port = Integer.toString(Product.freePort());
    Ending ending =
        launch(
            Map.of("PGHOST", "127.0.0.1", "PGPORT", port, "PGUSER", "someone", "PGPASSWORD", "x"),
            "run");
    refused(ending, "127.0.0.1:" + port, "PGHOST and PGPORT");
  }

  @Test
  void aWrongPasswordIsNamedAndNotShown() throws Exception {
    int port = Product.running().databasePort();
    Ending ending =
        launch(
            Map.of(
                "PGHOST",
                "127.0.0.1",
                "PGPORT",
                Integer.toString(port),
                "PGUSER",
                "ecar_user",
                "PGPASSWORD",
                "not-the-password"),
            "run");
    refused(ending, "refuses the login of ecar_user", "PGPASSWORD");
    assertThat(ending.said()).doesNotContain("not-the-password");
  }

  @Test
  void aPoolPointedAtItselfIsRefused() throws Exception {
    Ending ending =
        launch(
            Map.of(
                "PGHOST",
                "localhost",
                "PGPORT",
                "6432",
                "PGUSER",
                "someone",
                "PGPASSWORD",
                "x",
                "ECAR_POOL_LISTEN_PORT",
                "6432"),
            "run");
    refused(ending, "the pool itself listens");
  }

  @Test
  void aBrokenIniIsRefusedByKeyAndFile() throws Exception {
    Path ini = Files.createTempFile(Product.distribution(), "broken", ".ini");
    Files.writeString(
        ini, "[databases]\necar_db = host=localhost\n[pgbouncer]\npool_moode = session\n");
    refused(launch(Map.of(), "run", "--config", ini.toString()), "pool_moode", ini.toString());
  }

  @Test
  void anUnknownOptionIsNamed() throws Exception {
    refused(launch(Map.of(), "run", "--prot", "1"), "--prot", "usage");
  }

  @Test
  void aDataDirectoryInUseIsNamed() throws Exception {
    Ending ending = launchOn(Product.running().data(), Map.of(), "migrate");
    refused(ending, "already runs on the data directory");
  }

  @Test
  void migratingTwiceKeepsTheDatabaseAndItsSecrets() throws Exception {
    Path data = Product.freshDirectory();
    Ending first = launchOn(data, Map.of(), "migrate");
    assertThat(first.status()).as(first.said()).isZero();
    String secret = Files.readString(data.resolve("secrets/garage"));

    Ending second = launchOn(data, Map.of(), "migrate");
    assertThat(second.status()).as(second.said()).isZero();
    assertThat(second.said()).contains("The schema is up to date.");
    assertThat(Files.readString(data.resolve("secrets/garage"))).isEqualTo(secret);
    assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
  }

  @Test
  void secretsAreReadableByTheirOwnerOnly() throws IOException {
    try (var files = Files.list(Product.running().data().resolve("secrets"))) {
      assertThat(files.toList())
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  private static void refused(Ending ending, String... words) {
    assertThat(ending.status()).as(ending.said()).isPositive();
    assertThat(ending.said()).contains(words).doesNotContain("\tat ", "Exception");
    assertThat(ending.said().strip().lines()).hasSize(1);
  }

  private static Ending launch(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    return launchOn(Product.freshDirectory(), environment, words);
  }

  private static Ending launchOn(Path data, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Decar.distribution=" + Product.distribution(),
                "-cp",
                Product.distribution().resolve("classes")
                    + File.pathSeparator
                    + Product.distribution().resolve("launcher")
                    + "/*",
                "tn.ecar.launch.Main"));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", data.toString()));
    Path said = Files.createTempFile(Product.distribution(), "said", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().clear();
    builder.environment().putAll(Product.environment());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher does not end: " + Files.readString(said));
    }
    return new Ending(process.exitValue(), Files.readString(said));
  }
}
