package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.invoice.CreditRequest;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.StockMovement;
import tn.ecar.garage.report.GarageReports;
import tn.ecar.garage.report.Period;
import tn.ecar.garage.report.Report;
import tn.ecar.garage.staff.Role;

/** What the reports say of a period, on real books. */
class GarageReportsIT {
  private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
  private static final Period MAY = new Period(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 5, 31));

  private TestGarage garage;
  private GarageReports reports;

  @BeforeEach
  void open() {
    garage = TestGarage.fresh();
    reports = new GarageReports(garage.em, garage.time.clock());
  }

  @AfterEach
  void close() throws SQLException {
    garage.close();
  }

  private <T> T now(Supplier<T> work) {
    return garage.time.at(NOW, () -> garage.inOne(work));
  }

  private List<Object> only(Report.Kind kind) {
    List<List<Object>> rows = now(() -> reports.report(kind, MAY)).rows();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private long technician() {
    return garage
        .inOne(
            () -> garage.staff.open("hedi", "Hédi", Set.of(Role.TECHNICIAN), "long-enough-secret"))
        .getId();
  }

  private static void assertFigure(Object figure, String expected) {
    assertThat((BigDecimal) figure).isEqualByComparingTo(expected);
  }

  @Test
  void whatWasCreditedStayedInMarginAndBilledHours() {
    long technician = technician();
    PartData data =
        new PartData(
            "FLT-1",
            null,
            "Filtre",
            null,
            BigDecimal.ZERO,
            BigDecimal.TEN,
            TaxClass.STANDARD,
            false,
            null);
    long part = now(() -> garage.parts.add(data)).getId();
    now(() -> garage.parts.move(part, Quantity.of("9"), StockMovement.Reason.RECEIPT, null));
    long car = now(() -> garage.vehicle("123 TU 1"));
    long order =
        now(() -> garage.orders.open(new OpenOrder(car, "Bruit", null, technician))).getId();
    now(() -> garage.orders.addLine(order, LineData.labour("Diagnostic", "1", "30")));
    now(() -> garage.orders.addLine(order, LineData.part(part, "4")));
    now(() -> garage.orders.addLine(order, LineData.labour("Montage", "2", "50")));
    now(() -> garage.orders.discount(order, null, BigDecimal.TEN));
    for (OrderState state :
        List.of(
            OrderState.APPROVED,
            OrderState.IN_PROGRESS,
            OrderState.QUALITY_CHECK,
            OrderState.READY)) {
      now(() -> garage.orders.transition(order, null, state, "agreed"));
    }
    long invoice = now(() -> garage.invoices.issue(order)).getId();
    assertFigure(only(Report.Kind.MARGIN).get(1), "117");
    assertFigure(only(Report.Kind.TECHNICIANS).get(4), "117");

    CreditRequest some =
        new CreditRequest(
            "Geste",
            List.of(new CreditRequest.Line(2, BigDecimal.ONE), new CreditRequest.Line(3, null)));
    now(() -> garage.creditNotes.issue(invoice, some));
    assertFigure(only(Report.Kind.MARGIN).get(1), "27");
    assertFigure(only(Report.Kind.MARGIN).get(2), "27");
    assertFigure(only(Report.Kind.TECHNICIANS).get(2), "1");
    assertFigure(only(Report.Kind.TECHNICIANS).get(4), "27");

    now(() -> garage.creditNotes.issue(invoice, new CreditRequest("Erreur", List.of())));
    assertFigure(only(Report.Kind.MARGIN).get(1), "0");
    assertFigure(only(Report.Kind.MARGIN).get(2), "0");
    assertThat(now(() -> reports.report(Report.Kind.TECHNICIANS, MAY)).rows()).isEmpty();
  }

  @Test
  void aRunningClockWasCountedUntilTheEndOfThePeriod() {
    long technician = technician();
    long car = now(() -> garage.vehicle("123 TU 2"));
    long order = now(() -> garage.orders.open(new OpenOrder(car, "Bruit", null, null))).getId();
    for (OrderState state : List.of(OrderState.APPROVED, OrderState.IN_PROGRESS)) {
      now(() -> garage.orders.transition(order, null, state, "agreed"));
    }
    garage.time.at(
        NOW.minus(Duration.ofHours(2)),
        () -> garage.inOne(() -> garage.timeClock.start(order, technician)));

    assertFigure(only(Report.Kind.TECHNICIANS).get(1), "2");
  }

  @Test
  void theValueOfTheStockLeftOutWhatWasBeyondTwoHundredParts() throws SQLException {
    garage.sql(
        "insert into part (id, version, part_number, name, unit, on_hand, reorder_point, price,"
            + " tax_class, fodec) select n, 1, 'P-' || n, 'Vis', 'pce', 3, 0, 2, 'STANDARD', false"
            + " from generate_series(1, 201) n");
    garage.sql(
        "insert into stock_movement (id, part_id, quantity, resulting, reason, moved_at, moved_by)"
            + " select n, n, 3, 3, 'RECEIPT', '2026-04-01T08:00:00Z', 'tester' from"
            + " generate_series(1, 201) n");

    List<List<Object>> rows = now(() -> reports.report(Report.Kind.TURNOVER, MAY)).rows();

    assertThat(rows.stream().map(row -> (BigDecimal) row.get(4)).reduce(BigDecimal::add))
        .hasValueSatisfying(value -> assertThat(value).isEqualByComparingTo("1206"));
    assertThat(now(() -> reports.report(Report.Kind.TURNOVER, MAY, 20)).rows())
        .isEqualTo(rows.subList(0, 20));
  }

  @Test
  void daysToComeWereReckonedAsDaysInStock() throws SQLException {
    garage.sql(
        "insert into part (id, version, part_number, name, unit, on_hand, reorder_point, price,"
            + " tax_class, fodec) values (1, 1, 'P-1', 'Huile', 'l', 6, 0, 2, 'STANDARD', false)");
    garage.sql(
        "insert into stock_movement (id, part_id, quantity, resulting, reason, moved_at, moved_by)"
            + " values (1, 1, 10, 10, 'RECEIPT', '2026-04-01T08:00:00Z', 'tester'), (2, 1, -4, 6,"
            + " 'USED', '2026-05-02T08:00:00Z', 'tester')");

    // On the fourth of May: 8 on average for 4 days, of which 4 were used.
    assertFigure(only(Report.Kind.TURNOVER).get(6), "8");
  }
}
