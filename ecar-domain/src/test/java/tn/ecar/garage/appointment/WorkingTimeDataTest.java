package tn.ecar.garage.appointment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.garage.RuleViolation;

class WorkingTimeDataTest {
  @ParameterizedTest
  @CsvSource({
    "08:00-12:00 14:00-18:00, 08:00-12:00 14:00-18:00",
    "8:00-12:30, 08:00-12:30",
    "' 08:00 – 12:00 ; 14:00 à 18:00 ', 08:00-12:00 14:00-18:00",
    "'08:00-12:00,12:00-18:00', 08:00-12:00 12:00-18:00"
  })
  void hoursAreReadAsPeopleWriteThem(String typed, String meant) {
    assertThat(
            WorkingTimeData.ofDay(DayOfWeek.MONDAY, typed).stream()
                .map(each -> each.opens() + "-" + each.closes())
                .collect(Collectors.joining(" ")))
        .isEqualTo(meant);
  }

  @Test
  void nothingIsADayOff() {
    assertThat(WorkingTimeData.ofDay(DayOfWeek.SUNDAY, null)).isEmpty();
    assertThat(WorkingTimeData.ofDay(DayOfWeek.SUNDAY, "  ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8-12",
        "08:00",
        "fermé",
        "08:00-25:00",
        "08:00-12:75",
        "08:00-12:00 soir",
        "12:00-08:00",
        "08:00-08:00",
        "08:00-12:00 11:00-13:00"
      })
  void otherThingsAreRefusedBesideTheirDay(String typed) {
    assertThatThrownBy(() -> WorkingTimeData.ofDay(DayOfWeek.TUESDAY, typed))
        .isInstanceOfSatisfying(
            RuleViolation.class, refused -> assertThat(refused.field()).isEqualTo("TUESDAY"));
  }

  @Test
  void theDayIsTheOneThatWasAskedFor() {
    assertThat(WorkingTimeData.ofDay(DayOfWeek.FRIDAY, "08:00-13:00"))
        .containsExactly(
            new WorkingTimeData(DayOfWeek.FRIDAY, LocalTime.of(8, 0), LocalTime.of(13, 0)));
  }
}
