package tn.ecar.pool.protocol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the protocol knows about one logged-in client: its parameters, its names for prepared
 * statements, its transaction status, and whether its transaction is doomed.
 *
 * <p>Its messages go to whichever server it has at the moment, under names that this server knows.
 * No I/O, not thread-safe: the door's lock guards it.
 */
public final class ClientSession {
  /**
   * How a client is served.
   *
   * @param renaming whether its named statements follow it from server to server
   * @param maxPrepared how many named statements a server keeps
   * @param transactionBlocks whether they are allowed (not in statement pooling)
   * @param simpleQueries whether they are allowed (disable_pqexec)
   * @param maxPacket the largest message in bytes
   * @param uncarried what becomes of it when it leaves something behind in a session
   */
  public record Rules(
      boolean renaming,
      int maxPrepared,
      boolean transactionBlocks,
      boolean simpleQueries,
      int maxPacket,
      Uncarried uncarried) {}

  /** What becomes of a client that leaves behind what no other server would know. */
  public enum Uncarried {
    /** Nothing: its server is its own as long as it stays. */
    KEPT,
    /** It is told on, and may find it or not. */
    REPORT,
    /** It is told on and sent away. */
    REFUSE,
    /** It is told on and keeps its server until it leaves. */
    PIN
  }

  /** Who is told what a client has left behind. */
  @FunctionalInterface
  public interface Witness {
    /** On the thread that reads the answer. */
    void left(Trace trace, String tag);
  }

  private final Tracked tracked;
  private final StatementTexts texts;
  private final String[] values;
  private final StatementNames statements = new StatementNames();
  private final Forwarding forwarding = new Forwarding(this);
  private final Doom doom = new Doom(this);

  /** Its values before its first change; null when there was none. */
  private String[] born;

  private Rules rules;
  private char status = 'I';
  private Refusal refusal;
  private Witness witness = (trace, tag) -> {};
  private boolean pinned;
  private String[] pendingCharacteristics;
  private long queries;
  private long parses;
  private long binds;

  /** A client that has just logged in with these values of the tracked parameters. */
  public ClientSession(Tracked tracked, StatementTexts texts, String[] values, Rules rules) {
    this.tracked = tracked;
    this.texts = texts;
    this.values = values;
    this.rules = rules;
  }

  /** Changes how it is served, at a moment when it has no server. */
  public void serveBy(Rules newRules) {
    rules = newRules;
  }

  /** Gives it the values that its parameters have from the start. */
  public void startWith(String[] startValues) {
    System.arraycopy(startValues, 0, values, 0, values.length);
  }

  /** Tells somebody what the client leaves behind. */
  public void witnessedBy(Witness newWitness) {
    witness = newWitness;
  }

  /** Whether it keeps its server until it leaves because of what it has left there. */
  public boolean isPinned() {
    return pinned;
  }

  /**
   * Whether it keeps its server until it leaves: by the rules that it was given the server with,
   * whatever has been configured since, for nobody has looked what it leaves there.
   */
  public boolean keepsServer() {
    return pinned || rules.uncarried() == Uncarried.KEPT;
  }

  /** The transaction status that the client was last told. */
  public char status() {
    return status;
  }

  /** Why it must be sent away; null while it may stay. */
  public Refusal refusal() {
    return refusal;
  }

  /** Whether its last message has come in part only. */
  public boolean isInsideMessage() {
    return forwarding.isInsideMessage();
  }

  /** Whether the next bytes belong to a message whose beginning has been passed on. */
  public boolean isPassing() {
    return forwarding.isPassing();
  }

  /** Its doomed transaction has been rolled back for it; it will be told so. */
  public void rolledBack() {
    if (status != 'I') {
      status = 'E';
    }
  }

  /** How many prepared statements it has named. */
  public int preparedStatements() {
    return statements.count();
  }

  /** How many requests that ReadyForQuery answers it has sent. */
  public long queries() {
    return queries;
  }

  /** How many named Parse messages it has sent. */
  public long parses() {
    return parses;
  }

  /** How many Bind messages of named statements it has sent. */
  public long binds() {
    return binds;
  }

  /** The value of application_name; empty when it has none. */
  public String applicationName() {
    String value = values[tracked.index("application_name")];
    return value == null ? "" : value;
  }

