package tn.ecar.garage.vehicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.garage.RuleViolation;

/** Plate and VIN: what is taken, what becomes of it, and what is refused. */
class VehicleFormsTest {
  @ParameterizedTest
  @CsvSource({
    "123 TU 4567, 123 TU 4567",
    "123tu4567, 123 TU 4567",
    "123 TUN 4567, 123 TU 4567",
    "123 تونس 4567, 123 TU 4567",
    "١٢٣ تونس ٤٥٦٧, 123 TU 4567",
    "۱۲۳ تونس ۴۵۶۷, 123 TU 4567",
    "99 TU 1, 99 TU 1",
    "RS 123456, RS 123456",
    "rs7, RS 7",
    "17-125458, 17-125458",
    "17 - 125458, 17-125458"
  })
  void aPlateIsReadInAllItsForms(String text, String canonical) {
    assertThat(new Plate(text)).hasToString(canonical);
    assertThat(new Plate(canonical)).isEqualTo(new Plate(text));
  }

  @Test
  void directionMarksOfAnArabicTextAreNoPartOfThePlate() {
    assertThat(new Plate("\u200F123 تونس 4567\u200E")).hasToString("123 TU 4567");
    assertThat(new Plate("123 TU 4567").arabic()).isEqualTo("123 تونس 4567");
    assertThat(new Plate("17-125458").arabic()).isEqualTo("17-125458");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "1 TU 234",
        "123 TU",
        "123 TU 45678",
        "TU 4567",
        "123 FR 4567",
        "RS",
        "RS 1234567",
        "7-125458",
        "17-1254589",
        "123 4567",
        "1234567890123 TU 4567"
      })
  void anUnknownFormOfPlateIsRefused(String text) {
    assertThatThrownBy(() -> new Plate(text))
        .isInstanceOfSatisfying(RuleViolation.class, e -> assertThat(e.field()).isEqualTo("plate"));
  }

  @ParameterizedTest
  @CsvSource({
    "123tun45, %123 TU 45%",
    "123 تونس, %123 TU%",
    "4567, %4567%",
    "١٢٣, %123%",
    "100%, %100!%%"
  })
  void partsOfPlatesAreSearchedInTheirCanonicalForm(String text, String pattern) {
    assertThat(Plate.pattern(text)).isEqualTo(pattern);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VF3ABCDEF12345678",
        "vf1bb1j0h33333333",
        "1M8GDM9AXKP042788",
        "11111111111111111",
        "WVWZZZ1JZ3W386752"
      })
  void aVinIsTakenInUpperCase(String text) {
    assertThat(new Vin(text).number()).isUpperCase().hasSize(17);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "VF3ABCDEF1234567",
        "VF3ABCDEF123456789",
        "VF3IBCDEF12345678",
        "VF3OBCDEF12345678",
        "VF3QBCDEF12345678"
      })
  void whatIsNoVinIsRefused(String text) {
    assertThatThrownBy(() -> new Vin(text))
        .isInstanceOfSatisfying(RuleViolation.class, e -> assertThat(e.field()).isEqualTo("vin"));
  }

  @Test
  void theCheckDigitCountsWhereTheMakerUsesOne() {
    assertThatThrownBy(() -> new Vin("1M8GDM9A1KP042788"))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.rule()).contains("check digit"));
    assertThat(Vin.checkDigit("1M8GDM9AXKP042788")).isEqualTo('X');
  }
}
