package tn.ecar.pool.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.TestDirectory;
import tn.ecar.pool.config.Configuration;

/**
 * A pool for one test with the entry {@code db} as the test writes it, in transaction mode, whose
 * clients are believed without a secret.
 */
final class IniPool implements AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Pooler pooler;

  private IniPool(Pooler pooler) {
    this.pooler = pooler;
  }

  /**
   * Starts one.
   *
   * @param database what stands behind {@code db = }
   * @param lines of [pgbouncer]
   */
  static IniPool of(String database, String... lines) {
    return new IniPool(
        Pooler.start("ini-" + NUMBERS.incrementAndGet(), configuration(database, lines)));
  }

  private static Configuration configuration(String database, String... lines) {
    try {
      Path directory = TestDirectory.create("ini-pool");
      Path ini = directory.resolve("pool.ini");
      StringBuilder users = new StringBuilder();
      for (String user :
          new String[] {"ecar_user", "other_user", "clear_user", "tls_user", "no_tls_user"}) {
        users.append('"').append(user).append("\" \"").append(RealPostgres.PASSWORD).append("\"\n");
      }
      users.append("\"cert_user\" \"\"\n");
      Files.writeString(directory.resolve("users.txt"), users);
      Files.writeString(
          ini,
          "[databases]\ndb = "
              + database
              + "\n[pgbouncer]\nauth_type = trust\nauth_file = "
              + directory.resolve("users.txt")
              + "\npool_mode = transaction\nserver_login_retry = 0\n"
              + String.join("\n", lines)
              + "\n");
      return Configuration.read(ini, Map.of());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  Pooler pooler() {
    return pooler;
  }

  Connection connect(String user) throws SQLException {
    return new EcarDataSource(pooler.name(), "db", user, "", new Properties()).getConnection();
  }

  Connection connect() throws SQLException {
    return connect(RealPostgres.USER);
  }

  /** One text, asked as this user on a connection of its own. */
  String ask(String user, String sql) throws SQLException {
    try (Connection connection = connect(user)) {
      return ask(connection, sql);
    }
  }

  static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  @Override
  public void close() {
    pooler.close();
  }
}
