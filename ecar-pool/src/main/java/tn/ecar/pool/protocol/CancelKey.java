package tn.ecar.pool.protocol;

import java.security.SecureRandom;

/**
 * What a CancelRequest must name: a process and its secret. Never shown in a log.
 *
 * <p>Within a group of pools the last 16 bits say which of them has given the key, in 14 bits, and
 * how often a request may still be passed on, in 2.
 */
public record CancelKey(int pid, int secret) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int HOPS = 3;
  private static final int PEER = 0x3fff;

  /** A key that nobody can guess. */
  public static CancelKey random() {
    byte[] drawn = new byte[8];
    RANDOM.nextBytes(drawn);
    return new CancelKey(Buffer.intAt(drawn, 0) & Integer.MAX_VALUE, Buffer.intAt(drawn, 4));
  }

  /**
   * A key that nobody can guess, and that tells the others of a group whose it is.
   *
   * @param peer the number of the pool that gives it; 0 outside of a group
   */
  public static CancelKey of(int peer) {
    CancelKey random = random();
    return peer == 0
        ? random
        : new CancelKey(random.pid, (random.secret & ~0xffff) | ((peer & PEER) << 2) | HOPS);
  }

  /** The number of the pool that has given it, if a group has. */
  public int peer() {
    return (secret >>> 2) & PEER;
  }

  /** How often it may still be passed on. */
  public int hops() {
    return secret & HOPS;
  }

  /** As it was given, however often it has been passed on. */
  public CancelKey original() {
    return new CancelKey(pid, secret | HOPS);
  }

  /** As the next pool is to get it. Only while {@link #hops} is more than 0. */
  public CancelKey passedOn() {
    return new CancelKey(pid, secret - 1);
  }

  @Override
  public String toString() {
    return "CancelKey[pid=" + pid + "]";
  }
}
