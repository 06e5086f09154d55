package tn.ecar.pool.wire;

import java.io.IOException;
import tn.ecar.pool.Account;
import tn.ecar.pool.BlockingServer;
import tn.ecar.pool.Client;
import tn.ecar.pool.Lease;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.protocol.ClientSession;
import tn.ecar.pool.protocol.FirstRequest;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.ServerSession;

/**
 * A logged-in client of the wire and the server it holds, if it holds one: its first byte asks for
 * a server, what it sends goes there, what comes back goes to it, and the answer that ends the
 * transaction gives the server back. A side that reads slowly stops the other from being read.
 *
 * <p>All fields belong to the thread of the client's event loop.
 */
final class Served implements Lease {
  private static final int FLUSH_SIZE = 32 * 1024;
  private static final String SERVER_DIED = "server conn crashed?";

  private final Pooler pooler;
  private final WireClient door;
  private final Client client;
  private final ClientSession session;
  private final Loop loop;
  private final Account account;
  private final Scratch scratch = Scratch.ofThread();

  private final FirstRequest first = new FirstRequest();

  private BlockingServer server;
  private ServerWatch watch;
  private boolean asking;
  private boolean ended;
  private boolean serverIsSlow;

  /** Whether a worker finds out what the server has read: nobody else reads from it meanwhile. */
  private boolean leaving;

  private Refusal expired;

  /** On the thread of the client's event loop. */
  Served(Pooler pooler, WireClient door, Client client, Loop loop) {
    this.pooler = pooler;
    this.door = door;
    this.client = client;
    this.session = client.session();
    this.loop = loop;
    this.account = pooler.account(client);
  }

  // ---- from the client

  /**
   * Takes what the client sends.
   *
   * @return the index of the first byte that was not taken
   */
  int take(byte[] bytes, int at, int end) throws Refusal {
    if (expired != null && !owesAnswers()) {
      throw expired;
    }
    if (bytes[at] == 'X' && !session.isPassing()) {
      door.farewell();
      return end;
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
      ask();
      if (server == null) {
        return at;
      }
    } else if (!server.session().owesAnswers()) {
      // Whoever suspends must see the request that it did not hold up.
      long now = pooler.now();
      pooler.begins(client, now);
      if (pooler.isSuspended() && pooler.awaitResumption(client, server, loop, new Resumed())) {
        door.hold();
        return at;
      }
      account.begins(server.session(), now);
    }
    int next = session.forward(bytes, at, end, server.session());
    first.add(bytes, at, next);
    account.received(next - at);
    if (server.session().out().size() > FLUSH_SIZE) {
      flushServer();
    }
    return next;
  }

  /** After SUSPEND it goes on where it was, or is sent away. */
  private final class Resumed implements Lease {
    @Override
    public void granted(BlockingServer own) {
      if (!ended) {
        door.goOn();
      }
    }

    @Override
    public void refused(Refusal why) {
      door.sendAway(why);
    }
  }

  private void ask() {
    long now = pooler.now();
    pooler.begins(client, now);
    asking = true;
    pooler.request(client, now, loop, this);
    if (asking && !ended) {
      door.hold();
    }
  }

  @Override
  public void granted(BlockingServer granted) {
    boolean waited = door.isHeld();
    asking = false;
    if (ended) {
      pooler.giveBack(granted);
      return;
    }
    pooler.give(granted, client);
    first.begins();
    takes(granted);
    if (waited && server != null) {
      door.goOn();
    }
  }

  /** It has this server from now on. */
  void takes(BlockingServer granted) {
    server = granted;
    account.leased(granted.session(), granted.lentAt());
    try {
      watch = ServerWatch.of(pooler, loop.events(), granted);
      watch.serves(this);
    } catch (IOException lost) {
      serverLost();
    }
  }

  @Override
  public void refused(Refusal why) {
    asking = false;
    door.sendAway(why);
  }

  /** Sends what the server is to read; what does not go at once goes when it can. */
  void flushServer() {
    if (server == null || serverIsSlow || server.session().out().isEmpty()) {
      return;
    }
    try {
      if (!server.flushNow(watch.staging())) {
        serverIsSlow = true;
        door.hold();
        watch.await(interest());
      } else if (server.session().isAtRest()) {
        goesUnasked();
      }
    } catch (IOException lost) {
      serverLost();
    }
  }

  /** The end of a message for a COPY that had failed before: no answer will come to it. */
  private void goesUnasked() {
    if (!session.isInsideMessage()) {
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
      letGo();
      pooler.release(client, from, now);
    }
  }

  /** The server's socket has room again. */
  void serverTakes() {
    try {
      if (server.flushNow(watch.staging())) {
        serverIsSlow = false;
        watch.await(interest());
        door.goOn();
      }
    } catch (IOException lost) {
      serverLost();
    }
  }

  private int interest() {
    int write = serverIsSlow ? ServerWatch.WRITE : ServerWatch.NOTHING;
    return door.takesMore() ? write | ServerWatch.READ : write;
  }

  // ---- from the server

  /** Answers can be read. */
  void serverSpeaks() {
    try {
      readServer();
    } catch (Refusal refused) {
      door.sendAway(refused);
    } catch (IOException lost) {
      serverLost();
    }
    door.flush();
  }

