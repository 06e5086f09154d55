package tn.ecar.launch.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The Java machines that name a directory of ours on their command line, whoever started them: a
 * domain of Payara is the child of a command that may be gone, and writes its number down late.
 */
final class MarkedProcesses {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private MarkedProcesses() {}

  /** Those that run now. */
  static List<ProcessHandle> of(Path mark) {
    Pattern named =
        Pattern.compile("(^|[\\s=:,])" + Pattern.quote(mark.toString()) + "($|[\\s/:,])");
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        // Somebody may look into a log of ours, and that is no server.
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .filter(process -> named.matcher(commandLine(process)).find())
        .toList();
  }

  // What a process handle tells of it is cut off where Payara only begins.
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .replace('\0', '\n');
    } catch (IOException endedOrForeign) {
      return "";
    }
  }

  /** Asks each of them to end, and ends those that do not. */
  static void end(Path mark) throws InterruptedException {
    List<ProcessHandle> all = of(mark);
    all.forEach(ProcessHandle::destroy);
    for (ProcessHandle process : all) {
      try {
        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException stillThere) {
        process.destroyForcibly();
      }
    }
  }
}
