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

  /** From now on it proves everybody but postgres by this method. */
  void prove(String method) throws SQLException, IOException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement();
        ResultSet data = statement.executeQuery("show hba_file")) {
      data.next();
      Files.writeString(
          Path.of(data.getString(1)),
          "local all all trust\nhost all postgres all trust\nhost all all all " + method + "\n");
    }
    execute("select pg_reload_conf()");
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection superuser() throws SQLException {
    return connect("postgres", "");
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

  @Override
  public void close() throws IOException {
    server.close();
  }
}
