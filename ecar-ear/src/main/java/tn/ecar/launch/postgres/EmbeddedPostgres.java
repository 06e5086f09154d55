package tn.ecar.launch.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tn.ecar.launch.PrivateFile;
import tn.ecar.launch.Refusal;
import tn.ecar.launch.Secret;

/**
 * The PostgreSQL that ECAR brings along. The first start makes a cluster whose superuser has a
 * generated secret and whose pg_hba.conf lets nobody in without a SCRAM proof; every later start
 * takes up the same data. It listens on 127.0.0.1 only, on the port of its last run where that is
 * still free. It runs in a session of its own, so that a Ctrl-C at the terminal reaches the
 * launcher alone, which stops the application server before the database.
 */
public final class EmbeddedPostgres {
  private static final Logger LOG = System.getLogger(EmbeddedPostgres.class.getName());

  /** The name of the cluster's superuser. */
  public static final String SUPERUSER = "postgres";

  /** Above every number that Linux gives to a process. */
  private static final String NOBODYS_NUMBER = Integer.toString(Integer.MAX_VALUE);

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String HBA =
      """
      # Written by the ECAR launcher: nobody enters without proving a secret.
      host all all 127.0.0.1/32 scram-sha-256
      host all all ::1/128      scram-sha-256
      """;

  private final Path binaries;
  private final Path data;
  private final Path log;
  private final PostgresAccount account;
  private final Secret superuserSecret;
  private final int port;

  private EmbeddedPostgres(
      Path binaries, Path data, Path log, PostgresAccount account, Secret secret, int port) {
    this.binaries = binaries;
    this.data = data;
    this.log = log;
    this.account = account;
    this.superuserSecret = secret;
    this.port = port;
  }

  /**
   * The cluster of a directory, not started yet.
   *
   * @param directory where cluster and port number are kept between runs
   * @param binaries where the programs are, or are to be unpacked
   * @param secretFile where the superuser's secret is kept
   * @param log what the server writes
   */
  public static EmbeddedPostgres in(Path directory, Path binaries, Path secretFile, Path log)
      throws IOException, Refusal {
    Files.createDirectories(directory);
    PostgresAccount account = PostgresAccount.ofThisMachine();
    account.own(directory);
    return new EmbeddedPostgres(
        PostgresBinaries.unpackedIn(binaries),
        directory.resolve("data"),
        log,
        account,
        Secret.keptIn(secretFile),
        freePort(directory.resolve("port")));
  }

  public int port() {
    return port;
  }

  public Secret superuserSecret() {
    return superuserSecret;
  }

  /** The process number of the running server, as it writes it down itself. */
  public long pid() throws IOException {
    return Long.parseLong(Files.readAllLines(pidFile()).get(0).strip());
  }

  /** Where the running server writes its process number down, on the first line. */
  public Path pidFile() {
    return data.resolve("postmaster.pid");
  }

  /**
   * Starts the server, making the cluster first where there is none, and waits until it takes
   * connections.
   */
  public void start() throws IOException, Refusal, InterruptedException {
    requireSameMajor();
    makeClusterWhereMissing();
    endWhatAKilledLauncherLeft();
    Files.writeString(log, "", java.nio.file.StandardOpenOption.CREATE);
    account.own(log);
    String options =
        String.join(
            " ",
            "-c port=" + port,
            "-c listen_addresses=127.0.0.1",
            "-c unix_socket_directories=''",
            "-c max_connections=120",
            // Who uses the pool beside another resource manager commits in two phases.
            "-c max_prepared_transactions=20",
            "-c shared_buffers=128MB",
            "-c log_destination=stderr",
            "-c logging_collector=off");
    int status =
        pgCtl(
            "start",
            "-w",
            "-t",
            Long.toString(START_LIMIT.toSeconds()),
            "-l",
            log.toString(),
            "-o",
            options);
    if (status != 0) {
      throw new Refusal(
          "The embedded PostgreSQL does not start; its own words are in " + log + ".");
    }
    forgetOlderPrograms();
  }

  /** Programs that lie elsewhere are shared with other garages. */
  private void forgetOlderPrograms() {
    try {
      Path garage = data.toAbsolutePath().getParent().toRealPath();
      // A link inside the garage may lead to where others have theirs.
      if (binaries.toRealPath().startsWith(garage)) {
        PostgresBinaries.forgetOlder(binaries);
      }
    } catch (IOException | UncheckedIOException stay) {
      // They cost room only, and the garage runs.
      LOG.log(Level.WARNING, "PostgreSQL's programs of before stay beside " + binaries, stay);
    }
  }

  /** Stops the server: open transactions are rolled back, everything committed is on disk. */
  public void stop() throws IOException, InterruptedException {
    if (running()) {
      int status = pgCtl("stop", "-w", "-m", "fast", "-t", "30");
      if (status != 0 && running()) {
        pgCtl("stop", "-w", "-m", "immediate", "-t", "10");
      }
    }
  }

  public boolean running() throws IOException, InterruptedException {
    return Files.exists(pidFile()) && isOurs() && pgCtl("status") == 0;
  }

