package tn.ecar.pool;

/**
 * One line of SHOW USERS.
 *
 * @param serverConnections how many server connections are logged in as this user
 * @param clientConnections how many clients are logged in as this user
 */
public record UserFigures(String user, int serverConnections, int clientConnections) {}
