package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.RealPostgres;

/** What pgjdbc does over the in-VM door, on the real PostgreSQL. */
class InVmDoorIT {
  @Test
  void answersASelectAndGivesTheServerBack() throws SQLException {
    try (Pools pools = Pools.with();
        VirtualConnection connection = pools.open();
        Statement statement = connection.connection().createStatement();
        ResultSet result = statement.executeQuery("select 1")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getInt(1)).isEqualTo(1);
      assertThat(connection.holdsServer()).isFalse();
      assertThat(pools.figures().serversIdle()).isEqualTo(1);
    }
  }

  @Test
  void servesTheBareUrlOfAnyProgram() throws SQLException {
    try (Pools pools = Pools.with();
        Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://nowhere/ecar_db?socketFactory="
                    + InVmSocketFactory.class.getName()
                    + "&socketFactoryArg="
                    + pools.pooler().name(),
                RealPostgres.USER,
                RealPostgres.PASSWORD);
        PreparedStatement statement = connection.prepareStatement("select ?::int + 1")) {
      for (int i = 0; i < 20; i++) {
        statement.setInt(1, i);
        try (ResultSet result = statement.executeQuery()) {
          assertThat(result.next()).isTrue();
          assertThat(result.getInt(1)).isEqualTo(i + 1);
        }
      }
    }
  }

  @Test
  void commitsAndRollsBack() throws SQLException {
    try (Pools pools = Pools.with();
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists thin");
      statement.execute("create table thin(id int)");
      connection.setAutoCommit(false);
      statement.execute("insert into thin values (1)");
      connection.commit();
      statement.execute("insert into thin values (2)");
      connection.rollback();
      connection.setAutoCommit(true);
      try (ResultSet result = statement.executeQuery("select count(*) from thin")) {
        result.next();
        assertThat(result.getInt(1)).isEqualTo(1);
      }
    }
  }
}
