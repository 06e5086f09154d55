package tn.ecar.pool;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The real PostgreSQL that all tests of one Java machine share. It starts with the first test that
 * asks and ends with the machine.
 *
 * <p>Its pg_hba.conf trusts only the superuser {@code postgres}; everybody else proves a secret:
 * {@code md5_user} by md5, {@code clear_user} in clear, the others by SCRAM. Their passwords are
 * {@link #PASSWORD}. Prepared transactions are allowed, and replication to roles that may.
 */
public final class RealPostgres {
  /** What every user but postgres proves. */
  public static final String PASSWORD = "s3cret of the garage";

  /** A SCRAM user, owner of {@link #DATABASE}. */
  public static final String USER = "ecar_user";

  /** A second SCRAM user. */
  public static final String OTHER_USER = "other_user";

  /** A user whose role holds an md5 hash. */
  public static final String MD5_USER = "md5_user";

  /** A user whom the server asks for the clear password. */
  public static final String CLEAR_USER = "clear_user";

  public static final String DATABASE = "ecar_db";
  public static final String OTHER_DATABASE = "other_db";

  private static RealPostgres shared;

  private final EmbeddedPostgres server;

  private RealPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /** The shared server, started at the first call. */
  public static synchronized RealPostgres shared() {
    if (shared == null) {
      shared = start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "stop-postgres"));
    }
    return shared;
  }

  private static RealPostgres start() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("max_prepared_transactions", "20")
              .setServerConfig("max_connections", "200")
              .setServerConfig("fsync", "off")
              .setServerConfig("wal_level", "logical")
              .setServerConfig("password_encryption", "scram-sha-256")
              .start();
      RealPostgres postgres = new RealPostgres(server);
      postgres.createUsers();
      return postgres;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (SQLException broken) {
      throw new IllegalStateException("the fresh PostgreSQL refuses its users", broken);
    }
  }

  private void createUsers() throws SQLException, IOException {
    try (Connection connection = superuser("postgres");
        Statement statement = connection.createStatement()) {
      for (String user : new String[] {USER, OTHER_USER, CLEAR_USER}) {
        statement.execute("create role " + user + " login password '" + PASSWORD + "'");
      }
      statement.execute("set password_encryption = 'md5'");
      statement.execute("create role " + MD5_USER + " login password '" + PASSWORD + "'");
      statement.execute("create database " + DATABASE + " owner " + USER);
      statement.execute("create database " + OTHER_DATABASE + " owner " + USER);
      try (ResultSet data = statement.executeQuery("show data_directory")) {
        data.next();
        writeRules(Path.of(data.getString(1)));
      }
      statement.execute("select pg_reload_conf()");
    }
  }

  private static void writeRules(Path data) throws IOException {
    String rules =
        "local all postgres trust\n"
            + "local all all scram-sha-256\n"
            + "host all postgres all trust\n"
            + ("host all " + MD5_USER + " all md5\n")
            + ("host all " + CLEAR_USER + " all password\n")
            + "host all all all scram-sha-256\n"
            + "host replication all all scram-sha-256\n";
    Files.write(data.resolve("pg_hba.conf"), rules.getBytes(StandardCharsets.UTF_8));
  }

  /** Its TCP port on localhost. */
  public int port() {
    return server.getPort();
  }

  /** The directory of its unix socket. */
  public String sockets() throws SQLException {
    try (Connection connection = superuser("postgres");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("show unix_socket_directories")) {
      found.next();
      return found.getString(1).split(",", -1)[0].strip();
    }
  }

  /** A direct connection of the superuser, outside any pool. */
  public Connection superuser(String database) throws SQLException {
    return connect(database, "postgres", "");
  }

  /** A direct connection, outside any pool. */
  public Connection connect(String database, String user, String password) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    login.setProperty("ApplicationName", "ecar_test_direct");
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + port() + "/" + database, login);
  }

  /** One number, asked by the superuser over a direct connection. */
  public long count(String database, String query) throws SQLException {
    try (Connection connection = superuser(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Runs statements as the superuser over a direct connection. */
  public void execute(String database, String... statements) throws SQLException {
    try (Connection connection = superuser(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void close() {
    try {
      server.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
