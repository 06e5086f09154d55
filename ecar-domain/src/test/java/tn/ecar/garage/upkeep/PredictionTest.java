package tn.ecar.garage.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.vehicle.OdometerReading.Source;

/** The rules of prediction, each by itself. */
class PredictionTest {
  private static final LocalDate TODAY = LocalDate.of(2024, 1, 1);

  private static Distance.Reading read(String on, int km, Source source) {
    return new Distance.Reading(LocalDate.parse(on), km, source);
  }

  private static Distance.Reading read(String on, int km) {
    return read(on, km, Source.RECEPTION);
  }

  private static UsageRate rate(Distance.Reading... readings) {
    return UsageRate.estimate(Distance.of(List.of(readings)).points(), null, TODAY);
  }

  @Test
  void thePinnedResult() {
    Distance.Point last = new Distance.Point(LocalDate.of(2023, 12, 15), 40_000);
    Distance.Point now = new Distance.Point(LocalDate.of(2023, 12, 31), 45_000);
    UsageRate given = new UsageRate(35, 0.2);

    assertThat(DueDate.of(10_000, null, last, now, given).on()).isEqualTo("2024-05-22");
    assertThat(DueDate.of(null, 180, last, now, given).on()).isEqualTo("2024-06-12");
    DueDate due = DueDate.of(10_000, 180, last, now, given);
    assertThat(due.dueKm()).isEqualTo(50_000);
    assertThat(due.on()).isEqualTo("2024-05-22");
    assertThat(due.earliest()).isBefore(due.on());
    assertThat(due.latest()).isEqualTo("2024-06-12");
  }

  @Test
  void aPureKmIntervalHasNoDayLimitAndAPureDayIntervalNoRange() {
    Distance.Point point = new Distance.Point(TODAY, 1_000);
    DueDate standing = DueDate.of(30_000, null, point, point, new UsageRate(0, 0.3));
    assertThat(standing.on()).isEqualTo(TODAY.plusDays(3_650));
    DueDate timed = DueDate.of(null, 365, point, point, new UsageRate(0, 0.3));
    assertThat(timed.dueKm()).isNull();
    assertThat(timed.earliest()).isEqualTo(timed.on()).isEqualTo(timed.latest());
  }

  @Test
  void whatIsPastItsReadingIsDueNow() {
    Distance.Point last = new Distance.Point(TODAY.minusDays(90), 1_000);
    Distance.Point now = new Distance.Point(TODAY, 12_500);
    DueDate due = DueDate.of(10_000, null, last, now, new UsageRate(50, 0.3));
    assertThat(due.on()).isEqualTo(TODAY);
    assertThat(due.dueKm()).isEqualTo(11_000);
  }

  @Test
  void withoutReadingsItIsThePriorAndWithManyItIsTheSlope() {
    assertThat(UsageRate.estimate(List.of(), null, TODAY).kmPerDay()).isEqualTo(50);
    assertThat(rate(read("2023-12-31", 40_000)).kmPerDay()).isEqualTo(50);
    double little = rate(read("2023-12-24", 40_000), read("2023-12-31", 40_700)).kmPerDay();
    assertThat(little).isBetween(70.0, 80.0);
    UsageRate much =
        rate(
            read("2023-01-01", 10_000),
            read("2023-05-01", 22_000),
            read("2023-09-01", 34_300),
            read("2023-12-31", 46_400));
    assertThat(much.kmPerDay()).isBetween(96.0, 101.0);
    assertThat(much.spread()).isLessThan(new UsageRate(50, 0.3).spread());
  }

  @Test
  void aParkedCarsRateFalls() {
    double driven = rate(read("2023-01-01", 10_000), read("2023-07-01", 19_050)).kmPerDay();
    double parked =
        rate(
                read("2023-01-01", 10_000),
                read("2023-07-01", 19_050),
                read("2023-10-01", 19_100),
                read("2023-12-31", 19_150))
            .kmPerDay();
    assertThat(driven).isGreaterThan(45);
    assertThat(parked).isLessThan(30);
    Distance.Point[] stillThere = {
      new Distance.Point(LocalDate.of(2023, 7, 1), 19_050),
      new Distance.Point(LocalDate.of(2023, 12, 31), 19_150),
      new Distance.Point(LocalDate.of(2024, 6, 30), 19_200)
    };
    assertThat(UsageRate.estimate(List.of(stillThere), null, LocalDate.of(2024, 7, 1)).kmPerDay())
        .isLessThan(3);
  }

