package tn.ecar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.garage.GarageClock;
import tn.ecar.garage.RuleViolation;

class ScheduleTest {
  private static final Instant NOON = Instant.parse("2026-11-26T11:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "every 10 s, 2026-11-26T11:00:10Z",
    "EVERY 15 min, 2026-11-26T11:15:00Z",
    "every  2 h, 2026-11-26T13:00:00Z",
    "* * * * *, 2026-11-26T11:01:00Z",
    // Tunis is an hour ahead of UTC.
    "0 6 * * *, 2026-11-27T05:00:00Z",
    "30 7 * * 1, 2026-11-30T06:30:00Z",
    "0 0 1 */3 *, 2026-12-31T23:00:00Z",
    "10 8-18 * * *, 2026-11-26T11:10:00Z",
  })
  void theNextMomentIsReckonedInTheGaragesZone(String text, Instant next) {
    assertThat(Schedule.of(text).next(NOON, GarageClock.ZONE)).contains(next);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-26T17:09:00Z, 2026-11-26T17:10:00Z",
    "2026-11-26T17:10:00Z, 2026-11-27T07:10:00Z",
    "2026-11-26T23:00:00Z, 2026-11-27T07:10:00Z",
  })
  void customersAreNotRemindedAtNight(Instant now, Instant next) {
    Schedule usual = Schedule.of(Job.SERVICE_REMINDERS.usualSchedule());
    assertThat(usual.next(now, GarageClock.ZONE)).contains(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "every 0 s",
        "every -1 s",
        "every 5 d",
        "61 * * * *",
        "* * * *",
        "off"
      })
  void whatIsNoScheduleIsRefusedWithTheWaysToWriteOne(String text) {
    assertThatThrownBy(() -> Schedule.of(text))
        .isInstanceOfSatisfying(
            RuleViolation.class,
            refused -> {
              assertThat(refused.field()).isEqualTo("schedule");
              assertThat(refused.rule()).contains("every 60 s").contains("0 6 * * *");
            });
  }
}