  /**
   * Passes its messages on to its server, as far as they are complete.
   *
   * @return the index of the first byte that was not taken
   * @throws Refusal when the client breaks a rule and must be sent away
   */
  public int forward(byte[] bytes, int offset, int end, ServerSession server) throws Refusal {
    return forwarding.forward(bytes, offset, end, server);
  }

  /** Whether it cannot be told yet what kind of message begins here. */
  public boolean lacksHead(int at, int end) {
    return forwarding.lacksHead(at, end);
  }

  /**
   * Passes over messages at the front that ask a server at rest for nothing: what is left of a COPY
   * that has failed, and Flush.
   *
   * @return the index of the first byte that was not passed over
   * @throws Refusal when a message is longer than it may be
   */
  public int skipStray(byte[] bytes, int offset, int end) throws Refusal {
    return forwarding.skipStray(bytes, offset, end);
  }

  /** The doom of its transaction. */
  public Doom doom() {
    return doom;
  }

  /**
   * A request has been answered.
   *
   * @param last whether no other is under way: what a later one asks for is still to come
   */
  void ready(char newStatus, boolean last) {
    status = newStatus;
    if (last) {
      pendingCharacteristics = null;
    }
    if (newStatus != 'I' && !rules.transactionBlocks()) {
      refuse(Refusal.of("transaction blocks not allowed in statement pooling mode"));
    }
  }

  void tell(char newStatus) {
    status = newStatus;
  }

  void refuse(Refusal why) {
    if (refusal == null) {
      refusal = why;
    }
  }

  Rules rules() {
    return rules;
  }

  Tracked tracked() {
    return tracked;
  }

  String[] values() {
    return values;
  }

  /** The client itself is about to change one of its values. */
  void changes(int index, String value) {
    if (born == null && !Objects.equals(values[index], value)) {
      born = values.clone();
    }
    values[index] = value;
  }

  void forgetsUnreported() {
    if (born == null) {
      born = values.clone();
    }
    tracked.forgetUnreported(values);
  }

  /**
   * Whether its parameters are as they were before the client changed any. What only the pool knows
   * of is put back.
   */
  public boolean isAsBorn() {
    if (born == null) {
      return true;
    }
    tracked.copyUnreported(born, values);
    if (!Arrays.equals(born, values)) {
      return false;
    }
    born = null;
    return true;
  }

  void adopt(String[] serverValues) {
    System.arraycopy(serverValues, 0, values, 0, values.length);
  }

  StatementNames statements() {
    return statements;
  }

  Statement define(String name, byte[] body) throws Refusal {
    if (statements.has(name)) {
      throw Refusal.of("prepared statement name is already in use");
    }
    Statement statement = texts.of(body);
    statements.put(name, statement);
    parses++;
    return statement;
  }

  void undefine(String name) {
    statements.remove(name);
  }

  void parseFailed(String name) {
    statements.remove(name);
  }

  /** All its statements are gone, except those that it has named since. */
  void forgetStatements(Iterable<Expected> stillOwed) {
    Map<String, Statement> later = new HashMap<>();
    for (Expected answer : stillOwed) {
      if (answer.clientName() != null) {
        later.put(answer.clientName(), answer.statement());
      }
    }
    statements.replaceBy(later);
  }

  void left(Trace trace, String tag, ServerSession on) {
    if (pinned || rules.uncarried() == Uncarried.KEPT) {
      return;
    }
    witness.left(trace, tag);
    if (rules.uncarried() == Uncarried.PIN) {
      pinned = true;
    } else if (rules.uncarried() == Uncarried.REFUSE) {
      on.spoil();
      refuse(
          Refusal.of(
              "0A000",
              (tag + " " + trace.name()).strip()
                  + " leaves "
                  + trace.kind().meaning()
                  + " behind (uncarried_session_state = refuse)"));
    }
  }

  void characteristicsAsked(String[] changed) {
    pendingCharacteristics = changed;
  }

  String[] pendingCharacteristics() {
    return pendingCharacteristics;
  }

  void characteristicsSet() {
    pendingCharacteristics = null;
  }

  void countQuery() {
    queries++;
  }

  void countBind() {
    binds++;
  }
}
