package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.faces.convert.ConverterException;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;

class FormatsTest {
  /** A text as its digits were typed; the sentence of a refusal needs a page. */
  private static final DecimalInput OUTSIDE_A_PAGE =
      new DecimalInput() {
        @Override
        String sentence() {
          return "no number";
        }
      };

  private final Formats as = new Formats(null, null);
  private final DecimalInput decimal = new DecimalInput();
  private final WholeInput whole = new WholeInput();

  @Test
  void amountsHaveTheirMillimes() {
    assertThat(as.money(Money.of("1234.5"))).isEqualTo("1\u202f234,500");
    assertThat(as.quantity(Quantity.of("4.500"))).isEqualTo("4,5");
  }

  @Test
  void timesAreThoseOfTunis() {
    assertThat(as.moment(Instant.parse("2026-03-05T23:30:00Z"))).isEqualTo("06/03/2026 00:30");
    assertThat(as.longDay(LocalDate.of(2026, 11, 23))).isEqualTo("lundi 23 novembre 2026");
    assertThat(as.getZone()).isEqualTo("Africa/Tunis");
  }

  @Test
  void tunisianPhonesAreGrouped() {
    assertThat(as.phone("+21698123456")).isEqualTo("+216 98 123 456");
    assertThat(as.phone("+33612345678")).isEqualTo("+33612345678");
  }

  @Test
  void numbersAreReadAsTheyAreTyped() {
    assertThat(decimal.getAsObject(null, null, "1 234,5")).isEqualByComparingTo("1234.5");
    assertThat(decimal.getAsObject(null, null, "٤٫٥")).isEqualByComparingTo("4.5");
    assertThat(decimal.getAsObject(null, null, "-2")).isEqualByComparingTo("-2");
    assertThat(decimal.getAsObject(null, null, " ")).isNull();
    assertThat(whole.getAsObject(null, null, "45 000")).isEqualTo(45000);
    assertThat(whole.getAsObject(null, null, "45.000")).isEqualTo(45000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e999999999", "1E5", "-1e-999999999", "1234567890123456", "1.2.3", "1,2,3", "-"})
  void aPowerOfTenIsNoNumberThatIsWrittenOut(String typed) {
    assertThatThrownBy(() -> OUTSIDE_A_PAGE.getAsObject(null, null, typed))
        .isInstanceOf(ConverterException.class);
  }
}
