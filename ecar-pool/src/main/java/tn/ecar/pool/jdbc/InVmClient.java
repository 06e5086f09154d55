package tn.ecar.pool.jdbc;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tn.ecar.pool.Account;
import tn.ecar.pool.BlockingServer;
import tn.ecar.pool.Client;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.console.ConsoleSession;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.ClientLogin;
import tn.ecar.pool.protocol.ClientSession;
import tn.ecar.pool.protocol.Messages;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.ServerSession;

/**
 * A client inside this Java machine: the other end of its {@link InVmSocket}.
 *
 * <p>It logs in, then talks to the console or is served: its first byte leases a server connection,
 * the caller's own thread writes to it and reads from it, and the answer that ends the transaction
 * gives it back. It ends when the driver says good-bye or closes the socket, when it is sent away,
 * or when its server dies.
 *
 * <p>One lock guards it. The driver's thread holds it during each write and read; others (doom,
 * close, KILL_CLIENT) take it when it is free, and else break off what holds it.
 */
final class InVmClient implements Client.Door {
  private enum Phase {
    LOGIN,
    CONSOLE,
    SERVED,
    CLOSED
  }

  private static final int FLUSH_SIZE = 32 * 1024;
  private static final int STAGE_SIZE = 8192;

  /** Below this a read goes over a stage: the driver asks for the rest of a value. */
  private static final int SMALL_READ = 512;

  private final Pooler pooler;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final Buffer pending = new Buffer();
  private final Buffer toClient = new Buffer();
  private final ClientLogin login;

  private Phase phase = Phase.LOGIN;
  private byte[] stage;
  private ConsoleSession console;
  private Account account;
  private long leasedAt;
  private long requestedAt;
  private long received;
  private long sent;
  private long parsesBefore;
  private volatile Client client;
  private volatile BlockingServer server;
  private volatile KeptClient kept;
  private volatile boolean over;
  private volatile boolean closed;
  private volatile Refusal dismissed;
  private volatile Refusal expired;
  private volatile int timeoutMillis;

  InVmClient(Pooler pooler) {
    this.pooler = pooler;
    this.login = pooler.newLocalLogin();
  }

  // ---- the driver's thread

  void write(byte[] bytes, int offset, int length) throws IOException {
    lock.lock();
    try {
      requireNotClosed();
      received += length;
      if (pending.isEmpty()) {
        int taken = take(bytes, offset, offset + length);
        pending.append(bytes, taken, offset + length - taken);
      } else {
        pending.append(bytes, offset, length);
        int start = pending.start();
        pending.skip(take(pending.array(), start, pending.end()) - start);
      }
      if (server != null && server.session().out().size() > FLUSH_SIZE) {
        server.flush();
      }
    } catch (Refusal refused) {
      sendAway(refused);
    } catch (IOException lost) {
      serverLost(lost);
    } finally {
      unlock();
    }
  }

  void flush() throws IOException {
    lock.lock();
    try {
      requireNotClosed();
      if (server != null) {
        server.flush();
      }
    } catch (IOException lost) {
      serverLost(lost);
    } finally {
      unlock();
    }
  }

  private void requireNotClosed() throws SocketException {
    if (closed) {
      throw new SocketException("Socket closed");
    }
  }

  private int take(byte[] bytes, int offset, int end) throws Refusal, IOException {
    int at = offset;
    while (at < end && phase != Phase.CLOSED) {
      checkMayStay();
      int next =
          switch (phase) {
            case LOGIN -> logIn(bytes, at, end);
            case CONSOLE -> console.receive(bytes, at, end, toClient);
            case SERVED -> serve(bytes, at, end);
            case CLOSED -> end;
          };
      if (next == at) {
        return at;
      }
      at = next;
      if (phase == Phase.CONSOLE && console.isOver()) {
        phase = Phase.CLOSED;
      }
    }
    // Whoever has been sent away may talk on; nobody listens.
    return phase == Phase.CLOSED ? end : at;
  }

  private void checkMayStay() throws Refusal {
    if (dismissed != null) {
      throw dismissed;
    }
    if (expired != null && !owesAnswers()) {
      throw expired;
    }
  }

