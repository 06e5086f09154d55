package tn.ecar.pool;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import tn.ecar.pool.protocol.CancelKey;
import tn.ecar.pool.protocol.ClientSession;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.Replication;

/**
 * A logged-in client of either door, as the engine sees it: which pool it belongs to, whether it
 * waits, which server it holds. It lives from its login until it leaves.
 */
public final class Client {
  /** What the engine asks of the door a client came through. */
  public interface Door {
    /** Sends the client away. Any thread; must not wait for the client's own thread. */
    void dismiss(Refusal why);

    /**
     * Sends the client away because its time is over: what runs is cancelled on its server, its
     * transaction rolled back, so that the server can serve others. Called on a worker; may wait
     * until the server has answered. {@link #dismiss} follows when that takes too long.
     */
    void expire(Refusal why);

    /** Why the client is being sent away; null while it may stay. Any thread. */
    default Refusal over() {
      return null;
    }

    /** Tells the client something while it waits for a server. On the client's own thread. */
    void notice(String text);

    /** Whether nobody uses the client at the moment and it only waits for its next user. */
    default boolean isSpare() {
      return false;
    }

    /** Makes the client leave if it is spare. Without the engine's lock; whether it has left. */
    default boolean giveUp() {
      return false;
    }

    /** Where the client is: an address, or the place in the code that connected. */
    String address();

    /** Its port there; 0 where there is none. */
    default int port() {
      return 0;
    }

    /** The address it came to; empty where there is none. */
    default String localAddress() {
      return "";
    }

    /** The port it came to; 0 where there is none. */
    default int localPort() {
      return 0;
    }

    /** Version and suite of TLS; empty without. */
    default String tls() {
      return "";
    }

    /** C for the wire, J for inside this Java machine. */
    char type();

    /** The event loop that works for the client; null when a thread of its own does. */
    default Executor loop() {
      return null;
    }
  }

  private static final AtomicReferenceFieldUpdater<Client, Server> SERVER =
      AtomicReferenceFieldUpdater.newUpdater(Client.class, Server.class, "server");

  /** Who comes back so soon has only handed in one transaction and begun the next. */
  static final long SOON = 200;

  /** Longer transactions hold locks that others wait for, and are worth a change of threads. */
  private static final long BRIEF = 500;

  /** Whether it had its last server so briefly; its own thread's. */
  private boolean brief;

  /** When it gave its last server back, in the engine's microseconds; its own thread's. */
  private long releasedAt = Long.MIN_VALUE / 2;

  /** Its own thread's. */
  private boolean quick;

  /** Of the transaction last told to {@link Leaks}; the sweep's thread alone uses it. */
  private long reportedTransaction = -1;

  private final long id;
  private final String user;
  private final Pool pool;
  private final Door door;
  private final CancelKey key;
  private final ClientSession session;
  private final long connectedAt;

  /** Set before anybody else knows the client. */
  private Replication replication = Replication.NONE;

  private Map<String, String> forOwnServer = Map.of();

  private volatile Server server;
  private final Doing doing;
  private volatile Waiter waiter;
  private Server lastServer;
  private Refusal expiry;
  private long expiredAt;
  private volatile boolean urgent;

  Client(long id, String user, Pool pool, Door door, ClientSession session, long now) {
    this.id = id;
    this.user = user;
    this.pool = pool;
    this.key = pool.newCancelKey();
    this.door = door;
    this.session = session;
    this.connectedAt = now;
    this.doing = new Doing(now);
  }

  /**
   * Says that it speaks of replication.
   *
   * @param asked what a server connection of its own is to be told at its start
   */
  void replicates(Replication kind, Map<String, String> asked) {
    replication = kind;
    forOwnServer = asked;
  }

  /** Whether it speaks of replication, and needs a server connection of its own for it. */
  public boolean replicates() {
    return replication != Replication.NONE;
  }

  Replication replication() {
    return replication;
  }

  /** What a server connection of its own is to be told at its start. */
  Map<String, String> forOwnServer() {
    return forOwnServer;
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

  /** The event loop that works for it; null when a thread of its own does. */
  Executor loop() {
    return door.loop();
  }

  Doing doing() {
    return doing;
  }

  /** Nobody waits for this news: it need not be out before what follows. */
  void holds(Server leased) {
    SERVER.lazySet(this, leased);
  }

  Waiter waiter() {
    return waiter;
  }

  void waitsAs(Waiter waiting) {
    waiter = waiting;
  }

  /** The server that it had last, whether or not that still lives; null before the first. */
  Server lastServer() {
    return lastServer;
  }

  void lastServer(Server leased) {
    lastServer = leased;
  }

  /** It has taken too long, and its door has been told. */
  void expire(Refusal why, long now) {
    expiry = why;
    expiredAt = now;
  }

  boolean isExpired() {
    return expiry != null;
  }

  Refusal expiry() {
    return expiry;
  }

  long expiredAt() {
    return expiredAt;
  }

  /** Whether others may be waiting, in the database, for what it is about to end. */
  boolean isUrgent() {
    return urgent;
  }

  /**
   * Says that it is about to end what others may be waiting for in the database, as COMMIT PREPARED
   * does: it then stands first in line, and when every server of its pool stays busy it gets one
   * beyond the pool's size.
   */
  public void urgent(boolean ends) {
    urgent = ends;
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
        replication,
        state(),
        door.address(),
        door.port(),
        door.localAddress(),
        door.localPort(),
        time.instantOf(connectedAt),
        time.instantOf(doing.requestedAt()),
        Duration.of(waited, java.time.temporal.ChronoUnit.MICROS),
        false,
        held == null ? 0 : held.id(),
        0,
        door.tls(),
        applicationName(),
        session.preparedStatements(),
        id);
  }

  /** Inside this machine a program that has given itself no name goes by where its code stands. */
  private String applicationName() {
    String name = session.applicationName();
    boolean unnamed = name.isEmpty() || name.equals(Attempt.APPLICATION_NAME);
    return door.type() == 'J' && unnamed ? door.address() : name;
  }

  /** Whether this transaction is told for the first time, known by when it began. */
  boolean reportsTransactionOf(long began) {
    boolean first = reportedTransaction != began;
    reportedTransaction = began;
    return first;
  }

  /** It has given a server back that it had so long; on its own thread. */
  void released(long now, long had) {
    releasedAt = now;
    brief = had < BRIEF;
  }

  /** It asks for a server; on its own thread. */
  void asks(long now) {
    quick = brief && now - releasedAt < SOON;
  }

  /**
   * Whether it came back so soon, and has had its server so briefly, that it will likely do so
   * again and be in nobody's way.
   */
  boolean isQuick() {
    return quick && brief;
  }
}
