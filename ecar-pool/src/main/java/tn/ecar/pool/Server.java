package tn.ecar.pool;

import java.time.Instant;
import java.util.concurrent.Executor;
import tn.ecar.pool.protocol.Replication;
import tn.ecar.pool.protocol.ServerSession;

/**
 * A server connection that has logged in. It lives in exactly one list of its pool: idle, used,
 * active, tested or being cancelled; the engine's lock guards where it is and whose.
 */
public abstract class Server {
  /** The word of SHOW SERVERS for the list it is in. */
  enum State {
    ACTIVE("active"),
    IDLE("idle"),
    USED("used"),
    TESTED("tested"),
    BEING_CANCELED("being_canceled"),
    CLOSED("closed");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private final long id;
  private final Pool pool;
  private final ServerSession session;
  private final long connectedAt;

  private final Timings timings = new Timings();

  private long lentAt;
  private long lentTo;
  private long activeSince;
  private State state = State.TESTED;
  private Client client;
  private long freeSince;
  private int cancels;
  private boolean closeNeeded;
  private boolean unproved;

  /** The number of the client that has it, or had it last. */
  private long turnOf;

  /** How often that one has had it in a row. */
  private long turn;

  Server(long id, Pool pool, ServerSession session, long now) {
    this.id = id;
    this.pool = pool;
    this.session = session;
    this.connectedAt = now;
    this.freeSince = now;
  }

  /** What the protocol knows about it. */
  public ServerSession session() {
    return session;
  }

  /** When its client got it, in the engine's microseconds. For the client's own thread. */
  public long lentAt() {
    return lentAt;
  }

  /** It is in a client's hands, who waited so long for it. By the client's own thread. */
  void lent(long now, long waited) {
    lentAt = now;
    timings.waited(waited);
  }

  /** It is given back. By the client's own thread, while it still holds it. */
  void returned(long now) {
    timings.leased(now - lentAt);
  }

  /** It goes into the hands of a client, whose thread this is. */
  void goesTo(long thread, long now) {
    lentTo = thread;
    activeSince = now;
  }

  /** The thread that has it, or had it last; 0 before the first. */
  long lentTo() {
    return lentTo;
  }

  /** How long it has been in the hands it is in. */
  long activeFor(long now) {
    return Math.max(0, now - activeSince);
  }

  Timings timings() {
    return timings;
  }

  Pool pool() {
    return pool;
  }

  long id() {
    return id;
  }

  long connectedAt() {
    return connectedAt;
  }

  long freeSince() {
    return freeSince;
  }

  State state() {
    return state;
  }

  Client client() {
    return client;
  }

  boolean closeNeeded() {
    return closeNeeded;
  }

  void needClose() {
    closeNeeded = true;
  }

  void becomes(State newState, Client owner) {
    state = newState;
    client = owner;
  }

  void freeSince(long now) {
    freeSince = now;
  }

  /** It goes to this client: once more, or its turn begins. */
  void takesTurn(Client to) {
    if (turnOf != to.id()) {
      turnOf = to.id();
      turn = 0;
    }
    turn++;
  }

  /** Whether nobody has had it since this client. */
  boolean isTurnOf(Client user) {
    return turnOf == user.id();
  }

  /** How often in a row the client has had it that has it, or had it last. */
  long turn() {
    return turn;
  }

  /** Whether it must be checked before it serves its new owner. */
  boolean isUnproved() {
    return unproved;
  }

  void unproved(boolean longUnused) {
    unproved = longUnused;
  }

  int cancels() {
    return cancels;
  }

  void cancelBegins() {
    cancels++;
  }

  void cancelEnds() {
    cancels--;
  }

  /** The event loop that waits for its bytes; null while the threads that use it do. */
  Executor loop() {
    return null;
  }

  /** Whether the other end is still there and has said nothing that would end it. */
  abstract boolean isAlive();

  /**
   * Runs a query of the pool's own and waits for its end.
   *
   * @return whether it went well and nothing is left open
   */
  abstract boolean run(String sql, java.time.Duration limit);

  /**
   * Asks the server to cancel what this connection is doing, and waits until it has heard.
   *
   * @throws java.io.IOException when the request does not get through
   */
  abstract void requestCancel(java.time.Duration limit) throws java.io.IOException;

  /** Closes the connection at once; whoever reads from it finds its end. Any thread. */
  abstract void close();

  /** The server's address and our end of the connection. */
  abstract Ends ends();

  /** Version and suite of TLS; empty without. */
  abstract String tls();

  /** The two ends of a connection. */
  record Ends(String address, int port, String localAddress, int localPort) {}

  ConnectionFigures figures(Time time) {
    Ends ends = ends();
    Client owner = client;
    Instant connected = time.instantOf(connectedAt);
    return new ConnectionFigures(
        'S',
        pool.user(),
        pool.database().name(),
        owner == null ? Replication.NONE : owner.replication(),
        state.word(),
        ends.address(),
        ends.port(),
        ends.localAddress(),
        ends.localPort(),
        connected,
        time.instantOf(freeSince),
        java.time.Duration.ZERO,
        closeNeeded,
        owner == null ? 0 : owner.id(),
        session.key().pid(),
        tls(),
        session.applicationName(),
        session.preparedStatements(),
        id);
  }
}