  private boolean owesAnswers() {
    BlockingServer held = server;
    return held != null && held.session().owesAnswers();
  }

  private int logIn(byte[] bytes, int at, int end) throws Refusal {
    int next = login.receive(bytes, at, end, toClient);
    if (login.cancel().isPresent()) {
      pooler.cancel(login.cancel().get());
      phase = Phase.CLOSED;
    } else if (login.isProved()) {
      if (login.database().equals(Configuration.CONSOLE)) {
        console = pooler.openConsole(login, this, true, toClient);
        phase = Phase.CONSOLE;
      } else {
        client = pooler.admit(login, this, toClient);
        account = pooler.account(client);
        phase = Phase.SERVED;
      }
    }
    return next;
  }

  private int serve(byte[] bytes, int at, int end) throws Refusal {
    ClientSession session = client.session();
    if (bytes[at] == 'X' && !session.isPassing()) {
      leave();
      return end;
    }
    if (session.doom().stands()) {
      return answerDoomed(session, bytes, at, end);
    }
    if (server == null) {
      requestedAt = pooler.now();
      BlockingServer leased = pooler.lease(client, requestedAt);
      // What the client waited is neither the query's time nor the transaction's.
      leasedAt = leased.lentAt();
      requestedAt = leasedAt;
      parsesBefore = leased.session().parses();
      server = leased;
      return at < end && session.doom().stands()
          ? answerDoomed(session, bytes, at, end)
          : session.forward(bytes, at, end, leased.session());
    }
    if (!server.session().owesAnswers()) {
      requestedAt = pooler.now();
      pooler.begins(client, requestedAt);
    }
    return session.forward(bytes, at, end, server.session());
  }

  private int answerDoomed(ClientSession session, byte[] bytes, int at, int end) throws Refusal {
    int next = session.doom().answer(bytes, at, end, toClient);
    pooler.answered(client, pooler.now(), session.doom().stands());
    return next;
  }

