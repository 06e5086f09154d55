package tn.ecar.pool;

/**
 * A line of SHOW PEER_POOLS.
 *
 * @param active requests on their way
 * @param waiting requests that wait for a place
 * @param carrying connections that carry a request
 * @param opening connections that are being made
 */
public record PeerFigures(int id, int active, int waiting, int carrying, int opening) {}
