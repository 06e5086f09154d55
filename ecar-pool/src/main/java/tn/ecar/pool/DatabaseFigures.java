package tn.ecar.pool;

import tn.ecar.pool.config.DatabaseSettings;

/**
 * One line of SHOW DATABASES.
 *
 * @param serverConnections how many server connections it has in all its pools
 * @param clientConnections how many clients are logged in to it
 */
public record DatabaseFigures(
    DatabaseSettings settings,
    int serverConnections,
    int clientConnections,
    boolean paused,
    boolean disabled) {}
