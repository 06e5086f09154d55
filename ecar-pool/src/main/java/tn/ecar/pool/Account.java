package tn.ecar.pool;

import tn.ecar.pool.protocol.ClientSession;
import tn.ecar.pool.protocol.ServerSession;

/**
 * What one client does with its servers, as time goes by, and where that is added to its database's
 * sums: requests are counted by ReadyForQuery, transactions by those that leave none open, and both
 * take as long as they were under way. Whatever a server says unasked counts for nothing.
 *
 * <p>All fields belong to the client's thread. All times are the engine's microseconds.
 */
public final class Account {
  private final Statistics statistics;
  private final Client client;
  private long parses;
  private long binds;
  private long parsesBefore;
  private long answersBefore;
  private long endsBefore;
  private long transactionAt;
  private long requestedAt;
  private long received;
  private long sent;

  /** Whether a request still waits for its ReadyForQuery. */
  private boolean asked;

  Account(Statistics statistics, Client client) {
    this.client = client;
    this.statistics = statistics;
  }

  /**
   * The client has got this server, for a request that it has begun.
   *
   * @param at since when: what it waited is neither the request's time nor the transaction's
   */
  public void leased(ServerSession server, long at) {
    requestedAt = at;
    transactionAt = at;
    asked = true;
    parsesBefore = server.parses();
    answersBefore = server.requestsAnswered();
    endsBefore = server.transactionsEnded();
  }

  /** The client asks on with a server that it has kept; outside a transaction it begins one. */
  public void begins(ServerSession server, long now) {
    client.doing().begins(now);
    if (asked) {
      return;
    }
    asked = true;
    requestedAt = now;
    if (server.isAtRest()) {
      transactionAt = now;
    }
  }

  /** What it asked needs no answer. */
  public void goesUnanswered(long now) {
    asked = false;
    client.doing().answered(now, false);
  }

  /** Bytes have come from the client. */
  public void received(long bytes) {
    received += bytes;
  }

  /** Bytes have gone to the client. */
  public void sent(long bytes) {
    sent += bytes;
  }

  /** Whether a request has been answered since the last call of {@link #answered}. */
  public boolean hasNews(ServerSession server) {
    return server.requestsAnswered() != answersBefore;
  }

  /**
   * Takes what the server has answered into account. Who asks on before it is answered has time for
   * each of its requests.
   */
  public void answered(ServerSession server, long now) {
    if (!asked) {
      return;
    }
    if (hasNews(server)) {
      statistics.queries(server.requestsAnswered() - answersBefore, now - requestedAt);
      answersBefore = server.requestsAnswered();
      requestedAt = now;
      asked = server.owesAnswers();
      transactions(server, now);
    }
    if (server.owesAnswers()) {
      client.doing().answered(now, server.isInTransaction());
      client.doing().begins(now);
    } else {
      client.doing().answered(now, server.isInTransaction());
    }
  }

  private void transactions(ServerSession server, long now) {
    long count = server.transactionsEnded() - endsBefore;
    if (count == 0) {
      return;
    }
    long each = (now - transactionAt) / count;
    Server held = client.server();
    for (long i = 0; i < count; i++) {
      statistics.transaction(each);
      if (held != null) {
        held.timings().transaction(each);
      }
    }
    endsBefore = server.transactionsEnded();
    transactionAt = now;
    bytes();
    statements(server);
  }

  /** Adds up what has passed so far. */
  public void bytes() {
    statistics.bytes(received, sent);
    received = 0;
    sent = 0;
  }

  private void statements(ServerSession server) {
    ClientSession session = client.session();
    statistics.statements(
        session.parses() - parses, server.parses() - parsesBefore, session.binds() - binds);
    parses = session.parses();
    binds = session.binds();
    parsesBefore = server.parses();
  }
}
