package tn.ecar.pool.management;

import java.util.List;

/** What a monitoring tool reads of a pooler by JMX: the figures of SHOW POOLS and SHOW LISTS. */
public interface PoolerMXBean {

  /** A line per pool, as SHOW POOLS has it. */
  List<PoolLine> getPools();

  /** How many databases are known. */
  int getDatabases();

  /** How many users are known. */
  int getUsers();

  /** How many clients are logged in. */
  int getClients();

  /** How many clients wait for a server connection. */
  int getWaitingClients();

  /** How many server connections there are. */
  int getServers();

  /** Whether everything is paused. */
  boolean isPaused();
}
