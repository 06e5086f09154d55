package tn.ecar.garage.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.garage.RuleViolation;

class MoneyTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1.000",
    "12.5, 12.500",
    "0.001, 0.001",
    "-3.25, -3.250",
    "1.5000, 1.500",
    "1E+3, 1000.000"
  })
  void anAmountHasThreeDecimals(String text, String canonical) {
    assertThat(Money.of(text)).hasToString(canonical);
    assertThat(Money.of(text))
        .isEqualTo(Money.of(canonical))
        .hasSameHashCodeAs(Money.of(canonical));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1,5", "0.0001", "1000000000000", "1E+20", "NaN"})
  void whatIsNoAmountIsRefused(String text) {
    assertThatThrownBy(() -> Money.of(text)).isInstanceOf(RuleViolation.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.005, 0.5, 5.003",
    "0.001, 0.499, 0.000",
    "0.001, 0.5, 0.001",
    "24.500, 4.5, 110.250"
  })
  void aPriceByAQuantityIsRoundedHalfUp(String price, String quantity, String result) {
    assertThat(Money.of(price).times(Quantity.of(quantity))).hasToString(result);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.0005", "1000000", "abc"})
  void aSoldQuantityIsPositiveWithThreeDecimals(String text) {
    assertThatThrownBy(() -> Quantity.positive(Quantity.of(text).value()))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.field()).isEqualTo("quantity"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e-999999999",
        "1e2147483647",
        "100e2147483647",
        "1e-2147483647",
        "0e2147483647",
        "1e-101"
      })
  void anExponentBeyondAllReasonFilledTheMemoryOrEndedInAFault(String text) {
    BigDecimal number = new BigDecimal(text);
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> Money.of(text),
            () -> Quantity.of(text),
            () -> TaxCalculation.checkPercent("discountPercent", number))) {
      assertThatThrownBy(use)
          .isInstanceOfSatisfying(
              RuleViolation.class, e -> assertThat(e.value()).isEqualTo(number.toString()));
    }
  }

  @Test
  void aMissingValueIsRefusedAndNotANullPointer() {
    assertThatThrownBy(() -> new Money(null)).isInstanceOf(RuleViolation.class);
    assertThatThrownBy(() -> new Quantity(null)).isInstanceOf(RuleViolation.class);
    assertThat(new Quantity(new BigDecimal("4.5"))).hasToString("4.500");
  }
}
