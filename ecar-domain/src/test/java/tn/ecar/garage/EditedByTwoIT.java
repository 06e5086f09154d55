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
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.quote.QuoteData;
import tn.ecar.garage.staff.Role;
import tn.ecar.garage.supply.PurchaseData;
import tn.ecar.garage.supply.PurchaseState;
import tn.ecar.garage.supply.ReceiptData;
import tn.ecar.garage.supply.SupplierData;

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
  void theLinesOfAnOrderThatIsAgreedOn() {
    OpenOrder wanted = new OpenOrder(garage.vehicle("152 TU 1"), "Freins", null, null);
    long agreed = garage.inOne(() -> garage.orders.open(wanted)).getId();
    theSecondIsTold(
        () -> garage.orders.find(agreed).getVersion(),
        read -> garage.orders.addLine(agreed, LineData.labour("Disques", "2", "950")),
        read -> garage.orders.transition(agreed, read, OrderState.APPROVED, "by telephone"));
    long line = garage.inOne(() -> garage.orders.find(agreed).getLines().get(0).getId());
    theSecondIsTold(
        () -> garage.orders.find(agreed).getVersion(),
        read -> garage.orders.removeLine(agreed, line),
        read -> garage.orders.discount(agreed, read, BigDecimal.TEN));
  }

  @Test
  void whatWasFoundAndWhoWorksWhileTheDeskAddsLabour() {
    OpenOrder wanted = new OpenOrder(garage.vehicle("153 TU 1"), "Freins", null, null);
    long busy = garage.inOne(() -> garage.orders.open(wanted)).getId();
    LineData labour = LineData.labour("Disques", "2", "40");
    WorkOrder read = garage.inOne(() -> garage.orders.find(busy));
    long line = garage.inOne(() -> garage.orders.addLine(busy, labour)).getLines().get(0).getId();
    garage.inOne(() -> garage.orders.addLine(busy, labour));
    garage.inOne(() -> garage.orders.removeLine(busy, line));

    WorkOrder told =
        garage.inOne(() -> garage.orders.describe(read, "Usure", "Disques changés", null));
    garage.inOne(() -> garage.orders.addLine(busy, labour));
    garage.inOne(() -> garage.orders.staff(told, technician, List.of(helper)));

    assertThatThrownBy(() -> garage.inOne(() -> garage.orders.describe(read, null, null, null)))
        .isInstanceOf(ChangedMeanwhile.class);
    assertThatThrownBy(() -> garage.inOne(() -> garage.orders.staff(told, null, List.of())))
        .isInstanceOf(ChangedMeanwhile.class);
  }

  @Test
  void theLinesOfAQuoteThatIsSent() {
    long vehicle = garage.vehicle("155 TU 1");
    QuoteData data =
        new QuoteData(
            vehicle, null, "Freins", null, List.of(LineData.labour("Disques", "2", "40")));
    long quote = garage.inOne(() -> garage.quotes.write(data)).getId();
    theSecondIsTold(
        () -> garage.quotes.find(quote).getVersion(),
        read -> garage.quotes.addLine(quote, LineData.labour("Purge", "1", "40")),
        read -> garage.quotes.send(quote, read));
    long line = garage.inOne(() -> garage.quotes.find(quote).getLines().get(0).getId());
    theSecondIsTold(
        () -> garage.quotes.find(quote).getVersion(),
        read -> garage.quotes.removeLine(quote, line),
        read -> garage.quotes.send(quote, read));
  }

  @Test
  void theLinesOfAPurchaseThatIsSent() {
    SupplierData data = new SupplierData("Sté Pièces", null, null, null, null);
    long supplier = garage.inOne(() -> garage.suppliers.add(data)).getId();
    PartData pump =
        new PartData(
            "POMPE-1", null, "Pompe", null, null, BigDecimal.TEN, TaxClass.STANDARD, false, null);
    long part = garage.inOne(() -> garage.parts.add(pump)).getId();
    long purchase =
        garage
            .inOne(() -> garage.purchases.open(new PurchaseData(supplier, null, null, null)))
            .getId();
    PurchaseData.Line many =
        new PurchaseData.Line(part, new BigDecimal("40"), new BigDecimal("250"));
    theSecondIsTold(
        () -> garage.purchases.find(purchase).getVersion(),
        read -> garage.purchases.addLine(purchase, many),
        read -> garage.purchases.transition(purchase, read, PurchaseState.ORDERED, null));
    long line = garage.inOne(() -> garage.purchases.find(purchase).getLines().get(0).getId());
    theSecondIsTold(
        () -> garage.purchases.find(purchase).getVersion(),
        read -> garage.purchases.removeLine(purchase, line),
        read -> garage.purchases.describe(purchase, read, null, "Urgent"));
    garage.inOne(() -> garage.purchases.addLine(purchase, many));
    garage.inOne(() -> garage.purchases.transition(purchase, null, PurchaseState.ORDERED, null));
    long rest = garage.inOne(() -> garage.purchases.find(purchase).getLines().get(0).getId());
    ReceiptData some = new ReceiptData("BL-1", List.of(new ReceiptData.Line(rest, BigDecimal.TEN)));
    theSecondIsTold(
        () -> garage.purchases.find(purchase).getVersion(),
        read -> garage.purchases.receive(purchase, some),
        read -> garage.purchases.transition(purchase, read, PurchaseState.CLOSED, "Rupture"));
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
