package tn.ecar.batch.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * One pool at one moment, for a curve over time.
 *
 * @param takenAt when the console was asked
 * @param server the server the pool lives in
 * @param database the database as clients name it
 * @param user the login
 * @param poolMode {@code session}, {@code transaction} or {@code statement}
 * @param clientsActive clients that hold a server connection or are idle
 * @param clientsWaiting clients in the waiting line
 * @param serversActive server connections that a client holds
 * @param serversIdle server connections ready to be leased
 * @param serversUsed idle for so long that they are checked before their next lease
 * @param serversTested being checked or reset
 * @param serversLogin logging in
 * @param maxwait how long the first of the waiting line had waited
 * @param poolSize server connections at most, 0 for no limit
 * @param reservePoolSize server connections beyond that when somebody waits too long
 */
public record PoolSample(
    Instant takenAt,
    String server,
    String database,
    String user,
    String poolMode,
    int clientsActive,
    int clientsWaiting,
    int serversActive,
    int serversIdle,
    int serversUsed,
    int serversTested,
    int serversLogin,
    Duration maxwait,
    int poolSize,
    int reservePoolSize) {}