  private void readServer() throws IOException, Refusal {
    byte[] bytes = scratch.array();
    ServerWatch eye = watch;
    boolean more = true;
    while (more && server != null) {
      if (!door.takesMore()) {
        watch.await(interest());
        return;
      }
      BlockingServer from = server;
      ServerSession answers = from.session();
      int kept = answers.unhold(bytes, 0);
      int room = bytes.length - kept;
      int count = from.readNow(bytes, kept, room, watch.staging());
      if (expired != null) {
        answers.mute();
      }
      int forClient = answers.scan(bytes, 0, kept + Math.max(count, 0));
      if (answers.leftAtOnce() && asksAnother(true)) {
        return;
      }
      if (count > 0) {
        first.answered();
      }
      account.sent(forClient);
      try {
        if (count < 0) {
          throw new IOException("the server closed the connection");
        }
        // Half a record of TLS is more that cannot be read: its rest is told like any bytes.
        more = count == room || (count > 0 && from.hasMore());
        afterAnswers(from);
      } finally {
        // Only now: who has its answer may look whether its server is free again.
        door.write(bytes, 0, forClient);
      }
    }
    if (more && eye != null) {
      eye.awaitAgain(); // For whoever has the server next.
    }
  }

  private void afterAnswers(BlockingServer from) throws Refusal, IOException {
    ServerSession answers = from.session();
    if (answers.isBroken()) {
      throw new IOException("the server spoke out of protocol");
    }
    if (session.refusal() != null) {
      throw session.refusal();
    }
    if (answers.owesAnswers()) {
      if (client.replicates()) {
        account.bytes(); // A stream has no end at which they could be counted.
      }
      if (account.hasNews(answers)) {
        account.answered(answers, pooler.now());
      }
      return;
    }
    if (expired != null) {
      throw expired;
    }
    long now = pooler.now();
    account.answered(answers, now);
    if (answers.isAtRest()) {
      rests(from, now);
    }
  }

  private void rests(BlockingServer from, long now) throws Refusal {
    if (!pooler.keepsServer(client) && !session.isInsideMessage()) {
      letGo();
      pooler.release(client, from, now);
    } else if (from.session().farewell() != null) {
      throw Refusal.of(from.session().farewell());
    }
  }

  /** The client reads again. */
  void clientReads() {
    if (server != null && !leaving) {
      watch.await(interest());
      serverSpeaks();
    }
  }

  private boolean owesAnswers() {
    return server != null && server.session().owesAnswers();
  }

  // ---- the ends

  /** Something of ours went wrong: nobody knows what of its server's answers it has got. */
  void failed(Throwable cause) {
    if (server != null) {
      BlockingServer doubtful = server;
      letGo();
      pooler.discard(client, doubtful);
    }
    door.failed(cause);
  }

  private void letGo() {
    server = null;
    serverIsSlow = false;
    leaving = false;
    if (watch != null) {
      watch.serves(null);
      watch = null;
    }
  }

  private void serverLost() {
    if (server != null && !asksAnother(false)) {
      lose();
    }
  }

  /**
   * What a leaving server has not read can be asked of another; whether it has not is found out on
   * a worker.
   *
   * @param farewell whether the server has said that it goes
   */
  private boolean asksAnother(boolean farewell) {
    if (ended || expired != null || !first.isRepeatable()) {
      return false;
    }
    BlockingServer left = server;
    leaving = true;
    byte[] said = first.take();
    watch.await(ServerWatch.NOTHING);
    door.hold();
    serverIsSlow = true;
    pooler.work(
        () -> {
          boolean unheard = left.endedUnheard(farewell);
          loop.execute(() -> hasLeft(left, farewell, unheard, said));
        });
    return true;
  }

  private void hasLeft(BlockingServer left, boolean farewell, boolean unheard, byte[] said) {
    if (ended || server != left) {
      return;
    }
    if (!unheard) {
      if (farewell) {
        // The client has not been told: what the server said last was held back until now.
        letGo();
        pooler.discard(client, left);
        door.sendAway(Refusal.of(left.session().lastError()));
      } else {
        lose();
      }
      return;
    }
    left.session().takeBack();
    letGo();
    pooler.discard(client, left);
    door.repeat(said);
  }

  private void lose() {
    BlockingServer lost = server;
    var last = lost.session().lastError();
    letGo();
    pooler.discard(client, lost);
    if (last != null && last.isFatal()) {
      door.farewell(SERVER_DIED); // The server itself has said why.
    } else {
      door.sendAway(Refusal.of(SERVER_DIED));
    }
  }

  /** The client is gone; whoever lets it go sees to its server. */
  void end() {
    ended = true;
    boolean isBusy = server != null && !server.session().isQuiet();
    ServerWatch present = watch;
    letGo();
    if (isBusy && present != null) {
      present.await(ServerWatch.NOTHING);
    }
  }

  /**
   * The client has taken too long.
   *
   * @return whether it is sent away later, when its query has been cancelled
   */
  boolean expire(Refusal why) {
    expired = why;
    if (!owesAnswers()) {
      return false;
    }
    pooler.work(() -> pooler.cancel(client));
    return true;
  }
}
