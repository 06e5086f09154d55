package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.money.TaxRate;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;

/** A legal rate that somebody typed wrong. */
class MistypedRateIT {
  private TestGarage garage;

  @BeforeEach
  void open() {
    garage = TestGarage.fresh();
  }

  @AfterEach
  void close() throws SQLException {
    garage.close();
  }

  private TaxRate change(String percent, LocalDate from) {
    return garage.inOne(
        () -> garage.legalRates.change(TaxRate.Kind.TVA_STANDARD, new BigDecimal(percent), from));
  }

  private BigDecimal standard(LocalDate day) {
    return garage.inOne(() -> garage.rates.on(day)).tva().get(TaxClass.STANDARD);
  }

  @Test
  void aRateToComeThatWasTypedWrongHadToHoldForADay() {
    LocalDate january = LocalDate.now(garage.time.clock()).plusYears(1).withDayOfYear(1);
    change("91", january);
    change("20", january.plusYears(1));

    TaxRate right = change("18", january);

    assertThat(standard(january.minusDays(1))).isEqualByComparingTo("19");
    assertThat(standard(january)).isEqualByComparingTo("18");
    assertThat(standard(january.plusYears(1))).isEqualByComparingTo("20");
    assertThat(garage.inOne(() -> garage.audit.of("rate", right.getId())))
        .anySatisfy(e -> assertThat(e.getBefore()).startsWith("91"));
  }

  @Test
  void aRateThatADocumentHasUsedStaysAsItWas() {
    LocalDate today = LocalDate.now(garage.time.clock());
    change("20", today);
    long car = garage.vehicle("12 TU 1");
    long order =
        garage.inOne(() -> garage.orders.open(new OpenOrder(car, "Bruit", null, null))).getId();
    garage.run(() -> garage.orders.addLine(order, LineData.labour("Diagnostic", "1", "30")));
    garage.finish(order);
    garage.inOne(() -> garage.invoices.issue(order));

    assertThatThrownBy(() -> change("18", today)).isInstanceOf(RuleViolation.class);
    assertThat(standard(today)).isEqualByComparingTo("20");
  }
}
