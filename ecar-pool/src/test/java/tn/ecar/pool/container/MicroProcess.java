package tn.ecar.pool.container;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tn.ecar.pool.RealPostgres;

/** A Payara Micro of its own that runs a list of commands when it starts. */
final class MicroProcess implements AutoCloseable {
  private static final Pattern THREAD = Pattern.compile("^\"([^\"]+)\"", Pattern.MULTILINE);

  private final Process process;
  private final List<String> said = new ArrayList<>();

  private MicroProcess(Process process) {
    this.process = process;
  }

  static MicroProcess start(Path directory, Path ini, List<String> commands) throws IOException {
    Path script = Files.write(directory.resolve("post-boot.txt"), commands);
    ProcessBuilder builder =
        new ProcessBuilder(
                java("java"),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("ecar.payara.micro"),
                "--nocluster",
                "--autobindhttp",
                "--rootdir",
                directory.resolve("server").toString(),
                "--postbootcommandfile",
                script.toString())
            .redirectErrorStream(true);
    builder.environment().put("ECAR_POOL_CONFIG", ini.toString());
    builder.environment().put("DB_NAME", RealPostgres.DATABASE);
    builder.environment().put("DB_USER", RealPostgres.USER);
    builder.environment().put("DB_PASSWORD", RealPostgres.PASSWORD);
    return new MicroProcess(builder.start());
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  /**
   * Waits until every command has run.
   *
   * @throws AssertionError with everything it said, when it ends before
   */
  void awaitReady() throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null) {
      said.add(line);
      if (line.contains("Payara Micro") && line.contains("ready in")) {
        keepReading(output);
        return;
      }
      line = output.readLine();
    }
    throw new AssertionError("the server ended:\n" + String.join("\n", said));
  }

  /** What went wrong while it ran the commands, in its own words. */
  String complaints() {
    return said.stream()
        .filter(line -> line.contains("SEVERE") || line.contains("Exception"))
        .collect(Collectors.joining("\n"));
  }

  /** A process whose output nobody reads stops one day. */
  private static void keepReading(BufferedReader output) {
    Thread reader =
        new Thread(
            () -> {
              try {
                String line = output.readLine();
                while (line != null) {
                  line = output.readLine();
                }
              } catch (IOException ended) {
                // The process is closed: there is nothing more to read.
                return;
              }
            },
            "output-of-the-server");
    reader.setDaemon(true);
    reader.start();
  }

  /** The names of its threads. */
  List<String> threads() throws IOException, InterruptedException {
    Matcher names = THREAD.matcher(ask("Thread.print"));
    return names.results().map(found -> found.group(1)).collect(Collectors.toList());
  }

  /**
   * How many classes of this name have living instances: one for each loader. What waits for a
   * finalizer is let go before they are counted.
   */
  long classesNamed(String name) throws IOException, InterruptedException {
    ask("GC.run");
    ask("GC.run_finalization");
    return ask("GC.class_histogram").lines().filter(row -> row.trim().endsWith(" " + name)).count();
  }

  private String ask(String command) throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder(java("jcmd"), Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (asked.waitFor() != 0) {
      throw new AssertionError("jcmd " + command + ": " + answer);
    }
    return answer;
  }

  /** Everything it said until it was ready. */
  String said() {
    return String.join("\n", said);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
