package tn.ecar.pool.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Memory outside the heap that an event loop's bytes pass on their way between an array and a
 * socket. A channel copies them through such memory in any case, but looks it up for every call.
 * Nothing stays in it from one call to the next; it belongs to the loop's thread.
 */
public class Staging {
  /** What it moves at once, in bytes. */
  public static final int SIZE = 64 * 1024;

  private final ByteBuffer memory;

  /** One with memory of its own. */
  public Staging() {
    this(ByteBuffer.allocateDirect(SIZE));
  }

  /**
   * One that shares memory with others of the same thread.
   *
   * @param memory outside the heap, {@link #SIZE} bytes
   */
  protected Staging(ByteBuffer memory) {
    this.memory = memory;
  }

  /** The memory itself; its position and limit mean nothing. */
  public final ByteBuffer memory() {
    return memory;
  }

  /** Takes at most so many bytes into the beginning of the memory. */
  protected int take(SocketChannel from, int most) throws IOException {
    return from.read(memory.clear().limit(most));
  }

  /** Gives so many bytes from the beginning of the memory, or as many as go. */
  protected int give(SocketChannel to, int count) throws IOException {
    return to.write(memory.clear().limit(count));
  }

  /**
   * Takes what a channel that does not block has.
   *
   * @return how many bytes; 0 when none are here, -1 at the end
   */
  public final int read(SocketChannel from, byte[] into, int offset, int length)
      throws IOException {
    int count = take(from, Math.min(length, SIZE));
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
  public final int write(SocketChannel to, byte[] bytes, int offset, int length)
      throws IOException {
    int written = 0;
    while (written < length) {
      int piece = Math.min(length - written, SIZE);
      memory.clear().put(0, bytes, offset + written, piece);
      int taken = give(to, piece);
      written += taken;
      if (taken < piece) {
        break;
      }
    }
    return written;
  }
}
