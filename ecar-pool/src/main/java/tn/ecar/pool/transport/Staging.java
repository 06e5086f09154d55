package tn.ecar.pool.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Memory outside the heap that an event loop's bytes pass on their way between an array and a
 * socket. A channel copies them through such memory in any case, but looks it up for every call.
 * Nothing stays in it from one call to the next; it belongs to the loop's thread.
 */
public final class Staging {
  /** What it moves at once, in bytes. */
  public static final int SIZE = 64 * 1024;

  private final ByteBuffer memory = ByteBuffer.allocateDirect(SIZE);

  /** The memory itself, for a socket that is no channel; its position and limit mean nothing. */
  public ByteBuffer memory() {
    return memory.clear();
  }

  /**
   * Takes what a channel that does not block has.
   *
   * @return how many bytes; 0 when none are here, -1 at the end
   */
  public int read(SocketChannel from, byte[] into, int offset, int length) throws IOException {
    int count = from.read(memory.clear().limit(Math.min(length, SIZE)));
    if (count > 0) {
      memory.get(0, into, offset, count);
    }
    return count;
  }

  /**
   * Gives a channel that does not block as much as it takes.
   *
   * @return how many bytes that was
   */
  public int write(SocketChannel to, byte[] bytes, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      int piece = Math.min(length - written, SIZE);
      int taken = to.write(memory.clear().put(bytes, offset + written, piece).flip());
      written += taken;
      if (taken < piece) {
        break;
      }
    }
    return written;
  }
}
