package tn.ecar.pool.wire;

import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;

/** Listens for TCP clients, who get a {@link ClientChannel} each. */
final class ClientListener extends NioServerSocketChannel {
  private ClientListener(SocketProtocolFamily family) {
    super(SelectorProvider.provider(), family);
  }

  /**
   * One for this address. A socket for both families costs more with each connection, so only an
   * address that needs it gets one.
   */
  static ClientListener on(InetAddress address) {
    return new ClientListener(
        address instanceof Inet4Address && !address.isAnyLocalAddress()
            ? SocketProtocolFamily.INET
            : null);
  }

  /**
   * One client at a time: to find out that nobody else waits costs as much as a client, and the
   * selector tells it by the way.
   */
  @Override
  @SuppressWarnings("deprecation") // The handle's type is that of Netty's own method.
  protected boolean continueReading(RecvByteBufAllocator.Handle handle) {
    return false;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws IOException {
    SocketChannel socket = javaChannel().accept();
    if (socket == null) {
      return 0;
    }
    accepted.add(new ClientChannel(this, socket));
    return 1;
  }
}
