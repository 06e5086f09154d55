package tn.ecar.pool.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.TestDirectory;
import tn.ecar.pool.jdbc.Await;

/** The program {@code pgbouncer} of the build, started on an ini in a directory of its own. */
final class StandAlone implements AutoCloseable {
  static final Path PROGRAM = Path.of("target", "pgbouncer").toAbsolutePath();

  final Path directory;
  final Path ini;
  final Path log;
  final int port;
  private final Path errors;
  private Process process;

  private StandAlone(Path directory, int port) {
    this.directory = directory;
    this.ini = directory.resolve("pool.ini");
    this.log = directory.resolve("pool.log");
    this.errors = directory.resolve("errors");
    this.port = port;
  }

  /** Not started yet; with these lines more in [pgbouncer]. */
  static StandAlone with(String... lines) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    StandAlone pool = new StandAlone(TestDirectory.create("pool"), port);
    Files.writeString(
        pool.directory.resolve("userlist.txt"),
        "\"ecar_user\" \"" + RealPostgres.PASSWORD + "\"\n");
    pool.write(lines);
    return pool;
  }

  void write(String... lines) throws IOException {
    Files.writeString(
        ini,
        """
        [databases]
        ecar_db = host=127.0.0.1 port=%d
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir = %s
        auth_type = md5
        auth_file = %s/userlist.txt
        admin_users = ecar_user
        pool_mode = transaction
        logfile = %s
        pidfile = %s/pool.pid
        %s
        """
            .formatted(
                RealPostgres.shared().port(),
                port,
                directory,
                directory,
                log,
                directory,
                String.join("\n", lines)));
  }

  StandAlone start() throws Exception {
    start(Map.of(), "--quiet", ini.toString());
    awaitLog("process up");
    return this;
  }

  void start(Map<String, String> environment, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(new TreeMap<>(environment));
    process =
        builder
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(errors.toFile())
            .redirectErrorStream(true)
            .start();
  }

  Process process() {
    return process;
  }

  long pid() {
    return process.pid();
  }

  String said() throws IOException {
    return Files.readString(errors);
  }

  String logged() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  void awaitLog(String text) throws Exception {
    Await.until(
        "the log says \"" + text + "\"",
        () -> {
          if (!process.isAlive() && !logged().contains(text)) {
            throw new AssertionError("it has ended: " + said() + logged());
          }
          return logged().contains(text);
        });
  }

  void signal(String name) throws Exception {
    signal(name, pid());
  }

  static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }

  /** Its exit status. */
  int awaitEnd() throws Exception {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("it goes on: " + logged());
    }
    return process.exitValue();
  }

  /** Ends the one that runs in the background, whose launcher has ended. */
  void endInBackground() throws Exception {
    Path number = directory.resolve("pool.pid");
    long pid = Long.parseLong(Files.readString(number).strip());
    signal("INT", pid);
    Await.until(
        "it has ended",
        () -> logged().contains("got shutdown, exiting") && Files.notExists(number));
    Await.until(
        "the process is gone",
        () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?preferQueryMode=simple",
        "ecar_user",
        RealPostgres.PASSWORD);
  }

  /** A value of a two-column table of the console. */
  String show(String table, String key) throws SQLException {
    try (Connection console = connect("pgbouncer");
        Statement statement = console.createStatement();
        ResultSet rows = statement.executeQuery("SHOW " + table)) {
      while (rows.next()) {
        if (rows.getString(1).equals(key)) {
          return rows.getString(2);
        }
      }
      return null;
    }
  }

  /** Gives the console a command. */
  void command(String words) throws SQLException {
    try (Connection console = connect("pgbouncer");
        Statement statement = console.createStatement()) {
      statement.execute(words);
    }
  }

  @Override
  public void close() throws IOException {
    if (process != null && process.isAlive()) {
      // The pool goes with its launcher.
      process.destroyForcibly().onExit().join();
    }
  }
}
