package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.upkeep.DueRow;
import tn.ecar.garage.upkeep.IntervalData;
import tn.ecar.garage.upkeep.ServiceInterval;
import tn.ecar.garage.upkeep.ServicePrediction;
import tn.ecar.garage.upkeep.ServiceRecord;
import tn.ecar.garage.upkeep.Upkeep;
import tn.ecar.garage.vehicle.Fuel;
import tn.ecar.garage.vehicle.OdometerReading.Source;
import tn.ecar.garage.vehicle.VehicleData;

/** Intervals, what was served, and what is due next, on a real database. */
class UpkeepIT {
  private static TestGarage garage;
  private static int plates = 4_000;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  private static Instant on(String day) {
    return LocalDate.parse(day).atTime(9, 0).atZone(GarageClock.ZONE).toInstant();
  }

  private static <T> T at(String day, java.util.function.Supplier<T> work) {
    return garage.time.at(on(day), () -> garage.inOne(work));
  }

  private static long car(String day, String make, String model, int km) {
    long owner = garage.person("Sami Ben Salah").getId();
    VehicleData data =
        new VehicleData(owner, "123 TU " + ++plates, null, make, model, 2019, Fuel.DIESEL, km);
    return at(day, () -> garage.vehicles.receive(data)).getId();
  }

  private static long order(String day, long car, int km, String... services) {
    long order =
        at(day, () -> garage.orders.open(new OpenOrder(car, "Entretien", km, null))).getId();
    at(day, () -> garage.orders.addLine(order, LineData.labour("Main d'oeuvre", "1", "50")));
    at(day, () -> garage.upkeep.serve(order, null, List.of(services)));
    for (OrderState state :
        List.of(
            OrderState.APPROVED,
            OrderState.IN_PROGRESS,
            OrderState.QUALITY_CHECK,
            OrderState.READY)) {
      at(day, () -> garage.orders.transition(order, null, state, "agreed"));
    }
    return order;
  }

