package tn.ecar.launch.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import tn.ecar.launch.Guard;
import tn.ecar.launch.PrivateFile;
import tn.ecar.launch.Refusal;
import tn.ecar.launch.Secret;

/**
 * Payara Server with the EAR. Each release of the server is unpacked once; each start makes a
 * domain anew, on free ports but for the one that staff use, so that no setting of an earlier run
 * lingers. Its administration asks for a secret that only this start knows.
 */
public final class FullServer implements ApplicationServer {
  private static final String DOMAIN = "ecar";
  private static final String NAME = "payara6";
  private static final String UNPACKING = "unpacking";
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(10);

  private final Distribution distribution;
  private final ServerSettings settings;
  private final Guard guard;
  private final Consumer<String> progress;
  private final Path domains;
  private final Path passwords;
  private ProcessHandle virtualMachine;
  private Path home;

  // Guarded by this: written by who starts it, read by the one that stops it meanwhile.
  private ServerProcess command;
  private boolean stopping;

  /**
   * One that is not started yet.
   *
   * @param guard is told of the process
   * @param progress hears the demo garage's lines
   */
  public FullServer(
      Distribution distribution, ServerSettings settings, Guard guard, Consumer<String> progress) {
    this.distribution = distribution;
    this.settings = settings;
    this.guard = guard;
    this.progress = progress;
    this.domains = settings.directory().resolve("domains");
    this.passwords = settings.directory().resolve("passwords");
  }

  @Override
  public void start() throws IOException, Refusal, InterruptedException {
    distribution.require(List.of(distribution.fullServerZip(), distribution.ear()));
    Files.createDirectories(settings.directory());
    unpack();
    makeDomain();
    Path commands = settings.directory().resolve("after-boot.asadmin");
    List<String> lines = new ArrayList<>(BatchRepository.resource());
    lines.add("deploy --name ecar --contextroot / " + nearEar());
    Files.writeString(commands, String.join("\n", lines) + "\n");
    guard.watch(Guard.Signal.TERM, pidFile(), domains);
    ServerProcess starting =
        asadmin(
            "start-domain",
            "--domaindir",
            domains.toString(),
            "--postbootcommandfile",
            commands.toString(),
            DOMAIN);
    new StartWatch(
            new ServerSettings(
                settings.port(), settings.directory(), serverLog(), settings.environment()),
            progress)
        .awaitReady(() -> gone(starting));
    virtualMachine = ProcessHandle.of(domainPid()).orElseThrow();
  }

  /**
   * The command that starts the domain ends when the server is up; only a failing one ends the
   * waiting.
   */
  private boolean gone(ServerProcess starting) {
    return !starting.alive() && starting.status() != 0;
  }

  /**
   * The server's words are divided at blanks, and no quote keeps one that the checkout's path has:
   * so the EAR lies in the domain and is named from where the server stands, which is its
   * configuration.
   */
  private String nearEar() throws IOException {
    Files.copy(distribution.ear(), domains.resolve(DOMAIN).resolve("ecar.ear"));
    return "../ecar.ear";
  }

