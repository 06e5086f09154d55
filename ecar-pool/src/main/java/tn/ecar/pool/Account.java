package tn.ecar.pool;

import tn.ecar.pool.protocol.ClientSession;

/**
 * Where one client's doings are added to its database's sums. Written by the client's thread only.
 */
public final class Account {
  private final Statistics statistics;
  private final Client client;
  private long parses;
  private long binds;

  Account(Statistics statistics, Client client) {
    this.client = client;
    this.statistics = statistics;
  }

  /** A request has been answered; microseconds since it began. */
  public void query(long took) {
    statistics.query(took);
  }

  /** A transaction has ended; microseconds since its server was leased. */
  public void transaction(long took) {
    statistics.transaction(took);
    Server server = client.server();
    if (server != null) {
      server.timings().transaction(took);
    }
  }

  /** Bytes that the client sent and got. */
  public void bytes(long in, long out) {
    statistics.bytes(in, out);
  }

  /** Takes over what the client has prepared and bound since the last call. */
  public void statements(ClientSession session, long parsedOnServer) {
    statistics.statements(session.parses() - parses, parsedOnServer, session.binds() - binds);
    parses = session.parses();
    binds = session.binds();
  }
}
