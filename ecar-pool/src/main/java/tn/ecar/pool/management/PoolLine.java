package tn.ecar.pool.management;

import java.util.Objects;
import tn.ecar.pool.PoolFigures;

/** One pool's figures in the form that JMX carries to tools which have none of our classes. */
public final class PoolLine {
  private final PoolFigures figures;

  PoolLine(PoolFigures figures) {
    this.figures = Objects.requireNonNull(figures, "figures");
  }

  @Meaning("The name of the database in the [databases] section.")
  public String getDatabase() {
    return figures.database();
  }

  @Meaning("Who its servers are logged in as.")
  public String getUser() {
    return figures.user();
  }

  @Meaning("Clients that hold a server or are idle, waiting for nothing (cl_active).")
  public int getClientsActive() {
    return figures.clientsActive();
  }

  @Meaning("Clients whose request waits for a server (cl_waiting).")
  public int getClientsWaiting() {
    return figures.clientsWaiting();
  }

  @Meaning("Cancel requests on their way to a server (cl_active_cancel_req).")
  public int getClientsActiveCancel() {
    return figures.clientsActiveCancel();
  }

  @Meaning("Cancel requests that wait for a place to be sent (cl_waiting_cancel_req).")
  public int getClientsWaitingCancel() {
    return figures.clientsWaitingCancel();
  }

  @Meaning("Server connections that carry a cancel request (sv_active_cancel).")
  public int getServersActiveCancel() {
    return figures.serversActiveCancel();
  }

  @Meaning("Servers held until a cancel request for them is through (sv_being_canceled).")
  public int getServersBeingCanceled() {
    return figures.serversBeingCanceled();
  }

  @Meaning("Servers in a client's hands (sv_active).")
  public int getServersActive() {
    return figures.serversActive();
  }

  @Meaning("Servers that are free and ready (sv_idle).")
  public int getServersIdle() {
    return figures.serversIdle();
  }

  @Meaning("Free servers unused for server_check_delay (sv_used).")
  public int getServersUsed() {
    return figures.serversUsed();
  }

  @Meaning("Servers that are being checked, reset or rolled back (sv_tested).")
  public int getServersTested() {
    return figures.serversTested();
  }

  @Meaning("Servers that are being opened (sv_login).")
  public int getServersLogin() {
    return figures.serversLogin();
  }

  @Meaning("How long the longest waiting client has waited, in microseconds (maxwait, maxwait_us).")
  public long getMaxWaitMicroseconds() {
    return figures.maxWait().toNanos() / 1_000;
  }

  @Meaning("session, transaction or statement.")
  public String getPoolMode() {
    return figures.poolMode();
  }

  @Meaning("How a list of hosts is used, round-robin or disable; empty for a single host.")
  public String getLoadBalanceHosts() {
    return figures.loadBalanceHosts();
  }
}