  @Test
  void oneWrongReadingDoesNotTurnTheRate() {
    List<Distance.Reading> readings = new ArrayList<>();
    for (int month = 1; month <= 12; month++) {
      readings.add(read(String.format("2023-%02d-01", month), 10_000 + month * 1_200));
    }
    double right = rate(readings.toArray(Distance.Reading[]::new)).kmPerDay();
    readings.set(5, read("2023-06-01", 27_200));
    readings.set(6, read("2023-07-01", 18_400, Source.CORRECTION));
    double corrected = rate(readings.toArray(Distance.Reading[]::new)).kmPerDay();
    assertThat(corrected).isCloseTo(right, org.assertj.core.data.Offset.offset(1.0));
  }

  @Test
  void aReplacedInstrumentGoesOnWhereTheOldOneEnded() {
    Distance distance =
        Distance.of(
            List.of(
                read("2023-01-01", 90_000),
                read("2023-06-30", 99_000),
                read("2023-06-30", 0, Source.REPLACEMENT),
                read("2023-12-27", 9_000)));
    assertThat(UsageRate.estimate(distance.points(), null, TODAY).kmPerDay()).isBetween(49.0, 51.0);
    assertThat(distance.onPresentScale(LocalDate.of(2023, 3, 1), 93_000).km()).isEqualTo(-6_000);
    assertThat(distance.onPresentScale(LocalDate.of(2023, 8, 1), 2_000).km()).isEqualTo(2_000);
  }

  @Test
  void aNewOwnersHabitCountsMoreThanTheFormerOnes() {
    List<Distance.Point> points =
        Distance.of(
                List.of(
                    read("2022-01-01", 10_000),
                    read("2022-07-01", 28_100),
                    read("2023-01-01", 46_500),
                    read("2023-07-01", 64_600),
                    read("2023-09-01", 65_800),
                    read("2023-12-31", 68_200)))
            .points();
    double unknown = UsageRate.estimate(points, null, TODAY).kmPerDay();
    double known = UsageRate.estimate(points, LocalDate.of(2023, 7, 1), TODAY).kmPerDay();
    assertThat(known).isLessThan(unknown).isLessThan(40);
  }

  @Test
  void theMostSpecificIntervalWinsWhateverTheOrder() {
    List<ServiceInterval> all =
        new ArrayList<>(
            List.of(
                interval("Révision", null, null, 10_000, 180),
                interval("Révision", "Toyota", null, 7_500, null),
                interval("Révision", "Toyota", "Corolla", 8_000, 120),
                interval("Vidange", null, null, 5_000, null),
                interval("Révision", "Kia", "Picanto", 6_000, 120)));
    for (int turn = 0; turn < all.size(); turn++) {
      Collections.rotate(all, 1);
      assertThat(ServiceInterval.of(all, "Toyota", "Corolla"))
          .extracting(ServiceInterval::getKm)
          .containsExactly(8_000, 5_000);
      assertThat(ServiceInterval.of(all, "TOYOTA", "Yaris"))
          .extracting(ServiceInterval::getKm)
          .containsExactly(7_500, 5_000);
      assertThat(ServiceInterval.of(all, "Peugeot", null))
          .extracting(ServiceInterval::getKm)
          .containsExactly(10_000, 5_000);
    }
    assertThatThrownBy(() -> interval("Révision", null, "Corolla", 8_000, null))
        .isInstanceOf(RuleViolation.class);
    assertThatThrownBy(() -> interval("Révision", null, null, null, null))
        .isInstanceOf(RuleViolation.class);
  }

  private static ServiceInterval interval(
      String name, String make, String model, Integer km, Integer days) {
    return new ServiceInterval(new IntervalData(name, make, model, km, days));
  }
}
