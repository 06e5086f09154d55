package tn.ecar.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tn.ecar.garage.staff.FirstManager;
import tn.ecar.launch.database.GarageDatabase;
import tn.ecar.launch.database.GarageRestore;
import tn.ecar.launch.database.GarageSchema;
import tn.ecar.launch.database.GivenDatabase;
import tn.ecar.launch.postgres.EmbeddedPostgres;
import tn.ecar.launch.server.ApplicationServer;
import tn.ecar.launch.server.Distribution;
import tn.ecar.launch.server.FullServer;
import tn.ecar.launch.server.MicroServer;
import tn.ecar.launch.server.ServerSettings;

/**
 * The whole of ECAR while it runs: the database first, then the schema and the first manager, then
 * the application server. It ends in the opposite order, also when only half of it came up.
 */
public final class Launch {
  /** How the variables begin that the server reads itself. */
  private static final List<String> FOR_THE_SERVER =
      List.of(
          "ECAR_POOL_",
          "ECAR_MAIL_",
          "ECAR_SMS_",
          "ECAR_MESSAGES",
          "ECAR_BACKUP_",
          "ECAR_ARCHIVE_",
          "ECAR_AUDIT_",
          "ECAR_JOBS_",
          "ECAR_SCHEDULE_");

  private final Arguments arguments;
  private final Map<String, String> environment;
  private final Distribution distribution;
  private final PrintStream out;
  private volatile Home home;
  private volatile Guard guard;
  private volatile EmbeddedPostgres postgres;
  private volatile ApplicationServer server;
  private volatile GarageDatabase database;
  private volatile boolean stopped;

  /**
   * One that is not started yet.
   *
   * @param environment the variables of the launcher itself
   * @param out where the person reads
   */
  public Launch(
      Arguments arguments,
      Map<String, String> environment,
      Distribution distribution,
      PrintStream out) {
    this.arguments = arguments;
    this.environment = Map.copyOf(environment);
    this.distribution = distribution;
    this.out = out;
  }

  /**
   * Starts everything and says so.
   *
   * @throws Refusal the sentence that tells why it does not run
   */
  public void run() throws Refusal, IOException, InterruptedException {
    requireFree(arguments.port());
    prepareDatabase();
    server = server();
    server.start();
    out.println("ECAR is ready: http://localhost:" + arguments.port() + "/");
  }

  /**
   * Brings the schema up to date and opens the first manager's account where there is none; the
   * embedded database runs only for that long.
   *
   * @throws Refusal the sentence that tells why it cannot
   */
  public void migrate() throws Refusal, IOException, InterruptedException {
    openDatabase();
    GarageSchema schema = new GarageSchema(database.owner());
    int steps = schema.migrate();
    out.println(
        steps == 0
            ? "The schema is up to date."
            : "The schema is up to date after " + steps + (steps == 1 ? " step." : " steps."));
    // Who deploys the EAR himself runs nothing else of the launcher, and wants to sign in too.
    openFirstAccount(schema);
  }

  /**
   * Brings a backup back into the embedded database, which runs only for that long.
   *
   * @throws Refusal the sentence that tells why it cannot; the garage is as it was then
   */
  public void restore() throws Refusal, IOException, InterruptedException {
    Path backup = arguments.backup().orElseThrow().toAbsolutePath();
    if (GivenDatabase.isNamed(poolConfiguration(), environment)) {
      throw new Refusal(
          "./ecar restore is for the PostgreSQL that ECAR brings along: into your own restore "
              + backup
              + " by pg_restore, or leave out --config, ECAR_POOL_CONFIG, PGHOST, PGPORT and"
              + " PGDATABASE.");
    }
    openDatabase();
    int steps = new GarageRestore(postgres, database, home, environment).from(backup);
    // The batch runtime's schema is no part of a backup.
    database = GarageDatabase.inside(postgres, home);
    out.println(
        "The garage is that of "
            + backup
            + (steps == 0
                ? "."
                : ", its schema " + steps + (steps == 1 ? " step" : " steps") + " newer.")
            + " The one of before is kept as the database "
            + GarageRestore.BEFORE
            + " until the next restore.");
  }

  private void prepareDatabase() throws Refusal, IOException, InterruptedException {
    openDatabase();
    GarageSchema schema = new GarageSchema(database.owner());
    schema.migrate();
    // Said at once: should the start fail from here on, the password would be lost for ever.
    openFirstAccount(schema);
  }

