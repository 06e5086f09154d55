package tn.ecar.pool.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.jdbc.Pools;

/** A monitoring tool commands a pool on a real database through the MBean server. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ManagedPoolerIT {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  @Test
  void an_operator_sees_and_steers_the_pool_by_jmx() throws Exception {
    try (Pools pools = Pools.with("default_pool_size = 2");
        ManagedPooler managed = registered(pools);
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      assertThat(lines(managed, "Clients")).hasSize(1);
      assertThat(lines(managed, "Clients")[0].get("state")).isEqualTo("idle");

      command(managed, "pause", "ecar_db");
      assertThatThrownBy(() -> command(managed, "resume", "other_db"))
          .hasRootCauseExactlyInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("database other_db is not paused");
      command(managed, "resume", "ecar_db");
      command(managed, "disable", "ecar_db");
      assertThatThrownBy(pools::connect).hasMessageContaining("is disabled");
      command(managed, "enable", "ecar_db");
      server.invoke(managed.name(), "reload", new Object[0], new String[0]);
      statement.execute("select 1");
      assertThat(lines(managed, "Servers")).hasSize(1);
      command(managed, "reconnect", "");
      command(managed, "waitClose", "ecar_db");
      assertThat(lines(managed, "Servers")).isEmpty();
      assertThat(pools.pooler().operations().commands())
          .extracting(change -> change.command() + " by " + change.who())
          .contains("PAUSE ecar_db by this process", "RECONNECT by this process");

      command(managed, "kill", "ecar_db");
      assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
      command(managed, "resume", "ecar_db");
    }
  }

  @Test
  void a_client_is_sent_away_by_the_id_that_jmx_shows() throws Exception {
    try (Pools pools = Pools.with();
        ManagedPooler managed = registered(pools);
        Connection connection = pools.connect();
        Statement statement = connection.createStatement()) {

      server.invoke(
          managed.name(),
          "killClient",
          new Object[] {lines(managed, "Clients")[0].get("id")},
          new String[] {"long"});

      assertThatThrownBy(() -> statement.execute("select 1"))
          .hasMessageContaining("admin forced disconnect");
    }
  }

  private static ManagedPooler registered(Pools pools) throws JMException {
    return ManagedPooler.register(pools.pooler().operations(), pools.pooler().console());
  }

  private void command(ManagedPooler managed, String name, String database) throws JMException {
    String[] types = {String.class.getName()};
    server.invoke(managed.name(), name, new Object[] {database}, types);
  }

  private CompositeData[] lines(ManagedPooler managed, String attribute) throws Exception {
    return (CompositeData[]) server.getAttribute(managed.name(), attribute);
  }
}
