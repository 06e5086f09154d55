package tn.ecar.pool.wire;

import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Listens for TCP clients, who get a {@link ClientChannel} each. */
final class ClientListener extends NioServerSocketChannel {
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
