package tn.ecar.pool.wire;

import io.netty.util.concurrent.FastThreadLocal;
import tn.ecar.pool.transport.Staging;

/**
 * Where an event loop puts bytes while it looks at them: one array per thread, since nothing stays
 * in it from one event to the next.
 */
final class Scratch {
  /** What a socket gives at once; answers are read in pieces of this size. */
  static final int SIZE = Staging.SIZE;

  private static final FastThreadLocal<Scratch> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected Scratch initialValue() {
          return new Scratch();
        }
      };

  private final byte[] array = new byte[SIZE];
  private final Staging staging = new Staging();

  private Scratch() {}

  /** The one of the event loop on whose thread this is. */
  static Scratch ofThread() {
    return OF_THREAD.get();
  }

  byte[] array() {
    return array;
  }

  /** One that holds at least so many bytes. */
  byte[] array(int size) {
    return size <= SIZE ? array : new byte[size];
  }

  /** What its bytes pass on their way from and to a socket. */
  Staging staging() {
    return staging;
  }
}
