package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.appointment.Absence;
import tn.ecar.garage.appointment.AbsenceData;
import tn.ecar.garage.appointment.Appointment;
import tn.ecar.garage.appointment.AppointmentData;
import tn.ecar.garage.appointment.AppointmentState;
import tn.ecar.garage.appointment.FreeTime;
import tn.ecar.garage.appointment.WorkingTimeData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.staff.Role;

/** Bays, technicians, working hours and what is booked on them, on a real database. */
class AppointmentIT {
  /** A Tuesday; all of it happens on the Monday before. */
  private static final LocalDate DAY = LocalDate.of(2026, 5, 5);

  private static final Instant NOW = Instant.parse("2026-05-04T07:00:00Z");

  private static TestGarage garage;
  private static int count;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  private static long bay() {
    String name = "Pont " + ++count;
    return garage.inOne(() -> garage.bays.add(name)).getId();
  }

  private static long technician(String... skills) {
    String login = "mecano" + ++count;
    long id =
        garage
            .inOne(
                () -> garage.staff.open(login, "Ramzi", Set.of(Role.TECHNICIAN), "correct horse"))
            .getId();
    garage.run(() -> garage.staff.changeSkills(id, null, List.of(skills)));
    return id;
  }

  private static long vehicle() {
    return garage.vehicle("125 TU " + ++count);
  }

  private static Instant at(String time) {
    return at(DAY, time);
  }

  private static Instant at(LocalDate day, String time) {
    return day.atTime(LocalTime.parse(time)).atZone(GarageClock.ZONE).toInstant();
  }

  private static AppointmentData wanted(Long bay, Long technician, String from, String to) {
    return new AppointmentData(vehicle(), bay, technician, null, "Vidange", at(from), at(to));
  }

  private static Appointment book(AppointmentData data) {
    return garage.time.at(NOW, () -> garage.inOne(() -> garage.appointments.book(data)));
  }

