package tn.ecar.pool.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.console.Console;
import tn.ecar.pool.console.RecordedPooler;

class ManagedPoolerTest {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  private static ManagedPooler registered(RecordedPooler pooler) throws JMException {
    return ManagedPooler.register(pooler, new Console(pooler));
  }

  @Test
  void the_figures_can_be_read_without_our_classes() throws JMException {
    try (ManagedPooler managed = registered(new RecordedPooler())) {
      CompositeData[] pools = (CompositeData[]) server.getAttribute(managed.name(), "Pools");
      assertThat(pools).hasSize(1);
      assertThat(pools[0].get("database")).isEqualTo("ecar_db");
      assertThat(pools[0].get("clientsWaiting")).isEqualTo(2);
      assertThat(pools[0].get("maxWaitMicroseconds")).isEqualTo(1_250_000L);
      CompositeData[] servers = (CompositeData[]) server.getAttribute(managed.name(), "Servers");
      assertThat(servers).hasSize(1);
      assertThat(servers[0].get("remotePid")).isEqualTo(4711);
      CompositeData[] databases =
          (CompositeData[]) server.getAttribute(managed.name(), "Databases");
      assertThat(databases[0].get("currentConnections")).isEqualTo(10);
      CompositeData[] statistics =
          (CompositeData[]) server.getAttribute(managed.name(), "Statistics");
      assertThat(statistics[0].get("queries")).isEqualTo(123456789012L);
      CompositeData[] advice = (CompositeData[]) server.getAttribute(managed.name(), "Advice");
      assertThat(advice[0].get("setting")).isEqualTo("pool_size");
      assertThat(server.getAttribute(managed.name(), "Paused")).isEqualTo(false);
      CompositeData[] timings = (CompositeData[]) server.getAttribute(managed.name(), "Timings");
      assertThat(timings).hasSize(4);
      assertThat(timings[3].get("count")).isEqualTo(100L);
      assertThat((String[]) server.getAttribute(managed.name(), "OpenAlerts"))
          .containsExactly("slow_transactions/ecar_db");
    }
  }

  @Test
  void every_attribute_can_be_read() throws JMException {
    try (ManagedPooler managed = registered(new RecordedPooler())) {
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(managed.name()).getAttributes()) {
        assertThat(server.getAttribute(managed.name(), attribute.getName()))
            .as(attribute.getName())
            .isNotNull();
        assertThat(attribute.getDescriptor().getFieldValue("meaning")).asString().isNotBlank();
      }
    }
  }

  @Test
  void commands_do_what_the_consoles_do() throws JMException {
    RecordedPooler pooler = new RecordedPooler();
    try (ManagedPooler managed = registered(pooler)) {
      for (String operation : List.of("pause", "kill", "reconnect", "waitClose")) {
        invoke(managed, operation, "ecar_db");
        invoke(managed, operation, "");
        invoke(managed, operation, (String) null);
      }
      invoke(managed, "disable", "ecar_db");
      invoke(managed, "enable", "ecar_db");
      server.invoke(managed.name(), "killClient", new Object[] {7L}, new String[] {"long"});
      server.invoke(
          managed.name(),
          "set",
          new Object[] {"default_pool_size", "33"},
          new String[] {String.class.getName(), String.class.getName()});
    }
    assertThat(pooler.commands)
        .startsWith("pause ecar_db", "pause all", "pause all", "kill ecar_db")
        .containsSubsequence("kill all", "reconnect ecar_db", "reconnect all")
        .containsSubsequence("reconnect all", "wait close ecar_db", "wait close all")
        .endsWith("disable ecar_db", "enable ecar_db", "kill client 7");
    assertThat(pooler.configuration().integer(Setting.DEFAULT_POOL_SIZE)).isEqualTo(33);
  }

  private void invoke(ManagedPooler managed, String operation, String database) throws JMException {
    server.invoke(
        managed.name(), operation, new Object[] {database}, new String[] {String.class.getName()});
  }

  @Test
  void refusals_are_sentences_in_a_class_that_everybody_has() throws JMException {
    try (ManagedPooler managed = registered(new RecordedPooler())) {
      assertThatThrownBy(() -> invoke(managed, "pause", "nowhere"))
          .hasRootCauseExactlyInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("no such database: nowhere");
      assertThatThrownBy(() -> invoke(managed, "kill", "pgbouncer"))
          .hasRootCauseMessage("cannot kill admin db: pgbouncer");
      assertThatThrownBy(() -> invoke(managed, "disable", ""))
          .hasRootCauseMessage("a database is required");
      assertThatThrownBy(() -> invoke(managed, "resume", ""))
          .hasRootCauseMessage("pooler is not paused/suspended");
      assertThatThrownBy(
              () -> server.invoke(managed.name(), "reload", new Object[0], new String[0]))
          .hasRootCauseMessage("RELOAD failed, see logs for additional details: line 3 is wrong");
    }
  }

  @Test
  void two_poolers_have_two_names_and_leave_nothing_behind() throws JMException {
    ManagedPooler first = registered(new RecordedPooler());
    ManagedPooler second = registered(new RecordedPooler());
    assertThat(first.name()).isNotEqualTo(second.name());

    second.close();
    first.close();
    first.close();

    assertThat(server.queryNames(new ObjectName("tn.ecar.pool:*"), null)).isEmpty();
  }
}
