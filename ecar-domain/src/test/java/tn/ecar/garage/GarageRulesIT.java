package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.CustomerData;
import tn.ecar.garage.invoice.CreditRequest;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.StockMovement.Reason;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.PaymentData;
import tn.ecar.garage.staff.FirstManager;
import tn.ecar.garage.staff.Role;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.vehicle.OdometerReading;
import tn.ecar.garage.vehicle.OdometerReading.Source;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.VehicleData;

/** The rules that stand between what people try and what is stored, on a real database. */
class GarageRulesIT {
  private static TestGarage garage;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  @Test
  void twoActiveVehiclesNeverShareAPlate() {
    long first = garage.vehicle("120 TU 1");

    assertThatThrownBy(() -> garage.vehicle("120tun1"))
        .isInstanceOfSatisfying(
            Conflict.class, e -> assertThat(e.existing()).isEqualTo("120 TU 1"));

    garage.run(() -> garage.vehicles.retire(first));
    assertThat(garage.vehicle("120 TU 1")).isNotEqualTo(first);
  }

  @Test
  void ofEightReceptionsOfOnePlateAtOnceOneStands() throws InterruptedException, TimeoutException {
    List<Object> results = Crowd.atOnce(8, person -> garage.vehicle("121 TU 1"));

    assertThat(results).filteredOn(Long.class::isInstance).hasSize(1);
    assertThat(results).filteredOn(Conflict.class::isInstance).hasSize(7);
  }

