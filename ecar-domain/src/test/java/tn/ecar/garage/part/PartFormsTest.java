package tn.ecar.garage.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.LineKind;
import tn.ecar.garage.order.PricedLine;

/** An amount or a quantity that is refused bears the name of its input, not of what it is. */
class PartFormsTest {
  private static final BigDecimal TOO_FINE = new BigDecimal("1.2345");

  private static void refused(String field, Runnable reading) {
    assertThatThrownBy(reading::run)
        .isInstanceOfSatisfying(
            RuleViolation.class,
            e -> {
              assertThat(e.field()).isEqualTo(field);
              assertThat(e.value()).isEqualTo("1.2345");
            });
  }

  private static PartData part(BigDecimal reorderPoint, BigDecimal price) {
    return new PartData(
        "F-1", null, "Filtre", "pce", reorderPoint, price, TaxClass.STANDARD, false, null);
  }

  @Test
  void aPriceIsRefusedAsAPrice() {
    refused("price", () -> new Part(part(BigDecimal.ONE, TOO_FINE)));
  }

  @Test
  void aReorderPointIsRefusedAsAReorderPoint() {
    refused("reorderPoint", () -> new Part(part(TOO_FINE, BigDecimal.ONE)));
  }

  @Test
  void aUnitPriceIsRefusedAsAUnitPrice() {
    LineData line =
        new LineData(LineKind.LABOUR, null, "Vidange", BigDecimal.ONE, TOO_FINE, null, null, null);
    refused("unitPrice", () -> PricedLine.of(line, null));
  }
}
