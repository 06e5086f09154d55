package tn.ecar.pool.management;

import java.util.Objects;
import tn.ecar.pool.DatabaseStatistics;
import tn.ecar.pool.Totals;

/** One database's line of SHOW STATS in the form that JMX carries; times in microseconds. */
public final class StatisticsLine {
  private final String database;
  private final Totals totals;
  private final Totals averages;

  StatisticsLine(DatabaseStatistics statistics) {
    this.database = Objects.requireNonNull(statistics, "statistics").database();
    this.totals = statistics.totals();
    this.averages = statistics.averages();
  }

  @Meaning("The name of the database in the [databases] section.")
  public String getDatabase() {
    return database;
  }

  @Meaning("Transactions since the pool started.")
  public long getTransactions() {
    return totals.xacts();
  }

  @Meaning("Requests answered since the pool started.")
  public long getQueries() {
    return totals.queries();
  }

  @Meaning("Times that a server was given to a client since the pool started.")
  public long getServerAssignments() {
    return totals.serverAssignments();
  }

  @Meaning("Clients that logged in since the pool started.")
  public long getClientLogins() {
    return totals.clientLogins();
  }

  @Meaning("Bytes that clients sent since the pool started.")
  public long getReceivedBytes() {
    return totals.received();
  }

  @Meaning("Bytes that clients got since the pool started.")
  public long getSentBytes() {
    return totals.sent();
  }

  @Meaning("Microseconds that clients waited for a server since the pool started.")
  public long getWaitTime() {
    return totals.waitTime();
  }

  @Meaning("Microseconds that servers were in transactions since the pool started.")
  public long getTransactionTime() {
    return totals.xactTime();
  }

  @Meaning("Microseconds that servers were busy with requests since the pool started.")
  public long getQueryTime() {
    return totals.queryTime();
  }

  @Meaning("Transactions per second over the last stats_period.")
  public long getAverageTransactions() {
    return averages.xacts();
  }

  @Meaning("Requests per second over the last stats_period.")
  public long getAverageQueries() {
    return averages.queries();
  }

  @Meaning("Microseconds per transaction over the last stats_period.")
  public long getAverageTransactionTime() {
    return averages.xactTime();
  }

  @Meaning("Microseconds per request over the last stats_period.")
  public long getAverageQueryTime() {
    return averages.queryTime();
  }

  @Meaning("Microseconds of wait per server assignment over the last stats_period.")
  public long getAverageWaitTime() {
    return averages.waitTime();
  }
}
