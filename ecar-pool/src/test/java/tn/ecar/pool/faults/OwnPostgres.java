package tn.ecar.pool.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL that a test may stop, start again on the same data, and crowd until it refuses.
 *
 * <p>It admits eighteen connections of ordinary users and trusts everybody: who is who is not the
 * theme here.
 */
final class OwnPostgres implements AutoCloseable {
  static final String USER = "teller";

  private final Path data;
  private final int port;
  private EmbeddedPostgres running;

  OwnPostgres(Path data) throws IOException, SQLException {
    this.data = data;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = probe.getLocalPort();
    }
    start();
    execute("create role " + USER + " login");
  }

  int port() {
    return port;
  }

  void start() throws IOException {
    running =
        EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setServerConfig("max_prepared_transactions", "20")
            .setServerConfig("max_connections", "21")
            .setServerConfig("superuser_reserved_connections", "3")
            .setServerConfig("fsync", "off")
            .start();
  }

  /** Stops it as an administrator does: what runs is rolled back, every client is told. */
  void stop() throws IOException {
    running.close();
    running = null;
  }

  Connection connect(String database, String user) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:"
            + port
            + "/"
            + database
            + "?ApplicationName=ecar_test&socketTimeout=30",
        user,
        "");
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect("postgres", "postgres");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** One number, asked in a database over a direct connection. */
  long count(String database, String query) throws SQLException {
    try (Connection connection = connect(database, "postgres");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  @Override
  public void close() throws IOException {
    if (running != null) {
      stop();
    }
  }
}