  private void unpack() throws IOException {
    home = settings.directory().resolve(NAME + "-" + checksum(distribution.fullServerZip()));
    removeOthers();
    if (Files.exists(home.resolve("bin/asadmin"))) {
      return;
    }
    Path fresh = Files.createTempDirectory(settings.directory(), UNPACKING);
    try (ZipInputStream zip =
        new ZipInputStream(Files.newInputStream(distribution.fullServerZip()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        unpack(zip, entry, fresh);
      }
    }
    Files.move(fresh.resolve(NAME), home, StandardCopyOption.ATOMIC_MOVE);
    deleteTree(fresh);
  }

  /** Of what is in it: the list at the zip's end has a checksum of each file. */
  private static String checksum(Path zip) throws IOException {
    CRC32 all = new CRC32();
    try (ZipFile files = new ZipFile(zip.toFile())) {
      files.stream()
          .map(entry -> entry.getName() + ' ' + entry.getCrc() + '\n')
          .forEach(line -> all.update(line.getBytes(StandardCharsets.UTF_8)));
    }
    return HexFormat.of().toHexDigits((int) all.getValue());
  }

  /** The server of an ECAR before this one, and what was unpacked by half: nobody runs it here. */
  private void removeOthers() throws IOException {
    try (var all = Files.list(settings.directory())) {
      for (Path other : all.filter(path -> !path.equals(home)).toList()) {
        String name = other.getFileName().toString();
        if (name.equals(NAME) || name.startsWith(NAME + "-") || name.startsWith(UNPACKING)) {
          deleteTree(other);
        }
      }
    }
  }

  private static void unpack(InputStream zip, ZipEntry entry, Path directory) throws IOException {
    Path file = directory.resolve(entry.getName()).normalize();
    if (!file.startsWith(directory)) {
      throw new IOException("the server's zip reaches outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
    } else {
      Files.createDirectories(file.getParent());
      Files.copy(zip, file);
    }
  }

  private void makeDomain() throws IOException, Refusal, InterruptedException {
    deleteTree(domains);
    Files.createDirectories(domains);
    PrivateFile.write(passwords, "AS_ADMIN_PASSWORD=" + Secret.fresh().clear() + "\n");
    String ports =
        "jms.port=%d:domain.jmxPort=%d:orb.listener.port=%d:http.ssl.port=%d:orb.ssl.port=%d:orb.mutualauth.port=%d:osgi.shell.telnet.port=%d:java.debugger.port=%d:hazelcast.das.port=%d:hazelcast.start.port=%d"
            .formatted(freePorts(10).toArray());
    requireSuccess(
        asadmin(
            "create-domain",
            "--domaindir",
            domains.toString(),
            "--adminport",
            freePorts(1).get(0).toString(),
            "--instanceport",
            Integer.toString(settings.port()),
            "--savemasterpassword=false",
            "--usemasterpassword=false",
            "--domainproperties",
            ports,
            DOMAIN),
        "make its domain");
    Path configuration = domains.resolve(DOMAIN).resolve("config/domain.xml");
    Files.writeString(configuration, BatchRepository.chosenIn(Files.readString(configuration)));
    Path libraries = Files.createDirectories(domains.resolve(DOMAIN).resolve("lib"));
    Files.copy(distribution.driver(), libraries.resolve("postgresql.jar"));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
    return ports;
  }

  /** A command of the start; none begins any more when the end was asked for. */
  private synchronized ServerProcess asadmin(String... words) throws IOException, Refusal {
    if (stopping) {
      throw new Refusal("The application server was stopped while it started.");
    }
    command = administration(words);
    return command;
  }

  private ServerProcess administration(String... words) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "-jar",
            home.resolve("glassfish/lib/client/appserver-cli.jar").toString(),
            "--interactive=false",
            "--user",
            "admin",
            "--passwordfile",
            passwords.toString()));
    line.addAll(List.of(words));
    return ServerProcess.start(line, settings.environment(), settings.directory(), settings.log());
  }

  private void requireSuccess(ServerProcess process, String what)
      throws InterruptedException, Refusal {
    if (!process.ended(COMMAND_LIMIT) || process.status() != 0) {
      throw new Refusal(
          "The application server cannot " + what + ": the reason is in " + settings.log() + ".");
    }
  }

  private Path serverLog() {
    return domains.resolve(DOMAIN).resolve("logs/server.log");
  }

  private long domainPid() throws IOException {
    return Long.parseLong(Files.readString(pidFile()).strip());
  }

  private Path pidFile() {
    return domains.resolve(DOMAIN).resolve("config/pid");
  }

  @Override
  public void awaitEnd() {
    virtualMachine.onExit().join();
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    ServerProcess last;
    synchronized (this) {
      stopping = true;
      last = command;
    }
    if (last == null) {
      return;
    }
    // Ended by itself where the server has come up.
    last.stop();
    if (Files.exists(pidFile())) {
      ServerProcess ending =
          administration("stop-domain", "--domaindir", domains.toString(), "--kill", DOMAIN);
      if (!ending.ended(Duration.ofSeconds(60))) {
        ending.stop();
      }
    }
    // Begun a moment ago, it has not written its number down yet.
    MarkedProcesses.end(domains);
  }

  @Override
  public OptionalLong pid() {
    return virtualMachine == null || !virtualMachine.isAlive()
        ? OptionalLong.empty()
        : OptionalLong.of(virtualMachine.pid());
  }

  private static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