  @Test
  void aLowerReadingIsRefusedUnlessItSaysWhy() {
    long vehicle = garage.vehicle("122 TU 1");

    assertThatThrownBy(
            () ->
                garage.run(
                    () -> garage.vehicles.readOdometer(vehicle, 44_999, Source.RECEPTION, null)))
        .isInstanceOfSatisfying(
            RuleViolation.class,
            e -> {
              assertThat(e.field()).isEqualTo("odometerKm");
              assertThat(e.value()).isEqualTo("44999");
              assertThat(e.rule()).contains("45000");
            });
    assertThatThrownBy(
            () ->
                garage.run(
                    () -> garage.vehicles.readOdometer(vehicle, 10, Source.REPLACEMENT, " ")))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.field()).isEqualTo("reason"));

    garage.run(
        () -> garage.vehicles.readOdometer(vehicle, 10, Source.REPLACEMENT, "compteur remplacé"));
    garage.run(() -> garage.vehicles.readOdometer(vehicle, 25, Source.CUSTOMER, null));
    assertThat(garage.inOne(() -> garage.vehicles.readings(vehicle)))
        .extracting(OdometerReading::getKm)
        .containsExactly(25, 10, 45_000);
    assertThat(garage.inOne(() -> garage.vehicles.find(vehicle)).getOdometerKm()).isEqualTo(25);
  }

  @Test
  void ofTwoReadingsAtOnceNoneIsLostAndTheHighestStands()
      throws InterruptedException, TimeoutException {
    long vehicle = garage.vehicle("123 TU 1");

    List<Object> results =
        Crowd.atOnce(
            8,
            person ->
                garage.inOne(
                    () ->
                        garage.vehicles.readOdometer(
                            vehicle, 46_000 + person, Source.CUSTOMER, null)));

    assertThat(results)
        .allMatch(result -> result instanceof Vehicle || result instanceof RuleViolation);
    assertThat(garage.inOne(() -> garage.vehicles.find(vehicle)).getOdometerKm()).isEqualTo(46_007);
  }

  @Test
  void whatAColleagueWroteMeanwhileIsNotOverwritten() {
    long order = order("126 TU 1");
    int read = garage.inOne(() -> garage.orders.find(order)).getVersion();
    garage.run(() -> garage.orders.describe(order, read, "Fuite", "Joint remplacé", 45_100));

    assertThatThrownBy(
            () -> garage.run(() -> garage.orders.describe(order, read, "Usure", null, 45_200)))
        .isInstanceOf(ChangedMeanwhile.class);

    WorkOrder stands = garage.inOne(() -> garage.orders.find(order));
    assertThat(stands.getCause()).isEqualTo("Fuite");
    assertThat(stands.getCorrection()).isEqualTo("Joint remplacé");
    assertThat(stands.getOdometerOut()).isEqualTo(45_100);
  }

  @Test
  void aReadingThatIsTooLowLeavesTheTextsAlone() {
    long order = order("127 TU 1");

    assertThatThrownBy(
            () -> garage.run(() -> garage.orders.describe(order, null, "Usure", null, 44_000)))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.field()).isEqualTo("odometerKm"));
    assertThatThrownBy(
            () ->
                garage.run(
                    () -> garage.orders.describe(order, null, "x".repeat(501), null, 45_300)))
        .isInstanceOf(RuleViolation.class);

    WorkOrder stands = garage.inOne(() -> garage.orders.find(order));
    assertThat(stands.getCause()).isNull();
    assertThat(stands.getOdometerOut()).isNull();
    garage.run(() -> garage.orders.describe(order, null, "Usure", null, null));
  }

  private static long order(String plate) {
    OpenOrder wanted = new OpenOrder(garage.vehicle(plate), "Bruit", null, null);
    return garage.inOne(() -> garage.orders.open(wanted)).getId();
  }

  @Test
  void aFormerOwnerStaysInTheHistory() {
    long vehicle = garage.vehicle("124 TU 1");
    Customer buyer = garage.person("Amira Gharbi");

    garage.run(() -> garage.vehicles.changeOwner(vehicle, null, buyer.getId()));

    assertThat(garage.inOne(() -> garage.vehicles.owners(vehicle)))
        .extracting(ownership -> ownership.getCustomer().getName())
        .containsExactly("Amira Gharbi", "Sami Ben Salah");
    assertThat(garage.inOne(() -> garage.vehicles.find(vehicle)).getCustomer().getName())
        .isEqualTo("Amira Gharbi");
  }

  @Test
  void aChangeThatBreaksAFormChangesNothing() {
    Customer customer = garage.person("Nabil Trabelsi");
    CustomerData wrong =
        new CustomerData(null, "Nabil T.", "98123456", null, null, null, "1234567O", null, null);

    assertThatThrownBy(
            () -> garage.run(() -> garage.customers.change(customer.getId(), null, wrong)))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.field()).isEqualTo("matriculeFiscal"));

    assertThat(garage.inOne(() -> garage.customers.find(customer.getId())).getName())
        .isEqualTo("Nabil Trabelsi");
    assertThatThrownBy(() -> garage.inOne(() -> garage.customers.find(987_654_321L)))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                garage.inOne(
                    () -> garage.customers.search("x", new PageRequest(0, 10, "phone;drop", true))))
        .isInstanceOfSatisfying(RuleViolation.class, e -> assertThat(e.field()).isEqualTo("sort"));
    assertThatThrownBy(
            () ->
                garage.inOne(
                    () ->
                        garage.vehicles.receive(
                            new VehicleData(
                                customer.getId(), "ABC", null, "Kia", null, null, null, null))))
        .isInstanceOfSatisfying(RuleViolation.class, e -> assertThat(e.field()).isEqualTo("plate"));
  }

  @Test
  void aSearchTakesWildcardsForWhatTheyAre() {
    garage.person("100% Auto_Pièces");

    assertThat(
            garage.inOne(() -> garage.customers.search("0% auto_p", PageRequest.of(0, 10))).total())
        .isEqualTo(1);
    assertThat(garage.inOne(() -> garage.customers.search("%_%", PageRequest.of(0, 10))).total())
        .isZero();
  }

  @Test
  void theLogTheInvoicesAndTheStockAreNeverRewritten() throws SQLException {
    garage.person("Rim Dridi");

    for (String sql :
        List.of(
            "update audit_entry set who = 'nobody'",
            "delete from audit_entry",
            "truncate audit_entry")) {
      assertThatThrownBy(() -> garage.sql(sql))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("never changed");
    }
    assertThat(
            garage.one("select count(*) > 0 from audit_entry where action = 'customer.received'"))
        .isEqualTo("t");
  }

  /** What is written once: documents of money, the stock's movements, receipts and counts. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "invoice",
        "invoice_line",
        "invoice_tax",
        "credit_note",
        "credit_note_line",
        "credit_note_tax",
        "payment",
        "stock_movement"
      })
  void noRowOfAPaidAndCreditedInvoiceIsRewritten(String table) throws SQLException {
    paidAndCredited();
    String column =
        garage.one(
            "select column_name from information_schema.columns where table_schema = 'public' and"
                + " table_name = '"
                + table
                + "' order by ordinal_position limit 1");
    String rows = garage.one("select count(*) from " + table);
    assertThat(Integer.parseInt(rows)).as("rows of " + table).isPositive();
    for (String sql :
        List.of("update " + table + " set " + column + " = " + column, "delete from " + table)) {
      assertThatThrownBy(() -> garage.sql(sql))
          .as(sql)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(table + " is never changed or deleted");
    }
    assertThat(garage.one("select count(*) from " + table)).isEqualTo(rows);
  }

  @Test
  void whoHasDocumentsIsNotDeletedWithThem() throws SQLException {
    paidAndCredited();
    assertThatThrownBy(() -> garage.sql("delete from staff_account where login = 'ramzi'"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("work_order_technician_id_fkey");
    assertThat(garage.one("select count(*) from staff_account where login = 'ramzi'"))
        .isEqualTo("1");
  }

  /**
   * An order of Ramzi's with a part from the shelf, invoiced, paid in part and credited in part.
   */
  private static void paidAndCredited() throws SQLException {
    if (!garage.one("select count(*) from credit_note").equals("0")) {
      return;
    }
    PartData filter =
        new PartData("FLT-1", null, "Filtre", null, null, BigDecimal.TEN, null, false, null);
    long part = garage.inOne(() -> garage.parts.add(filter)).getId();
    garage.run(() -> garage.parts.move(part, Quantity.of("9"), Reason.RECEIPT, null));
    long order = order("125 TU 77");
    long ramzi =
        garage
            .inOne(
                () -> garage.staff.open("ramzi", "Ramzi", Set.of(Role.TECHNICIAN), "correct horse"))
            .getId();
    garage.run(() -> garage.orders.assign(order, null, ramzi));
    garage.run(() -> garage.orders.addLine(order, LineData.part(part, "1")));
    garage.run(() -> garage.orders.addLine(order, LineData.labour("Vidange", "1", "50")));
    garage.finish(order);
    long invoice = garage.inOne(() -> garage.invoices.issue(order)).getId();
    PaymentData paid = new PaymentData(new BigDecimal("10"), Payment.Method.CASH, null, null, null);
    garage.run(() -> garage.payments.receive(invoice, paid));
    CreditRequest back = new CreditRequest("Reprise", List.of(new CreditRequest.Line(1, null)));
    garage.run(() -> garage.creditNotes.issue(invoice, back));
  }

  @Test
  void whoSignsInIsWrittenDownAndSoIsWhoIsRefused() throws SQLException {
    StaffAccount account =
        garage.inOne(
            () -> garage.staff.open("sonia", "Sonia", Set.of(Role.FRONTDESK), "correct horse"));

    assertThat(garage.inOne(() -> garage.staff.authenticate("Sonia", "correct horse")))
        .map(StaffAccount::getRoleNames)
        .contains(Set.of("frontdesk"));
    assertThat(garage.inOne(() -> garage.staff.authenticate("sonia", "wrong horse"))).isEmpty();
    assertThat(garage.inOne(() -> garage.staff.authenticate("nobody", "correct horse"))).isEmpty();
    assertThat(garage.inOne(() -> garage.staff.authenticate(null, null))).isEmpty();
    garage.run(() -> garage.staff.enable(account.getId(), null, false));
    assertThat(garage.inOne(() -> garage.staff.authenticate("sonia", "correct horse"))).isEmpty();

    assertThat(
            garage.one(
                "select count(*) from audit_entry where action = 'staff.signed-in' and who ="
                    + " 'sonia'"))
        .isEqualTo("1");
    assertThat(
            garage.one(
                "select count(*) from audit_entry where action = 'staff.sign-in-refused' and who ="
                    + " 'sonia'"))
        .isEqualTo("2");
    assertThatThrownBy(
            () ->
                garage.inOne(
                    () -> garage.staff.open("SONIA", "S", Set.of(Role.OPERATOR), "another one")))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(
            () ->
                garage.inOne(() -> garage.staff.open("hela", "H", Set.of(Role.OPERATOR), "secret")))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @Test
  void theFirstManagerIsMadeOnceAndCanSignIn() throws SQLException {
    try (TestGarage empty = TestGarage.fresh();
        Connection connection = empty.dataSource.getConnection()) {
      Optional<String> password = FirstManager.create(connection);

      assertThat(FirstManager.create(connection)).isEmpty();
      assertThat(
              empty.inOne(
                  () -> empty.staff.authenticate(FirstManager.LOGIN, password.orElseThrow())))
          .map(StaffAccount::getRoles)
          .contains(Set.of(Role.MANAGER, Role.OPERATOR));
    }
  }

  @Test
  void theLastTwoManagersNeverLockEachOtherOut() throws Exception {
    try (TestGarage house = TestGarage.fresh()) {
      long[] managers = new long[2];
      for (int i = 0; i < managers.length; i++) {
        String login = "gerant" + i;
        managers[i] =
            house
                .inOne(() -> house.staff.open(login, "Sami", Set.of(Role.MANAGER), "correct horse"))
                .getId();
      }

      List<Object> outcomes =
          Crowd.atOnce(
              2,
              person -> {
                house.run(() -> house.staff.enable(managers[1 - person], null, false));
                return "out";
              });

      assertThat(outcomes).filteredOn("out"::equals).hasSize(1);
      assertThat(outcomes).filteredOn(Conflict.class::isInstance).hasSize(1);
      long left = outcomes.get(0).equals("out") ? managers[0] : managers[1];
      assertThatThrownBy(
              () ->
                  house.inOne(() -> house.staff.change(left, null, "Sami", Set.of(Role.FRONTDESK))))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("last manager");
      assertThat(house.inOne(() -> house.staff.find(left)).getRoles()).contains(Role.MANAGER);
    }
  }

  @Test
  void whenAHelperIsRefusedTheTechnicianStaysToo() {
    long technician =
        garage
            .inOne(
                () -> garage.staff.open("aziz", "Aziz", Set.of(Role.TECHNICIAN), "correct horse"))
            .getId();
    long desk =
        garage
            .inOne(() -> garage.staff.open("nour", "Nour", Set.of(Role.FRONTDESK), "correct horse"))
            .getId();
    long vehicle = garage.vehicle("128 TU 77");
    WorkOrder order =
        garage.inOne(() -> garage.orders.open(new OpenOrder(vehicle, "Bruit", null, null)));

    assertThatThrownBy(
            () -> garage.inOne(() -> garage.orders.staff(order, technician, List.of(desk))))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.field()).isEqualTo("helpers"));
    assertThat(garage.inOne(() -> garage.orders.find(order.getId())).getTechnician()).isNull();

    garage.inOne(() -> garage.orders.staff(order, technician, List.of()));
    assertThatThrownBy(() -> garage.inOne(() -> garage.orders.staff(order, null, List.of())))
        .isInstanceOf(ChangedMeanwhile.class);
  }
}
