package tn.ecar.pool.management;

import java.util.Objects;
import tn.ecar.pool.PoolFigures;

/** One pool's figures in the form that JMX carries to tools which have none of our classes. */
public final class PoolLine {
  private final PoolFigures figures;

  PoolLine(PoolFigures figures) {
    this.figures = Objects.requireNonNull(figures, "figures");
  }

  public String getDatabase() {
    return figures.database();
  }

  public String getUser() {
    return figures.user();
  }

  public int getClientsActive() {
    return figures.clientsActive();
  }

  public int getClientsWaiting() {
    return figures.clientsWaiting();
  }

  public int getServersActive() {
    return figures.serversActive();
  }

  public int getServersIdle() {
    return figures.serversIdle();
  }

  public int getServersUsed() {
    return figures.serversUsed();
  }

  public int getServersTested() {
    return figures.serversTested();
  }

  public int getServersLogin() {
    return figures.serversLogin();
  }

  /** How long the longest waiter has waited, in microseconds. */
  public long getMaxWaitMicroseconds() {
    return figures.maxWait().toNanos() / 1_000;
  }

  public String getPoolMode() {
    return figures.poolMode();
  }
}
