package tn.ecar.pool.protocol;

import java.security.SecureRandom;

/** What a CancelRequest must name: a process and its secret. Never shown in a log. */
public record CancelKey(int pid, int secret) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A key that nobody can guess. */
  public static CancelKey random() {
    return new CancelKey(RANDOM.nextInt() & Integer.MAX_VALUE, RANDOM.nextInt());
  }

  @Override
  public String toString() {
    return "CancelKey[pid=" + pid + "]";
  }
}
