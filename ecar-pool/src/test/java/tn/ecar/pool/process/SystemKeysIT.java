package tn.ecar.pool.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.TestDirectory;
import tn.ecar.pool.jdbc.Await;

/** Keys by which the process turns to its system: the system's log, and whose process it is. */
@Timeout(90)
class SystemKeysIT {
  private static void program(Path file, String... lines) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/bash\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A system's logger that writes down what it was called with, and what it was told. */
  private static Map<String, String> logger(StandAlone pool) throws Exception {
    Path tools = pool.directory.resolve("tools");
    Path said = pool.directory.resolve("syslog");
    program(
        tools.resolve("logger"),
        "printf '%s ' \"$@\" >>" + said,
        "cat >>" + said,
        "echo ended >>" + said);
    return Map.of("PATH", tools + ":" + System.getenv("PATH"));
  }

  private static String said(StandAlone pool) throws Exception {
    Path said = pool.directory.resolve("syslog");
    return Files.exists(said) ? Files.readString(said) : "";
  }

  @Test
  void syslog() throws Exception {
    try (StandAlone pool = StandAlone.with()) {
      pool.start(logger(pool), "--quiet", pool.ini.toString());
      pool.awaitLog("process up");
      assertThat(said(pool)).isEmpty();
      pool.write("syslog = 1");
      pool.command("RELOAD");
      Await.until(
          "the system's log has a name and a facility",
          () -> said(pool).contains("--tag pgbouncer --priority daemon.info"));
    }
  }

  @Test
  void syslogIdentAndSyslogFacility() throws Exception {
    try (StandAlone pool =
        StandAlone.with("syslog = 1", "syslog_ident = garage", "syslog_facility = local3")) {
      pool.start(logger(pool), "--quiet", pool.ini.toString());
      pool.awaitLog("process up");
      Await.until("the system's log has it too", () -> said(pool).contains("process up"));
      assertThat(said(pool))
          .startsWith("--id=" + pool.pid() + " --tag garage --priority local3.info ");
      pool.write("syslog = 0");
      pool.command("RELOAD");
      Await.until("the system's log is left alone", () -> said(pool).endsWith("ended\n"));
    }
  }

  /** What the launcher says with this ini, where Java only says whose process it is. */
  private static String launched(String ini, String... words) throws Exception {
    Path directory = TestDirectory.create("launcher");
    // Whoever it becomes has to find all this.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path launcher =
        Files.copy(
            StandAlone.PROGRAM, directory.resolve("pgbouncer"), StandardCopyOption.COPY_ATTRIBUTES);
    program(directory.resolve("java/bin/java"), "id -un");
    for (Path made : List.of(directory.resolve("java"), directory.resolve("java/bin"))) {
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path file = Files.writeString(directory.resolve("pool.ini"), ini);
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(words));
    command.add(file.toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", directory.resolve("java").toString());
    Process process = builder.redirectInput(Path.of("/dev/null").toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.strip() + " " + process.waitFor();
  }

  @Test
  void user() throws Exception {
    String me = System.getProperty("user.name");
    boolean root = me.equals("root");
    String entry = "[databases]\nuser = host=127.0.0.1\n[pgbouncer]\n";
    assertThat(launched(entry)).isEqualTo(me + " 0");
    assertThat(launched(entry + "user = " + me + "\n")).isEqualTo(me + " 0");
    assertThat(launched(entry + "user = nobody\n")).isEqualTo(root ? "nobody 0" : me + " 0");
    assertThat(launched(entry + "user = nobody\n", "-u", "daemon"))
        .isEqualTo(
            root
                ? "daemon 0"
                : "FATAL user = daemon: only root can become somebody else; start it as daemon 1");
    assertThat(launched(entry, "--user=no_such_garage"))
        .isEqualTo("FATAL user = no_such_garage: there is no such system user 1");
    if (root) {
      assertThat(launched(entry + "user = no_such_garage\n"))
          .isEqualTo("FATAL user = no_such_garage: there is no such system user 1");
    }
  }
}
