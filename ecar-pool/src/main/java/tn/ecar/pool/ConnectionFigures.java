package tn.ecar.pool;

import java.time.Duration;
import java.time.Instant;
import tn.ecar.pool.protocol.Replication;

/**
 * What SHOW CLIENTS and SHOW SERVERS tell about one connection at one moment.
 *
 * @param type C a client of the wire door, J one inside this Java machine, S a server
 * @param replication whether it speaks of replication
 * @param state one of the contract's words, such as active, idle, waiting, used, tested, new
 * @param address the peer; for a client inside this Java machine where its code stands
 * @param connected when it was made
 * @param requested when its last request began
 * @param waiting how long its present request has waited for a server; zero when it does not
 * @param closeNeeded whether it is closed as soon as it is free
 * @param link the id of the connection it is paired with; 0 for none
 * @param remotePid the process at the other end; 0 when unknown
 * @param tls the TLS version and suite; empty for none
 * @param preparedStatements how many named statements it holds
 * @param id unique among clients and servers while the pooler lives; 0 for a cancel request and for
 *     a server that is on its way, which no command names
 */
public record ConnectionFigures(
    char type,
    String user,
    String database,
    Replication replication,
    String state,
    String address,
    int port,
    String localAddress,
    int localPort,
    Instant connected,
    Instant requested,
    Duration waiting,
    boolean closeNeeded,
    long link,
    int remotePid,
    String tls,
    String applicationName,
    int preparedStatements,
    long id) {

  /** A connection of a moment that serves this one, such as one that carries its cancel request. */
  ConnectionFigures servedBy(String itsState) {
    return new ConnectionFigures(
        type,
        user,
        database,
        replication,
        itsState,
        address,
        port,
        localAddress,
        localPort,
        connected,
        requested,
        waiting,
        false,
        id,
        0,
        tls,
        applicationName,
        0,
        0);
  }
}