  /** Reads answers; -1 at the end. */
  int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      while (true) {
        if (!toClient.isEmpty()) {
          return toClient.take(into, offset, length);
        }
        requireNotClosed();
        if (phase == Phase.CLOSED) {
          return -1;
        }
        if (dismissed != null) {
          sendAway(dismissed);
        } else if (expired != null && !owesAnswers()) {
          sendAway(expired);
        } else if (server == null) {
          awaitChange();
        } else {
          int count = readServer(into, offset, length);
          if (count > 0) {
            sent += count;
            return count;
          }
        }
      }
    } finally {
      unlock();
    }
  }

  /** How much came for the client: 0 when all of it was the pool's own, or the server is lost. */
  private int readServer(byte[] into, int offset, int length) throws IOException {
    try {
      if (length >= SMALL_READ) {
        return answers(into, offset, length);
      }
      if (stage == null) {
        stage = new byte[STAGE_SIZE];
      }
      int count = answers(stage, 0, stage.length);
      toClient.append(stage, 0, count);
      return 0;
    } catch (SocketTimeoutException tooLate) {
      throw tooLate;
    } catch (Refusal refused) {
      sendAway(refused);
    } catch (IOException lost) {
      serverLost(lost);
    }
    return 0;
  }

  private int answers(byte[] into, int offset, int length) throws IOException, Refusal {
    BlockingServer from = server;
    ServerSession session = from.session();
    int held = session.unhold(into, offset);
    int count = 0;
    try {
      count = from.read(into, offset + held, length - held, timeoutMillis);
    } finally {
      if (count <= 0 && held > 0) {
        session.scan(into, offset, held);
      }
    }
    if (count < 0) {
      throw new EOFException("the server closed the connection");
    }
    if (expired != null) {
      // PostgreSQL sends the error of a cancelled query before it is ready again; the client is
      // to hear the pool's reason instead.
      session.mute();
    }
    int kept = session.scan(into, offset, held + count);
    try {
      afterAnswers(from);
    } catch (Refusal refused) {
      toClient.append(into, offset, kept);
      throw refused;
    }
    return kept;
  }

  private void afterAnswers(BlockingServer from) throws Refusal, IOException {
    ServerSession session = from.session();
    ClientSession own = client.session();
    if (session.isBroken()) {
      throw new IOException("the server spoke out of protocol");
    }
    if (own.refusal() != null) {
      throw own.refusal();
    }
    if (session.owesAnswers()) {
      return;
    }
    if (expired != null) {
      throw expired;
    }
    long now = pooler.now();
    pooler.answered(client, now, session.status() != 'I');
    account.query(now - requestedAt);
    if (session.isAtRest()) {
      account.transaction(now - leasedAt);
      account.bytes(received, sent);
      account.statements(own, session.parses() - parsesBefore);
      received = 0;
      sent = 0;
      parsesBefore = session.parses();
      leasedAt = now;
      if (!pooler.keepsServer(client) && !own.isInsideMessage()) {
        server = null;
        pooler.release(client, from, now);
      }
    }
  }

  private void awaitChange() throws SocketTimeoutException {
    long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    boolean limited = left > 0;
    try {
      while (isNothingToRead()) {
        if (!limited) {
          change.await();
        } else if ((left = change.awaitNanos(left)) <= 0) {
          throw new SocketTimeoutException("Read timed out");
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SocketTimeoutException("interrupted while nothing was to be read");
    }
  }

  private boolean isNothingToRead() {
    return toClient.isEmpty()
        && server == null
        && dismissed == null
        && expired == null
        && !closed
        && phase != Phase.CLOSED;
  }

  int available() throws IOException {
    lock.lock();
    try {
      requireNotClosed();
      BlockingServer from = server;
      return toClient.size() + (from == null ? 0 : from.available());
    } finally {
      unlock();
    }
  }

  void timeout(int millis) {
    timeoutMillis = millis;
  }

  int timeout() {
    return timeoutMillis;
  }

  // ---- the ends

  private void leave() {
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

  private void sendAway(Refusal why) {
    why.writeTo(toClient);
    leave();
  }

  private void serverLost(IOException why) throws IOException {
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
        dismissed.writeTo(toClient);
      } else if (!told) {
        crashed().writeTo(toClient);
      }
    }
    leave();
  }

  private static Refusal crashed() {
    return Refusal.of("server conn crashed?");
  }

  private void unlock() {
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
    if (busy != null) {
      pooler.breakOff(busy);
    }
    Client waiting = client;
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

  // ---- doom

  void doom(String reason) {
    Client doomed = client;
    if (doomed == null) {
      return;
    }
    doomed.session().doom().pronounce(reason);
    pooler.work(
        () -> {
          if (mayRunQuery()) {
            pooler.cancel(doomed);
          }
          rollBack(reason);
        });
  }

  private boolean mayRunQuery() {
    if (!lock.tryLock()) {
      return true;
    }
    try {
      return server != null && server.session().owesAnswers();
    } finally {
      unlock();
    }
  }

  private void rollBack(String reason) {
    lock.lock();
    try {
      BlockingServer held = server;
      if (phase != Phase.SERVED || held == null || !client.session().doom().stands()) {
        return;
      }
      ServerSession session = held.session();
      session.finishRequests(reason);
      held.settle(pooler.patience(), toClient);
      client.session().rolledBack();
      pooler.answered(client, pooler.now(), true);
      boolean clean = session.status() == 'I' || held.rollBack(pooler.patience());
      if (!clean || !pooler.keepsServer(client)) {
        server = null;
      }
      if (!clean) {
        pooler.discard(client, held);
      } else if (server == null) {
        pooler.release(client, held, pooler.now());
      }
      change.signalAll();
    } catch (IOException lost) {
      serverLostUnderDoom();
    } finally {
      unlock();
    }
  }

  /** The rollback happens all the same: PostgreSQL rolls back what a lost connection had open. */
  private void serverLostUnderDoom() {
    BlockingServer lost = server;
    server = null;
    if (lost != null) {
      pooler.discard(client, lost);
    }
    crashed().writeTo(toClient);
    leave();
  }

  boolean doomed() {
    return client != null && client.session().doom().stands();
  }

  void pardon() {
    lock.lock();
    try {
      if (client != null) {
        client.session().doom().end();
      }
    } finally {
      unlock();
    }
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

  @Override
  public String address() {
    return "in-vm";
  }

  @Override
  public char type() {
    return 'J';
  }
}
