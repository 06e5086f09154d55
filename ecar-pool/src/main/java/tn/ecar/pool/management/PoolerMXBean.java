package tn.ecar.pool.management;

import java.util.List;

/**
 * What a monitoring tool reads of a pooler by JMX, and what it may tell it to do: the tables and
 * the commands of the console.
 *
 * <p>An operation returns when it is done. One that is refused throws {@link IllegalStateException}
 * with the console's sentence, a class that every JMX client has. An empty or absent name of a
 * database means all of them, where all is possible.
 */
public interface PoolerMXBean {

  @Meaning("A line per pool, as SHOW POOLS has it.")
  List<PoolLine> getPools();

  @Meaning("A line per database, as SHOW DATABASES has it.")
  List<DatabaseLine> getDatabases();

  @Meaning("A line per client, as SHOW CLIENTS has it.")
  List<ConnectionLine> getClients();

  @Meaning("A line per server connection, as SHOW SERVERS has it.")
  List<ConnectionLine> getServers();

  @Meaning("A line per database, as SHOW STATS has it.")
  List<StatisticsLine> getStatistics();

  @Meaning("How many users are known.")
  int getUsers();

  @Meaning("How many clients wait for a server connection.")
  int getWaitingClients();

  @Meaning("Whether everything is paused.")
  boolean isPaused();

  @Meaning("How waits, leases, connects and transactions were distributed, per pool.")
  List<TimingLine> getTimings();

  @Meaning("The alerts that are open, each as rule or rule/database; empty when all is well.")
  List<String> getOpenAlerts();

  @Meaning("What sizes the pool should have, as SHOW ADVICE has it.")
  List<AdviceLine> getAdvice();

  @Meaning("Leases nothing any more and returns when every server is back; empty means all.")
  void pause(String database);

  @Meaning("Ends a pause or a kill; empty means all.")
  void resume(String database);

  @Meaning("Closes servers as soon as they are free, so that new ones are made; empty means all.")
  void reconnect(String database);

  @Meaning("Drops clients and servers at once and pauses until resume; empty means all.")
  void kill(String database);

  @Meaning("Disconnects one client, by its Id.")
  void killClient(long id);

  @Meaning("Refuses new clients of one database.")
  void disable(String database);

  @Meaning("Lets new clients of one database in again.")
  void enable(String database);

  @Meaning("Returns when no server that reconnect has marked is left; empty means all.")
  void waitClose(String database);

  @Meaning("Reads ini and userlist again; a mistake in them changes nothing and is told.")
  void reload();

  @Meaning("Changes one setting until the next reload, as SET does: its key, then its value.")
  void set(String key, String value);
}
