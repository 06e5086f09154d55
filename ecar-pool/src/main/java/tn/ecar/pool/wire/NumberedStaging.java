package tn.ecar.pool.wire;

import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import tn.ecar.pool.transport.Staging;

/**
 * Moves the bytes of one socket that is known by its number. A channel of the JDK reads and writes
 * it as if it were a file and guards each call by locks; here the event loop's thread is alone with
 * it, and asks the kernel as one asks for a socket.
 *
 * <p>A number means another socket as soon as it has been closed: whoever closes this one does so
 * on the thread that uses it.
 */
final class NumberedStaging extends Staging {
  private final Socket socket;
  private final ByteBuffer memory;
  private final long address;

  /**
   * @param scratch of the event loop whose thread alone uses the socket from now on
   */
  NumberedStaging(Socket socket, Scratch scratch) {
    super(scratch.staging().memory().duplicate());
    this.socket = socket;
    this.memory = memory();
    this.address = Buffer.memoryAddress(memory);
  }

  /** Takes what is here: 0 when nothing is, -1 at the end. */
  int read(byte[] into, int offset, int length) throws IOException {
    int count = socket.recvAddress(address, 0, Math.min(length, SIZE));
    if (count > 0) {
      memory.get(0, into, offset, count);
    }
    return count;
  }

  /** Gives as much as is taken; how many bytes that was. */
  int write(byte[] bytes, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      int piece = Math.min(length - written, SIZE);
      memory.put(0, bytes, offset + written, piece);
      int taken = socket.sendAddress(address, 0, piece);
      written += taken;
      if (taken < piece) {
        break;
      }
    }
    return written;
  }

  @Override
  public int read(SocketChannel from, byte[] into, int offset, int length) throws IOException {
    requireOpen(from);
    return read(into, offset, length);
  }

  @Override
  public int write(SocketChannel to, byte[] bytes, int offset, int length) throws IOException {
    requireOpen(to);
    return write(bytes, offset, length);
  }

  private static void requireOpen(SocketChannel channel) throws ClosedChannelException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
  }
}
