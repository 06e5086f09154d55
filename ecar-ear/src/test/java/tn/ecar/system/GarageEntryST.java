package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The entry of the image ecar, in the image's own layout: a root that it cannot write, a state
 * directory that it can, an empty environment, another user where this one is root, and a
 * PostgreSQL that is somebody else's.
 */
@Timeout(400)
class GarageEntryST {
  private static final int NOBODY = 65534;
  private static final Pattern PASSWORD = Pattern.compile("with the password (\\S+)");

  private Path root;
  private Path state;
  private Path said;
  private Process process;

  @BeforeEach
  void layOut() throws Exception {
    root = Files.createTempDirectory("garage-image");
    Path opt = Files.createDirectories(root.resolve("opt"));
    for (String file : List.of("garage-entry", "healthy", "keys")) {
      Path copied =
          Files.copy(
              Product.distribution().resolve("../../container").resolve(file), opt.resolve(file));
      Files.setPosixFilePermissions(copied, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    Path docs = Files.createDirectories(opt.resolve("docs"));
    Files.copy(Product.distribution().resolve("../../docs/pool.md"), docs.resolve("pool.md"));
    for (String part : List.of("classes", "launcher", "server", "micro")) {
      copyTree(Product.distribution().resolve(part), opt.resolve("distribution").resolve(part));
    }
    state = Files.createDirectories(root.resolve("state"));
    said = root.resolve("said.txt");
    if (isRoot()) {
      Files.setAttribute(state, "unix:uid", NOBODY);
    }
    for (Path readOnly : List.of(opt, root)) {
      Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.filter(it -> !it.toString().endsWith("payara.zip")).toList()) {
        Path copy = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(copy);
          Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        } else {
          Files.copy(each, copy);
          Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--r--r--"));
        }
      }
    }
  }

  @AfterEach
  void clean() throws Exception {
    if (process != null) {
      List<ProcessHandle> all =
          Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
      all.forEach(ProcessHandle::destroyForcibly);
      for (ProcessHandle each : all) {
        each.onExit().get(30, TimeUnit.SECONDS);
      }
    }
    for (Path writable : List.of(root, root.resolve("opt"))) {
      Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  private void start(Map<String, String> variables, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.add(root.resolve("opt/garage-entry").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ECAR_STATE", state.toString());
    builder.environment().putAll(variables);
    process =
        builder
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
  }

  private boolean isHealthy(int poolPort, int port) throws Exception {
    Process healthy =
        new ProcessBuilder(root.resolve("opt/healthy").toString(), "" + poolPort, "" + port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(healthy.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return healthy.exitValue() == 0;
  }

  @Test
  void theSeedsVariablesAndASecretInAFileAreEnough() throws Exception {
    int port = Product.freePort();
    int poolPort = Product.freePort();
    Path secret = Files.writeString(state.resolve("db_password"), "of-the-workshop\n");
    if (isRoot()) {
      Files.setAttribute(secret, "unix:uid", NOBODY);
    }
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE ROLE workshop LOGIN PASSWORD 'of-the-workshop'");
        statement.execute("CREATE DATABASE ecar_db OWNER workshop");
      }
      assertThat(isHealthy(poolPort, port)).isFalse();
      Map<String, String> variables = new TreeMap<>();
      variables.put("DB_HOST", "127.0.0.1");
      variables.put("DB_PORT", "" + server.getPort());
      variables.put("DB_NAME", "ecar_db");
      variables.put("DB_USER", "workshop");
      variables.put("DB_PASSWORD_FILE", secret.toString());
      variables.put("LISTEN_PORT", "" + poolPort);
      variables.put("DEFAULT_POOL_SIZE", "7");
      start(variables, "--port", "" + port);
      Await.until(
          Duration.ofMinutes(5),
          () -> {
            assertThat(process.isAlive()).as(Files.readString(said)).isTrue();
            return isHealthy(poolPort, port) ? true : null;
          });
      Matcher password = PASSWORD.matcher(Files.readString(said));
      assertThat(password.find()).isTrue();
      GarageClient manager = new GarageClient(URI.create("http://localhost:" + port + "/api/v1/"));
      manager.signIn("manager", password.group(1));
      manager.get("customers").expecting(200);
      askThePool(poolPort);
      assertThat(Files.readString(said)).doesNotContain("of-the-workshop");
      Process garage = process;
      start(variables, "doctor");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(said))
          .contains("answers that it is ready", "login at the pool: workshop to ecar_db")
          .doesNotContain("FAIL");
      process = garage;
      new ProcessBuilder("kill", "-TERM", "" + process.pid()).start().waitFor();
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("the signal is passed on").isTrue();
      assertThat(Product.isFree(port)).as("the server has gone too").isTrue();
    }
  }

  private void askThePool(int poolPort) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + poolPort + "/ecar_db",
                "workshop",
                "of-the-workshop");
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("select count(*) from customer")) {
      assertThat(row.next()).isTrue();
    }
    String operator = Files.readString(state.resolve("secrets/pgbouncer")).strip();
    try (Connection console =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + poolPort + "/pgbouncer", "pgbouncer", operator);
        Statement statement = console.createStatement();
        var rows = statement.executeQuery("SHOW CONFIG")) {
      String size = "";
      while (rows.next()) {
        if (rows.getString(1).equals("default_pool_size")) {
          size = rows.getString(2);
        }
      }
      assertThat(size).isEqualTo("7");
    }
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    assertRefused(Map.of(), "DB_HOST is not set");
    assertRefused(Map.of("DB_HOST", "127.0.0.1"), "DB_NAME is not set");
    assertRefused(
        Map.of("DB_HOST", "127.0.0.1", "DB_NAME", "ecar_db", "DB_USER", "x"),
        "DB_PASSWORD is not set");
    assertRefused(Map.of("DB_PASSWORD_FILE", "/nowhere"), "/nowhere cannot be read");
    assertRefused(Map.of("ECAR_STATE", "/proc"), "/proc cannot be written");
  }

  private void assertRefused(Map<String, String> variables, String sentence) throws Exception {
    start(variables);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(Files.readString(said)).startsWith("FATAL ").contains(sentence);
  }
}
