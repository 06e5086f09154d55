package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import tn.ecar.application.Application;
import tn.ecar.pool.ConnectionFigures;
import tn.ecar.pool.RealPostgres;

/** SHOW CLIENTS names the code behind a client inside this Java machine. */
class OriginIT {
  private static String shown(Pools pools) throws SQLException {
    assertThat(pools.pooler().operations().clients()).hasSize(1);
    try (Connection console = pools.source("pgbouncer", RealPostgres.USER).open().connection();
        Statement statement = console.createStatement();
        var row = statement.executeQuery("show clients")) {
      while (row.next()) {
        if (!row.getString("database").equals("pgbouncer")) {
          assertThat(row.getString("type")).isEqualTo("J");
          assertThat(row.getInt("port")).isZero();
          return row.getString("addr");
        }
      }
    }
    throw new AssertionError("no client is shown");
  }

  @Test
  void theCodeThatOpenedItFirst() throws SQLException {
    try (Pools pools = Pools.with("admin_users = ecar_user")) {
      EcarDataSource source = pools.source();
      try (Connection connection = Application.take(source)) {
        Application.run(connection, "select 1");
      }
      assertThat(shown(pools)).contains("Application.take(Application.java:");
      try (Connection connection = Application.takeElsewhere(source)) {
        Application.run(connection, "select 1");
        assertThat(shown(pools)).contains("Application.take(Application.java:");
      }
    }
  }

  @Test
  void orTheCodeThatHasTakenItLast() throws SQLException {
    try (Pools pools = Pools.with("admin_users = ecar_user", "track_client_origin = 1")) {
      EcarDataSource source = pools.source();
      try (Connection connection = Application.take(source)) {
        Application.run(connection, "select 1");
      }
      try (Connection connection = Application.takeElsewhere(source)) {
        Application.run(connection, "select 1");
        assertThat(shown(pools)).contains("Application.takeElsewhere(Application.java:");
      }
    }
  }

  @Test
  void whereAProgramHasGivenItselfNoNameItsCodeStandsForIt() throws SQLException {
    String database = "host=127.0.0.1 port=" + RealPostgres.shared().port() + " dbname=ecar_db";
    try (IniPool pools = IniPool.of(database)) {
      EcarDataSource source =
          new EcarDataSource(pools.pooler().name(), "db", RealPostgres.USER, "", new Properties());
      try (Connection connection = Application.take(source)) {
        Application.run(connection, "select 1");
      }
      assertThat(pools.pooler().operations().clients())
          .extracting(ConnectionFigures::applicationName)
          .singleElement()
          .asString()
          .contains("Application.take(Application.java:");
    }
  }

  @Test
  void aClientThatNoApplicationOpenedHasNoPlace() throws Exception {
    try (Pools pools = Pools.with()) {
      Thread ours = new Thread(() -> touch(pools), "pool's own");
      ours.start();
      ours.join();
      assertThat(pools.pooler().operations().clients())
          .extracting(ConnectionFigures::address)
          .containsExactly("in-vm");
    }
  }

  private static void touch(Pools pools) {
    try (Connection connection = pools.source().getConnection()) {
      Application.run(connection, "select 1");
    } catch (SQLException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }
}
