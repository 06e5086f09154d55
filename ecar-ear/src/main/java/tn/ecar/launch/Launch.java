package tn.ecar.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tn.ecar.launch.database.GarageDatabase;
import tn.ecar.launch.postgres.EmbeddedPostgres;
import tn.ecar.launch.server.ApplicationServer;
import tn.ecar.launch.server.Distribution;
import tn.ecar.launch.server.MicroServer;
import tn.ecar.launch.server.ServerSettings;

/**
 * The whole of ECAR while it runs: the database first, then the schema and the first manager, then
 * the application server. It ends in the opposite order, also when only half of it came up.
 */
public final class Launch {
  private final Arguments arguments;
  private final Map<String, String> environment;
  private final Distribution distribution;
  private final PrintStream out;
  private Home home;
  private EmbeddedPostgres postgres;
  private ApplicationServer server;
  private boolean stopped;

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
  public void start() throws Refusal, IOException, InterruptedException {
    distribution.require(
        List.of(distribution.micro(), distribution.adapter(), distribution.bundle()));
    requireFree(arguments.port());
    home = Home.take(arguments.data());
    GarageDatabase database = database();
    Map<String, String> more = new HashMap<>();
    arguments.demo().ifPresent(size -> more.put("ECAR_DEMO", size));
    arguments.config().ifPresent(file -> more.put("ECAR_POOL_CONFIG", file.toString()));
    Path directory = home.directory().resolve("server");
    server =
        new MicroServer(
            distribution,
            ServerSettings.of(
                arguments.port(), directory, home.freshLog("server.log"), database, more),
            out::println);
    server.start();
    out.println("ECAR is ready: http://localhost:" + arguments.port() + "/");
  }

  private GarageDatabase database() throws Refusal, IOException, InterruptedException {
    Path directory = home.directory().resolve("postgres");
    postgres =
        EmbeddedPostgres.start(
            directory,
            Path.of(
                environment.getOrDefault(
                    "ECAR_POSTGRES_BINARIES", directory.resolve("programs").toString())),
            home.secrets().resolve("postgres"),
            home.freshLog("postgres.log"));
    return GarageDatabase.inside(postgres, home);
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
              + "): stop the program that has it, or choose another port with --port N.",
          e);
    }
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
    } finally {
      if (home != null) {
        home.close();
      }
    }
  }
}
