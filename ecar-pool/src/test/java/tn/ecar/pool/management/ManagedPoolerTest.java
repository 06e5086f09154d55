package tn.ecar.pool.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.console.RecordedPooler;

class ManagedPoolerTest {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  @Test
  void the_figures_can_be_read_without_our_classes() throws JMException {
    try (ManagedPooler managed = ManagedPooler.register(new RecordedPooler())) {
      CompositeData[] pools = (CompositeData[]) server.getAttribute(managed.name(), "Pools");
      assertThat(pools).hasSize(1);
      assertThat(pools[0].get("database")).isEqualTo("ecar_db");
      assertThat(pools[0].get("clientsWaiting")).isEqualTo(2);
      assertThat(pools[0].get("maxWaitMicroseconds")).isEqualTo(1_250_000L);
      assertThat(server.getAttribute(managed.name(), "Servers")).isEqualTo(1);
      assertThat(server.getAttribute(managed.name(), "Paused")).isEqualTo(false);
      CompositeData[] timings = (CompositeData[]) server.getAttribute(managed.name(), "Timings");
      assertThat(timings).hasSize(4);
      assertThat(timings[3].get("count")).isEqualTo(100L);
      assertThat((String[]) server.getAttribute(managed.name(), "OpenAlerts"))
          .containsExactly("slow_transactions/ecar_db");
    }
  }

  @Test
  void two_poolers_have_two_names_and_leave_nothing_behind() throws JMException {
    ManagedPooler first = ManagedPooler.register(new RecordedPooler());
    ManagedPooler second = ManagedPooler.register(new RecordedPooler());
    assertThat(first.name()).isNotEqualTo(second.name());

    second.close();
    first.close();
    first.close();

    assertThat(server.queryNames(new ObjectName("tn.ecar.pool:*"), null)).isEmpty();
  }
}
