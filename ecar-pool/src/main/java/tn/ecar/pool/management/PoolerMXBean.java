package tn.ecar.pool.management;

import java.util.List;

/** What a monitoring tool reads of a pooler by JMX: the figures of SHOW POOLS and SHOW LISTS. */
public interface PoolerMXBean {

  @Meaning("A line per pool, as SHOW POOLS has it.")
  List<PoolLine> getPools();

  @Meaning("How many databases are known.")
  int getDatabases();

  @Meaning("How many users are known.")
  int getUsers();

  @Meaning("How many clients are logged in.")
  int getClients();

  @Meaning("How many clients wait for a server connection.")
  int getWaitingClients();

  @Meaning("How many server connections there are.")
  int getServers();

  @Meaning("Whether everything is paused.")
  boolean isPaused();

  @Meaning("How waits, leases, connects and transactions were distributed, per pool.")
  List<TimingLine> getTimings();

  @Meaning("The alerts that are open, each as rule or rule/database; empty when all is well.")
  List<String> getOpenAlerts();
}
