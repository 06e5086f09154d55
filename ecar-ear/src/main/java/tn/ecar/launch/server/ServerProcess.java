package tn.ecar.launch.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server as a child of the launcher. It does not hear the terminal's Ctrl-C (that signal goes to
 * everyone who stands in the foreground), so that the launcher alone decides the order in which
 * things end.
 */
final class ServerProcess {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final String DEAF_TO_THE_TERMINAL = "trap '' INT HUP; exec \"$@\"";

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  static ServerProcess start(
      List<String> command, Map<String, String> environment, Path directory, Path log)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("sh", "-c", DEAF_TO_THE_TERMINAL, "ecar"));
    all.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    Process process = builder.start();
    process.getOutputStream().close();
    return new ServerProcess(process);
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Waits for the end of the process, at most this long; true when it has ended. */
  boolean ended(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The status of a process that has ended. */
  int status() {
    return process.exitValue();
  }

  int waitForEnd() throws InterruptedException {
    return process.waitFor();
  }

  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      process.waitFor();
    }
  }
}
