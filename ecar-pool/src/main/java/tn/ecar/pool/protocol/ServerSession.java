package tn.ecar.pool.protocol;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the protocol knows about one logged-in server connection: which answers it still owes, its
 * transaction status, its parameters and which prepared statements it holds.
 *
 * <p>A client is attached while it has the server; messages of both directions go through here.
 * Answers are looked at in the very array that the client will read: what the pool itself asked for
 * is taken out, all else stays where it is. No I/O, not thread-safe.
 */
public final class ServerSession {
  /** Closing or describing this name answers without changing anything: nobody has it. */
  private static final String NOBODY = "ecar_nobody";

  private final Tracked tracked;
  private final String[] values;
  private final CancelKey key;
  private final Map<Statement, Boolean> prepared = new LinkedHashMap<>(16, 0.75f, true);
  private final ArrayDeque<Expected> owed = new ArrayDeque<>();
  private final AnswerReader reader = new AnswerReader(this);
  private final Buffer out = new Buffer();

  private ClientSession client;
  private char status = 'I';
  private boolean skipping;
  private boolean copyIn;
  private boolean restoring;
  private boolean broken;
  private ServerError ownFailure;
  private ServerError lastError;
  private long parses;

  /**
   * A session that has just logged in.
   *
   * @param login what the server told at login
   */
  public ServerSession(Tracked tracked, ServerLogin login) {
    this.tracked = tracked;
    this.key = login.key();
    this.values = new String[tracked.size()];
    login
        .parameters()
        .forEach(
            (name, value) -> {
              int index = tracked.index(name);
              if (index >= 0) {
                values[index] = value;
              }
            });
  }

  /** Bytes on their way to the server; whoever does the I/O takes them from here. */
  public Buffer out() {
    return out;
  }

  /** What a CancelRequest to this server must name. */
  public CancelKey key() {
    return key;
  }

  /** The transaction status of the last ReadyForQuery. */
  public char status() {
    return status;
  }

  /** Whether nothing is under way: every answer is there and no transaction is open. */
  public boolean isAtRest() {
    return status == 'I' && isQuiet();
  }

  /** Whether every answer is there, inside or outside a transaction. */
  public boolean isQuiet() {
    return owed.isEmpty() && !skipping && out.isEmpty() && !reader.isInsideMessage();
  }

  /** Whether the server still owes an answer. */
  public boolean owesAnswers() {
    return !owed.isEmpty();
  }

  /** Whether the server spoke out of protocol and must not be used any more. */
  public boolean isBroken() {
    return broken;
  }

  /** The last ErrorResponse, or null. */
  public ServerError lastError() {
    return lastError;
  }

  /** How many named statements it holds. */
  public int preparedStatements() {
    return prepared.size();
  }

  /** Its application_name; empty when it has none. */
  public String applicationName() {
    String value = values[tracked.index("application_name")];
    return value == null ? "" : value;
  }

  /** How many Parse messages of named statements were sent to it. */
  public long parses() {
    return parses;
  }

  /**
   * Gives the server to a client: what differs between their parameters is restored first, in the
   * same write as the client's own message.
   */
  public void attach(ClientSession to) {
    client = to;
    ownFailure = null;
    lastError = null;
    String sql = tracked.difference(to.values(), values);
    if (sql != null) {
      restoring = true;
      ownQuery(sql);
    }
  }

  /** Takes the server from its client. */
  public void detach() {
    client = null;
  }

  /** Sends a query of the pool's own; its answer stays out of the client's sight. */
  public void ownQuery(String sql) {
    Messages.query(out, sql);
    expect(Expected.OWN_QUERY);
  }

  /**
   * Brings what the client has begun to an end, so that the server answers with ReadyForQuery: a
   * COPY is broken off, a missing Sync is sent.
   */
  public void finishRequests(String reason) {
    if (copyIn) {
      Messages.copyFail(out, reason);
      copyIn = false;
      if (owed.peekLast() == null || !owed.peekLast().endsWithReady()) {
        sync();
      }
    } else if (skipping || (!owed.isEmpty() && !owed.peekLast().endsWithReady())) {
      sync();
    }
  }

