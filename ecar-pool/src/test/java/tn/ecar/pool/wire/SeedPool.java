package tn.ecar.pool.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import tn.ecar.pool.HandClock;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.TestDirectory;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.jdbc.EcarDataSource;
import tn.ecar.pool.jdbc.VirtualConnection;

/**
 * A pool of the garage's own ini with single keys changed, on the real PostgreSQL, by a clock that
 * the test moves. What differs from machine to machine is always changed: the ports, and where the
 * userlist is.
 */
final class SeedPool implements AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Path directory;
  private final HandClock clock = new HandClock();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<VirtualConnection> clients = new ArrayList<>();
  private final Pooler pooler;
  private final int port;
  private WireDoor door;

  private SeedPool(String... changes) throws IOException {
    directory = TestDirectory.create("seed");
    port = freePort();
    Files.writeString(directory.resolve("userlist.txt"), userlist(RealPostgres.PASSWORD));
    String ini = seed();
    ini = change(ini, "ecar_db = host=localhost port=" + RealPostgres.shared().port());
    ini = change(ini, "listen_port = " + port);
    ini = change(ini, "auth_file = " + directory.resolve("userlist.txt"));
    for (String change : changes) {
      ini = change(ini, change.replace("{directory}", directory.toString()));
    }
    Path file = directory.resolve("pgbouncer.ini");
    Files.writeString(file, ini);
    pooler =
        Pooler.start(
            "seed-" + NUMBERS.incrementAndGet(), Configuration.read(file, Map.of()), clock);
  }

  /** One with these lines in place of those of the same key, or below all others. */
  static SeedPool with(String... changes) throws IOException {
    return new SeedPool(changes);
  }

  private static String seed() throws IOException {
    try (InputStream shipped = Configuration.class.getResourceAsStream("pgbouncer.ini")) {
      return new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String change(String ini, String line) {
    String key = line.substring(0, line.indexOf('=')).strip();
    Pattern present = Pattern.compile("(?m)^" + Pattern.quote(key) + "\\s*=.*$");
    if (present.matcher(ini).find()) {
      return present.matcher(ini).replaceAll(java.util.regex.Matcher.quoteReplacement(line));
    }
    return key.endsWith("_db")
        ? ini.replace("[databases]\n", "[databases]\n" + line + "\n")
        : ini + "\n" + line + "\n";
  }

  private static String userlist(String password) {
    String md5 = Md5.hash(RealPostgres.MD5_USER, password).text();
    return "\"md5_user\" \"%s\"\n\"ecar_user\" \"%s\"\n".formatted(md5, password);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Another userlist beside the seed's; what its users prove. */
  void writeUserlist(String name, String password) throws IOException {
    Files.writeString(directory.resolve(name), userlist(password));
  }

  Path directory() {
    return directory;
  }

  int port() {
    return port;
  }

  /** Opens the listener. */
  SeedPool listen() throws IOException {
    door = WireDoor.open(pooler);
    return this;
  }

  HandClock clock() {
    return clock;
  }

  VirtualConnection open(String database, String user, String password) throws SQLException {
    VirtualConnection client = new EcarDataSource(pooler.name(), database, user, password).open();
    synchronized (clients) {
      clients.add(client);
    }
    return client;
  }

  VirtualConnection open() throws SQLException {
    return open("ecar_db", RealPostgres.MD5_USER, RealPostgres.PASSWORD);
  }

  /** So many clients that each want a server and keep it when they get it. */
  void crowd(int count, String database, String user) throws SQLException {
    for (int i = 0; i < count; i++) {
      Connection connection = open(database, user, RealPostgres.PASSWORD).connection();
      threads.execute(
          () -> {
            try (Statement statement = connection.createStatement()) {
              connection.setAutoCommit(false);
              statement.execute("select 1");
            } catch (SQLException sentAwayAtTheEnd) {
              System.getLogger("test")
                  .log(System.Logger.Level.DEBUG, "sent away", sentAwayAtTheEnd);
            }
          });
    }
  }

  int active() {
    return pooler.operations().pools().stream().mapToInt(PoolFigures::serversActive).sum();
  }

  int waiting() {
    return pooler.operations().pools().stream().mapToInt(PoolFigures::clientsWaiting).sum();
  }

  int idle() {
    return pooler.operations().pools().stream().mapToInt(PoolFigures::serversIdle).sum();
  }

  @Override
  public void close() {
    if (door != null) {
      door.close();
    }
    pooler.close();
    threads.shutdownNow();
  }
}
