package tn.ecar.pool.management;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import tn.ecar.pool.AlertFigures;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.Timing;
import tn.ecar.pool.console.Operations;

/**
 * A pooler as JMX shows it. It is registered when the pooler starts and leaves the registry when it
 * is closed, so that an undeployed adapter holds no class loader.
 */
public final class ManagedPooler implements PoolerMXBean, AutoCloseable {
  private static final String DOMAIN = "tn.ecar.pool";

  private final Operations pooler;
  private final MBeanServer server;
  private final ObjectName name;

  private ManagedPooler(Operations pooler, MBeanServer server) throws JMException {
    this.pooler = Objects.requireNonNull(pooler, "pooler");
    this.server = server;
    this.name = registered();
  }

  /**
   * Registers a pooler with the platform's MBean server, as {@code tn.ecar.pool:type=Pooler}; a
   * second one in the same Java machine gets a number.
   *
   * @throws JMException when the server refuses it
   */
  public static ManagedPooler register(Operations pooler) throws JMException {
    return new ManagedPooler(pooler, ManagementFactory.getPlatformMBeanServer());
  }

  private ObjectName registered() throws JMException {
    for (int number = 1; ; number++) {
      String suffix = number == 1 ? "" : ",number=" + number;
      try {
        return server
            .registerMBean(this, new ObjectName(DOMAIN + ":type=Pooler" + suffix))
            .getObjectName();
      } catch (InstanceAlreadyExistsException taken) {
        if (number == Integer.MAX_VALUE) {
          throw taken;
        }
      }
    }
  }

  /** The name it is found by. */
  public ObjectName name() {
    return name;
  }

  @Override
  public List<PoolLine> getPools() {
    return pooler.pools().stream().map(PoolLine::new).toList();
  }

  @Override
  public int getDatabases() {
    return pooler.databases().size();
  }

  @Override
  public int getUsers() {
    return pooler.users().size();
  }

  @Override
  public int getClients() {
    return pooler.clients().size();
  }

  @Override
  public int getWaitingClients() {
    return pooler.pools().stream().mapToInt(PoolFigures::clientsWaiting).sum();
  }

  @Override
  public int getServers() {
    return pooler.servers().size();
  }

  @Override
  public boolean isPaused() {
    return pooler.paused();
  }

  @Override
  public List<TimingLine> getTimings() {
    return pooler.timings().stream()
        .flatMap(pool -> Arrays.stream(Timing.values()).map(each -> new TimingLine(pool, each)))
        .toList();
  }

  @Override
  public List<String> getOpenAlerts() {
    return pooler.alerts().stream()
        .filter(AlertFigures::open)
        .map(each -> each.rule() + (each.database().isEmpty() ? "" : "/" + each.database()))
        .toList();
  }

  /** Leaves the registry; closing twice is allowed. */
  @Override
  public void close() throws JMException {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException alreadyGone) {
      // Closed before, or swept out with the whole server: nothing is left to do.
      return;
    }
  }
}
