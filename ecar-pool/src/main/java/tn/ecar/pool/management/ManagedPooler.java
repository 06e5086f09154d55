package tn.ecar.pool.management;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import tn.ecar.pool.AlertFigures;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.Timing;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.console.Console;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.console.Operations;
import tn.ecar.pool.sizing.Sizing;

/**
 * A pooler as JMX shows it. It is registered when the pooler starts and leaves the registry when it
 * is closed, so that an undeployed adapter holds no class loader.
 */
public final class ManagedPooler implements PoolerMXBean, AutoCloseable {
  private static final String DOMAIN = "tn.ecar.pool";

  private final Operations pooler;
  private final Console console;
  private final MBeanServer server;
  private final ObjectName name;

  private ManagedPooler(Operations pooler, Console console, MBeanServer server) throws JMException {
    this.pooler = Objects.requireNonNull(pooler, "pooler");
    this.console = Objects.requireNonNull(console, "console");
    this.server = server;
    this.name = registered();
  }

  /**
   * Registers a pooler with the platform's MBean server, as {@code tn.ecar.pool:type=Pooler}; a
   * second one in the same Java machine gets a number.
   *
   * @param console obeys what comes by JMX
   * @throws JMException when the server refuses it
   */
  public static ManagedPooler register(Operations pooler, Console console) throws JMException {
    return new ManagedPooler(pooler, console, ManagementFactory.getPlatformMBeanServer());
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
  public List<DatabaseLine> getDatabases() {
    return pooler.databases().stream()
        .map(each -> new DatabaseLine(each, pooler.configuration().limits(each.settings(), "")))
        .toList();
  }

  @Override
  public int getUsers() {
    return pooler.users().size();
  }

  @Override
  public List<ConnectionLine> getClients() {
    return pooler.clients().stream().map(ConnectionLine::new).toList();
  }

  @Override
  public int getWaitingClients() {
    return pooler.pools().stream().mapToInt(PoolFigures::clientsWaiting).sum();
  }

  @Override
  public List<ConnectionLine> getServers() {
    return pooler.servers().stream().map(ConnectionLine::new).toList();
  }

  @Override
  public List<StatisticsLine> getStatistics() {
    return pooler.statistics().stream().map(StatisticsLine::new).toList();
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

  @Override
  public List<AdviceLine> getAdvice() {
    return Sizing.of(pooler.configuration().integer(Setting.SERVER_CORES))
        .advise(pooler.loads())
        .stream()
        .map(AdviceLine::new)
        .toList();
  }

  // ---- commands

  @Override
  public void pause(String database) {
    obey("PAUSE", database);
  }

  @Override
  public void resume(String database) {
    obey("RESUME", database);
  }

  @Override
  public void reconnect(String database) {
    obey("RECONNECT", database);
  }

  @Override
  public void kill(String database) {
    obey("KILL", database);
  }

  @Override
  public void killClient(long id) {
    obey("KILL_CLIENT", Long.toString(id));
  }

  @Override
  public void disable(String database) {
    obey("DISABLE", database);
  }

  @Override
  public void enable(String database) {
    obey("ENABLE", database);
  }

  @Override
  public void waitClose(String database) {
    obey("WAIT_CLOSE", database);
  }

  @Override
  public void reload() {
    obey("RELOAD", null);
  }

  @Override
  public void set(String key, String value) {
    try {
      console.set(key, value);
    } catch (ConsoleException refused) {
      throw refusal(refused);
    }
  }

  private void obey(String command, String argumentOrNull) {
    Optional<String> argument = Optional.ofNullable(argumentOrNull).filter(it -> !it.isEmpty());
    try {
      console.obey(command, argument);
    } catch (ConsoleException refused) {
      throw refusal(refused);
    }
  }

  /** Without its cause, which a JMX client could not read: it has none of our classes. */
  private static IllegalStateException refusal(ConsoleException refused) {
    String detail = refused.detail().isEmpty() ? "" : ": " + refused.detail();
    return new IllegalStateException(refused.getMessage() + detail);
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