  /**
   * Whether the number in the file is still that of a server of this directory: after a power cut
   * it may be anybody's, and whoever has it now is not to be stopped.
   */
  private boolean isOurs() {
    try {
      String number = firstLine(pidFile());
      return number.matches("[1-9][0-9]{0,9}") && serves(Path.of("/proc", number));
    } catch (IOException endedMeanwhile) {
      return false;
    }
  }

  /**
   * A server stands in its data directory for as long as it lives, whichever way that was spelled
   * when it was started.
   */
  private boolean serves(Path process) throws IOException {
    List<String> words = List.of(Files.readString(process.resolve("cmdline")).split("\0", -1));
    if (!isPostgres(words.get(0))) {
      return false;
    }
    try {
      return Files.isSameFile(process.resolve("cwd"), data);
    } catch (IOException hidden) {
      // Where another number runs it, some containers do not tell.
      int named = words.indexOf("-D") + 1;
      return named > 0 && named < words.size() && isData(words.get(named));
    }
  }

  /** Another's program may have a name that is no path in this machine's language. */
  static boolean isPostgres(String program) {
    return program.equals("postgres") || program.endsWith("/postgres");
  }

  private boolean isData(String named) throws IOException {
    try {
      return Path.of(named).isAbsolute() && Files.isSameFile(Path.of(named), data);
    } catch (InvalidPathException ofAnotherLanguage) {
      return false;
    }
  }

  private static String firstLine(Path file) throws IOException {
    return Files.readString(file).lines().findFirst().orElse("").strip();
  }

  private void requireSameMajor() throws IOException, Refusal, InterruptedException {
    Path written = data.resolve("PG_VERSION");
    if (!Files.exists(written)) {
      return;
    }
    String major = firstLine(written);
    Path said = log.resolveSibling("postgres.version");
    Files.deleteIfExists(said);
    run(List.of(binaries.resolve("bin/postgres").toString(), "--version"), said);
    String told = firstLine(said);
    Files.deleteIfExists(said);
    if (!told.startsWith("postgres (PostgreSQL) ")) {
      throw new Refusal(
          "PostgreSQL's programs in "
              + binaries
              + " do not run: "
              + (told.isEmpty() ? "they say nothing" : told)
              + ". What that names has to be there first; the data are untouched.");
    }
    String version = told.replaceAll(".*\\) ", "");
    if (!version.startsWith(major + ".")) {
      throw new Refusal(
          "The data in "
              + data
              + " are of PostgreSQL "
              + major
              + " and ECAR brings PostgreSQL "
              + version
              + ", which cannot read them: start the ECAR of before and let it make a backup, then"
              + " move this directory away and bring the backup back by ./ecar restore FILE.");
    }
  }

  private void makeClusterWhereMissing() throws IOException, Refusal, InterruptedException {
    if (Files.exists(data)) {
      return;
    }
    Path fresh = data.resolveSibling("data.new");
    Path proof = data.resolveSibling("superuser.new");
    deleteTree(fresh);
    PrivateFile.write(proof, superuserSecret.clear() + "\n");
    account.own(proof);
    Path output = log.resolveSibling("initdb.log");
    try {
      List<String> command =
          List.of(
              binaries.resolve("bin/initdb").toString(),
              "--pgdata=" + fresh,
              "--username=" + SUPERUSER,
              "--pwfile=" + proof,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--locale=C");
      if (run(command, output) != 0) {
        throw new Refusal(
            "The embedded PostgreSQL cannot make its cluster in "
                + fresh
                + "; the reason is in "
                + output
                + ".");
      }
    } finally {
      Files.deleteIfExists(proof);
    }
    Files.writeString(fresh.resolve("pg_hba.conf"), HBA);
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The lock of the data directory is ours, so whoever still serves it has lost its launcher. */
  private void endWhatAKilledLauncherLeft() throws IOException, InterruptedException {
    stop();
    if (Files.exists(pidFile()) && !isOurs()) {
      // PostgreSQL would take whoever has the number now for its own. The other lines stay, since
      // it looks there whether anybody still uses the shared memory.
      List<String> lines = new ArrayList<>(Files.readAllLines(pidFile()));
      if (lines.isEmpty()) {
        Files.delete(pidFile());
        return;
      }
      lines.set(0, NOBODYS_NUMBER);
      Files.write(pidFile(), lines);
    }
  }

  private int pgCtl(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(binaries.resolve("bin/pg_ctl").toString());
    command.add("-D");
    command.add(data.toString());
    command.addAll(List.of(words));
    return run(command, log.resolveSibling("pg_ctl.log"));
  }

  private int run(List<String> command, Path output) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(account.running(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(START_LIMIT.toSeconds() * 2, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }

  private static int freePort(Path remembered) throws IOException {
    if (Files.exists(remembered)) {
      int port = Integer.parseInt(Files.readString(remembered).strip());
      if (isFree(port)) {
        return port;
      }
    }
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(remembered, any.getLocalPort() + "\n");
      return any.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket trial = new ServerSocket()) {
      trial.setReuseAddress(true);
      trial.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
