package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The launcher as a process, twice on one data directory: ended by a signal, asked or killed, and
 * begun again with what the first run left.
 */
class TwoRunsST {
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(200);
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
    Path said = Files.createTempFile(Product.distribution(), "run", ".txt");
    Process launcher = launcher(data, port, said);
    try {
      awaitReady(launcher, port, said);
    } finally {
      launcher.destroyForcibly();
    }
    assertThat(launcher.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(launcher.exitValue()).as("ended by SIGKILL").isEqualTo(128 + 9);
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
    Path said = Files.createTempFile(Product.distribution(), "run", ".txt");
    Process launcher = launcher(data, port, said);
    try {
      awaitReady(launcher, port, said);
      interrupt(launcher);
      assertThat(launcher.waitFor(1, TimeUnit.MINUTES)).as("it ends").isTrue();
    } finally {
      launcher.destroyForcibly();
    }
    assertThat(data.resolve("postgres/data/postmaster.pid")).as("PostgreSQL ended").doesNotExist();
    assertThat(Product.isFree(port)).as("the server ended").isTrue();
    return Files.readString(said);
  }

  private static void awaitReady(Process launcher, int port, Path said) throws IOException {
    long end = System.nanoTime() + READY_WITHIN.toNanos();
    while (!Files.readString(said).contains(READY.formatted(port))) {
      assertThat(launcher.isAlive()).as(Files.readString(said)).isTrue();
      assertThat(System.nanoTime()).as("not ready: " + Files.readString(said)).isLessThan(end);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static void interrupt(Process launcher) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -INT " + launcher.pid()).start().waitFor();
  }

  private static Process launcher(Path data, int port, Path said) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Decar.distribution=" + Product.distribution(),
                "-cp",
                Product.distribution().resolve("classes")
                    + File.pathSeparator
                    + Product.distribution().resolve("launcher")
                    + "/*",
                "tn.ecar.launch.Main",
                "run",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString()));
    builder.environment().clear();
    builder.environment().putAll(Product.environment());
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }
}
