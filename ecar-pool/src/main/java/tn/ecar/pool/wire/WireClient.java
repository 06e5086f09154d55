package tn.ecar.pool.wire;

import java.io.IOException;
import java.util.concurrent.Executor;
import tn.ecar.pool.Client;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.console.ConsoleSession;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Messages;
import tn.ecar.pool.protocol.Refusal;

/**
 * A client that came over the wire: comes in by its {@link Entrance}, then talks to the console or
 * is served.
 *
 * <p>It ends when it says good-bye, when its connection ends, when it is sent away, or when its
 * server dies. All fields belong to the thread of its event loop; what other threads want of it is
 * passed on to that thread.
 */
final class WireClient implements Client.Door, ClientConnection.Reader {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  /** So much of what comes too early is kept here. */
  private static final int PATIENT_BYTES = 16 * 1024;

  private enum Phase {
    LOGIN,
    CONSOLE,
    SERVED,
    CLOSED
  }

  private final Pooler pooler;
  private final WireClients clients;
  private final Loop loop;
  private final Whereabouts whereabouts;
  private final Buffer pending = new Buffer();
  private final ClientOutput output;

  private ClientConnection connection;

  private Phase phase = Phase.LOGIN;

  /** Whether what comes next has to wait: for a server, a worker, or a slow reader. */
  private boolean held;

  private final Entrance entrance;
  private final ClientLog log;
  private ConsoleSession console;
  private Served served;

  WireClient(
      Pooler pooler, ClientConnection connection, LoginThreads threads, WireClients clients) {
    this.pooler = pooler;
    this.clients = clients;
    this.connection = connection;
    this.whereabouts = new Whereabouts(connection);
    this.output = new ClientOutput(connection);
    this.loop = new Loop(connection.loop());
    this.entrance = new Entrance(pooler, this, whereabouts, output, threads);
    this.log = new ClientLog(pooler, entrance.login(), () -> address() + ":" + port());
  }

  // ---- what the connection tells

  /** It has been accepted. */
  void comes() {
    clients.comes(this);
  }

  /** It has been listened to once: unless that was enough to come in, its time runs. */
  void timeRuns() {
    if (phase == Phase.LOGIN) {
      entrance.open(connection.loop());
    }
  }

  /** Its bytes take another way from now on, on the same event loop. */
  void movesTo(ClientConnection next) {
    connection = next;
    output.movesTo(next);
    whereabouts.movesTo(next);
  }

  @Override
  public void received(byte[] bytes, int count) {
    if (phase == Phase.CLOSED) {
      return;
    }
    try {
      if (pending.isEmpty() && !held) {
        int taken = take(bytes, 0, count);
        pending.append(bytes, taken, count - taken);
      } else {
        pending.append(bytes, 0, count);
        takePending();
      }
      readLess();
    } catch (Refusal refused) {
      sendAway(refused);
    }
  }

  @Override
  public void receivedAll() {
    flush();
  }

  @Override
  public void takesAgain() {
    if (served != null) {
      served.clientReads();
    }
  }

  @Override
  public void ended() {
    leave("client unexpected eof");
  }

  @Override
  public void failed(Throwable cause) {
    // A connection that breaks is its client's good-bye; anything else is a fault of ours.
    boolean broke = cause instanceof IOException || cause.getCause() instanceof IOException;
    LOG.log(
        broke ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
        "a client of the wire is lost",
        cause);
    farewell("client unexpected eof");
  }

  // ---- what the client sends

  private void takePending() throws Refusal {
    while (!held && !pending.isEmpty() && phase != Phase.CLOSED) {
      int start = pending.start();
      int taken = take(pending.array(), start, pending.end()) - start;
      if (taken == 0) {
        return;
      }
      pending.skip(taken);
    }
  }

  private int take(byte[] bytes, int offset, int end) throws Refusal {
    int at = offset;
    while (at < end && !held) {
      int next =
          switch (phase) {
            case LOGIN -> entrance.take(bytes, at, end);
            case CONSOLE -> converse(bytes, at, end);
            case SERVED -> served.take(bytes, at, end);
            case CLOSED -> end;
          };
      if (next == at) {
        break;
      }
      at = next;
    }
    return at;
  }

  // ---- who it turns out to be

  /** It has proved who it is. */
  void tellOfLogin() {
    log.attempt(tls());
  }

  /** It is a visitor of the console. */
  void visit(ConsoleSession session) {
    console = session;
    become(Phase.CONSOLE);
  }

  /** It is a client of a pool and has been welcomed. */
  Served serve(Client client) {
    served = new Served(pooler, this, client, ownThread());
    become(Phase.SERVED);
    return served;
  }

