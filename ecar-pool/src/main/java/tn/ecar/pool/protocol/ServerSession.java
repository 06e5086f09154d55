package tn.ecar.pool.protocol;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * What the protocol knows about one logged-in server connection: which answers it still owes, its
 * transaction status, its parameters and which prepared statements it holds.
 *
 * <p>A client is attached while it has the server; messages of both directions go through here.
 * Answers are looked at in the very array that the client will read: what the pool itself asked for
 * is taken out, all else stays where it is. No I/O, not thread-safe.
 */
public final class ServerSession {
  private final Tracked tracked;
  private final String[] values;
  private final CancelKey key;
  private final ServerStatements statements = new ServerStatements(this);
  private final ArrayDeque<Expected> owed = new ArrayDeque<>();
  private final AnswerReader reader = new AnswerReader(this);
  private final Buffer out = new Buffer();
  private final CommandTags tags;

  private ClientSession client;
  private char status = 'I';
  private boolean skipping;
  private boolean unsynced;
  private boolean copyIn;
  private boolean restoring;
  private boolean broken;
  private ServerError ownFailure;
  private ServerError lastError;
  private ServerError farewell;
  private boolean hasSpoken;
  private boolean leftAtOnce;
  private long requestsAnswered;
  private long transactionsEnded;
  private boolean spoiled;
  private boolean muted;

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
    this.tags = new CommandTags(this, tracked, values);
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
    return owed.isEmpty() && !skipping && !unsynced && out.isEmpty() && !reader.isInsideMessage();
  }

  /**
   * Whether a transaction is open: as ReadyForQuery has told, or because a Sync is still to come
   * behind messages of the extended protocol, which may all be answered by a Flush.
   */
  public boolean isInTransaction() {
    return status != 'I' || unsynced;
  }

  /** Whether it passes over all that comes before the next Sync. */
  boolean isSkipping() {
    return skipping;
  }

  /** How many requests of its clients it has answered with ReadyForQuery. */
  public long requestsAnswered() {
    return requestsAnswered;
  }

  /** How many of those answers left no transaction open. */
  public long transactionsEnded() {
    return transactionsEnded;
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

  /**
   * The error with which it leaves while nothing is asked of it; null as long as it stays. It is no
   * answer, so the client does not see it.
   */
  public ServerError farewell() {
    return farewell;
  }

  /** Whether the first thing it said to its client was that it leaves. */
  public boolean leftAtOnce() {
    return leftAtOnce;
  }

  /** How many named statements it holds. */
  public int preparedStatements() {
    return statements.count();
  }

  /** Its application_name; empty when it has none. */
  public String applicationName() {
    String value = values[tracked.index("application_name")];
    return value == null ? "" : value;
  }

  /** How many Parse messages of named statements were sent to it. */
  public long parses() {
    return statements.parses();
  }

  /** Whether a client has left something behind that nobody else may find. */
  public boolean isSpoiled() {
    return spoiled;
  }

  void spoil() {
    spoiled = true;
  }

  /**
   * Keeps the messages that begin from now on from the client: it is being sent away, and what it
   * must hear is why, not how its query ended. A message that has begun is still passed on whole.
   */
  public void mute() {
    muted = true;
  }

  /** The client that has it; null when none does. */
  ClientSession client() {
    return client;
  }

  /** All prepared statements have been dropped, except those sent since. */
  void dropStatements() {
    statements.dropped(owed);
    if (client != null) {
      client.forgetStatements(owed);
    }
  }

  ServerStatements statements() {
    return statements;
  }

  /**
   * Gives the server to a client: what differs between their parameters is restored first, in the
   * same write as the client's own message.
   */
  public void attach(ClientSession to) {
    client = to;
    muted = false;
    ownFailure = null;
    lastError = null;
    hasSpoken = false;
    leftAtOnce = false;
    String sql = tracked.difference(to.values(), values);
    if (sql != null) {
      restoring = true;
      ownQuery(sql);
    }
  }

  /** Gives the server to the one client that it was opened for, whose parameters it has. */
  public void attachOwn(ClientSession to) {
    client = to;
    to.adopt(values);
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
    } else if (skipping || unsynced) {
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
    unsynced = !answer.endsWithReady();
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
    if (muted) {
      return false;
    }
    Expected head = owed.peek();
    if (head == null) {
      return type != 'E' || isAsked();
    }
    if (!head.ours()) {
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

  /** Whether a client's work is under way, though perhaps no answer is owed. */
  private boolean isAsked() {
    return isInTransaction() || skipping || !owed.isEmpty();
  }

  /** A message of another kind than an error has begun. */
  void speaks() {
    hasSpoken = true;
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
      unsynced = true;
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
    tags.requestEnds();
    if (!head.ours()) {
      requestsAnswered++;
      transactionsEnded += newStatus == 'I' ? 1 : 0;
      if (client != null) {
        client.ready(newStatus, owed.isEmpty());
        spoiled |= client.refusal() != null;
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
      tags.copyUnreported(client.values());
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
        client.changes(index, value);
      }
    }
  }

  /** A command has been completed; its tag stands in the array. */
  void completed(byte[] body, int at, int end) {
    Expected head = owed.peek();
    answered((byte) 'C');
    tags.completed(head, body, at, end);
  }

  void failed(ServerError error) {
    lastError = error;
    leftAtOnce = !hasSpoken && error.isFatal();
    hasSpoken = true;
    if (!isAsked()) {
      farewell = error;
    }
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
    ArrayDeque<Expected> skipped = new ArrayDeque<>();
    while (head != null && head.kind() != Expected.Kind.SYNC) {
      skipped.push(owed.poll());
      head = owed.peek();
    }
    // The last one first: a statement may have been closed and prepared again among them.
    skipped.forEach(this::neverAnswered);
    skipping = owed.isEmpty();
  }

  private void neverAnswered(Expected answer) {
    statements.skipped(answer);
    if (answer.clientName() != null && client != null) {
      client.parseFailed(answer.clientName());
    }
  }

  /** No answer will come any more: what the client wanted prepared under a name is not. */
  public void takeBack() {
    for (Expected answer = owed.pollLast(); answer != null; answer = owed.pollLast()) {
      neverAnswered(answer);
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
