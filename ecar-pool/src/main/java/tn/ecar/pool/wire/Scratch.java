package tn.ecar.pool.wire;

/**
 * Where an event loop puts bytes while it looks at them: one array per thread, since nothing stays
 * in it from one event to the next.
 */
final class Scratch {
  /** What a socket gives at once; answers are read in pieces of this size. */
  static final int SIZE = 64 * 1024;

  private static final ThreadLocal<byte[]> ARRAYS = ThreadLocal.withInitial(() -> new byte[SIZE]);

  private Scratch() {}

  static byte[] array() {
    return ARRAYS.get();
  }

  /** One that holds at least so many bytes. */
  static byte[] array(int size) {
    return size <= SIZE ? array() : new byte[size];
  }
}
