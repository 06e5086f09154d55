package tn.ecar.pool.management;

import java.util.Objects;
import java.util.stream.Collectors;
import tn.ecar.pool.DatabaseFigures;
import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.config.ServerAddress;

/** One database in the form that JMX carries to tools which have none of our classes. */
public final class DatabaseLine {
  private final DatabaseFigures figures;
  private final PoolLimits limits;

  DatabaseLine(DatabaseFigures figures, PoolLimits limits) {
    this.figures = Objects.requireNonNull(figures, "figures");
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  @Meaning("What clients call it.")
  public String getName() {
    return figures.settings().name();
  }

  @Meaning("Host or hosts of PostgreSQL, or the directory of its unix socket.")
  public String getHost() {
    return figures.settings().addresses().stream()
        .map(ServerAddress::host)
        .collect(Collectors.joining(","));
  }

  @Meaning("Port of PostgreSQL.")
  public int getPort() {
    return figures.settings().addresses().get(0).port();
  }

  @Meaning("What PostgreSQL calls it.")
  public String getDatabase() {
    return figures.settings().dbname();
  }

  @Meaning("Who servers log in as, whoever the client is; empty for none.")
  public String getForceUser() {
    return figures.settings().user().orElse("");
  }

  @Meaning("Most servers of one pool; 0 for no limit.")
  public int getPoolSize() {
    return limits.poolSize();
  }

  @Meaning("Servers that are kept open in a pool in use.")
  public int getMinPoolSize() {
    return limits.minPoolSize();
  }

  @Meaning("Servers beyond pool_size after reserve_pool_timeout.")
  public int getReservePoolSize() {
    return limits.reservePoolSize();
  }

  @Meaning("session, transaction or statement.")
  public String getPoolMode() {
    return limits.poolMode().word();
  }

  @Meaning("max_db_connections; 0 for no limit.")
  public int getMaxConnections() {
    return limits.maxDbConnections();
  }

  @Meaning("Servers of all its pools.")
  public int getCurrentConnections() {
    return figures.serverConnections();
  }

  @Meaning("max_db_client_connections; 0 for no limit.")
  public int getMaxClientConnections() {
    return limits.maxDbClientConnections();
  }

  @Meaning("Clients logged in to it.")
  public int getCurrentClientConnections() {
    return figures.clientConnections();
  }

  @Meaning("Whether PAUSE or KILL holds it.")
  public boolean isPaused() {
    return figures.paused();
  }

  @Meaning("Whether DISABLE refuses new clients.")
  public boolean isDisabled() {
    return figures.disabled();
  }
}
