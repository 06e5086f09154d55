package tn.ecar.pool.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.AuthType;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.transport.SslMode;
import tn.ecar.pool.transport.TcpSettings;

/**
 * The door for programs outside of this Java machine: listens where the configuration says, and
 * lets each connection talk to the pool as it would to PgBouncer.
 *
 * <p>It lives from {@link #open} to {@link #close}. Each client belongs to one of its event loops,
 * which works for the servers too that the client holds. A server stays with a loop as long as
 * clients of that loop want it.
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

  private final EventLoopGroup loops;
  private final List<Channel> listeners = new ArrayList<>();
  private final ChannelGroup clients = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

  /** Clients that have not logged in yet. */
  private final AtomicInteger arriving = new AtomicInteger();

  private final LoginThreads logins;

  private UnixSocket unixSocket;

  private WireDoor(EventLoopGroup loops, String name) {
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
    Configuration configuration = pooler.configuration();
    refuseWhatIsMissing(configuration);
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            count,
            new DefaultThreadFactory(pooler.name() + "-wire", true),
            NioIoHandler.newFactory());
    WireDoor door = new WireDoor(loops, pooler.name());
    try {
      for (String address : configuration.list(Setting.LISTEN_ADDR)) {
        door.listen(pooler, address, configuration);
      }
      Optional<UnixSocket> socket = UnixSocket.of(configuration);
      if (socket.isPresent()) {
        door.listen(pooler, socket.get());
      }
      pooler.whenShut(door::stopListening, door.arriving::get);
      return door;
    } catch (IOException | RuntimeException failed) {
      door.close();
      throw failed;
    } finally {
      forgetThisThread();
    }
  }

  /**
   * Netty leaves something of its own with each thread that it has worked on. The thread that
   * deploys an adapter lives on and would keep the adapter's class loader by it.
   */
  private static void forgetThisThread() {
    FastThreadLocal.removeAll();
  }

  private static void refuseWhatIsMissing(Configuration configuration) {
    AuthType type = configuration.authType();
    if (type == AuthType.PAM) {
      throw new ConfigurationException("auth_type = pam: " + AuthType.NO_PAM);
    }
    boolean proves = configuration.text(Setting.CLIENT_TLS_SSLMODE).startsWith("verify-");
    if (type == AuthType.CERT && !proves) {
      throw new ConfigurationException(
          "auth_type = cert needs certificates that somebody vouches for: set client_tls_sslmode ="
              + " verify-full and client_tls_ca_file");
    }
  }

  private void listen(Pooler pooler, String address, Configuration configuration)
      throws IOException {
    int port = configuration.integer(Setting.LISTEN_PORT);
    InetSocketAddress at =
        address.equals("*") ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
    ServerBootstrap bootstrap =
        bootstrap(pooler, false)
            .channelFactory(() -> ClientListener.on(at.getAddress()))
            .option(ChannelOption.SO_BACKLOG, configuration.integer(Setting.LISTEN_BACKLOG))
            .option(ChannelOption.SO_REUSEADDR, true);
    if (configuration.flag(Setting.SO_REUSEPORT)) {
      bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
    }
    bind(bootstrap, at, address + ":" + port + " (listen_addr, listen_port)");
  }

  private void listen(Pooler pooler, UnixSocket socket) throws IOException {
    socket.makeRoom();
    bind(
        bootstrap(pooler, true).channel(NioServerDomainSocketChannel.class),
        socket.address(),
        socket + " (unix_socket_dir, listen_port)");
    unixSocket = socket;
    socket.open();
  }

  private ServerBootstrap bootstrap(Pooler pooler, boolean local) {
    return new ServerBootstrap()
        .group(loops)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                clients.add(channel);
                WireClient client = new WireClient(pooler, channel, local, logins, arriving);
                if (!local) {
                  giveTcpSettings(pooler.configuration(), channel);
                  if (pooler.clientTls().mode() != SslMode.DISABLE) {
                    channel.pipeline().addLast(new TlsGate(pooler, channel, client::sendAway));
                  }
                }
                channel.pipeline().addLast(client);
              }
            });
  }

  /** A client that is gone already needs none. */
  private static void giveTcpSettings(Configuration configuration, Channel channel) {
    try {
      TcpSettings.of(configuration)
          .giveTo(
              new TcpSettings.Taker() {
                @Override
                public <T> void take(SocketOption<T> option, T value) {
                  if (option != StandardSocketOptions.TCP_NODELAY) { // Netty has given it that.
                    channel.config().setOption(NioChannelOption.of(option), value);
                  }
                }
              });
    } catch (IOException | ChannelException refused) {
      LOG.log(System.Logger.Level.DEBUG, "the tcp_ settings are not taken by a client", refused);
    }
  }

  private void bind(ServerBootstrap bootstrap, SocketAddress at, String name) throws IOException {
    ChannelFuture bound = bootstrap.bind(at).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on " + name + ": " + bound.cause().getMessage(), bound.cause());
    }
    listeners.add(bound.channel());
    LOG.log(System.Logger.Level.INFO, "listening on {0}", name);
  }

  /** Nobody new is accepted; who is here stays. */
  private void stopListening() {
    listeners.forEach(listener -> listener.close().awaitUninterruptibly());
    if (unixSocket != null) {
      unixSocket.remove();
    }
  }

  /** Listens no more and drops every client; returns when its thread is gone. */
  @Override
  public void close() {
    stopListening();
    clients.close().awaitUninterruptibly();
    logins.close();
    loops
        .shutdownGracefully(0, GRACE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(2 * GRACE_MILLIS);
    forgetThisThread();
  }
}
