package tn.ecar.pool.config;

import java.time.Duration;

/**
 * What counts for one pool, all precedences resolved: user before database before global.
 *
 * <p>A size of 0 means no limit, except {@code minPoolSize} and {@code reservePoolSize} where it
 * means none. A duration of zero switches its limit off, except {@code serverLifetime} where it
 * means that a server connection is used once.
 */
public record PoolLimits(
    int poolSize,
    int minPoolSize,
    int reservePoolSize,
    Duration reservePoolTimeout,
    PoolMode poolMode,
    Duration queryWaitTimeout,
    int maxDbConnections,
    int maxUserConnections,
    int maxDbClientConnections,
    int maxUserClientConnections,
    Duration serverLifetime,
    Duration serverIdleTimeout,
    Duration queryTimeout,
    Duration idleTransactionTimeout,
    Duration transactionTimeout,
    Duration clientIdleTimeout) {}
