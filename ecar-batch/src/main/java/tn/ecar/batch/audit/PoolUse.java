package tn.ecar.batch.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * How one pool was used in one hour or day, from the roll-up; it outlives the samples.
 *
 * @param since begin of the hour or of the garage's day
 * @param server name of the application server
 * @param poolSize at the end of it, 0 for no limit
 * @param openMost server connections at most
 * @param openAverage and on average
 * @param busyMost those in clients' hands at most
 * @param busyAverage and on average
 * @param clientsMost clients with a transaction or waiting for one, at most
 * @param waitingMost clients in the waiting line at most
 * @param longestWait the longest that the first of the line had waited
 * @param waitP99 99 of 100 waited at most so long; null when nothing was measured, or beyond the
 *     last bucket
 * @param transactions of the whole database; null when nothing was counted
 * @param queries of the whole database; null when nothing was counted
 * @param meanTransaction how long a transaction took; null without one
 * @param meanQuery how long a query took; null without one
 */
public record PoolUse(
    Instant since,
    String server,
    String database,
    String user,
    long samples,
    int poolSize,
    int reservePoolSize,
    int openMost,
    double openAverage,
    int busyMost,
    double busyAverage,
    int clientsMost,
    int waitingMost,
    long samplesWithWaiting,
    Duration longestWait,
    Duration waitP99,
    Long transactions,
    Long queries,
    Duration meanTransaction,
    Duration meanQuery) {
  /** How long the stretches are that are added up. */
  public enum Grain {
    HOUR(Duration.ofDays(1)),
    DAY(Duration.ofDays(30));

    private final Duration usual;

    Grain(Duration usual) {
      this.usual = usual;
    }

    /** The period that is shown unless another is asked for. */
    Duration usual() {
      return usual;
    }
  }
}
