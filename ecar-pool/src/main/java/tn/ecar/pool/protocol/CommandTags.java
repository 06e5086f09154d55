package tn.ecar.pool.protocol;

import java.util.BitSet;

/**
 * What a server's command tags tell: that its prepared statements are gone, that a client has
 * changed what PostgreSQL does not report, or has left something behind that no other server would
 * know.
 */
final class CommandTags {
  /** No value of anybody: whoever comes next is given their own. */
  private static final String UNKNOWN = "\0";

  private final ServerSession session;
  private final Tracked tracked;
  private final String[] values;
  private final BitSet reported = new BitSet();
  private int completions;

  /**
   * Reads the tags of one server.
   *
   * @param values its parameters by tracked index, as it told them at login
   */
  CommandTags(ServerSession session, Tracked tracked, String[] values) {
    this.session = session;
    this.tracked = tracked;
    this.values = values;
    for (int i = 0; i < values.length; i++) {
      reported.set(i, values[i] != null);
    }
  }

  /** A request has been answered; the statements of the next are counted anew. */
  void requestEnds() {
    completions = 0;
  }

  /**
   * A command has been completed.
   *
   * @param head the answer that it belongs to; null when none is owed
   * @param body holds the tag between the two indexes
   */
  void completed(Expected head, byte[] body, int at, int end) {
    Trace trace = null;
    if (head != null) {
      trace = head.trace(head.kind() == Expected.Kind.QUERY ? completions : 0);
    }
    completions++;
    if (trace != null || mayMatter(body, at, end)) {
      int stop = Buffer.endOfText(body, at, end);
      completed(Buffer.text(body, at, stop < 0 ? end : stop), trace);
    }
  }

  /** Few tags do; that of SELECT, which comes all the time, must not cost a thing. */
  private static boolean mayMatter(byte[] body, int at, int end) {
    return switch (at < end ? body[at] : 0) {
      case 'D', 'L', 'P', 'R' -> true;
      case 'S' -> at + 2 < end && body[at + 2] == 'T';
      default -> false;
    };
  }

  private void completed(String tag, Trace trace) {
    switch (tag) {
      case "DISCARD ALL" -> {
        session.dropStatements();
        forgetCharacteristics();
      }
      case "DEALLOCATE ALL" -> session.dropStatements();
      case "RESET", "ROLLBACK" -> distrustUnreported();
      case "SET" -> {
        if (!setCharacteristics()) {
          leftBehind(or(trace, Trace.Kind.SET), tag);
        }
      }
      case "LISTEN" -> leftBehind(or(trace, Trace.Kind.LISTEN), tag);
      case "PREPARE" -> leftBehind(or(trace, Trace.Kind.PREPARE), tag);
      case "LOAD" -> leftBehind(or(trace, Trace.Kind.LOAD), tag);
      default -> {
        if (trace != null) {
          leftBehind(trace, tag);
        }
      }
    }
  }

  private static Trace or(Trace trace, Trace.Kind kind) {
    return trace == null ? new Trace(kind, "") : trace;
  }

  private void leftBehind(Trace trace, String tag) {
    ClientSession client = session.client();
    if (client == null || trace.kind() == null) {
      return;
    }
    int index = trace.kind() == Trace.Kind.SET ? tracked.index(trace.name()) : -1;
    if (index < 0 || !reported.get(index)) {
      client.left(trace, tag, session);
    }
  }

  private boolean setCharacteristics() {
    ClientSession client = session.client();
    String[] changed = client == null ? null : client.pendingCharacteristics();
    if (changed == null) {
      return false;
    }
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] != null) {
        values[i] = changed[i];
        client.changes(i, changed[i]);
      }
    }
    client.characteristicsSet();
    return true;
  }

  /** What no report will tell: after a restore the server has these as its client wants them. */
  void copyUnreported(String[] wanted) {
    for (int i = reported.nextClearBit(0); i < values.length; i = reported.nextClearBit(i + 1)) {
      values[i] = wanted[i];
    }
  }

  /** What was set may have been taken back, and no report tells. */
  private void distrustUnreported() {
    for (int i = reported.nextClearBit(0); i < values.length; i = reported.nextClearBit(i + 1)) {
      if (values[i] != null) {
        values[i] = UNKNOWN;
      }
    }
  }

  private void forgetCharacteristics() {
    for (int i = reported.nextClearBit(0); i < values.length; i = reported.nextClearBit(i + 1)) {
      values[i] = null;
    }
    if (session.client() != null) {
      session.client().forgetsUnreported();
    }
  }
}
