package tn.ecar.pool.faults;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the tellers were told of their transfers: done, not done, or nothing certain. Whoever waits
 * for more of a kind waits here.
 */
final class Journal {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<UUID> refused = ConcurrentHashMap.newKeySet();
  private final Set<UUID> unknown = ConcurrentHashMap.newKeySet();
  private final Set<String> reasons = ConcurrentHashMap.newKeySet();

  void acknowledged(UUID transfer) {
    note(acknowledged, transfer);
  }

  void refused(UUID transfer, Exception why) {
    reasons.add(String.valueOf(why.getMessage()));
    note(refused, transfer);
  }

  void unknown(UUID transfer, Exception why) {
    reasons.add(String.valueOf(why.getMessage()));
    note(unknown, transfer);
  }

  private synchronized void note(Set<UUID> kind, UUID transfer) {
    kind.add(transfer);
    notifyAll();
  }

  Set<UUID> acknowledged() {
    return acknowledged;
  }

  Set<UUID> refused() {
    return refused;
  }

  /** Every sentence in which somebody was refused. */
  Set<String> reasons() {
    return reasons;
  }

  int failures() {
    return refused.size() + unknown.size();
  }

  void awaitAcknowledged(int more) throws InterruptedException {
    await(more + " acknowledged transfers more", acknowledged, more);
  }

  void awaitRefused(int more) throws InterruptedException {
    await(more + " refused transfers more", refused, more);
  }

  private synchronized void await(String what, Set<UUID> kind, int more)
      throws InterruptedException {
    int enough = kind.size() + more;
    long end = System.nanoTime() + LONGEST.toNanos();
    while (kind.size() < enough) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("not within " + LONGEST + ": " + what + "; " + this);
      }
      wait(left);
    }
  }

  @Override
  public String toString() {
    return acknowledged.size()
        + " acknowledged, "
        + refused.size()
        + " refused, "
        + unknown.size()
        + " unknown; reasons "
        + reasons;
  }
}
