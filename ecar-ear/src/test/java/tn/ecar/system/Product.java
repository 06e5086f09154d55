package tn.ecar.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tn.ecar.launch.Arguments;
import tn.ecar.launch.Launch;
import tn.ecar.launch.Refusal;
import tn.ecar.launch.database.Login;
import tn.ecar.launch.postgres.EmbeddedPostgres;
import tn.ecar.launch.server.Distribution;

/**
 * The whole of ECAR as a person has it after {@code ./ecar run}: started once for all system tests
 * of a virtual machine, on free ports and an empty data directory, and stopped when the virtual
 * machine ends. Which application server carries it is said by the system property {@code
 * ecar.server}.
 */
public final class Product {
  private static final Pattern PASSWORD = Pattern.compile("with the password (\\S+)");
  private static Product running;

  private final Launch launch;
  private final int port;
  private final int poolPort;
  private final String managerPassword;
  private final Path data;
  private final Map<String, String> environment;

  private Product(
      Launch launch,
      int port,
      int poolPort,
      String managerPassword,
      Path data,
      Map<String, String> environment) {
    this.launch = launch;
    this.port = port;
    this.poolPort = poolPort;
    this.managerPassword = managerPassword;
    this.data = data;
    this.environment = Map.copyOf(environment);
  }

  /** The one that runs; the first call starts it. */
  public static synchronized Product running() {
    if (running == null) {
      try {
        running = start(freshDirectory(), Map.of(), null);
      } catch (IOException | Refusal e) {
        throw new IllegalStateException("ECAR does not start: " + e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while ECAR started", e);
      }
    }
    return running;
  }

  /**
   * One that is the caller's alone, to be killed and begun again; the caller stops it.
   *
   * @param more variables of its environment besides the usual ones
   * @param password the manager's, as an earlier run on the same data told it; null for a first run
   */
  static Product own(Path data, Map<String, String> more, String password)
      throws IOException, Refusal, InterruptedException {
    return start(data, more, password);
  }

  private static Product start(Path data, Map<String, String> more, String known)
      throws IOException, Refusal, InterruptedException {
    int port = freePort();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Arguments arguments =
        Arguments.parse(
            List.of(
                "run",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString(),
                "--server",
                System.getProperty("ecar.server", "micro")));
    Map<String, String> environment = environment();
    environment.putAll(more);
    Launch launch =
        new Launch(
            arguments,
            environment,
            new Distribution(distribution()),
            new PrintStream(said, true, StandardCharsets.UTF_8));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(launch), "ecar-stop"));
    launch.run();
    Matcher password = PASSWORD.matcher(said.toString(StandardCharsets.UTF_8));
    boolean told = password.find();
    if (!told && known == null) {
      throw new IllegalStateException("the first run told no password: " + said);
    }
    return new Product(
        launch,
        port,
        Integer.parseInt(environment.get("ECAR_POOL_LISTEN_PORT")),
        told ? password.group(1) : known,
        data,
        environment);
  }

  /** Where other programs reach the pool. */
  int poolPort() {
    return poolPort;
  }

  /** Where its mail goes: nobody listens there but a test that wants to. */
  int mailPort() {
    return Integer.parseInt(environment.get("ECAR_MAIL_PORT"));
  }

  /** Stops it; whatever of it was killed already stays so. */
  void stop() {
    stop(launch);
  }

  private static void stop(Launch launch) {
    try {
      launch.stop();
    } catch (IOException e) {
      throw new IllegalStateException("ECAR does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A launcher's environment without a PostgreSQL that the machine may name, with the programs
   * unpacked once for all tests.
   */
  public static Map<String, String> environment() throws IOException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.matches("PG[A-Z]+|DB_[A-Z]+|ECAR_.*"));
    environment.put("ECAR_POOL_LISTEN_PORT", Integer.toString(freePort()));
    environment.put(
        "ECAR_POSTGRES_PROGRAMS", distribution().resolve("postgres-programs").toString());
    environment.put("ECAR_BACKUP_PROGRAMS", PostgresClient.programs().toString());
    environment.put("ECAR_MAIL_HOST", "127.0.0.1");
    environment.put("ECAR_MAIL_PORT", Integer.toString(freePort()));
    environment.put("ECAR_MAIL_SECURITY", "none");
    environment.put("ECAR_MAIL_FROM", "garage@ecar.tn");
    environment.put("ECAR_MAIL_TO", "chef@ecar.tn");
    environment.put("ECAR_MAIL_TIMEOUT", "3");
    return environment;
  }

  public static Path distribution() {
    return Path.of(System.getProperty("ecar.distribution", "target")).toAbsolutePath();
  }

  static Path freshDirectory() throws IOException {
    Path parent = Files.createDirectories(distribution().resolve("system"));
    return Files.createTempDirectory(parent, "data");
  }

  /** A port that nobody listens on. */
  public static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  static boolean isFree(int port) {
    try (ServerSocket trial = new ServerSocket()) {
      trial.setReuseAddress(true);
      trial.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }

  /** Where it answers, with a slash at the end. */
  public URI base() {
    return URI.create("http://localhost:" + port + "/");
  }

  /** An address below {@link #base}: {@code at("api/v1/ready")}. */
  public URI at(String path) {
    return base().resolve(path);
  }

  /** The password of the user {@code manager}, as the first run told it. */
  public String managerPassword() {
    return managerPassword;
  }

  /** The data directory, for those who look into the logs. */
  public Path data() {
    return data;
  }

  /** The port of the embedded PostgreSQL. */
  int databasePort() {
    return postgres().port();
  }

  /** A connection straight to the garage's database, as the owner of the schema, past the pool. */
  public Connection database() throws Refusal {
    return launch.database().owner().open();
  }

  /**
   * A connection of PostgreSQL's superuser to the garage's database, who sees all of
   * pg_stat_activity.
   */
  public Connection superuser() throws Refusal {
    Login owner = launch.database().owner();
    return new Login(
            owner.host(),
            owner.port(),
            owner.database(),
            EmbeddedPostgres.SUPERUSER,
            postgres().superuserSecret())
        .open();
  }

  /** Takes the database away, as a restart of its machine would. */
  public void stopDatabase() throws IOException, InterruptedException {
    postgres().stop();
  }

  /** Brings the database back. */
  public void startDatabase() throws IOException, Refusal, InterruptedException {
    postgres().start();
  }

  /** The process number of the application server's virtual machine. */
  public long serverPid() {
    return launch.applicationServer().pid().orElseThrow();
  }

  private EmbeddedPostgres postgres() {
    return launch.postgres().orElseThrow();
  }
}
