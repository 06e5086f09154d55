package tn.ecar.pool.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.transport.SslMode;
import tn.ecar.pool.transport.TcpSettings;

/**
 * Listens by channels of Netty: on the unix socket, and by TCP where there is no epoll. Clients get
 * a {@link NettyConnection} each.
 */
final class ChannelListener implements Listener {
  /** Who receives clients; on the loop of each. */
  interface Arrival {
    /** Somebody is here. */
    WireClient arrived(NettyConnection connection);
  }

  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private final Channel channel;

  private ChannelListener(Channel channel) {
    this.channel = channel;
  }

  /**
   * Listens by TCP from now on.
   *
   * @throws IOException when it cannot
   */
  static ChannelListener open(
      Pooler pooler, InetSocketAddress at, IoEventLoopGroup loops, Arrival arrival)
      throws IOException {
    Configuration configuration = pooler.configuration();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    giveTcpSettings(pooler.configuration(), channel);
                    WireClient client = receive(channel, false, arrival);
                    if (pooler.clientTls().mode() != SslMode.DISABLE) {
                      channel.pipeline().addFirst(new TlsGate(pooler, channel, client::sendAway));
                    }
                  }
                })
            .option(ChannelOption.SO_BACKLOG, configuration.integer(Setting.LISTEN_BACKLOG))
            .option(ChannelOption.SO_REUSEADDR, true);
    if (configuration.flag(Setting.SO_REUSEPORT)) {
      bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
    }
    return bind(bootstrap.group(loops), at);
  }

  /**
   * Listens on a unix socket from now on.
   *
   * @throws IOException when it cannot
   */
  static ChannelListener open(UnixSocket socket, IoEventLoopGroup loops, Arrival arrival)
      throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .channel(NioServerDomainSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    receive(channel, true, arrival);
                  }
                });
    return bind(bootstrap.group(loops), socket.address());
  }

  private static WireClient receive(Channel channel, boolean local, Arrival arrival) {
    NettyConnection connection = new NettyConnection(channel, local);
    WireClient client = arrival.arrived(connection);
    connection.readBy(client);
    channel.pipeline().addLast(connection);
    return client;
  }

  private static ChannelListener bind(ServerBootstrap bootstrap, SocketAddress at)
      throws IOException {
    ChannelFuture bound = bootstrap.bind(at).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    return new ChannelListener(bound.channel());
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

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }
}
