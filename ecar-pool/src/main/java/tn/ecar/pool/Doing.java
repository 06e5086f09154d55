package tn.ecar.pool;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * What a client is doing, and since when: nothing, running a request, or thinking inside a
 * transaction. Written by the client's own thread; any thread may read, and sees at worst the
 * moment before. All times are the engine's microseconds; a duration is -1 when the client is not
 * doing that.
 */
final class Doing {
  private enum Phase {
    IDLE,
    RUNNING,
    THINKING
  }

  private static final AtomicReferenceFieldUpdater<Doing, Phase> PHASE =
      AtomicReferenceFieldUpdater.newUpdater(Doing.class, Phase.class, "phase");

  private long transactionAt;
  private long requestedAt;
  private long answeredAt;

  /** Set last, so that whoever reads it sees the times that belong to it. */
  private volatile Phase phase = Phase.IDLE;

  Doing(long now) {
    transactionAt = now;
    requestedAt = now;
    answeredAt = now;
  }

  /** A request begins; outside a transaction it begins one. */
  void begins(long now) {
    if (phase == Phase.IDLE) {
      transactionAt = now;
    }
    requestedAt = now;
    phase = Phase.RUNNING;
  }

  /** Every answer is there. Nobody waits for this news: it need not be out before what follows. */
  void answered(long now, boolean insideTransaction) {
    answeredAt = now;
    PHASE.lazySet(this, insideTransaction ? Phase.THINKING : Phase.IDLE);
  }

  boolean isRunning() {
    return phase == Phase.RUNNING;
  }

  boolean isIdle() {
    return phase == Phase.IDLE;
  }

  /** When its last request began. */
  long requestedAt() {
    return requestedAt;
  }

  long runsFor(long now) {
    return phase == Phase.RUNNING ? now - requestedAt : -1;
  }

  long thinksFor(long now) {
    return phase == Phase.THINKING ? now - answeredAt : -1;
  }

  long inTransactionFor(long now) {
    return phase != Phase.IDLE ? now - transactionAt : -1;
  }

  long idlesFor(long now) {
    return phase == Phase.IDLE ? now - answeredAt : -1;
  }
}
