package tn.ecar.pool.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Properties;
import java.util.stream.Stream;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.TestDirectory;
import tn.ecar.pool.jdbc.Pools;

/** A pool on the real PostgreSQL that listens on a free port of the loopback, for one test. */
final class ListeningPool implements AutoCloseable {
  private static Path directory;

  private final Pools pools;
  private final WireDoor door;
  private final int port;

  private ListeningPool(Pools pools, WireDoor door, int port) {
    this.pools = pools;
    this.door = door;
    this.port = port;
  }

  /**
   * One in transaction mode with these lines more in its [pgbouncer] section, in which {@code
   * ${port}} stands for its own port.
   */
  static ListeningPool with(String... lines) throws IOException {
    return with(1, lines);
  }

  /** The same with so many event loops. */
  static ListeningPool with(int loops, String... lines) throws IOException {
    return of(loops, Descriptors.epollServes(), Clock.systemUTC(), lines);
  }

  /** The same by a clock of its own. */
  static ListeningPool at(Clock clock, String... lines) throws IOException {
    return of(1, Descriptors.epollServes(), clock, lines);
  }

  /** One whose loops wait by selectors of the JDK, as they do where there is no epoll. */
  static ListeningPool bySelectors(String... lines) throws IOException {
    return of(1, false, Clock.systemUTC(), lines);
  }

  private static ListeningPool of(int loops, boolean epoll, Clock clock, String... lines)
      throws IOException {
    int port = freePort();
    Pools pools =
        Pools.on(
            RealPostgres.shared().port(),
            clock,
            Stream.concat(
                    Stream.of(
                        "listen_addr = 127.0.0.1",
                        "listen_port = " + port,
                        "unix_socket_dir = " + directory()),
                    Stream.of(lines).map(line -> line.replace("${port}", "" + port)))
                .toArray(String[]::new));
    try {
      return new ListeningPool(pools, WireDoor.open(pools.pooler(), loops, epoll), port);
    } catch (IOException | RuntimeException closed) {
      pools.close();
      throw closed;
    }
  }

  /**
   * Where its unix socket is; short, because the kernel takes no more than some hundred letters.
   */
  static synchronized Path directory() throws IOException {
    if (directory == null) {
      directory = TestDirectory.create("ecar");
    }
    return directory;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  Pooler pooler() {
    return pools.pooler();
  }

  Pools inside() {
    return pools;
  }

  PoolFigures figures() {
    return pools.figures();
  }

  Connection connect() throws SQLException {
    return connect(RealPostgres.DATABASE, RealPostgres.USER, RealPostgres.PASSWORD);
  }

  Connection connect(String database, String user, String password, String... properties)
      throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    for (int i = 0; i < properties.length; i += 2) {
      login.setProperty(properties[i], properties[i + 1]);
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, login);
  }

  @Override
  public void close() {
    door.close();
    pools.close();
  }
}
