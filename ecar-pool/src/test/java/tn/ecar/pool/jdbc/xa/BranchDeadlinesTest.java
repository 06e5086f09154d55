package tn.ecar.pool.jdbc.xa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.HandClock;

/** The time limits of branches while clocks are set and logins hang. No server is reached. */
@Timeout(60)
class BranchDeadlinesTest {
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final BranchName NAME = new BranchName(7, "Zmlyc3Q", "b25l");

  /** Passes for the system's clock, which somebody sets. */
  private static final class SetClock extends Clock {
    private volatile Duration wrong = Duration.ZERO;

    void setForward(Duration by) {
      wrong = by;
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(wrong);
    }

    @Override
    public ZoneId getZone() {
      return Clock.systemUTC().getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public boolean equals(Object other) {
      return Clock.systemUTC().equals(other);
    }

    @Override
    public int hashCode() {
      return Clock.systemUTC().hashCode();
    }
  }

  private static Branch begun(Branches branches) throws XAException {
    XaSession session = new XaSession(branches, TransactionContext.NONE, handle -> {});
    Branch branch =
        branches.start(
            NAME, XAResource.TMNOFLAGS, session, null, Optional.of(Duration.ofMinutes(1)));
    branch.end(session, XAResource.TMSUCCESS, false);
    return branch;
  }

  /** A door where a login hangs until it is refused. */
  private static final class HangingDoor {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch refused = new CountDownLatch(1);

    Branches branches(Clock clock) {
      return new Branches(
          () -> {
            arrived.countDown();
            try {
              refused.await();
            } catch (InterruptedException interrupted) {
              Thread.currentThread().interrupt();
            }
            throw new SQLException("nobody is let in", "08004");
          },
          handle -> null,
          clock);
    }
  }

  @Test
  void whoSetTheSystemsClockForwardDoomedEveryBranch() throws Exception {
    SetClock clock = new SetClock();
    try (Branches branches = new HangingDoor().branches(clock)) {
      begun(branches);
      clock.setForward(Duration.ofHours(1));
      branches.sweep(EVERY);
      assertThatCode(() -> branches.commit(NAME, true)).doesNotThrowAnyException();
    }
  }

  @Test
  void aLoginThatHungHeldUpTheTimeLimitsOfAllBranches() throws Exception {
    HandClock clock = new HandClock();
    HangingDoor door = new HangingDoor();
    try (Branches branches = door.branches(clock)) {
      Branch branch = begun(branches);
      CompletableFuture<Void> login = CompletableFuture.runAsync(() -> connect(branch));
      assertThat(door.arrived.await(30, TimeUnit.SECONDS)).isTrue();
      clock.advance(Duration.ofHours(1));
      try {
        CompletableFuture.runAsync(() -> branches.sweep(EVERY)).get(10, TimeUnit.SECONDS);
      } finally {
        door.refused.countDown();
      }
      assertThatThrownBy(() -> login.get(30, TimeUnit.SECONDS))
          .hasMessageContaining("nobody is let in");
      assertThatThrownBy(() -> branches.commit(NAME, true))
          .isInstanceOfSatisfying(
              XAException.class,
              told -> assertThat(told.errorCode).isEqualTo(XAException.XA_RBTIMEOUT));
    }
  }

  private static void connect(Branch branch) {
    try {
      branch.work().connection();
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }
}