  private static ServicePrediction of(long car, String service) {
    return garage.inOne(() -> garage.upkeep.predictions(car)).stream()
        .filter(one -> one.getName().equals(service))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anOrderThatIsReadyNotesWhatItServedAndPredictsTheNext() {
    long car = car("2025-01-10", "Peugeot", "208", 40_000);
    long order = order("2025-07-10", car, 49_000, "vidange", "Révision");

    List<ServiceRecord> history = garage.inOne(() -> garage.upkeep.history(car));
    assertThat(history).extracting(ServiceRecord::getName).containsOnly("Vidange", "Révision");
    assertThat(history).allMatch(one -> one.getKm() == 49_000 && one.getOrderId() == order);
    assertThat(of(car, "Vidange").getDueKm()).isEqualTo(54_000);
    assertThat(of(car, "Révision").getDueKm()).isEqualTo(59_000);
    assertThat(of(car, "Révision").getDueOn()).isEqualTo("2026-01-06");
    assertThat(of(car, "Révision").getRate().doubleValue()).isBetween(49.0, 50.5);
    at("2025-07-10", () -> garage.orders.transition(order, null, OrderState.IN_PROGRESS, "bruit"));
    at("2025-07-10", () -> garage.orders.transition(order, null, OrderState.QUALITY_CHECK, null));
    at("2025-07-10", () -> garage.orders.transition(order, null, OrderState.READY, null));
    assertThat(garage.inOne(() -> garage.upkeep.history(car))).hasSize(2);
  }

  @Test
  void anOilChangeDoesNotResetTheMajorService() {
    long car = car("2025-01-10", "Peugeot", "208", 40_000);
    order("2025-03-10", car, 43_000, "Grande révision");
    int before = of(car, "Grande révision").getDueKm();
    order("2025-06-10", car, 47_600, "Vidange");

    assertThat(of(car, "Grande révision").getDueKm()).isEqualTo(before).isEqualTo(73_000);
    assertThat(of(car, "Vidange").getDueKm()).isEqualTo(52_600);
    assertThat(garage.inOne(() -> garage.upkeep.predictions(car)).get(0).getName())
        .isEqualTo("Révision");
  }

  @Test
  void aSpecificIntervalIsNeverBeatenByTheGenericOne() {
    long corolla = car("2025-01-10", "Toyota", "Corolla", 10_000);
    long yaris = car("2025-01-10", "Toyota", "Yaris", 10_000);
    long other = car("2025-01-10", "Renault", null, 10_000);
    for (long car : List.of(corolla, yaris, other)) {
      at("2025-01-10", () -> garage.upkeep.predict(car));
    }
    assertThat(of(corolla, "Révision").getDueKm()).isEqualTo(18_000);
    assertThat(of(yaris, "Révision").getDueKm()).isEqualTo(17_500);
    assertThat(of(other, "Révision").getDueKm()).isEqualTo(20_000);
  }

  @Test
  void aReplacedInstrumentDoesNotMoveTheNextService() {
    long car = car("2025-01-10", "Peugeot", "208", 90_000);
    order("2025-03-01", car, 92_000, "Vidange");
    at("2025-04-01", () -> garage.vehicles.readOdometer(car, 94_000, Source.CUSTOMER, null));
    at(
        "2025-04-01",
        () -> garage.vehicles.readOdometer(car, 100, Source.REPLACEMENT, "Compteur changé"));
    at("2025-04-02", () -> garage.upkeep.predict(car));

    assertThat(of(car, "Vidange").getDueKm()).isEqualTo(3_100);
  }

  @Test
  void whatWasDoneElsewhereCountsToo() {
    long car = car("2025-01-10", "Peugeot", "208", 40_000);
    LocalDate day = LocalDate.of(2024, 12, 1);
    at("2025-02-01", () -> garage.upkeep.doneElsewhere(car, "VIDANGE", day, 38_500));
    assertThat(of(car, "Vidange").getDueKm()).isEqualTo(43_500);
    assertThatThrownBy(
            () -> at("2025-02-01", () -> garage.upkeep.doneElsewhere(car, "Vidange", day, 40_001)))
        .isInstanceOf(RuleViolation.class);
    assertThatThrownBy(
            () ->
                at(
                    "2025-02-01",
                    () ->
                        garage.upkeep.doneElsewhere(
                            car, "Vidange", LocalDate.of(20255, 1, 1), 39_000)))
        .isInstanceOf(RuleViolation.class);
    assertThatThrownBy(
            () -> at("2025-02-01", () -> garage.upkeep.doneElsewhere(car, "Lavage", day, 1)))
        .hasMessageContaining("Grande révision");
  }

  @Test
  void sixteenPredictionsAtOnceAreOne() throws Exception {
    long car = car("2025-01-10", "Peugeot", "208", 40_000);
    List<Object> outcomes =
        Crowd.atOnce(16, person -> at("2025-02-01", () -> garage.upkeep.predict(car)));
    assertThat(outcomes).allMatch(List.class::isInstance);
    assertThat(garage.inOne(() -> garage.upkeep.predictions(car))).hasSize(3);
    assertThat(at("2025-02-01", () -> garage.forecast.refresh(List.of(car)))).isZero();
    LocalDate due = of(car, "Vidange").getDueOn();
    List<DueRow> rows =
        garage.inOne(() -> garage.upkeep.due(due, due, PageRequest.of(0, 500))).items();
    assertThat(rows).extracting(DueRow::vehicleId).contains(car);
  }

  @Test
  void manyAreForecastAsEachIsPredicted() {
    List<Long> cars =
        List.of(
            car("2025-01-10", "Peugeot", "208", 40_000),
            car("2025-01-12", "Toyota", "Corolla", 61_000),
            car("2025-01-14", "Kia", null, 12_000));
    at("2025-01-20", () -> garage.upkeep.doneElsewhere(cars.get(0), "Vidange", day(), 39_000));
    assertThat(at("2025-01-21", () -> garage.forecast.refresh(cars))).isEqualTo(2);
    for (long car : cars) {
      List<String> many = predicted(car);
      at("2025-01-21", () -> garage.upkeep.predict(car));
      assertThat(predicted(car)).isEqualTo(many).isNotEmpty();
    }
    assertThat(at("2025-02-10", () -> garage.forecast.refresh(cars))).as("fresh").isZero();
    assertThat(at("2025-02-25", () -> garage.forecast.refresh(cars))).as("a month on").isEqualTo(3);
  }

  private static LocalDate day() {
    return LocalDate.of(2025, 1, 5);
  }

  private List<String> predicted(long car) {
    return garage.inOne(() -> garage.upkeep.predictions(car)).stream()
        .map(p -> p.getName() + p.getDueKm() + p.getDueOn() + p.getEarliest() + p.getLatest())
        .toList();
  }

  @Test
  void aReadingCorrectedOnTheDayItWasPredictedFromIsPredictedAnew() {
    long car = car("2025-01-10", "Peugeot", "208", 40_000);
    at("2025-07-10", () -> garage.vehicles.readOdometer(car, 94_000, Source.RECEPTION, null));
    assertThat(at("2025-07-10", () -> garage.forecast.refresh(List.of(car)))).isEqualTo(1);
    LocalDate wrong = of(car, "Grande révision").getDueOn();

    at(
        "2025-07-10",
        () -> garage.vehicles.readOdometer(car, 49_000, Source.CORRECTION, "Mal saisi"));
    assertThat(at("2025-07-10", () -> garage.forecast.refresh(List.of(car)))).isEqualTo(1);

    assertThat(of(car, "Grande révision").getDueOn()).isAfter(wrong);
    assertThat(at("2025-07-10", () -> garage.forecast.refresh(List.of(car)))).isZero();
  }

  @Test
  void aReadingOnTheDayOfAPredictionLeftItAsItWas() {
    long car = car("2025-01-10", "Peugeot", "208", 40_000);
    assertThat(at("2025-07-10", () -> garage.forecast.refresh(List.of(car)))).isEqualTo(1);
    LocalDate before = of(car, "Grande révision").getDueOn();

    at("2025-07-10", () -> garage.vehicles.readOdometer(car, 60_000, Source.RECEPTION, null));

    assertThat(at("2025-07-10", () -> garage.forecast.refresh(List.of(car)))).isEqualTo(1);
    assertThat(of(car, "Grande révision").getDueOn()).isBefore(before);
    assertThat(at("2025-07-10", () -> garage.forecast.refresh(List.of(car)))).isZero();
  }

  /** Of one prediction after the other and of the many at once, which must say the same. */
  private static int dueKm(String day, long car, String service) {
    int one = of(car, service).getDueKm();
    at(day, () -> garage.vehicles.readOdometer(car, kmOf(car), Source.CUSTOMER, null));
    assertThat(at(day, () -> garage.forecast.refresh(List.of(car)))).isEqualTo(1);
    assertThat(of(car, service).getDueKm()).isEqualTo(one);
    return one;
  }

  private static int kmOf(long car) {
    return garage.vehicles.find(car).getOdometerKm();
  }

  private static List<String> done(long car) {
    return garage.inOne(() -> garage.upkeep.history(car)).stream()
        .map(ServiceRecord::getName)
        .toList();
  }

  @Test
  void aCancelledOrderKeptItsServicesInTheHistory() {
    long car = car("2025-01-10", "Peugeot", "208", 40_000);
    order("2025-03-10", car, 43_000, "Vidange");
    long order = order("2025-07-10", car, 49_000, "Vidange");
    assertThat(dueKm("2025-07-10", car, "Vidange")).isEqualTo(54_000);
    at("2025-07-11", () -> garage.orders.transition(order, null, OrderState.IN_PROGRESS, "bruit"));
    at("2025-07-11", () -> garage.orders.transition(order, null, OrderState.CANCELLED, "refus"));

    assertThat(done(car)).hasSize(1);
    assertThat(dueKm("2025-07-11", car, "Vidange")).isEqualTo(48_000);
  }

  @Test
  void aServiceThatItsOrderServesNoMoreStayedInTheHistory() {
    long car = car("2025-01-10", "Peugeot", "208", 40_000);
    long order = order("2025-07-10", car, 49_000, "Vidange", "Révision");
    at("2025-07-11", () -> garage.orders.transition(order, null, OrderState.IN_PROGRESS, "bruit"));
    at("2025-07-11", () -> garage.upkeep.serve(order, null, List.of("Révision")));
    at("2025-07-11", () -> garage.orders.transition(order, null, OrderState.QUALITY_CHECK, null));
    at("2025-07-11", () -> garage.orders.transition(order, null, OrderState.READY, null));

    assertThat(done(car)).containsExactly("Révision");
    assertThat(dueKm("2025-07-11", car, "Vidange")).isEqualTo(45_000);
  }

  @Test
  void whatAnOrderServesIsChosenOfTheIntervalsOfItsVehicle() {
    long car = car("2025-01-10", "Toyota", "Corolla", 40_000);
    assertThat(garage.inOne(() -> garage.upkeep.servable(garage.vehicles.find(car))))
        .contains("Vidange", "Révision")
        .doesNotHaveDuplicates();
    long order =
        garage.inOne(() -> garage.orders.open(new OpenOrder(car, "Vidange", null, null))).getId();
    garage.run(() -> garage.upkeep.serve(order, Changes.versionOf(List.of()), List.of("Vidange")));
    assertThatThrownBy(
            () ->
                garage.run(
                    () ->
                        garage.upkeep.serve(
                            order, Changes.versionOf(List.of()), List.of("Révision"))))
        .isInstanceOf(ChangedMeanwhile.class);
    Upkeep.Choices choices = garage.inOne(() -> garage.upkeep.choices(garage.orders.find(order)));
    assertThat(choices.served()).containsExactly("Vidange");
    assertThat(choices.offered())
        .isEqualTo(garage.inOne(() -> garage.upkeep.servable(garage.vehicles.find(car))));
  }

  @Test
  void anIntervalThatIsCalledLikeAnotherFailedInTheMiddleOfItsHistory() {
    long plugs =
        garage.inOne(() -> garage.intervals.add(every("Bougies", "Lada", null, 30_000))).getId();
    garage.inOne(() -> garage.intervals.add(every("Courroie", "Lada", null, 90_000)));
    assertThatThrownBy(
            () ->
                garage.inOne(
                    () ->
                        garage.intervals.change(
                            plugs, null, every("Courroie", "Lada", null, 30_000))))
        .hasMessageContaining("There is such an interval for these vehicles already.");
  }

  @Test
  void aServiceOfAVehicleWithoutAReadingWasNotedNowhere() {
    long owner = garage.person("Sami Ben Salah").getId();
    VehicleData data =
        new VehicleData(owner, "123 TU " + ++plates, null, "Kia", "Rio", 2019, Fuel.PETROL, null);
    long car = garage.inOne(() -> garage.vehicles.receive(data)).getId();
    long order =
        garage.inOne(() -> garage.orders.open(new OpenOrder(car, "Vidange", null, null))).getId();
    garage.run(() -> garage.orders.addLine(order, LineData.labour("Vidange", "1", "50")));
    garage.run(() -> garage.upkeep.serve(order, null, List.of("Vidange")));
    assertThatThrownBy(() -> garage.finish(order))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.field()).isEqualTo("odometerKm"));