  private void openFirstAccount(GarageSchema schema) throws Refusal {
    schema
        .firstManager()
        .ifPresent(
            password ->
                out.println(
                    "Sign in as "
                        + FirstManager.LOGIN
                        + " with the password "
                        + password
                        + " (it is shown this one time)."));
  }

  private void openDatabase() throws Refusal, IOException, InterruptedException {
    Optional<Path> config = poolConfiguration();
    Optional<GivenDatabase> given =
        GivenDatabase.isNamed(config, environment)
            ? Optional.of(GivenDatabase.named(config, environment))
            : Optional.empty();
    home = Home.take(arguments.data());
    guard = Guard.succeeding(home.directory().resolve("guard"));
    if (given.isPresent()) {
      database = given.get().open(home);
      return;
    }
    Path directory = home.directory().resolve("postgres");
    postgres =
        EmbeddedPostgres.in(
            directory,
            Path.of(
                environment.getOrDefault(
                    "ECAR_POSTGRES_PROGRAMS", directory.resolve("programs").toString())),
            home.secrets().resolve("postgres"),
            home.freshLog("postgres.log"));
    guard.watch(Guard.Signal.INT, postgres.pidFile(), directory);
    postgres.start();
    database = GarageDatabase.inside(postgres, home);
  }

  private Optional<Path> poolConfiguration() {
    return arguments
        .config()
        .or(
            () ->
                Optional.ofNullable(environment.get("ECAR_POOL_CONFIG"))
                    .filter(name -> !name.isBlank())
                    .map(Path::of));
  }

  private ApplicationServer server() throws Refusal, IOException {
    Map<String, String> more = NamedFiles.inFull(environment);
    more.keySet().removeIf(name -> FOR_THE_SERVER.stream().noneMatch(name::startsWith));
    Path own = home.directory();
    more.putIfAbsent("ECAR_BACKUP_DIR", own.resolve("backups").toString());
    more.putIfAbsent("ECAR_ARCHIVE_DIR", own.resolve("archive").toString());
    arguments.demo().ifPresent(size -> more.put("ECAR_DEMO", size));
    arguments.config().ifPresent(file -> more.put("ECAR_POOL_CONFIG", file.toString()));
    keepHowItStarts(more);
    ServerSettings settings =
        ServerSettings.of(
            arguments.port(),
            home.directory().resolve("server"),
            home.freshLog("server.log"),
            database,
            more);
    return arguments.server() == Arguments.ServerKind.PAYARA
        ? new FullServer(distribution, settings, guard, out::println)
        : new MicroServer(distribution, settings, guard, out::println);
  }

  private void keepHowItStarts(Map<String, String> more) throws IOException {
    Map<String, String> all = new HashMap<>(more);
    for (String name : List.of("PGHOST", "PGPORT", "PGDATABASE", "PGUSER")) {
      Optional.ofNullable(environment.get(name)).ifPresent(value -> all.put(name, value));
    }
    all.putAll(database.environment());
    new StartRecord(arguments.port(), postgres != null, all).keepIn(home.directory());
  }

  private static void requireFree(int port) throws Refusal {
    try (ServerSocket trial = new ServerSocket()) {
      trial.setReuseAddress(true);
      trial.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      throw new Refusal(
          "Port "
              + port
              + " cannot be used ("
              + e.getMessage()
              + "): stop the program that has it, or choose another with --port N.",
          e);
    }
  }

  /** The embedded PostgreSQL, where one was started. */
  public Optional<EmbeddedPostgres> postgres() {
    return Optional.ofNullable(postgres);
  }

  /** The garage's database; there from the moment that it is open. */
  public GarageDatabase database() {
    return database;
  }

  /** The application server; there from the moment that it starts. */
  public ApplicationServer applicationServer() {
    return server;
  }

  /** Whether somebody has asked for the end. */
  public boolean stopped() {
    return stopped;
  }

  /** Returns when the application server has ended by itself. */
  public void awaitEnd() throws InterruptedException {
    server.awaitEnd();
  }

  /** Stops what runs, the application server before its database; a second call does nothing. */
  public synchronized void stop() throws IOException, InterruptedException {
    if (stopped) {
      return;
    }
    stopped = true;
    try {
      if (server != null) {
        server.stop();
      }
    } finally {
      stopDatabase();
    }
  }

  private void stopDatabase() throws IOException, InterruptedException {
    try {
      if (postgres != null) {
        postgres.stop();
      }
      if (guard != null) {
        guard.dismiss();
      }
    } finally {
      if (home != null) {
        home.close();
      }
    }
  }
}
