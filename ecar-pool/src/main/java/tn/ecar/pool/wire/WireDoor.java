package tn.ecar.pool.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.transport.SslMode;

/**
 * The door for programs outside of this Java machine: listens where the configuration says, and
 * lets each connection talk to the pool as it would to PgBouncer.
 *
 * <p>It lives from {@link #open} to {@link #close}. Each client belongs to one of its event loops,
 * which works for the servers too that the client holds. A server stays with a loop as long as
 * clients of that loop want it.
 *
 * <p>Where there is epoll, loops wait by it, and a client that speaks in clear is read without a
 * channel of Netty's. Clients of the unix socket have a loop of their own then, because only the
 * JDK's channels know whose process is at the other end.
 */
public final class WireDoor implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  /** Ours are loopback and local clients; nobody is made to wait for the end of a quiet period. */
  private static final long GRACE_MILLIS = 2_000;

  private static final String NETTYS_FLIGHT_RECORDING = "io.netty.jfr.enabled";

  static {
    // Netty has the flight recorder of the Java machine tell it when a recording begins, and that
    // keeps whoever it tells for ever: the class loader of each adapter that was undeployed.
    if (System.getProperty(NETTYS_FLIGHT_RECORDING) == null) {
      System.setProperty(NETTYS_FLIGHT_RECORDING, "false");
    }
  }

  private final IoEventLoopGroup loops;
  private final List<Listener> listeners = new ArrayList<>();
  private final WireClients clients = new WireClients();
  private final LoginThreads logins;

  private UnixSocket unixSocket;

  /** For the unix socket, if there is one; the same as the others where there is no epoll. */
  private IoEventLoopGroup localLoops;

  private WireDoor(IoEventLoopGroup loops, String name) {
    this.loops = loops;
    this.logins = new LoginThreads(name);
  }

  /**
   * Whether the configuration asks an application server for this door: then it names an address,
   * and the unix socket comes with it.
   */
  public static boolean isWanted(Configuration configuration) {
    return !configuration.list(Setting.LISTEN_ADDR).isEmpty();
  }

  /** Programs and PostgreSQL need processors too; on two of them one loop serves all. */
  private static int loopsHere() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /**
   * Begins to listen, with an event loop for every second processor.
   *
   * @throws IOException naming the address that cannot be listened on
   * @throws ConfigurationException when the configuration asks for what this door does not do
   */
  public static WireDoor open(Pooler pooler) throws IOException {
    return open(pooler, loopsHere());
  }

  /** The same with so many event loops. */
  static WireDoor open(Pooler pooler, int count) throws IOException {
    return open(pooler, count, Descriptors.epollServes());
  }

  /** The same by epoll, or by the JDK's selectors. */
  static WireDoor open(Pooler pooler, int count, boolean epoll) throws IOException {
    Configuration configuration = pooler.configuration();
    configuration.requireWayIn();
    WireDoor door =
        new WireDoor(
            loops(pooler, count, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()),
            pooler.name());
    try {
      for (String address : configuration.list(Setting.LISTEN_ADDR)) {
        door.listen(pooler, address, configuration);
      }
      Optional<UnixSocket> socket = UnixSocket.of(configuration);
      if (socket.isPresent()) {
        door.listen(pooler, socket.get());
      }
      pooler.whenShut(door::stopListening, door.clients::arriving);
      return door;
    } catch (IOException | RuntimeException failed) {
      door.close();
      throw failed;
    } finally {
      forgetThisThread();
    }
  }

  private static IoEventLoopGroup loops(Pooler pooler, int count, IoHandlerFactory waitingBy) {
    return new MultiThreadIoEventLoopGroup(
        count, new DefaultThreadFactory(pooler.name() + "-wire", true), waitingBy);
  }

  /**
   * Netty leaves something of its own with each thread that it has worked on. The thread that
   * deploys an adapter lives on and would keep the adapter's class loader by it.
   */
  private static void forgetThisThread() {
    FastThreadLocal.removeAll();
  }

  private void listen(Pooler pooler, String address, Configuration configuration)
      throws IOException {
    int port = configuration.integer(Setting.LISTEN_PORT);
    InetSocketAddress at =
        address.equals("*") ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
    String name = address + ":" + port + " (listen_addr, listen_port)";
    boolean epoll = loops.isIoType(EpollIoHandler.class);
    begin(
        name,
        () ->
            epoll
                ? PlainListener.open(
                    pooler, at, loops, (client, spoken) -> greet(pooler, client, spoken))
                : ChannelListener.open(pooler, at, loops, it -> greet(pooler, it)));
  }

  private void listen(Pooler pooler, UnixSocket socket) throws IOException {
    socket.makeRoom();
    localLoops =
        loops.isIoType(NioIoHandler.class) ? loops : loops(pooler, 1, NioIoHandler.newFactory());
    begin(
        socket + " (unix_socket_dir, listen_port)",
        () -> ChannelListener.open(socket, localLoops, it -> greet(pooler, it)));
    unixSocket = socket;
    socket.open();
  }

  private interface Beginning {
    Listener begin() throws IOException;
  }

  private void begin(String name, Beginning listening) throws IOException {
    try {
      listeners.add(listening.begin());
    } catch (IOException refused) {
      throw new IOException("cannot listen on " + name + ": " + refused.getMessage(), refused);
    }
    LOG.log(System.Logger.Level.INFO, "listening on {0}", name);
  }

  private WireClient receive(Pooler pooler, ClientConnection connection) {
    WireClient client = new WireClient(pooler, connection, logins, clients);
    client.comes();
    return client;
  }

  private WireClient greet(Pooler pooler, ClientConnection connection) {
    WireClient client = receive(pooler, connection);
    client.timeRuns();
    return client;
  }

  private void greet(Pooler pooler, PlainConnection connection, boolean spoken) {
    WireClient client = receive(pooler, connection);
    if (connection.loop().inEventLoop()) {
      open(pooler, connection, client, spoken);
    } else {
      client.ownThread().execute(() -> open(pooler, connection, client, spoken));
    }
  }

  private static void open(
      Pooler pooler, PlainConnection connection, WireClient client, boolean spoken) {
    try {
      SslMode mode = pooler.clientTls().mode();
      connection.open(
          mode == SslMode.DISABLE
              ? client
              : new FirstBytes(
                  connection,
                  client,
                  mode.insists(),
                  (it, said) -> encrypt(pooler, client, it, said)),
          spoken);
      client.timeRuns();
    } catch (RuntimeException | Error unforeseen) {
      LOG.log(System.Logger.Level.ERROR, "a client cannot be received", unforeseen);
      client.drop();
    }
  }

  /** A client that asks for TLS goes on by way of Netty. */
  private static void encrypt(Pooler pooler, WireClient client, PlainConnection from, byte[] said) {
    int socket = from.release();
    EpollSocketChannel channel;
    try {
      channel = new EpollSocketChannel(socket);
    } catch (RuntimeException | Error unforeseen) {
      from.takeBack();
      throw unforeseen;
    }
    try {
      // One that has broken meanwhile would never be told of anything.
      if (channel.isActive() && hasMoved(pooler, client, channel, from.loop())) {
        channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(said)).fireChannelReadComplete();
        return;
      }
    } catch (RuntimeException | Error unforeseen) {
      LOG.log(System.Logger.Level.ERROR, "a client cannot go on to TLS", unforeseen);
    }
    channel.unsafe().closeForcibly();
    client.ended();
  }

  private static boolean hasMoved(
      Pooler pooler, WireClient client, EpollSocketChannel channel, EventLoop loop) {
    NettyConnection to = new NettyConnection(channel, false);
    to.readBy(client);
    channel.pipeline().addLast(new TlsGate(pooler, channel, client::sendAway), to);
    if (!loop.register(channel).isSuccess()) {
      return false;
    }
    client.movesTo(to);
    return true;
  }

  /** Nobody new is accepted; who is here stays. */
  private void stopListening() {
    listeners.forEach(Listener::close);
    if (unixSocket != null) {
      unixSocket.remove();
    }
  }

  /** Listens no more and drops every client; returns when its thread is gone. */
  @Override
  public void close() {
    stopListening();
    clients.dropAll(GRACE_MILLIS);
    logins.close();
    end(loops);
    if (localLoops != null) {
      end(localLoops);
    }
    forgetThisThread();
  }

  private static void end(IoEventLoopGroup loops) {
    loops
        .shutdownGracefully(0, GRACE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(2 * GRACE_MILLIS);
  }
}
