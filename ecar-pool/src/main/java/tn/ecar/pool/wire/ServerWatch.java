package tn.ecar.pool.wire;

import io.netty.channel.ChannelException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import tn.ecar.pool.BlockingServer;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.transport.Staging;

/**
 * An event loop's eye on a server connection: from the first lease to a client of that loop until a
 * thread needs the server, or the server is closed. It tells the client that has the server when
 * something can be read or written, and the pool when an idle server says something or ends.
 *
 * <p>All fields belong to the loop's thread.
 */
abstract class ServerWatch implements IoHandle, BlockingServer.Watch {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  /** What can be awaited of a server; the last two may be added up. */
  static final int NOTHING = 0;

  static final int READ = 1;
  static final int WRITE = 2;

  private static final long LATER_MILLIS = 100;

  private final Pooler pooler;
  private final IoEventLoop loop;
  private final BlockingServer server;
  private final Staging staging;
  private IoRegistration registration;
  private Served client;
  private int interest = NOTHING;

  private ServerWatch(Pooler pooler, IoEventLoop loop, BlockingServer server, Staging staging) {
    this.pooler = pooler;
    this.loop = loop;
    this.server = server;
    this.staging = staging;
  }

  /** The loop's watch of this server, begun if need be. On the loop's thread. */
  static ServerWatch of(Pooler pooler, IoEventLoop loop, BlockingServer server) throws IOException {
    if (server.watch() instanceof ServerWatch present) {
      return present;
    }
    ServerWatch watch =
        loop.isCompatible(Epoll.class)
            ? Epoll.of(pooler, loop, server)
            : new Nio(pooler, loop, server);
    server.watchedBy(watch);
    watch.registration = loop.register(watch).getNow();
    watch.await(READ);
    return watch;
  }

  /** From now on this client is told; null when the server is idle. */
  void serves(Served newClient) {
    client = newClient;
    await(READ);
  }

  /** What the server's bytes pass on their way. */
  Staging staging() {
    return staging;
  }

  SelectableChannel channel() {
    return server.channel();
  }

  /** What is to be waited for. */
  void await(int what) {
    if (registration != null && what != interest && registration.isValid()) {
      interest = what;
      submit(registration, what);
    }
  }

  /** More may be here than was taken. */
  void awaitAgain() {
    if (registration != null && (interest & READ) != 0 && registration.isValid()) {
      submit(registration, interest);
    }
  }

  abstract void submit(IoRegistration to, int what);

  /** Something of this can be done, whether it is awaited or not. */
  void ready(boolean read, boolean write) {
    if (registration == null || interest == NOTHING) {
      return;
    }
    Served serving = client;
    try {
      if (client == null) {
        idleSpeaks();
        return;
      }
      if (write && (interest & WRITE) != 0) {
        client.serverTakes();
      }
      if (client != null && read && (interest & READ) != 0) {
        client.serverSpeaks();
      }
    } catch (RuntimeException | Error unforeseen) {
      fails(serving, unforeseen);
    }
  }

