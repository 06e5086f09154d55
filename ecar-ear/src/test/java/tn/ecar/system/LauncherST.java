package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the person at the terminal reads when something is wrong: one sentence, a status above zero,
 * no stack trace.
 */
class LauncherST {
  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LauncherRun ending =
          launch(Map.of(), "run", "--port", Integer.toString(taken.getLocalPort()));
      ending.refused("Port " + taken.getLocalPort(), "--port N");
    }
  }

  @Test
  void anUnreachableDatabaseIsNamed() throws Exception {
    String port = Integer.toString(Product.freePort());
    LauncherRun ending =
        launch(
            Map.of("PGHOST", "127.0.0.1", "PGPORT", port, "PGUSER", "someone", "PGPASSWORD", "x"),
            "run");
    ending.refused("127.0.0.1:" + port, "PGHOST and PGPORT");
  }

  @Test
  void aWrongPasswordIsNamedAndNotShown() throws Exception {
    int port = Product.running().databasePort();
    LauncherRun ending =
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
    ending.refused("refuses the login of ecar_user", "PGPASSWORD");
    assertThat(ending.said()).doesNotContain("not-the-password");
  }

  @Test
  void aPoolPointedAtItselfIsRefused() throws Exception {
    LauncherRun ending =
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
    ending.refused("the pool itself listens");
  }

  @Test
  void aBrokenIniIsRefusedByKeyAndFile() throws Exception {
    Path ini = Files.createTempFile(Product.distribution(), "broken", ".ini");
    Files.writeString(
        ini, "[databases]\necar_db = host=localhost\n[pgbouncer]\npool_moode = session\n");
    launch(Map.of(), "run", "--config", ini.toString()).refused("pool_moode", ini.toString());
  }

  @Test
  void anUnknownOptionIsNamed() throws Exception {
    launch(Map.of(), "run", "--prot", "1").refused("--prot", "usage");
  }

  @Test
  void aDataDirectoryInUseIsNamed() throws Exception {
    LauncherRun ending = launchOn(Product.running().data(), Map.of(), "migrate");
    ending.refused("already runs on the data directory");
  }

  @Test
  void migratingTwiceKeepsTheDatabaseAndItsSecrets() throws Exception {
    Path data = Product.freshDirectory();
    LauncherRun first = launchOn(data, Map.of(), "migrate");
    assertThat(first.status()).as(first.said()).isZero();
    String secret = Files.readString(data.resolve("secrets/garage"));

    LauncherRun second = launchOn(data, Map.of(), "migrate");
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

  private static LauncherRun launch(Map<String, String> environment, String... words)
      throws IOException {
    return launchOn(Product.freshDirectory(), environment, words);
  }

  private static LauncherRun launchOn(Path data, Map<String, String> environment, String... words)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", data.toString()));
    return LauncherRun.ofProgram(environment, all.toArray(String[]::new));
  }
}
