package tn.ecar.pool.rotation;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import tn.ecar.pool.Standby;

/** A second PostgreSQL, for one test: the role that is rotated may be there or not. */
final class OtherPostgres implements AutoCloseable {
  private final EmbeddedPostgres server;

  private OtherPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /** One that proves everybody but postgres by this method. */
  static OtherPostgres proving(String method) throws Exception {
    OtherPostgres other =
        new OtherPostgres(EmbeddedPostgres.builder().setServerConfig("fsync", "off").start());
    other.prove(method);
    return other;
  }

  /** One that follows this one, and proves everybody as this one did. */
  OtherPostgres standby(Path data) throws Exception {
    return new OtherPostgres(Standby.of(server, data));
  }

  /** From now on it proves everybody but postgres by this method. */
  void prove(String method) throws SQLException, IOException {
    obey("host all all all " + method + "\n");
  }

  /** The same, but nobody is let into this database. */
  void proveBut(String database, String method) throws SQLException, IOException {
    obey("host " + database + " all all reject\nhost all all all " + method + "\n");
  }

  private void obey(String rules) throws SQLException, IOException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement();
        ResultSet data = statement.executeQuery("show hba_file")) {
      data.next();
      Files.writeString(
          Path.of(data.getString(1)),
          "local all all trust\nhost all postgres all trust\nhost replication postgres all trust\n"
              + rules);
    }
    execute("select pg_reload_conf()");
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** One value, asked by the superuser. */
  String ask(String sql) throws SQLException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      answer.next();
      return answer.getString(1);
    }
  }

  private Connection superuser() throws SQLException {
    return connect("postgres", "");
  }

  int port() {
    return server.getPort();
  }

  /** Whether a direct login, outside any pool, is let in. */
  boolean opens(String user, String password) {
    try (Connection connection = connect(user, password)) {
      return connection.isValid(10);
    } catch (SQLException refused) {
      return false;
    }
  }

  /** A direct login, outside any pool. */
  Connection connect(String user, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", user, password);
  }

  /** An entry of [databases] for it. */
  String entry(String name) {
    return name + " = host=127.0.0.1 dbname=postgres port=" + server.getPort();
  }

  /** An entry that names several, in this order. */
  static String entry(String name, OtherPostgres first, OtherPostgres second) {
    return name
        + " = host=127.0.0.1,127.0.0.1 dbname=postgres port="
        + first.port()
        + ","
        + second.port();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