  private void sync() {
    Messages.empty(out, 'S');
    expect(Expected.OWN_SYNC);
  }

  /** The error that the pool's last own query met; null when it went well. */
  public ServerError ownFailure() {
    return ownFailure;
  }

  void expect(Expected answer) {
    if (answer.kind() == Expected.Kind.SYNC && copyIn) {
      return; // During COPY the server takes no notice of Sync.
    }
    if (skipping) {
      if (answer.kind() != Expected.Kind.SYNC) {
        neverAnswered(answer);
        return;
      }
      skipping = false;
    }
    owed.add(answer);
  }

  void copyEnded() {
    copyIn = false;
  }

  /** Makes sure that the server has the statement; keeps within the limit by closing old ones. */
  void prepare(Statement statement, int limit) {
    if (prepared.get(statement) != null) {
      return;
    }
    evict(limit);
    prepared.put(statement, true);
    parses++;
    statement.writeParse(out);
    expect(new Expected(Expected.Kind.PARSE, true, statement, null));
  }

  /** Answers a client's Parse: really, when the server lacks the statement. */
  void parse(Statement statement, String clientName, int limit) {
    if (prepared.get(statement) != null) {
      Messages.close(out, NOBODY);
      expect(Expected.PARSE_SPARED);
      return;
    }
    evict(limit);
    prepared.put(statement, true);
    parses++;
    statement.writeParse(out);
    expect(new Expected(Expected.Kind.PARSE, false, statement, clientName));
  }

  /**
   * Answers a client's Close: other clients may still want the statement, so the server keeps it.
   */
  void closeForClient() {
    Messages.close(out, NOBODY);
    expect(Expected.CLOSE);
  }

  private void evict(int limit) {
    while (prepared.size() >= limit) {
      Statement oldest = prepared.keySet().iterator().next();
      prepared.remove(oldest);
      Messages.close(out, oldest.serverName());
      expect(new Expected(Expected.Kind.CLOSE, true, oldest, null));
    }
  }

  boolean holds(Statement statement) {
    return prepared.containsKey(statement);
  }

  /** Puts the beginning of a message that came too short last time in front; its length. */
  public int unhold(byte[] into, int offset) {
    return reader.unhold(into, offset);
  }

  /**
   * Looks at answers, in place.
   *
   * @param bytes the array; bytes that {@link #unhold} has put there come first
   * @return how many bytes from {@code offset} on are for the client
   */
  public int scan(byte[] bytes, int offset, int length) {
    return reader.scan(bytes, offset, length);
  }

  /** Whether a message of this type is for the client, as things stand. */
  boolean isForClient(byte type) {
    Expected head = owed.peek();
    if (head == null || !head.ours()) {
      return true;
    }
    return switch (head.kind()) {
      case QUERY -> type == 'A';
      case SYNC -> type != 'Z';
      case PARSE -> type != '1';
      case CLOSE -> type != '3';
      default -> true;
    };
  }

  /** Whether a CloseComplete stands for the ParseComplete that the client waits for. */
  boolean sparesParse() {
    Expected head = owed.peek();
    return head != null && head.kind() == Expected.Kind.PARSE_SPARED;
  }

  void answered(byte type) {
    Expected head = owed.peek();
    Expected.Kind kind = head == null ? null : head.kind();
    switch (type) {
      case '1' -> settle(kind == Expected.Kind.PARSE);
      case '2' -> settle(kind == Expected.Kind.BIND);
      case '3' -> settle(kind == Expected.Kind.CLOSE || kind == Expected.Kind.PARSE_SPARED);
      case 'n' -> settle(kind == Expected.Kind.DESCRIBE);
      case 'T' -> {
        if (kind == Expected.Kind.DESCRIBE) {
          owed.poll();
        }
      }
      case 'I', 's', 'C' -> {
        if (kind == Expected.Kind.EXECUTE) {
          owed.poll();
        }
      }
      case 'G', 'W' -> copyBegins(kind);
      default -> {
        // Rows and what else a request may bring before it ends.
      }
    }
  }

