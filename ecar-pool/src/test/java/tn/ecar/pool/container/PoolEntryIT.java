package tn.ecar.pool.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;

/**
 * The entry of the image ecar-pool, in the image's own layout: a clean root that it cannot write,
 * an empty environment, another user where this one is root.
 */
@Timeout(120)
class PoolEntryIT {
  private static final int NOBODY = 65534;

  private Path root;
  private Path state;
  private int port;
  private Process process;

  @BeforeEach
  void layOut() throws Exception {
    root = Files.createTempDirectory("image");
    Path opt = Files.createDirectories(root.resolve("opt"));
    Files.createDirectories(opt.resolve("process"));
    try (Stream<Path> jars = Files.list(Path.of("target/process"))) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, opt.resolve("process").resolve(jar.getFileName()));
      }
    }
    copy(Path.of("target/pgbouncer"), opt);
    for (String file : List.of("pool-entry", "healthy", "keys")) {
      copy(Path.of("../container", file), opt);
    }
    copy(Path.of("../docs/pool.md"), Files.createDirectories(opt.resolve("docs")));
    state = Files.createDirectories(root.resolve("state"));
    if (isRoot()) {
      Files.setAttribute(state, "unix:uid", NOBODY);
    }
    for (Path readOnly : List.of(opt.resolve("process"), opt, root)) {
      Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  private static void copy(Path file, Path directory) throws IOException {
    Path copied = Files.copy(file, directory.resolve(file.getFileName()));
    Files.setPosixFilePermissions(copied, PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  @AfterEach
  void clean() throws Exception {
    if (process != null) {
      // The entry's own children too: a pool that ends takes its socket away while the files are
      // listed.
      List<ProcessHandle> all =
          Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
      all.forEach(ProcessHandle::destroyForcibly);
      for (ProcessHandle each : all) {
        each.onExit().get(30, TimeUnit.SECONDS);
      }
    }
    for (Path writable : List.of(root, root.resolve("opt"), root.resolve("opt/process"))) {
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

  private Map<String, String> database() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("DB_HOST", "127.0.0.1");
    variables.put("DB_PORT", "" + RealPostgres.shared().port());
    variables.put("DB_NAME", RealPostgres.DATABASE);
    variables.put("DB_USER", RealPostgres.USER);
    variables.put("DB_PASSWORD", RealPostgres.PASSWORD);
    return variables;
  }

  private Process start(Map<String, String> variables, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.add(root.resolve("opt/pool-entry").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ECAR_STATE", state.toString());
    builder.environment().put("container", "docker");
    builder.environment().put("LISTEN_PORT", "" + port);
    builder.environment().putAll(variables);
    process =
        builder.redirectInput(Path.of("/dev/null").toFile()).redirectErrorStream(true).start();
    return process;
  }

  private boolean isHealthy() throws Exception {
    Process healthy =
        new ProcessBuilder(root.resolve("opt/healthy").toString(), "" + port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return healthy.waitFor() == 0;
  }

  private void awaitHealthy() throws Exception {
    Await.until(
        "the health check passes",
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError(said());
          }
          return isHealthy();
        });
  }

  private String said() throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String ask(String database, String sql, String column) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
                RealPostgres.USER,
                RealPostgres.PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        if (column.isEmpty() || rows.getString(1).equals(column)) {
          return rows.getString(column.isEmpty() ? 1 : 2);
        }
      }
      return "";
    }
  }

  @Test
  void theSeedsVariablesAreEnough() throws Exception {
    assertThat(isHealthy()).isFalse();
    Map<String, String> variables = database();
    variables.put("POOL_MODE", "session");
    variables.put("MAX_CLIENT_CONN", "77");
    variables.put("DEFAULT_POOL_SIZE", "3");
    start(variables);
    awaitHealthy();
    assertThat(ask("ecar_db", "select current_user", "")).isEqualTo("ecar_user");
    assertThat(ask("pgbouncer", "SHOW CONFIG", "max_client_conn")).isEqualTo("77");
    assertThat(ask("pgbouncer", "SHOW CONFIG", "pool_mode")).isEqualTo("session");
    assertThat(ask("pgbouncer", "SHOW CONFIG", "default_pool_size")).isEqualTo("3");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(state.resolve("userlist.txt"))))
        .isEqualTo("rw-------");
    Process pool = process;
    start(variables, "doctor");
    assertThat(said())
        .contains("container: listen_addr = *", "login at the pool: ecar_user to ecar_db")
        .contains("monitoring: ecar_user is answered by")
        .doesNotContain("FAIL");
    process = pool;
    new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("the signal is passed on").isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void anIniOfOnesOwnRunsWithASecretFromAFile() throws Exception {
    Path secret = Files.writeString(state.resolve("secret"), RealPostgres.PASSWORD + "\n");
    Path ini =
        Files.writeString(
            state.resolve("own.ini"),
            """
            [databases]
            garage = host=127.0.0.1 port=%d dbname=ecar_db
            [pgbouncer]
            listen_addr = 127.0.0.1
            auth_file = %s/own.txt
            """
                .formatted(RealPostgres.shared().port(), state));
    Files.writeString(
        state.resolve("own.txt"), "\"ecar_user\" \"" + RealPostgres.PASSWORD + "\"\n");
    start(Map.of("DB_PASSWORD_FILE", secret.toString()), ini.toString());
    awaitHealthy();
    assertThat(ask("garage", "select current_database()", "")).isEqualTo("ecar_db");
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    assertRefused(Map.of(), "DB_HOST is not set");
    Map<String, String> variables = database();
    variables.remove("DB_PASSWORD");
    assertRefused(variables, "DB_PASSWORD is not set: set it, or DB_PASSWORD_FILE");
    variables.put("DB_PASSWORD_FILE", "/nowhere/secret");
    assertRefused(variables, "DB_PASSWORD_FILE = /nowhere/secret cannot be read");
    variables.put("DB_PASSWORD_FILE", "/etc/hostname");
    variables.put("DB_PASSWORD", "x");
    assertRefused(variables, "DB_PASSWORD and DB_PASSWORD_FILE are both set");
    variables = database();
    variables.put("ECAR_STATE", "/proc");
    assertRefused(variables, "/proc cannot be written: mount a tmpfs");
    variables = database();
    variables.put("DB_NAME", "x pool_size=1");
    assertRefused(variables, "may not hold blanks");
    variables = database();
    variables.put("POOL_MODE", "transactional");
    assertRefused(variables, "transactional");
  }

  private void assertRefused(Map<String, String> variables, String sentence) throws Exception {
    start(variables);
    assertThat(said()).contains("FATAL", sentence).doesNotContain(RealPostgres.PASSWORD);
    assertThat(process.waitFor()).isEqualTo(1);
  }
}
