package tn.ecar.pool;

import java.time.Duration;
import tn.ecar.pool.protocol.CancelKey;
import tn.ecar.pool.protocol.ClientSession;
import tn.ecar.pool.protocol.Refusal;

/**
 * A logged-in client of either door, as the engine sees it: which pool it belongs to, whether it
 * waits, which server it holds. It lives from its login until it leaves.
 */
public final class Client {
  /** What the engine asks of the door a client came through. */
  public interface Door {
    /** Sends the client away. Any thread; must not wait for the client's own thread. */
    void dismiss(Refusal why);

    /** Where the client is: an address, or the place in the code that connected. */
    String address();

    /** C for the wire, J for inside this Java machine. */
    char type();
  }

  private final long id;
  private final String user;
  private final Pool pool;
  private final Door door;
  private final CancelKey key = CancelKey.random();
  private final ClientSession session;
  private final long connectedAt;

  private volatile Server server;
  private volatile long requestedAt;
  private volatile Waiter waiter;

  Client(long id, String user, Pool pool, Door door, ClientSession session, long now) {
    this.id = id;
    this.user = user;
    this.pool = pool;
    this.door = door;
    this.session = session;
    this.connectedAt = now;
    this.requestedAt = now;
  }

  /** What the protocol knows about it. */
  public ClientSession session() {
    return session;
  }

  /** The server it holds, or null. */
  public Server server() {
    return server;
  }

  /** What its cancel requests must name. */
  public CancelKey key() {
    return key;
  }

  long id() {
    return id;
  }

  String user() {
    return user;
  }

  Pool pool() {
    return pool;
  }

  Door door() {
    return door;
  }

  long requestedAt() {
    return requestedAt;
  }

  void requestedAt(long now) {
    requestedAt = now;
  }

  void holds(Server leased) {
    server = leased;
  }

  Waiter waiter() {
    return waiter;
  }

  void waitsAs(Waiter waiting) {
    waiter = waiting;
  }

  private String state() {
    if (waiter != null) {
      return "waiting";
    }
    return server != null ? "active" : "idle";
  }

  ConnectionFigures figures(Time time, long now) {
    Waiter waiting = waiter;
    Server held = server;
    long waited = waiting == null ? 0 : now - waiting.since();
    return new ConnectionFigures(
        door.type(),
        user,
        pool.database().name(),
        state(),
        door.address(),
        0,
        "",
        0,
        time.instantOf(connectedAt),
        time.instantOf(requestedAt),
        Duration.of(waited, java.time.temporal.ChronoUnit.MICROS),
        false,
        held == null ? 0 : held.id(),
        0,
        "",
        session.applicationName(),
        session.preparedStatements(),
        id);
  }
}
