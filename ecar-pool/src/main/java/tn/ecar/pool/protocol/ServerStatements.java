package tn.ecar.pool.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The named statements that a server holds, the longest unused first. What is on its way to the
 * server counts as held; an error takes it back. While the server passes over everything until the
 * next Sync, nothing is sent to it: neither would it come to hold anything nor let anything go.
 */
final class ServerStatements {
  /** Closing or describing this name answers without changing anything: nobody has it. */
  private static final String NOBODY = "ecar_nobody";

  private final ServerSession session;
  private final Map<Statement, Boolean> held = new LinkedHashMap<>(16, 0.75f, true);
  private long parses;

  ServerStatements(ServerSession session) {
    this.session = session;
  }

  int count() {
    return held.size();
  }

  /** How many Parse messages were sent. */
  long parses() {
    return parses;
  }

  boolean holds(Statement statement) {
    return held.containsKey(statement);
  }

  /** Makes sure that the server has the statement; keeps within the limit by closing old ones. */
  void prepare(Statement statement, int limit) {
    // Asking by get makes it the last used one.
    if (held.get(statement) == null && !session.isSkipping()) {
      send(statement, limit);
      session.expect(new Expected(Expected.Kind.PARSE, true, statement, null, null));
    }
  }

  /** Answers a client's Parse: really, when the server lacks the statement. */
  void parse(Statement statement, String clientName, int limit) {
    if (session.isSkipping()) {
      session.expect(new Expected(Expected.Kind.PARSE_SPARED, false, statement, clientName, null));
    } else if (held.get(statement) == null) {
      send(statement, limit);
      session.expect(new Expected(Expected.Kind.PARSE, false, statement, clientName, null));
    } else {
      Messages.close(session.out(), NOBODY);
      session.expect(new Expected(Expected.Kind.PARSE_SPARED, false, statement, clientName, null));
    }
  }

  private void send(Statement statement, int limit) {
    evict(limit);
    held.put(statement, true);
    parses++;
    statement.writeParse(session.out());
  }

  private void evict(int limit) {
    while (held.size() >= limit) {
      Statement oldest = held.keySet().iterator().next();
      held.remove(oldest);
      Messages.close(session.out(), oldest.serverName());
      session.expect(new Expected(Expected.Kind.CLOSE, true, oldest, null, null));
    }
  }

  /**
   * Answers a client's Close: other clients may still want the statement, so the server keeps it.
   */
  void closeForClient() {
    Messages.close(session.out(), NOBODY);
    session.expect(Expected.CLOSE);
  }

  /** The server has dropped all; what was sent to it later is still to come. */
  void dropped(Iterable<Expected> stillOwed) {
    held.clear();
    for (Expected answer : stillOwed) {
      if (answer.kind() == Expected.Kind.PARSE && answer.statement() != null) {
        held.put(answer.statement(), true);
      }
    }
  }

  /** A message of the pool or a client was skipped, so that it has changed nothing. */
  void skipped(Expected answer) {
    if (answer.kind() == Expected.Kind.PARSE && answer.statement() != null) {
      held.remove(answer.statement());
    } else if (answer.kind() == Expected.Kind.CLOSE && answer.statement() != null) {
      held.put(answer.statement(), true);
    }
  }
}
