package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One call of the launcher in a process of its own, with everything it says. It hears no variable
 * that would name a PostgreSQL but those that the test gives.
 */
final class LauncherRun implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Duration ENDED_WITHIN = Duration.ofMinutes(2);

  private final Process process;
  private final Path said;

  private LauncherRun(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /** The launcher's program, without the script around it. */
  static LauncherRun ofProgram(Map<String, String> environment, String... words)
      throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Decar.distribution=" + Product.distribution(),
            "-cp",
            Product.distribution().resolve("classes")
                + File.pathSeparator
                + Product.distribution().resolve("launcher")
                + "/*",
            "tn.ecar.launch.Main");
    return start(command, environment, words);
  }

  /** The script {@code ecar}, as a person calls it. */
  static LauncherRun ofScript(Map<String, String> environment, String... words) throws IOException {
    Path script = Product.distribution().resolve("../../ecar").normalize();
    return start(List.of("bash", script.toString()), environment, words);
  }

  private static LauncherRun start(
      List<String> program, Map<String, String> environment, String... words) throws IOException {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(words));
    Path said = Files.createTempFile(Product.distribution(), "said", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().clear();
    builder.environment().putAll(Product.environment());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return new LauncherRun(process, said);
  }

  String said() throws IOException {
    return Files.readString(said);
  }

  /** Waits for the ready line of this port. */
  void awaitReady(int port) throws Exception {
    Await.until(
        READY_WITHIN,
        () -> {
          boolean alive = process.isAlive();
          boolean ready = said().contains("ECAR is ready: http://localhost:" + port + "/\n");
          assertThat(alive || ready).as(said()).isTrue();
          return ready ? said() : null;
        });
  }

  /** Ctrl-C. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /** Waits for the end and returns the status. */
  int status() throws IOException, InterruptedException {
    assertThat(process.waitFor(ENDED_WITHIN.toSeconds(), TimeUnit.SECONDS))
        .as("the launcher does not end: " + said())
        .isTrue();
    return process.exitValue();
  }

  /** Requires an end with a status above zero and one sentence that has these words. */
  void refused(String... words) throws IOException, InterruptedException {
    assertThat(status()).as(said()).isPositive();
    assertThat(said()).contains(words).doesNotContain("\tat ", "Exception");
    assertThat(said().strip().lines()).hasSize(1);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
