package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The launcher as a process, twice on one data directory: ended by a signal, asked or killed, and
 * begun again with what the first run left.
 */
class TwoRunsST {
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(60);
  private static final String READY = "ECAR is ready: http://localhost:%d/";

  @Test
  void theSecondRunHasTheDataOfTheFirstAndTellsNoPassword() throws Exception {
    Path data = Product.freshDirectory();
    int port = Product.freePort();
    String first = runUntilReadyAndInterrupt(data, port);
    assertThat(first).containsOnlyOnce(READY.formatted(port)).contains("Sign in as manager");
    String secret = Files.readString(data.resolve("secrets/garage"));

    String second = runUntilReadyAndInterrupt(data, port);
    assertThat(second)
        .containsOnlyOnce(READY.formatted(port))
        .as("accounts of the first run are there, so no new password is told")
        .doesNotContain("password");
    assertThat(Files.readString(data.resolve("secrets/garage"))).isEqualTo(secret);
  }

  /** As the kernel ends it when memory is short: nobody is left who could clean up. */
  @Test
  void whatAKilledLauncherLeavesEndsByItselfAndTheNextRunHasTheData() throws Exception {
    Path data = Product.freshDirectory();
    int port = Product.freePort();
    try (LauncherRun run = launcher(data, port)) {
      run.awaitReady(port);
      run.kill();
      assertThat(run.status()).as("ended by SIGKILL").isEqualTo(128 + 9);
    }
    Path postmaster = data.resolve("postgres/data/postmaster.pid");
    Await.until(
        ENDED_WITHIN, () -> Product.isFree(port) && !Files.exists(postmaster) ? port : null);
    assertThat(Files.readString(data.resolve("log/postgres.log")))
        .as("PostgreSQL was shut down, not killed")
        .contains("database system is shut down");

    String second = runUntilReadyAndInterrupt(data, port);
    assertThat(second).contains(READY.formatted(port)).doesNotContain("password");
  }

  private static String runUntilReadyAndInterrupt(Path data, int port) throws Exception {
    try (LauncherRun run = launcher(data, port)) {
      run.awaitReady(port);
      run.interrupt();
      assertThat(run.status()).isPositive();
      assertThat(data.resolve("postgres/data/postmaster.pid"))
          .as("PostgreSQL ended")
          .doesNotExist();
      assertThat(Product.isFree(port)).as("the server ended").isTrue();
      return run.said();
    }
  }

  private static LauncherRun launcher(Path data, int port) throws IOException {
    return LauncherRun.ofProgram(
        Map.of(), "run", "--port", Integer.toString(port), "--data", data.toString());
  }
}
