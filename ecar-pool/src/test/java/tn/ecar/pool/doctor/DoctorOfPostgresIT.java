package tn.ecar.pool.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.jdbc.Await;

/** Breaks a PostgreSQL of its own so that it lets nobody in, in one way at a time. */
class DoctorOfPostgresIT extends DoctorCase {
  private EmbeddedPostgres start(String... settings) throws Exception {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    for (int i = 0; i < settings.length; i += 2) {
      builder.setServerConfig(settings[i], settings[i + 1]);
    }
    EmbeddedPostgres postgres = builder.start();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create role ecar_user login password '" + SECRET + "'");
      statement.execute("create database ecar_db owner ecar_user");
    }
    server = postgres.getPort();
    return postgres;
  }

  @Test
  void anAddressThatNoRuleLetsInIsTold() throws Exception {
    Path rules =
        Files.writeString(
            directory.resolve("rules.conf"),
            "host all postgres 127.0.0.1/32 trust\nhost all postgres ::1/128 trust\n");
    try (EmbeddedPostgres postgres = start("hba_file", rules.toString())) {
      assertThat(postgres).isNotNull();
      examine(ini());
      failed("no pg_hba.conf entry for host", "add a line to pg_hba.conf and reload PostgreSQL");
    }
  }

  /** One place for a role that is no superuser; who made the role may still be on the way out. */
  @Test
  void aPostgresThatIsFullIsTold() throws Exception {
    List<Connection> inside = new ArrayList<>();
    try (EmbeddedPostgres postgres =
        start("max_connections", "4", "superuser_reserved_connections", "3")) {
      Await.until("the only place is taken", () -> enters(postgres, inside));
      examine(ini());
      failed("login at PostgreSQL: ecar_user", "raise max_connections, or make the pools smaller");
      inside.get(0).close();
    }
  }

  private static boolean enters(EmbeddedPostgres postgres, List<Connection> inside)
      throws SQLException {
    try {
      inside.add(
          DriverManager.getConnection(
              "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/ecar_db",
              "ecar_user",
              SECRET));
      return true;
    } catch (SQLException refused) {
      if (refused.getSQLState().equals("53300")) {
        return false;
      }
      throw refused;
    }
  }

  @Test
  void aPostgresThatGoesDownIsTold() throws Exception {
    try (EmbeddedPostgres postgres = start();
        Connection keepsIt = postgres.getPostgresDatabase().getConnection();
        Statement statement = keepsIt.createStatement();
        var row = statement.executeQuery("show data_directory")) {
      row.next();
      String pid = Files.readAllLines(Path.of(row.getString(1), "postmaster.pid")).get(0).strip();
      assertThat(new ProcessBuilder("kill", "-TERM", pid).start().waitFor()).isZero();
      Await.until("it lets nobody in", () -> isClosed(postgres));
      examine(ini());
      failed("the database system is shutting down", "wait until it has started");
    }
  }

  private static boolean isClosed(EmbeddedPostgres postgres) {
    try (Connection another = postgres.getPostgresDatabase().getConnection()) {
      return another.isClosed();
    } catch (SQLException refused) {
      return refused.getSQLState().equals("57P03");
    }
  }
}
