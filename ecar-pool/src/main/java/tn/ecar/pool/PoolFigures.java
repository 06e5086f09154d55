package tn.ecar.pool;

import java.time.Duration;

/**
 * What SHOW POOLS tells about one pool at one moment. Every count is the length of a list.
 *
 * @param maxWait how long the longest waiter has waited; zero when nobody waits
 * @param poolMode the word for it, as the ini file spells it
 * @param loadBalanceHosts "round-robin" or "disable"; empty for a single host
 */
public record PoolFigures(
    String database,
    String user,
    int clientsActive,
    int clientsWaiting,
    int clientsActiveCancel,
    int clientsWaitingCancel,
    int serversActive,
    int serversActiveCancel,
    int serversBeingCanceled,
    int serversIdle,
    int serversUsed,
    int serversTested,
    int serversLogin,
    Duration maxWait,
    String poolMode,
    String loadBalanceHosts) {}
