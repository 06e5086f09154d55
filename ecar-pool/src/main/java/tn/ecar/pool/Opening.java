package tn.ecar.pool;

import java.time.Duration;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.protocol.Replication;

/**
 * A server connection on its way: from the decision to open it until it has logged in or failed. It
 * has its place in the ledger all the while.
 */
final class Opening {
  private final Pool pool;
  private final Client client;
  private final long asked;
  private final boolean trial;
  private volatile long since;
  private Runnable breakOff = () -> {};
  private boolean late;
  private volatile boolean over;
  private boolean closeNeeded;
  private volatile ServerAddress host;

  /** One for whoever needs it first. */
  Opening(Pool pool, long since) {
    this(pool, null, since);
  }

  /** One for this client alone. */
  Opening(Pool pool, Client client, long since) {
    this(pool, client, since, false);
  }

  private Opening(Pool pool, Client client, long since, boolean trial) {
    this.pool = pool;
    this.client = client;
    this.asked = since;
    this.since = since;
    this.trial = trial;
  }

  /**
   * One that only finds something out and serves nobody. The pool does not know it, so that no
   * sweep looks at its time: each of its steps has its own limit.
   */
  static Opening trial(Pool pool, long since) {
    return new Opening(pool, null, since, true);
  }

  ConnectionFigures figures(Time time) {
    ServerAddress first = pool.database().addresses().get(0);
    return new ConnectionFigures(
        'S',
        pool.user(),
        pool.database().name(),
        client == null ? Replication.NONE : client.replication(),
        "new",
        first.host(),
        first.port(),
        "",
        0,
        time.instantOf(asked),
        time.instantOf(asked),
        Duration.ZERO,
        closeNeeded,
        client == null ? 0 : client.id(),
        0,
        "",
        "",
        0,
        0);
  }

  boolean isTrial() {
    return trial;
  }

  Pool pool() {
    return pool;
  }

  /** The only client that it is for; null when it is for anybody. */
  Client client() {
    return client;
  }

  /** When it was decided on. */
  long asked() {
    return asked;
  }

  /** The host that was tried last; null when none was. */
  ServerAddress host() {
    return host;
  }

  /** The next host is tried; each has its own time. */
  synchronized void begins(ServerAddress next, long now) {
    host = next;
    since = now;
    late = false;
    breakOff = () -> {};
  }

  /** What ends the attempt from another thread: closing what has been opened so far. */
  synchronized void breakOffBy(Runnable close) {
    breakOff = close;
    if (late || over) {
      close.run();
    }
  }

  /** Breaks the attempt off when it takes longer than it may; its opener then sees it fail. */
  void checkTime(long now, Duration limit) {
    if (!limit.isZero() && now - since >= Time.micros(limit)) {
      endAttempt();
    }
  }

  private synchronized void endAttempt() {
    late = true;
    breakOff.run();
  }

  /** Ends it for good: no other host is tried. */
  synchronized void breakOff() {
    over = true;
    breakOff.run();
  }

  synchronized boolean isLate() {
    return late;
  }

  boolean isOver() {
    return over;
  }

  /** Whether this host may be asked once more. */
  boolean mayGoOn() {
    return !over && !isLate();
  }

  boolean closeNeeded() {
    return closeNeeded;
  }

  void needClose() {
    closeNeeded = true;
  }
}
