package tn.ecar.pool.jdbc;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tn.ecar.pool.BlockingServer;
import tn.ecar.pool.CallingCode;
import tn.ecar.pool.Client;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.TakenHandle;
import tn.ecar.pool.console.ConsoleSession;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Messages;
import tn.ecar.pool.protocol.Refusal;

/**
 * Where a client inside this Java machine stands: whether it is served, by which server, and how it
 * ends. What it says and hears is {@link InVmClient}'s.
 *
 * <p>One lock guards it. The driver's thread holds it during each write and read; others (doom,
 * close, KILL_CLIENT) take it when it is free, and else break off what holds it.
 */
abstract class InVmPresence implements Client.Door {
  enum Phase {
    LOGIN,
    CONSOLE,
    SERVED,
    CLOSED
  }

  /** The address of a client that no code of an application has opened. */
  private static final String UNKNOWN_CODE = "in-vm";

  final Pooler pooler;
  final ReentrantLock lock = new ReentrantLock();
  final Condition change = lock.newCondition();

  /** What the client has said and nobody has taken yet. */
  final Buffer pending = new Buffer();

  /** What the pool itself has to say to the client. */
  final Buffer toClient = new Buffer();

  Phase phase = Phase.LOGIN;
  ConsoleSession console;
  volatile Client client;
  volatile BlockingServer server;
  volatile boolean closed;
  volatile Refusal dismissed;
  volatile Refusal expired;
  private volatile KeptClient kept;
  private volatile boolean over;
  private volatile String origin = CallingCode.here().orElse(UNKNOWN_CODE);
  private final InVmDoom doom = new InVmDoom(this);

  InVmPresence(Pooler pooler) {
    this.pooler = pooler;
  }

  final void leave() {
    phase = Phase.CLOSED;
    over = true;
    server = null;
    if (client != null) {
      pooler.leave(client);
    }
    if (console != null) {
      console.end();
    }
    if (kept != null) {
      kept.left();
    }
    change.signalAll();
  }

  final void sendAway(Refusal why) {
    tell(why);
    leave();
  }

  private void tell(Refusal why) {
    if (pooler.tellsCauses()) {
      why.writeTo(toClient, true);
    } else {
      why.writeTo(toClient);
    }
  }

  final void serverLost(IOException why) throws IOException {
    if (closed || phase == Phase.CLOSED) {
      leave();
      throw why;
    }
    BlockingServer lost = server;
    if (lost != null) {
      var last = lost.session().lastError();
      boolean told = last != null && last.isFatal();
      server = null;
      pooler.discard(client, lost);
      if (dismissed != null) {
        tell(dismissed);
      } else if (!told) {
        tell(crashed());
      }
    }
    leave();
  }

  static Refusal crashed() {
    return Refusal.of("server conn crashed?");
  }

  final void unlock() {
    try {
      if (closed && phase != Phase.CLOSED) {
        leave();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes it from any thread; what runs is broken off. */
  void close() {
    closed = true;
    over = true;
    end(() -> {});
  }

  @Override
  public void dismiss(Refusal why) {
    dismissed = why;
    over = true;
    end(() -> sendAwayIfServed(why));
  }

  @Override
  public void expire(Refusal why) {
    expired = why;
    over = true;
    if (lock.tryLock()) {
      finish(() -> sendAwayIfServed(why));
      return;
    }
    Client late = client;
    if (late != null) {
      pooler.cancel(late);
    }
    // The answer to the cancel request may have been read before the thread saw why.
    lock.lock();
    finish(() -> sendAwayIfServed(why));
  }

  @Override
  public Refusal over() {
    if (!over) {
      return null;
    }
    Refusal why = dismissed == null ? expired : dismissed;
    return why == null ? crashed() : why;
  }

  @Override
  public void notice(String text) {
    Messages.notice(toClient, text);
  }

  private void sendAwayIfServed(Refusal why) {
    if (phase != Phase.CLOSED) {
      sendAway(why);
    }
  }

  private void end(Runnable farewell) {
    if (lock.tryLock()) {
      finish(farewell);
      return;
    }
    BlockingServer busy = server;
    Client waiting = client;
    if (busy != null && waiting != null) {
      pooler.breakOff(waiting, busy);
    }
    if (waiting != null) {
      pooler.refuseWait(waiting, dismissed == null ? crashed() : dismissed);
    }
    // The thread that holds the lock may have passed its last look at the flags.
    pooler.work(
        () -> {
          lock.lock();
          finish(farewell);
        });
  }

  private void finish(Runnable farewell) {
    try {
      farewell.run();
      change.signalAll();
    } finally {
      unlock();
    }
  }

  boolean isClosed() {
    return closed;
  }

  // ---- between two users

  /** Who keeps it for the next user. */
  void keptAs(KeptClient keeper) {
    kept = keeper;
  }

  @Override
  public boolean isSpare() {
    KeptClient keeper = kept;
    return keeper != null && keeper.isFree();
  }

  @Override
  public boolean giveUp() {
    KeptClient keeper = kept;
    return keeper != null && keeper.giveUp();
  }

  /** Whether it serves nobody any more, or is about to. Needs no lock. */
  boolean isOver() {
    return over;
  }

  /** Whether another user would find it as if it had just logged in. */
  boolean isAtRest() {
    lock.lock();
    try {
      return phase == Phase.SERVED
          && !over
          && server == null
          && pending.isEmpty()
          && toClient.isEmpty()
          && client.session().isAsBorn();
    } finally {
      unlock();
    }
  }

  /** Changes whenever those who could come in before may have become others. */
  int entryRules() {
    return pooler.entryRules();
  }

  // ---- what others ask

  /** The doom of its transaction. */
  InVmDoom doom() {
    return doom;
  }

  void urgent(boolean ends) {
    Client served = client;
    if (served != null) {
      served.urgent(ends);
    }
  }

  boolean holdsServer() {
    return server != null;
  }

  char transactionStatus() {
    return client == null ? 'I' : client.session().status();
  }

  /** The code that calls now has taken it. */
  void takenHere() {
    origin = CallingCode.here().orElse(UNKNOWN_CODE);
  }

  /** Watches a handle on it; null when nobody wants to know. */
  TakenHandle watch(Object handle, Runnable reclaim) {
    Client served = client;
    return served == null ? null : pooler.leaks().watch(handle, served, reclaim);
  }

  /** Whether it is to be told each time that it is taken. */
  boolean tracksOrigin() {
    return pooler.tracksOrigin();
  }

  @Override
  public String address() {
    return origin;
  }

  @Override
  public char type() {
    return 'J';
  }
}
