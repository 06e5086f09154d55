package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.appointment.WorkingTimeData;
import tn.ecar.garage.appointment.WorkshopCalendar;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.staff.Role;

/** Two people read the same and both change it: the second is told, and nothing is lost. */
class EditedByTwoIT {
  private static TestGarage garage;
  private static long order;
  private static long technician;
  private static long helper;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
    OpenOrder wanted = new OpenOrder(garage.vehicle("150 TU 1"), "Bruit", null, null);
    order = garage.inOne(() -> garage.orders.open(wanted)).getId();
    technician = hire("ramzi");
    helper = hire("anis");
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  private static long hire(String login) {
    return garage
        .inOne(() -> garage.staff.open(login, login, Set.of(Role.TECHNICIAN), "correct horse"))
        .getId();
  }

  /** Something that is changed in the state it was read in. */
  private interface Edit {
    void from(int version);
  }

  private static void theSecondIsTold(Supplier<Integer> version, Edit first, Edit second) {
    int read = garage.inOne(version);
    garage.run(() -> first.from(read));
    assertThatThrownBy(() -> garage.run(() -> second.from(read)))
        .isInstanceOf(ChangedMeanwhile.class);
  }

  private static int orderVersion() {
    return garage.orders.find(order).getVersion();
  }

  @Test
  void theDiscountOfAnOrder() {
    theSecondIsTold(
        EditedByTwoIT::orderVersion,
        read -> garage.orders.discount(order, read, new BigDecimal("5")),
        read -> garage.orders.discount(order, read, new BigDecimal("7")));
  }

  @Test
  void whoWorksOnAnOrder() {
    theSecondIsTold(
        EditedByTwoIT::orderVersion,
        read -> garage.orders.assign(order, read, technician),
        read -> garage.orders.assign(order, read, null));
  }

  @Test
  void whoHelpsWithAnOrder() {
    theSecondIsTold(
        EditedByTwoIT::orderVersion,
        read -> garage.orders.helpedBy(order, read, List.of(helper)),
        read -> garage.orders.helpedBy(order, read, List.of()));
  }

  @Test
  void whatAnOrderServes() {
    theSecondIsTold(
        () -> Changes.versionOf(garage.upkeep.servedBy(order)),
        read -> garage.upkeep.serve(order, read, List.of("Vidange")),
        read -> garage.upkeep.serve(order, read, List.of()));
  }

  @Test
  void theOwnerOfAVehicle() {
    long vehicle = garage.vehicle("151 TU 1");
    long buyer = garage.person("Amira Gharbi").getId();
    long other = garage.person("Nabil Trabelsi").getId();
    theSecondIsTold(
        () -> garage.vehicles.find(vehicle).getVersion(),
        read -> garage.vehicles.changeOwner(vehicle, read, buyer),
        read -> garage.vehicles.changeOwner(vehicle, read, other));
  }

  @Test
  void whatATechnicianKnows() {
    theSecondIsTold(
        () -> garage.staff.find(technician).getVersion(),
        read -> garage.staff.changeSkills(technician, read, List.of("moteur")),
        read -> garage.staff.changeSkills(technician, read, List.of("freins")));
  }

  @Test
  void whetherSomebodyMaySignIn() {
    long leaving = hire("sonia");
    theSecondIsTold(
        () -> garage.staff.find(leaving).getVersion(),
        read -> garage.staff.enable(leaving, read, false),
        read -> garage.staff.enable(leaving, read, true));
  }

  @Test
  void theHoursOfTheGarage() {
    theSecondIsTold(
        () -> WorkshopCalendar.version(garage.calendar.hours(null)),
        read -> garage.calendar.setHours(null, read, mondaysFrom(9)),
        read -> garage.calendar.setHours(null, read, mondaysFrom(10)));
  }

  private static List<WorkingTimeData> mondaysFrom(int hour) {
    return List.of(
        new WorkingTimeData(DayOfWeek.MONDAY, LocalTime.of(hour, 0), LocalTime.of(17, 0)));
  }
}
