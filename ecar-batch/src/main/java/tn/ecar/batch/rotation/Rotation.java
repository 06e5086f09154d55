package tn.ecar.batch.rotation;

import java.time.Duration;
import java.time.Instant;

/**
 * A rotation that the pool has not ended: a line of {@code SHOW ROTATIONS}.
 *
 * @param user whose secret it is
 * @param step what has been done: {@code PLANNED}, {@code POOL_KNOWS_BOTH}, {@code ROLE_CHANGED} or
 *     {@code PROVED}
 * @param form what PostgreSQL keeps of the new secret: md5 or scram-sha-256
 * @param begun when it began
 * @param forgetAt when the old secret will be refused
 * @param pgpass the file in which programs find the new secret
 */
record Rotation(
    String user, String step, String form, Instant begun, Instant forgetAt, String pgpass) {
  static final String PROVED = "PROVED";

  /** The pool looks each minute whether a window has ended. */
  private static final Duration LOOKED_FOR = Duration.ofMinutes(5);

  /** Whether only the window is left: both secrets let in until it ends. */
  boolean isProved() {
    return step.equals(PROVED);
  }

  /** Whether its window should have ended by now, and the pool has not been able to. */
  boolean isOverdue(Instant now) {
    return isProved() && now.isAfter(forgetAt.plus(LOOKED_FOR));
  }
}
