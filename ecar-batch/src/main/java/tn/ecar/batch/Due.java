package tn.ecar.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tn.ecar.garage.GarageClock;

/**
 * Where a schedule stands: a pure step from one look at the clock to the next. A moment that passed
 * while no server was up is made up for once, unless the job may not be late. A clock that is set
 * back by more than a period does not make the job wait for it to come round again, and one that is
 * set back by less starts it no second time.
 *
 * @param version the schedule's version that this was reckoned with
 * @param next when it is due; null when it has not been reckoned yet, or never comes
 * @param last the moment of the last start; null before the first
 */
record Due(int version, Instant next, Instant last) {
  /**
   * Looks at the clock.
   *
   * @param grace how late the job may be; what is later waits for the next regular moment. Empty
   *     for any
   */
  Step at(Instant now, JobSchedule schedule, Optional<Duration> grace) {
    Instant upcoming = Schedule.of(schedule.schedule()).next(now, GarageClock.ZONE).orElse(null);
    if (upcoming == null) {
      return new Step(new Due(version, null, last), false, next != null);
    }
    if (next == null) {
      return new Step(new Due(version, upcoming, last), false, true);
    }
    boolean setBack = last != null && upcoming.isBefore(last);
    if (setBack) {
      return new Step(new Due(version, upcoming, null), false, true);
    }
    if (now.isBefore(next)) {
      return new Step(this, false, false);
    }
    boolean tooLate = grace.isPresent() && now.isAfter(next.plus(grace.get()));
    if (tooLate) {
      return new Step(new Due(version, upcoming, last), false, true);
    }
    return new Step(new Due(version, upcoming, next), true, true);
  }

  /**
   * What the look said.
   *
   * @param after where the schedule stands now
   * @param due whether the job is to be started
   * @param moves whether {@code after} differs from before
   */
  record Step(Due after, boolean due, boolean moves) {
    /** Returns the moment for which the job is to be started, which may be long over. */
    Optional<Instant> moment() {
      return due ? Optional.of(after.last()) : Optional.empty();
    }
  }
}
