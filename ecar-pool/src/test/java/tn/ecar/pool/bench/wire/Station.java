package tn.ecar.pool.bench.wire;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Where pgbench can connect to: PostgreSQL itself, or a process of ours between the two. A process
 * lives from its start here until {@link #close}.
 *
 * @param name what the report calls it
 * @param port on the loopback
 * @param process null for PostgreSQL itself
 * @param limited whether it lacks prepared statements in transaction mode
 */
record Station(String name, int port, Process process, boolean limited) implements AutoCloseable {
  /** What the speed and the memory of the wire door are measured with. */
  static final List<String> JVM =
      List.of(
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-Xms24m",
          "-Xmx256m",
          "-Xss256k",
          "-XX:ReservedCodeCacheSize=32m",
          "-Dio.netty.maxDirectMemory=0",
          "-Dio.netty.leakDetection.level=disabled");

  /** One tick of the kernel's accounts. */
  private static final double TICK_MICROS = 10_000;

  private static final long START_SECONDS = 30;
  private static final int CLIENTS = 11_000;

  static Station direct(int port) {
    return new Station("PostgreSQL itself", port, null, false);
  }

  static Station forwarder(int postgres) throws IOException {
    int port = freePort();
    return java(
        "bare forwarder",
        port,
        List.of("-XX:+UseSerialGC"),
        Forwarder.class,
        "" + port,
        "" + postgres);
  }

  static Station ecar(int postgres, Path directory) throws IOException {
    int port = freePort();
    Path ini = ini(directory, "ecar", port, postgres, true);
    return java("ECAR", port, JVM, PoolProcess.class, ini.toString());
  }

  /**
   * Starts a pgbouncer.
   *
   * @param program its executable
   */
  static Station pgbouncer(String program, int postgres, Path directory) throws IOException {
    int port = freePort();
    String version = version(program);
    Path ini = ini(directory, "pgbouncer", port, postgres, !isOlderThan121(version));
    List<String> line = new ArrayList<>(List.of(program, "-q"));
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to run as root.
      line.addAll(List.of("-u", "nobody"));
    }
    line.add(ini.toString());
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("pgbouncer.log").toFile())
            .start();
    return new Station("PgBouncer " + version, port, process, isOlderThan121(version)).ready();
  }

  static String version(String program) throws IOException {
    Process asked = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.lines().findFirst().orElse("?").replace("PgBouncer", "").strip();
  }

  static boolean isOlderThan121(String version) {
    String[] parts = version.split("\\.", -1);
    return parts[0].equals("1") && Integer.parseInt(parts[1]) < 21;
  }

  /**
   * @param prepared whether it knows max_prepared_statements; what it does not know it refuses
   */
  private static Path ini(Path directory, String name, int port, int postgres, boolean prepared)
      throws IOException {
    Path users = directory.resolve("userlist.txt");
    Files.writeString(users, "\"postgres\" \"\"\n");
    Path ini = directory.resolve(name + ".ini");
    Files.writeString(
        ini,
        String.join(
            "\n",
            "[databases]",
            "* = host=127.0.0.1 port=" + postgres,
            "[pgbouncer]",
            "listen_addr = 127.0.0.1",
            "listen_port = " + port,
            "unix_socket_dir =",
            "auth_type = trust",
            "auth_file = " + users,
            "pool_mode = transaction",
            "default_pool_size = 20",
            "max_client_conn = " + CLIENTS,
            prepared ? "max_prepared_statements = 200" : "",
            "server_tls_sslmode = disable",
            "log_connections = 0",
            "log_disconnections = 0",
            ""));
    return ini;
  }

  private static Station java(
      String name, int port, List<String> flags, Class<?> program, String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(flags);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).inheritIO().start();
    return new Station(name, port, process, false).ready();
  }

  private Station ready() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return this;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > end) {
          close();
          throw new IOException(name + " does not listen on port " + port, notYet);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  boolean isBetween() {
    return process != null;
  }

  /** The processor's time it has used so far, in microseconds. */
  double cpuMicros() throws IOException {
    String stat = Files.readString(proc("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MICROS;
  }

  /** What it keeps in memory, in megabytes. */
  double residentMegabytes() throws IOException {
    for (String line : Files.readAllLines(proc("status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("\\D+", "")) / 1024;
      }
    }
    throw new IOException("the kernel does not tell the memory of process " + process.pid());
  }

  private Path proc(String file) {
    return new File("/proc/" + process.pid() + "/" + file).toPath();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroy();
      process.onExit().orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
    }
  }
}