  /** A command of the console may take its time: a worker waits for it. */
  private int converse(byte[] bytes, int at, int end) {
    hold();
    byte[] said = java.util.Arrays.copyOfRange(bytes, at, end);
    pooler.work(
        () -> {
          int taken = console.receive(said, 0, said.length, output.collected());
          ownThread().execute(() -> conversed(said, taken));
        });
    return end;
  }

  private void conversed(byte[] said, int taken) {
    if (phase == Phase.CLOSED) {
      return;
    }
    putBack(said, taken);
    if (console.isOver()) {
      farewell();
    } else if (taken > 0 || pending.size() > said.length) {
      goOn();
    } else {
      // Half a message: the rest of it has to come first, and has not come meanwhile.
      release();
      flush();
    }
  }

  // ---- for whoever serves it

  /** Nothing more is taken until {@link #goOn}. */
  void hold() {
    held = true;
  }

  /** Who has to wait may say a little more meanwhile; a lot more waits in its socket. */
  private void readLess() {
    if (held && pending.size() > PATIENT_BYTES) {
      connection.setReading(false);
    }
  }

  boolean isHeld() {
    return held;
  }

  boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  void release() {
    held = false;
    connection.setReading(true);
  }

  /** What was waited for is here. */
  void goOn() {
    release();
    try {
      takePending();
      flush();
    } catch (Refusal refused) {
      sendAway(refused);
    }
  }

  /** Takes once more what was said to a server that had not heard it, before all else. */
  void repeat(byte[] said) {
    putBack(said, 0);
    goOn();
  }

  /** What was not taken comes before what has come since. */
  void putBack(byte[] said, int from) {
    Buffer rest = new Buffer();
    rest.append(said, from, said.length - from);
    rest.append(pending.array(), pending.start(), pending.size());
    pending.clear();
    pending.append(rest.array(), rest.start(), rest.size());
  }

  /** Answers on their way to the client; sent at once or with the next {@link #flush}. */
  void write(byte[] bytes, int offset, int length) {
    output.write(bytes, offset, length);
  }

  /** Sends what both sides have been given so far. */
  void flush() {
    if (phase == Phase.SERVED) {
      served.flushServer();
    }
    if (console == null || !held) {
      output.send();
    }
    output.push();
  }

  boolean takesMore() {
    return output.takesMore();
  }

  Buffer toClient() {
    return output.collected();
  }

  // ---- the ends

  /** The client goes of its own will, or its cancel request is through. */
  void farewell() {
    farewell("client close request");
  }

  /** The client hears no word of the pool's own; the log tells why it goes. */
  void farewell(String why) {
    leave(why);
    output.close();
  }

  /** The door closes. */
  void drop() {
    leave("client unexpected eof");
    connection.closeNow();
  }

  void sendAway(Refusal why) {
    if (phase == Phase.CLOSED) {
      return;
    }
    log.attempt(tls());
    log.refused(why.getMessage());
    why.writeTo(output.collected(), pooler.tellsCauses());
    farewell(why.getMessage());
  }

  private void become(Phase next) {
    if (phase == Phase.LOGIN) {
      entrance.close();
      clients.hasArrived();
    }
    phase = next;
  }

  private void leave(String why) {
    if (phase == Phase.CLOSED) {
      return;
    }
    log.closing(why);
    become(Phase.CLOSED);
    clients.leaves(this);
    pending.clear();
    if (served != null) {
      served.end();
    }
    Client client = entrance.client();
    if (client != null) {
      if (held) {
        pooler.refuseWait(client, Refusal.of("client unexpected eof"));
      }
      pooler.leave(client);
    }
    if (console != null) {
      console.end();
    }
  }

  @Override
  public void dismiss(Refusal why) {
    ownThread().execute(() -> sendAway(why));
  }

  @Override
  public void expire(Refusal why) {
    ownThread()
        .execute(
            () -> {
              if (phase != Phase.CLOSED && (served == null || !served.expire(why))) {
                sendAway(why);
              }
            });
  }

  @Override
  public void notice(String text) {
    Messages.notice(output.collected(), text);
    flush();
  }

  Loop ownThread() {
    return loop;
  }

  // ---- where it is

  @Override
  public String address() {
    return whereabouts.address();
  }

  @Override
  public int port() {
    return whereabouts.port();
  }

  @Override
  public String localAddress() {
    return whereabouts.localAddress();
  }

  @Override
  public int localPort() {
    return whereabouts.localPort();
  }

  @Override
  public String tls() {
    return whereabouts.tls();
  }

  @Override
  public char type() {
    return 'C';
  }

  @Override
  public Executor loop() {
    return loop.events();
  }
}
