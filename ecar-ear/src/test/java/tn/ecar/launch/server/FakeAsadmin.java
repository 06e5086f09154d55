package tn.ecar.launch.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for Payara's administration, in a process as that one: makes what a domain has at
 * least, and starts a machine that names the domain and never comes up, with no number written down
 * yet.
 */
public final class FakeAsadmin {
  /** What the machine of the domain writes beside it once it runs. */
  static final String BEGUN = "begun";

  private static final long LONGEST_MINUTES = 5;

  private FakeAsadmin() {}

  /** Runs one command, or is the domain's machine. */
  public static void main(String[] words) throws IOException, InterruptedException {
    List<String> line = List.of(words);
    if (line.contains("create-domain")) {
      Path configuration = Files.createDirectories(domain(line).resolve("config"));
      Files.writeString(
          configuration.resolve("domain.xml"), "<config name=\"server-config\"></config>");
    } else if (line.contains("start-domain")) {
      startDomain(line);
    } else {
      Path begun = Path.of(line.get(0)).resolve(BEGUN);
      Files.writeString(begun, Long.toString(ProcessHandle.current().pid()));
      // It never comes up: whoever started it has to end it, and no test waits so long.
      new CountDownLatch(1).await(LONGEST_MINUTES, TimeUnit.MINUTES);
    }
  }

  private static Path domain(List<String> line) {
    return Path.of(value(line, "--domaindir")).resolve("ecar");
  }

  private static String value(List<String> line, String option) {
    return line.get(line.indexOf(option) + 1);
  }

  private static void startDomain(List<String> line) throws IOException, InterruptedException {
    Path domain = domain(line);
    List<String> commands = Files.readAllLines(Path.of(value(line, "--postbootcommandfile")));
    String[] deploy = commands.get(commands.size() - 1).split(" ", -1);
    Path ear = domain.resolve("config").resolve(deploy[deploy.length - 1]).normalize();
    if (deploy.length != 6 || !Files.isRegularFile(ear)) {
      System.err.println("Cannot deploy by " + List.of(deploy));
      System.exit(1);
    }
    new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dcom.sun.aas.instanceRoot=" + domain,
            "-cp",
            System.getProperty("java.class.path"),
            FakeAsadmin.class.getName(),
            domain.toString())
        .start()
        .waitFor();
  }
}
