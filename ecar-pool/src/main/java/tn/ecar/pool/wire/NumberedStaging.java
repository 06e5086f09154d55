package tn.ecar.pool.wire;

import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import tn.ecar.pool.transport.Staging;

/**
 * Moves the bytes of one socket that is known by its number. A channel of the JDK reads and writes
 * it as if it were a file and guards each call by locks; here the event loop's thread is alone with
 * it, and asks the kernel as one asks for a socket.
 *
 * <p>A number means another socket as soon as it has been closed: whoever closes this one does so
 * on the thread that uses it. A socket may have no channel of the JDK's; then that is null in all
 * calls.
 */
final class NumberedStaging extends Staging {
  private final Socket socket;
  private final long address;

  /**
   * @param scratch of the event loop whose thread alone uses the socket from now on
   */
  NumberedStaging(Socket socket, Scratch scratch) {
    super(scratch.staging().memory().duplicate());
    this.socket = socket;
    this.address = Buffer.memoryAddress(memory());
  }

  @Override
  protected int take(SocketChannel from, int most) throws IOException {
    requireOpen(from);
    return socket.recvAddress(address, 0, most);
  }

  @Override
  protected int give(SocketChannel to, int count) throws IOException {
    requireOpen(to);
    return socket.sendAddress(address, 0, count);
  }

  private static void requireOpen(SocketChannel channelOrNull) throws ClosedChannelException {
    if (channelOrNull != null && !channelOrNull.isOpen()) {
      throw new ClosedChannelException();
    }
  }
}
