package tn.ecar.pool.protocol;

import java.util.List;

/**
 * One answer that a server still owes.
 *
 * @param kind to which message it will answer
 * @param ours whether the pool itself has asked, so that the client must not see the answer
 * @param statement the prepared statement it is about; null when it is about none
 * @param clientName the client's name for that statement; null when the client did not name it
 * @param traces what the statements that complete before this answer leave behind, in their order;
 *     null when none does
 */
record Expected(
    Kind kind, boolean ours, Statement statement, String clientName, List<Trace> traces) {
  enum Kind {
    PARSE,
    /** A Close of nothing, sent in place of a Parse that the server does not need. */
    PARSE_SPARED,
    BIND,
    DESCRIBE,
    EXECUTE,
    CLOSE,
    SYNC,
    QUERY,
    FUNCTION
  }

  static final Expected PARSE = of(Kind.PARSE);
  static final Expected BIND = of(Kind.BIND);
  static final Expected DESCRIBE = of(Kind.DESCRIBE);
  static final Expected EXECUTE = of(Kind.EXECUTE);
  static final Expected CLOSE = of(Kind.CLOSE);
  static final Expected SYNC = of(Kind.SYNC);
  static final Expected QUERY = of(Kind.QUERY);
  static final Expected FUNCTION = of(Kind.FUNCTION);

  /** The pool's own simple query, such as the one that restores parameters. */
  static final Expected OWN_QUERY = new Expected(Kind.QUERY, true, null, null, null);

  /** The pool's own Sync. */
  static final Expected OWN_SYNC = new Expected(Kind.SYNC, true, null, null, null);

  private static Expected of(Kind kind) {
    return new Expected(kind, false, null, null, null);
  }

  /** A simple query of a client. */
  static Expected query(List<Trace> traces) {
    return traces == null ? QUERY : new Expected(Kind.QUERY, false, null, null, traces);
  }

  /** An Execute of a client. */
  static Expected execute(Trace trace) {
    return trace == null ? EXECUTE : new Expected(Kind.EXECUTE, false, null, null, List.of(trace));
  }

  /** What the statement leaves behind that is the n-th, from 0 on, to complete; may be null. */
  Trace trace(int n) {
    return traces == null || n >= traces.size() ? null : traces.get(n);
  }

  /** Whether ReadyForQuery answers it. */
  boolean endsWithReady() {
    return kind == Kind.SYNC || kind == Kind.QUERY || kind == Kind.FUNCTION;
  }
}
