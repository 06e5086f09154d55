package tn.ecar.pool.management;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.console.Operations;

/**
 * A pooler as JMX shows it. It is registered when the pooler starts and leaves the registry when it
 * is closed, so that an undeployed adapter holds no class loader.
 */
public final class ManagedPooler implements PoolerMXBean, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");
  private static final String DOMAIN = "tn.ecar.pool";

  private final Operations pooler;
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final ObjectName name;

  /**
   * A pooler that is not registered yet.
   *
   * @param pool the pooler's own name, unique among the running ones
   */
  public ManagedPooler(String pool, Operations pooler) {
    this.pooler = Objects.requireNonNull(pooler, "pooler");
    try {
      this.name = new ObjectName(DOMAIN + ":type=Pooler,name=" + ObjectName.quote(pool));
    } catch (MalformedObjectNameException impossible) {
      throw new IllegalStateException("a quoted name is always well formed", impossible);
    }
  }

  /** Enters the registry. A pool must not fail for want of it, so a refusal is only logged. */
  public void register() {
    try {
      server.registerMBean(this, name);
    } catch (JMException refused) {
      LOG.log(System.Logger.Level.WARNING, name + " is not shown by JMX", refused);
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

  /** Leaves the registry; closing twice is allowed. */
  @Override
  public void close() {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException alreadyGone) {
      LOG.log(System.Logger.Level.DEBUG, "{0} has left JMX already", name);
    } catch (JMException refused) {
      LOG.log(System.Logger.Level.WARNING, name + " stays in JMX", refused);
    }
  }
}
