package tn.ecar.pool.jdbc;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import tn.ecar.pool.Account;
import tn.ecar.pool.BlockingServer;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.protocol.ClientLogin;
import tn.ecar.pool.protocol.ClientSession;
import tn.ecar.pool.protocol.FirstRequest;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.ServerSession;

/**
 * A client inside this Java machine: the other end of its {@link InVmSocket}.
 *
 * <p>It logs in, then talks to the console or is served: its first byte leases a server connection,
 * the caller's own thread writes to it and reads from it, and the answer that ends the transaction
 * gives it back. It ends when the driver says good-bye or closes the socket, when it is sent away,
 * or when its server dies.
 */
final class InVmClient extends InVmPresence {
  private static final int FLUSH_SIZE = 32 * 1024;
  private static final int STAGE_SIZE = 8192;

  /** Below this a read goes over a stage: the driver asks for the rest of a value. */
  private static final int SMALL_READ = 512;

  private final ClientLogin login;
  private final FirstRequest first = new FirstRequest();

  private byte[] stage;
  private Account account;
  private volatile int timeoutMillis;

  InVmClient(Pooler pooler) {
    super(pooler);
    this.login = pooler.newLocalLogin();
  }

  // ---- the driver's thread

  void write(byte[] bytes, int offset, int length) throws IOException {
    lock.lock();
    try {
      requireNotClosed();
      if (account != null) {
        account.received(length);
      }
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
        goesUnasked();
      }
    } catch (IOException lost) {
      lostOrReplaced(lost);
    } finally {
      unlock();
    }
  }

  /** The end of a message for a COPY that had failed before: no answer will come to it. */
  private void goesUnasked() {
    if (server.session().isAtRest() && !client.session().isInsideMessage()) {
      parts();
    }
  }

  /** Gives a server at rest back that nothing is asked of. */
  private void parts() {
    if (server == null) {
      return;
    }
    long now = pooler.now();
    account.goesUnanswered(now);
    if (!pooler.keepsServer(client)) {
      BlockingServer from = server;
      server = null;
      pooler.release(client, from, now);
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
        if (client.server() instanceof BlockingServer own) {
          takes(own);
        }
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
    if (server == null || server.session().isAtRest()) {
      int next = session.skipStray(bytes, at, end);
      if (next > at) {
        parts();
        return next;
      }
      if (server == null && session.lacksHead(at, end)) {
        return at;
      }
    }
    if (server == null) {
      BlockingServer leased = pooler.lease(client, pooler.now());
      takes(leased);
      first.begins();
      return at < end && session.doom().stands()
          ? answerDoomed(session, bytes, at, end)
          : forward(bytes, at, end);
    }
    if (!server.session().owesAnswers()) {
      // Whoever suspends must see the request that it did not hold up.
      long now = pooler.now();
      pooler.begins(client, now);
      if (pooler.isSuspended()) {
        pooler.awaitResumption(client, server);
        now = pooler.now();
      }
      account.begins(server.session(), now);
    }
    return forward(bytes, at, end);
  }

  private void takes(BlockingServer leased) {
    account.leased(leased.session(), leased.lentAt());
    server = leased;
  }

  private int forward(byte[] bytes, int at, int end) throws Refusal {
    int next = client.session().forward(bytes, at, end, server.session());
    first.add(bytes, at, next);
    return next;
  }

  /**
   * Its server is lost; unless that had left before it was asked anything: then another is asked
   * the same, and the client hears nothing of it.
   */
  private void lostOrReplaced(IOException why) throws IOException {
    try {
      if (!startsAnew(false)) {
        serverLost(why);
      }
    } catch (Refusal refused) {
      sendAway(refused);
    } catch (IOException lostToo) {
      serverLost(lostToo);
    }
  }

  private boolean startsAnew(boolean farewell) throws IOException, Refusal {
    BlockingServer lost = server;
    boolean stays = !closed && dismissed == null && expired == null;
    if (lost == null || !stays || !first.isRepeatable()) {
      return false;
    }
    boolean unheard = lost.endedUnheard(farewell);
    if (!unheard && !farewell) {
      return false;
    }
    lost.session().takeBack();
    server = null;
    pooler.discard(client, lost);
    if (!unheard) {
      throw Refusal.of(lost.session().lastError());
    }
    byte[] said = first.take();
    for (int at = 0; at < said.length; ) {
      at = serve(said, at, said.length);
    }
    server.flush();
    return true;
  }

  private int answerDoomed(ClientSession session, byte[] bytes, int at, int end) throws Refusal {
    // First: once its own ROLLBACK has ended the doom, all else would go on in that transaction.
    doom().rollBack();
    if (phase == Phase.CLOSED) {
      return end;
    }
    if (session.isPassing()) {
      return session.skipStray(bytes, at, end); // Its rest is no message.
    }
    int next = session.doom().answer(bytes, at, end, toClient);
    long now = pooler.now();
    account.goesUnanswered(now);
    pooler.answered(client, now, session.doom().stands());
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
            account.sent(count);
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
      lostOrReplaced(lost);
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
    if (session.leftAtOnce() && startsAnew(true)) {
      return 0;
    }
    first.answered();
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
      if (account.hasNews(session)) {
        account.answered(session, pooler.now());
      }
      return;
    }
    if (expired != null) {
      throw expired;
    }
    long now = pooler.now();
    account.answered(session, now);
    if (session.isAtRest()) {
      if (!pooler.keepsServer(client) && !own.isInsideMessage()) {
        server = null;
        pooler.release(client, from, now);
      } else if (session.farewell() != null) {
        throw Refusal.of(session.farewell());
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
}
