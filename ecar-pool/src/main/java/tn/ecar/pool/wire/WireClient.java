package tn.ecar.pool.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tn.ecar.pool.Client;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.console.ConsoleSession;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.ClientLogin;
import tn.ecar.pool.protocol.Messages;
import tn.ecar.pool.protocol.Refusal;

/**
 * A client that came over the wire: logs in, then talks to the console or is served.
 *
 * <p>It ends when it says good-bye, when its connection ends, when it is sent away, or when its
 * server dies. All fields belong to the thread of its event loop; what other threads want of it is
 * passed on to that thread.
 */
final class WireClient extends ChannelInboundHandlerAdapter
    implements Client.Door, ClientChannel.Reader {
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
  private final Channel channel;
  private final Whereabouts whereabouts;
  private final Executor logins;
  private final ClientLogin login;
  private final Buffer pending = new Buffer();
  private final ClientOutput output;

  private Phase phase = Phase.LOGIN;
  private Future<?> loginLimit;

  /** Whether what comes next has to wait: for a server, a worker, or a slow reader. */
  private boolean held;

  /** How many clients of the door have not logged in yet. */
  private final AtomicInteger arriving;

  private final ClientLog log;
  private ConsoleSession console;
  private Client client;
  private Served served;

  WireClient(
      Pooler pooler, Channel channel, boolean local, Executor logins, AtomicInteger arriving) {
    this.arriving = arriving;
    this.pooler = pooler;
    this.channel = channel;
    this.logins = logins;
    this.whereabouts = new Whereabouts(channel, local);
    this.output = new ClientOutput(channel);
    this.login = pooler.newLogin(whereabouts::approach);
    this.log = new ClientLog(pooler, login, () -> address() + ":" + port());
    arriving.incrementAndGet();
  }

  // ---- what the channel tells

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (channel.pipeline().get(TlsGate.class) == null) {
      goPastPipeline();
    }
    Duration limit = pooler.configuration().duration(Setting.CLIENT_LOGIN_TIMEOUT);
    if (!limit.isZero()) {
      loginLimit =
          channel
              .eventLoop()
              .schedule(this::checkLoggedIn, limit.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void checkLoggedIn() {
    if (phase == Phase.LOGIN) {
      boolean waitsForServer = client != null;
      sendAway(
          Refusal.of(
              waitsForServer ? "client_login_timeout (server down)" : "client_login_timeout"));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int count = bytes.readableBytes();
    byte[] scratch = Scratch.ofThread().array(count);
    bytes.readBytes(scratch, 0, count);
    bytes.release();
    received(scratch, count);
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
  public void channelReadComplete(ChannelHandlerContext context) {
    receivedAll();
  }

  @Override
  public void receivedAll() {
    flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (served != null && channel.isWritable()) {
      served.clientReads();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    leave();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
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
            case LOGIN -> logIn(bytes, at, end);
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

  private int logIn(byte[] bytes, int at, int end) throws Refusal {
    if (login.mayTakeLong()) {
      logInElsewhere(java.util.Arrays.copyOfRange(bytes, at, end));
      return end;
    }
    int next = login.receive(bytes, at, end, output.collected());
    loggedIn();
    return next;
  }

  /** A proof that costs much, or that others judge, must not keep other clients waiting. */
  private void logInElsewhere(byte[] said) {
    hold();
    logins.execute(
        () -> {
          Buffer answers = new Buffer();
          try {
            int taken = login.receive(said, 0, said.length, answers);
            ownThread().execute(() -> judged(said, taken, answers, null));
          } catch (Refusal refused) {
            ownThread().execute(() -> judged(said, 0, answers, refused));
          } catch (RuntimeException unforeseen) {
            LOG.log(System.Logger.Level.ERROR, "a login cannot be judged", unforeseen);
            Refusal why = Refusal.of("bouncer config error");
            ownThread().execute(() -> judged(said, 0, answers, why));
          }
        });
  }

  private void judged(byte[] said, int taken, Buffer answers, Refusal refused) {
    if (phase == Phase.CLOSED) {
      return;
    }
    output.collected().append(answers.array(), answers.start(), answers.size());
    if (refused != null) {
      sendAway(refused);
      return;
    }
    putBack(said, taken);
    release();
    try {
      loggedIn();
      if (!held && (taken > 0 || login.isProved())) {
        goOn();
      } else {
        flush();
      }
    } catch (Refusal notWelcome) {
      sendAway(notWelcome);
    }
  }

  private void loggedIn() throws Refusal {
    if (login.cancel().isPresent()) {
      held = true;
      pooler.work(
          () -> {
            pooler.cancel(login.cancel().get());
            ownThread().execute(this::farewell);
          });
    } else if (login.isProved()) {
      log.attempt(tls());
      if (login.database().equals(Configuration.CONSOLE)) {
        console =
            pooler.openConsole(
                login, this, whereabouts.approach().ownProcess(), output.collected());
        become(Phase.CONSOLE);
      } else {
        enter();
      }
    }
  }

  private void enter() throws Refusal {
    client = pooler.enter(login, this);
    if (pooler.isWelcomeKnown(client)) {
      welcome();
      return;
    }
    hold();
    pooler.request(
        client, pooler.now(), ownThread(), client.replicates() ? new OwnServer() : new FirstLook());
  }

  /** Waits for the server that is opened for it alone. */
  private final class OwnServer implements tn.ecar.pool.Lease {
    @Override
    public void granted(tn.ecar.pool.BlockingServer server) {
      if (phase == Phase.CLOSED) {
        pooler.giveBack(server);
        return;
      }
      pooler.give(server, client);
      welcome();
      served.takes(server);
      goOn();
    }

    @Override
    public void refused(Refusal why) {
      sendAway(why);
    }
  }

  /** Waits for a server only to learn what it tells of itself. */
  private final class FirstLook implements tn.ecar.pool.Lease {
    @Override
    public void granted(tn.ecar.pool.BlockingServer server) {
      pooler.giveBack(server);
      if (phase != Phase.CLOSED) {
        welcome();
        goOn();
      }
    }

    @Override
    public void refused(Refusal why) {
      sendAway(why);
    }
  }

  private void welcome() {
    pooler.welcome(client, login, output.collected());
    served = new Served(pooler, this, client, ownThread());
    become(Phase.SERVED);
    goPastPipeline();
  }

  /** Nothing stands between any more, if the client speaks in clear over TCP. */
  private void goPastPipeline() {
    if (channel instanceof ClientChannel own && !whereabouts.isEncrypted()) {
      output.goPastPipeline(own);
      own.readBy(this);
    }
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
    } else if (taken > 0) {
      goOn();
    } else {
      // Half a message: the rest of it has to come first.
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
      channel.config().setAutoRead(false);
    }
  }

  boolean isHeld() {
    return held;
  }

  private void release() {
    held = false;
    if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
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
  private void putBack(byte[] said, int from) {
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

  private void farewell(String why) {
    leave(why);
    output.close();
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
      arriving.decrementAndGet();
      if (loginLimit != null) {
        loginLimit.cancel(false);
      }
    }
    phase = next;
  }

  private void leave() {
    leave("client unexpected eof");
  }

  private void leave(String why) {
    if (phase == Phase.CLOSED) {
      return;
    }
    log.closing(why);
    become(Phase.CLOSED);
    pending.clear();
    if (served != null) {
      served.end();
    }
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

  private Loop ownThread() {
    return Loop.of(channel);
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
    return channel.eventLoop();
  }
}