    garage.run(() -> garage.orders.describe(order, null, null, null, 61_000));
    garage.advance(order, OrderState.READY);
    assertThat(done(car)).containsExactly("Vidange");
  }

  private static IntervalData every(String name, String make, String model, int km) {
    return new IntervalData(name, make, model, km, null);
  }

  @Test
  void aNameInOtherLettersHadNoHistory() {
    garage.inOne(() -> garage.intervals.add(every("Courroie", "Dacia", null, 60_000)));
    garage.inOne(() -> garage.intervals.add(every("COURROIE", "Dacia", "Logan", 40_000)));
    long car = car("2025-01-10", "Dacia", "Logan", 40_000);
    order("2025-07-10", car, 49_000, "courroie");

    assertThat(done(car)).containsExactly("Courroie");
    assertThat(dueKm("2025-07-10", car, "Courroie")).isEqualTo(89_000);
  }

  @Test
  void aRenamedIntervalLostItsHistory() {
    long ofMake =
        garage.inOne(() -> garage.intervals.add(every("Filtre", "Lada", null, 20_000))).getId();
    garage.inOne(() -> garage.intervals.add(every("Filtre", "Lada", "Niva", 15_000)));
    long car = car("2025-01-10", "Lada", "Niva", 40_000);
    order("2025-07-10", car, 49_000, "Filtre");

    at(
        "2025-07-11",
        () -> garage.intervals.change(ofMake, null, every("Filtre à air", "Lada", null, 20_000)));

    assertThat(done(car)).containsExactly("Filtre à air");
    assertThat(dueKm("2025-07-11", car, "Filtre à air")).isEqualTo(64_000);
    assertThat(garage.inOne(() -> garage.upkeep.predictions(car)))
        .extracting(ServicePrediction::getName)
        .doesNotContain("Filtre");
  }

  @Test
  void whatWasDoneBeforeTheInstrumentWasReplacedWasRefused() {
    long car = car("2025-01-10", "Peugeot", "208", 90_000);
    at(
        "2025-04-01",
        () -> garage.vehicles.readOdometer(car, 100, Source.REPLACEMENT, "Compteur changé"));
    LocalDate before = LocalDate.of(2025, 1, 5);
    at("2025-04-02", () -> garage.upkeep.doneElsewhere(car, "Vidange", before, 89_000));

    assertThat(of(car, "Vidange").getDueKm()).isEqualTo(4_100);
    assertThatThrownBy(
            () ->
                at("2025-04-02", () -> garage.upkeep.doneElsewhere(car, "Vidange", before, 90_001)))
        .isInstanceOf(RuleViolation.class);
    assertThatThrownBy(
            () ->
                at(
                    "2025-04-02",
                    () ->
                        garage.upkeep.doneElsewhere(car, "Vidange", LocalDate.of(2025, 4, 1), 101)))
        .isInstanceOf(RuleViolation.class);
  }

  @Test
  void intervalsAreKeptOnceForTheSameVehicles() {
    IntervalData data = new IntervalData("Climatisation", null, null, null, 730);
    ServiceInterval interval = garage.inOne(() -> garage.intervals.add(data));
    IntervalData same = new IntervalData("CLIMATISATION", null, null, 1_000, null);
    assertThatThrownBy(() -> garage.inOne(() -> garage.intervals.add(same)))
        .isInstanceOf(Conflict.class);
    IntervalData wrong = new IntervalData("Climatisation", null, null, 50, null);
    assertThatThrownBy(
            () -> garage.inOne(() -> garage.intervals.change(interval.getId(), null, wrong)))
        .isInstanceOf(RuleViolation.class);
    garage.run(() -> garage.intervals.remove(interval.getId()));
    assertThat(garage.inOne(() -> garage.audit.of("interval", interval.getId()))).hasSize(2);
  }
}