  @Test
  void aBayAndATechnicianAreBookedOnceAtATime() {
    long bay = bay();
    long other = bay();
    long technician = technician();
    Appointment first = book(wanted(bay, technician, "09:00", "10:00"));

    assertThatThrownBy(() -> book(wanted(bay, null, "09:30", "10:30")))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("bay");
    assertThatThrownBy(() -> book(wanted(other, technician, "09:30", "10:30")))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("technician");
    book(wanted(bay, technician, "10:00", "11:00"));

    garage.run(() -> garage.appointments.cancel(first.getId(), "Client empêché"));
    book(wanted(bay, technician, "09:00", "10:00"));
    assertThatThrownBy(
            () -> garage.inOne(() -> garage.appointments.cancel(first.getId(), "encore")))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void sixteenBookOneSlotAndExactlyOneHasIt() throws InterruptedException, TimeoutException {
    long bay = bay();
    long technician = technician();
    List<AppointmentData> wishes =
        java.util.stream.IntStream.range(0, 16)
            .mapToObj(i -> wanted(bay, technician, "09:00", "10:30"))
            .toList();

    List<Object> outcomes = Crowd.atOnce(16, person -> book(wishes.get(person)));

    assertThat(outcomes).filteredOn(Appointment.class::isInstance).hasSize(1);
    assertThat(outcomes)
        .filteredOn(Conflict.class::isInstance)
        .hasSize(15)
        .allSatisfy(refused -> assertThat((Conflict) refused).hasMessageContaining("at this time"));
  }

  @Test
  void sixteenBookOneTechnicianOnSixteenBaysAndExactlyOneHasThem() throws Exception {
    long technician = technician();
    List<AppointmentData> wishes =
        java.util.stream.IntStream.range(0, 16)
            .mapToObj(i -> wanted(bay(), technician, "14:00", "15:00"))
            .toList();

    List<Object> outcomes = Crowd.atOnce(16, person -> book(wishes.get(person)));

    assertThat(outcomes).filteredOn(Appointment.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Conflict.class::isInstance).hasSize(15);
  }

  @Test
  void theDatabaseItselfRefusesTwoAtOnce() throws SQLException {
    long bay = bay();
    Appointment one = book(wanted(bay, technician(), "09:00", "10:00"));
    String again =
        "insert into appointment (id, version, vehicle_id, bay_id, technician_id, wanted_work,"
            + " starts_at, ends_at, place) select nextval('appointment_id') + 1000, 1, vehicle_id,"
            + " %s, technician_id, wanted_work, starts_at, ends_at, place from appointment where id"
            + " = "
            + one.getId();
    assertThatThrownBy(() -> garage.sql(String.format(again, "bay_id")))
        .hasMessageContaining("appointment_bay_free");
    long other = bay();
    assertThatThrownBy(() -> garage.sql(String.format(again, other)))
        .hasMessageContaining("appointment_technician_free");
  }

  @Test
  void aBayForTwoTakesTwo() {
    long bay = bay();
    garage.run(() -> garage.bays.change(bay, null, "Lavage " + count, 2, true));
    assertThat(book(wanted(bay, null, "09:00", "10:00")).getPlace()).isEqualTo(1);
    assertThat(book(wanted(bay, null, "09:30", "11:00")).getPlace()).isEqualTo(2);
    assertThatThrownBy(() -> book(wanted(bay, null, "09:45", "10:15")))
        .isInstanceOf(Conflict.class);
    assertThat(book(wanted(bay, null, "10:00", "11:00")).getPlace()).isEqualTo(1);
  }

  @Test
  void nothingIsBookedOutsideWorkingHoursOrInThePast() {
    long bay = bay();
    for (String[] time :
        new String[][] {{"07:30", "09:00"}, {"17:30", "18:30"}, {"20:00", "21:00"}}) {
      assertThatThrownBy(() -> book(wanted(bay, null, time[0], time[1])))
          .isInstanceOfSatisfying(
              RuleViolation.class, broken -> assertThat(broken.field()).isEqualTo("start"));
    }
    LocalDate sunday = DAY.with(DayOfWeek.SUNDAY);
    AppointmentData onSunday =
        new AppointmentData(
            vehicle(), bay, null, null, "Vidange", at(sunday, "09:00"), at(sunday, "10:00"));
    assertThatThrownBy(() -> book(onSunday)).hasMessageContaining("does not work");
    AppointmentData overnight =
        new AppointmentData(
            vehicle(), bay, null, null, "Embrayage", at("16:00"), at(DAY.plusDays(1), "11:00"));
    assertThat(book(overnight).getId()).isPositive();
    LocalDate before = DAY.minusDays(7);
    AppointmentData past =
        new AppointmentData(
            vehicle(), bay, null, null, "Vidange", at(before, "09:00"), at(before, "10:00"));
    assertThatThrownBy(() -> book(past)).hasMessageContaining("past");
    AppointmentData far =
        new AppointmentData(
            vehicle(),
            bay,
            null,
            null,
            "Vidange",
            Instant.parse("+20255-05-05T09:00:00Z"),
            Instant.parse("+20255-05-05T10:00:00Z"));
    assertThatThrownBy(() -> book(far)).isInstanceOf(RuleViolation.class);
  }

  @Test
  void whoIsAwayIsNotBookedAndWhoIsBookedIsNotAway() {
    long bay = bay();
    long ramzi = technician();
    long bilel = technician();
    AbsenceData away = new AbsenceData(ramzi, at("08:00"), at("13:00"), "Congé");
    Absence noted = garage.inOne(() -> garage.calendar.away(away));
    assertThatThrownBy(() -> garage.inOne(() -> garage.calendar.away(away)))
        .isInstanceOf(Conflict.class);

    assertThatThrownBy(() -> book(wanted(bay, ramzi, "11:00", "12:00")))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("Ramzi is away");
    book(wanted(bay, bilel, "11:00", "12:00"));
    AbsenceData bilelAway = new AbsenceData(bilel, at("10:00"), at("18:00"), "Maladie");
    assertThatThrownBy(() -> garage.inOne(() -> garage.calendar.away(bilelAway)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("1 appointments");
    garage.run(() -> garage.calendar.back(noted.getId()));
    book(wanted(bay(), ramzi, "11:00", "12:00"));
  }

  @Test
  void aClosedGarageBooksNothing() throws SQLException {
    try (TestGarage own = TestGarage.fresh()) {
      long bay = own.inOne(() -> own.bays.add("Pont")).getId();
      long vehicle = own.vehicle("121 TU 1");
      AppointmentData data =
          new AppointmentData(vehicle, bay, null, null, "Vidange", at("09:00"), at("10:00"));
      AbsenceData closed = new AbsenceData(null, at("00:00"), at("23:59"), "Aïd");
      own.run(() -> own.calendar.away(closed));
      assertThatThrownBy(() -> own.time.at(NOW, () -> own.inOne(() -> own.appointments.book(data))))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("closed");
      assertThat(own.time.at(NOW, () -> own.inOne(() -> own.freeTimes.on(DAY, 60, null))))
          .isEmpty();
    }
  }

  @Test
  void hoursOfOnesOwnAndSkillsDecideWhoMayBeBooked() {
    long bay = bay();
    long technician = technician("climatisation", "hybride");
    List<WorkingTimeData> afternoons =
        List.of(
            new WorkingTimeData(
                DayOfWeek.TUESDAY, LocalTime.parse("13:00"), LocalTime.parse("17:00")));
    garage.run(() -> garage.calendar.setHours(technician, null, afternoons));
    assertThatThrownBy(() -> book(wanted(bay, technician, "09:00", "10:00")))
        .hasMessageContaining("TUESDAY 13:00-17:00");
    AppointmentData skilled =
        new AppointmentData(
            vehicle(), bay, technician, "hybride", "Batterie", at("13:00"), at("15:00"));
    book(skilled);
    AppointmentData unskilled =
        new AppointmentData(
            vehicle(), bay, technician, "carrosserie", "Aile", at("15:00"), at("16:00"));
    assertThatThrownBy(() -> book(unskilled)).hasMessageContaining("climatisation");
    List<WorkingTimeData> twice = List.of(afternoons.get(0), afternoons.get(0));
    assertThatThrownBy(() -> garage.inOne(() -> garage.calendar.setHours(technician, null, twice)))
        .isInstanceOf(Conflict.class);
    List<FreeTime> free =
        garage.time.at(NOW, () -> garage.inOne(() -> garage.freeTimes.on(DAY, 60, technician)));
    assertThat(free)
        .extracting(FreeTime::start)
        .contains(at("15:00"), at("16:00"))
        .doesNotContain(at("13:00"), at("14:30"), at("16:30"), at("09:00"));
  }

  @Test
  void aBayThatBecameSmallerTookOneTooMany() {
    long bay = bay();
    String name = "Lavage " + count;
    garage.run(() -> garage.bays.change(bay, null, name, 2, true));
    Appointment first = book(wanted(bay, null, "09:00", "10:00"));
    book(wanted(bay, null, "09:00", "10:00"));
    garage.run(() -> garage.appointments.cancel(first.getId(), "Client empêché"));
    garage.run(() -> garage.bays.change(bay, null, name, 1, true));

    assertThatThrownBy(() -> book(wanted(bay, null, "09:00", "10:00")))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void whoIsNoTechnicianWasGivenAnOrder() {
    long car = vehicle();
    long left = technician();
    Appointment booked = book(wanted(bay(), left, "16:00", "17:00"));
    garage.run(() -> garage.staff.enable(left, null, false));
    long desk =
        garage
            .inOne(
                () ->
                    garage.staff.open(
                        "desk" + ++count, "Sonia", Set.of(Role.FRONTDESK), "correct horse"))
            .getId();
    long order =
        garage.inOne(() -> garage.orders.open(new OpenOrder(car, "Bruit", null, null))).getId();
    for (long nobody : List.of(left, desk)) {
      assertThatThrownBy(() -> garage.inOne(() -> garage.orders.assign(order, null, nobody)))
          .isInstanceOf(RuleViolation.class);
      assertThatThrownBy(
              () ->
                  garage.inOne(() -> garage.orders.open(new OpenOrder(car, "Bruit", null, nobody))))
          .isInstanceOf(RuleViolation.class);
    }
    WorkOrder arrived = garage.inOne(() -> garage.appointments.arrive(booked.getId(), null, null));
    assertThat(arrived.getTechnician()).isNull();
  }

  @Test
  void anAppointmentIsMovedAndBecomesAnOrderOnce() throws Exception {
    long bay = bay();
    long technician = technician();
    Appointment booked = book(wanted(bay, technician, "09:00", "10:00"));
    AppointmentData later =
        new AppointmentData(
            null, bay, technician, null, "Vidange et freins", at("09:30"), at("11:00"));
    Appointment moved =
        garage.time.at(
            NOW,
            () ->
                garage.inOne(
                    () -> garage.appointments.change(booked.getId(), booked.getVersion(), later)));
    assertThat(moved.getStart()).isEqualTo(at("09:30"));
    assertThatThrownBy(
            () ->
                garage.time.at(
                    NOW,
                    () ->
                        garage.inOne(
                            () ->
                                garage.appointments.change(
                                    booked.getId(), booked.getVersion(), later))))
        .isInstanceOf(Conflict.class);

    List<Object> outcomes =
        Crowd.atOnce(
            16,
            person -> garage.inOne(() -> garage.appointments.arrive(booked.getId(), 45_010, null)));

    assertThat(outcomes).filteredOn(WorkOrder.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Conflict.class::isInstance).hasSize(15);
    Appointment come = garage.inOne(() -> garage.appointments.find(booked.getId()));
    assertThat(come.getState()).isEqualTo(AppointmentState.ARRIVED);
    WorkOrder order = garage.inOne(() -> garage.orders.find(come.getOrderId()));
    assertThat(order.getComplaint()).isEqualTo("Vidange et freins");
    assertThat(order.getTechnician().getId()).isEqualTo(technician);
    assertThat(garage.inOne(() -> garage.audit.of("appointment", booked.getId())))
        .extracting(entry -> entry.getAction())
        .containsExactly("appointment.booked", "appointment.moved", "appointment.arrived");
  }

  @Test
  void whatIsTypedAtReceptionStandsInTheOrderOfTheAppointment() {
    long technician = technician();
    Appointment booked = book(wanted(bay(), technician, "09:00", "10:00"));

    WorkOrder order =
        garage.inOne(
            () -> garage.appointments.arrive(booked.getId(), 45_010, "Vidange, et un bruit"));

    assertThat(order.getComplaint()).isEqualTo("Vidange, et un bruit");
    assertThat(order.getTechnician().getId()).isEqualTo(technician);
    assertThat(garage.inOne(() -> garage.appointments.find(booked.getId())).getOrderId())
        .isEqualTo(order.getId());
  }
}