  private void settle(boolean fits) {
    if (fits) {
      owed.poll();
    } else {
      broken = true;
    }
  }

  private void copyBegins(Expected.Kind kind) {
    copyIn = true;
    if (kind == Expected.Kind.EXECUTE) {
      Expected execute = owed.poll();
      owed.removeIf(answer -> answer.kind() == Expected.Kind.SYNC);
      owed.addFirst(execute);
    }
  }

  void ready(char newStatus) {
    Expected head = owed.poll();
    if (head == null || !head.endsWithReady()) {
      broken = true;
      return;
    }
    status = newStatus;
    copyIn = false;
    if (!head.ours()) {
      if (client != null) {
        client.ready(newStatus);
      }
    } else if (head.kind() == Expected.Kind.QUERY && restoring) {
      restoring = false;
      restored();
    }
  }

  private void restored() {
    if (client == null) {
      return;
    }
    if (ownFailure == null) {
      // What is not reported is now as it was sent; what is, the server may spell in its own way.
      tracked.copyUnreported(client.values(), values);
      client.adopt(values);
    } else {
      client.refuse(Refusal.of(ownFailure));
    }
  }

  void parameter(String name, String value) {
    int index = tracked.index(name);
    if (index >= 0) {
      values[index] = value;
      if (client != null && !restoring) {
        client.values()[index] = value;
      }
    }
  }

  void completed(String tag) {
    if (tag.equals("DISCARD ALL") || tag.equals("DEALLOCATE ALL")) {
      prepared.clear();
      if (client != null) {
        client.forgetStatements();
      }
      if (tag.equals("DISCARD ALL")) {
        forgetCharacteristics();
      }
    } else if (tag.equals("SET") && client != null && client.pendingCharacteristics() != null) {
      String[] changed = client.pendingCharacteristics();
      for (int i = 0; i < changed.length; i++) {
        if (changed[i] != null) {
          values[i] = changed[i];
          client.values()[i] = changed[i];
        }
      }
      client.characteristicsSet();
    }
  }

  private void forgetCharacteristics() {
    String[] before = client == null ? values : client.values();
    tracked.forgetUnreported(values);
    tracked.forgetUnreported(before);
  }

  void failed(ServerError error) {
    lastError = error;
    Expected head = owed.peek();
    if (head == null) {
      return;
    }
    copyIn = false;
    if (head.kind() == Expected.Kind.QUERY || head.kind() == Expected.Kind.FUNCTION) {
      if (head.ours()) {
        ownFailure = error;
      }
      return;
    }
    if (error.isStalePlan() && head.statement() != null) {
      head.statement().spoil();
    }
    while (head != null && head.kind() != Expected.Kind.SYNC) {
      owed.poll();
      neverAnswered(head);
      head = owed.peek();
    }
    skipping = owed.isEmpty();
  }

  private void neverAnswered(Expected answer) {
    if (answer.kind() == Expected.Kind.PARSE && answer.statement() != null) {
      prepared.remove(answer.statement());
      if (answer.clientName() != null && client != null) {
        client.parseFailed(answer.clientName());
      }
    } else if (answer.kind() == Expected.Kind.CLOSE && answer.statement() != null) {
      prepared.put(answer.statement(), true);
    }
  }

  void outOfProtocol() {
    broken = true;
  }

  @Override
  public String toString() {
    return "ServerSession["
        + key
        + ", status "
        + status
        + ", owes "
        + owed.size()
        + ", "
        + Arrays.toString(values)
        + "]";
  }
}
