package tn.ecar.pool.wire;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import tn.ecar.pool.BlockingServer;
import tn.ecar.pool.Pooler;

/**
 * An event loop's eye on a server connection: from the first lease to a client of that loop until a
 * thread needs the server, or the server is closed. It tells the client that has the server when
 * something can be read or written, and the pool when an idle server says something or ends.
 *
 * <p>All fields belong to the loop's thread.
 */
final class ServerWatch implements NioIoHandle, BlockingServer.Watch {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private final Pooler pooler;
  private final IoEventLoop loop;
  private final BlockingServer server;
  private IoRegistration registration;
  private Served client;
  private NioIoOps interest = NioIoOps.NONE;

  private ServerWatch(Pooler pooler, IoEventLoop loop, BlockingServer server) {
    this.pooler = pooler;
    this.loop = loop;
    this.server = server;
  }

  /** The loop's watch of this server, begun if need be. On the loop's thread. */
  static ServerWatch of(Pooler pooler, IoEventLoop loop, BlockingServer server) throws IOException {
    if (server.watch() instanceof ServerWatch present) {
      return present;
    }
    ServerWatch watch = new ServerWatch(pooler, loop, server);
    server.watchedBy(watch);
    watch.registration = loop.register(watch).getNow();
    watch.await(NioIoOps.READ);
    return watch;
  }

  /** From now on this client is told; null when the server is idle. */
  void serves(Served newClient) {
    client = newClient;
    await(NioIoOps.READ);
  }

  /** What is to be waited for. */
  void await(NioIoOps ops) {
    if (registration != null && !ops.equals(interest) && registration.isValid()) {
      interest = ops;
      registration.submit(ops);
    }
  }

  @Override
  public SelectableChannel selectableChannel() {
    return server.channel();
  }

  @Override
  public void handle(IoRegistration from, IoEvent event) {
    NioIoOps ready = ((NioIoEvent) event).ops();
    if (registration == null) {
      return;
    }
    if (client == null) {
      pooler.idleSpoke(server);
      return;
    }
    if (ready.contains(NioIoOps.WRITE)) {
      client.serverTakes();
    }
    if (client != null && ready.contains(NioIoOps.READ)) {
      client.serverSpeaks();
    }
  }

  @Override
  public void end(Runnable ended) {
    try {
      loop.execute(
          () -> {
            if (registration != null) {
              registration.cancel();
              registration = null;
            }
            finish(ended);
          });
    } catch (RejectedExecutionException closed) {
      // The door has closed, and its loop has let go of every channel.
      giveBack(ended);
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

  /** A channel is free of its selector only after the selector's next round. */
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
}