  /** Whose bytes others wait for, in whatever way, is looked at again a little later. */
  @SuppressWarnings("FutureReturnValueIgnored") // It ends with the loop.
  private void idleSpeaks() {
    if (pooler.idleSpoke(server)) {
      awaitAgain();
    } else {
      await(NOTHING);
      loop.schedule(this::looksAgain, LATER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void looksAgain() {
    if (client == null) {
      await(READ);
    }
  }

  /** What goes wrong with one server is its client's, and not the loop's. */
  private void fails(Served serving, Throwable unforeseen) {
    if (serving != null) {
      serving.failed(unforeseen);
    } else {
      LOG.log(System.Logger.Level.ERROR, "an idle server cannot be looked after", unforeseen);
      server.closeChannel();
    }
  }

  @Override
  public void end(Runnable ended) {
    try {
      loop.execute(
          () -> {
            letGo();
            finish(ended);
          });
    } catch (RejectedExecutionException closed) {
      // The door has closed, and its loop has let go of every channel.
      giveBack(ended);
    }
  }

  /**
   * Nothing waits for its channel any more when that is closed; a number that the kernel gives to
   * another socket would else be taken for this one.
   */
  @Override
  public void close(Runnable channel) {
    try {
      if (loop.inEventLoop()) {
        letGo();
        channel.run();
      } else {
        loop.execute(
            () -> {
              letGo();
              channel.run();
            });
      }
    } catch (RejectedExecutionException closed) {
      channel.run(); // The door has closed, and its loop has let go of every channel.
    }
  }

  private void letGo() {
    if (registration != null) {
      registration.cancel();
      registration = null;
    }
  }

  @Override
  public boolean isOwnThread() {
    return loop.inEventLoop();
  }

  @Override
  public Executor loop() {
    return loop;
  }

  /** A channel is free of a selector of the JDK only after the selector's next round. */
  private void finish(Runnable ended) {
    if (server.channel().isRegistered() && !loop.isShuttingDown()) {
      ((SingleThreadEventLoop) loop)
          .executeAfterEventLoopIteration(() -> new Loop(loop).execute(() -> finish(ended)));
    } else {
      giveBack(ended);
    }
  }

  private void giveBack(Runnable ended) {
    try {
      server.watchedBy(null);
    } catch (IOException closed) {
      // Whoever takes it next finds out that it has been closed.
      LOG.log(System.Logger.Level.DEBUG, "a server was closed while it changed hands", closed);
    } finally {
      ended.run();
    }
  }

  /** The loop ends: whoever is left on it loses the connection. */
  @Override
  public void close() throws IOException {
    registration = null;
    server.closeChannel();
  }

  private static final class Nio extends ServerWatch implements NioIoHandle {
    private static final NioIoOps[] OPS = {
      NioIoOps.NONE, NioIoOps.READ, NioIoOps.WRITE, NioIoOps.READ_AND_WRITE
    };

    Nio(Pooler pooler, IoEventLoop loop, BlockingServer server) {
      super(pooler, loop, server, Scratch.ofThread().staging());
    }

    @Override
    public SelectableChannel selectableChannel() {
      return channel();
    }

    @Override
    void submit(IoRegistration to, int what) {
      to.submit(OPS[what]);
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
      NioIoOps ops = ((NioIoEvent) event).ops();
      ready(ops.contains(NioIoOps.READ), ops.contains(NioIoOps.WRITE));
    }
  }

  private static final class Epoll extends ServerWatch implements EpollIoHandle {
    private static final EpollIoOps[] ONCE = {
      Edges.NOTHING, Edges.READ, Edges.WRITE, Edges.READ_AND_WRITE
    };

    /** Under TLS nobody knows whether a read has taken all that is in the socket. */
    private static final EpollIoOps[] AS_LONG_AS_IT_LASTS = {
      Edges.NOTHING,
      EpollIoOps.EPOLLIN,
      EpollIoOps.EPOLLOUT,
      EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT)
    };

    private final Socket socket;
    private final EpollIoOps[] ops;

    private Epoll(Pooler pooler, IoEventLoop loop, BlockingServer server, Socket socket) {
      super(pooler, loop, server, new NumberedStaging(socket, Scratch.ofThread()));
      this.socket = socket;
      this.ops = server.isEncrypted() ? AS_LONG_AS_IT_LASTS : ONCE;
    }

    static Epoll of(Pooler pooler, IoEventLoop loop, BlockingServer server) throws IOException {
      try {
        return new Epoll(pooler, loop, server, new Socket(Descriptors.of(server.channel())));
      } catch (ChannelException closed) {
        throw new IOException("the server's socket has been closed", closed);
      }
    }

    @Override
    public FileDescriptor fd() {
      return socket;
    }

    @Override
    void submit(IoRegistration to, int what) {
      to.submit(ops[what]);
    }

    /** Whatever left this would take what is told of others with it, and that is told once. */
    @Override
    public void handle(IoRegistration from, IoEvent event) {
      int told = ((EpollIoEvent) event).ops().value();
      boolean ends = Edges.ends(told);
      try {
        ready(ends || Edges.reads(told), ends || Edges.writes(told));
        if (ends) {
          awaitAgain();
        }
      } catch (RuntimeException | Error unforeseen) {
        LOG.log(System.Logger.Level.ERROR, "a server cannot be looked after", unforeseen);
      }
    }
  }
}
