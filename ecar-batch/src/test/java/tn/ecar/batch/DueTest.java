package tn.ecar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DueTest {
  private static final Instant SIX = Instant.parse("2026-11-26T05:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final JobSchedule DAILY =
      new JobSchedule("report", true, "0 6 * * *", Map.of(), null, "system", SIX, 0);

  private static final Optional<Duration> ANY = Optional.empty();

  @Test
  void theFirstLookOnlyReckonsTheMoment() {
    Due.Step step = new Due(0, null, null).at(SIX.minusSeconds(60), DAILY, ANY);

    assertThat(step.due()).isFalse();
    assertThat(step.after().next()).isEqualTo(SIX);
  }

  @Test
  void itIsDueOnce() {
    Due.Step step = new Due(0, SIX, SIX.minus(DAY)).at(SIX, DAILY, ANY);

    assertThat(step.due()).isTrue();
    assertThat(step.after()).isEqualTo(new Due(0, SIX.plus(DAY), SIX));
    assertThat(step.after().at(SIX.plusSeconds(1), DAILY, ANY).due()).isFalse();
  }

  @Test
  void momentsThatNoServerSawAreMadeUpForByOneStart() {
    Due.Step step = new Due(0, SIX, SIX.minus(DAY)).at(SIX.plus(DAY.multipliedBy(5)), DAILY, ANY);

    assertThat(step.due()).isTrue();
    assertThat(step.after().next()).isEqualTo(SIX.plus(DAY.multipliedBy(6)));
  }

  @Test
  void remindersOfAMissedEveningAreNotWrittenAtNight() {
    Optional<Duration> grace = Job.SERVICE_REMINDERS.grace();
    Due missed = new Due(0, SIX, SIX.minus(DAY));
    Instant night = SIX.plus(Duration.ofHours(8));

    Due.Step step = missed.at(night, DAILY, grace);
    assertThat(step.due()).isFalse();
    assertThat(step.after()).isEqualTo(new Due(0, SIX.plus(DAY), SIX.minus(DAY)));
    assertThat(step.after().at(SIX.plus(DAY), DAILY, grace).due()).isTrue();
    assertThat(missed.at(SIX.plus(Job.GRACE), DAILY, grace).due()).as("a restart").isTrue();
    assertThat(Job.OVERDUE.grace()).isEqualTo(grace);
    assertThat(Job.BACKUP.grace()).isEmpty();
  }

  @Test
  void aClockSetBackByMinutesStartsNoSecondRun() {
    Due done = new Due(0, SIX.plus(DAY), SIX);

    Due.Step step = done.at(SIX.minusSeconds(300), DAILY, ANY);
    assertThat(step.due()).isFalse();
    assertThat(step.after().at(SIX.plusSeconds(1), DAILY, ANY).due()).isFalse();
    assertThat(step.after().at(SIX.plus(DAY), DAILY, ANY).due()).isTrue();
  }

  @Test
  void aClockSetBackByMonthsDoesNotStopTheJobForMonths() {
    Due ahead = new Due(0, SIX.plus(DAY.multipliedBy(90)), SIX.plus(DAY.multipliedBy(89)));

    Due.Step step = ahead.at(SIX.minusSeconds(60), DAILY, ANY);
    assertThat(step.due()).isFalse();
    assertThat(step.after().next()).isEqualTo(SIX);
    assertThat(step.after().at(SIX, DAILY, ANY).due()).isTrue();
  }

  @Test
  void whatNeverComesIsNeverDue() {
    JobSchedule never =
        new JobSchedule("report", true, "0 0 30 2 *", Map.of(), null, "system", SIX, 0);

    assertThat(new Due(0, null, null).at(SIX, never, ANY).due()).isFalse();
  }
}
