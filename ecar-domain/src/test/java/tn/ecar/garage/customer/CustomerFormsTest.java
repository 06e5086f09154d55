package tn.ecar.garage.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.garage.RuleViolation;

/** Phone, matricule fiscal and CIN: what is taken, what becomes of it, and what is refused. */
class CustomerFormsTest {
  @ParameterizedTest
  @CsvSource({
    "98123456, +21698123456",
    "98 123 456, +21698123456",
    "98.123.456, +21698123456",
    "+216 71 123 456, +21671123456",
    "00216-22-333-444, +21622333444",
    "+33 (0)6, ",
    "+33612345678, +33612345678"
  })
  void aPhoneBecomesE164(String text, String canonical) {
    if (canonical == null) {
      assertThatThrownBy(() -> new Phone(text)).isInstanceOf(RuleViolation.class);
    } else {
      assertThat(new Phone(text)).hasToString(canonical);
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "1234567",
        "981234567",
        "01234567",
        "+0123456789",
        "+2169812345",
        "abcdefgh",
        "+123456789012345678"
      })
  void whatIsNoPhoneIsRefused(String text) {
    assertThatThrownBy(() -> new Phone(text))
        .isInstanceOfSatisfying(RuleViolation.class, e -> assertThat(e.field()).isEqualTo("phone"));
  }

  @ParameterizedTest
  @CsvSource({
    "1234567A, 1234567A",
    "1234567a/a/m/000, 1234567A/A/M/000",
    "12345 b, 0012345B",
    "1234567/V/B/M/001, 1234567V/B/M/001",
    "1234567APM000, 1234567A/P/M/000"
  })
  void aMatriculeFiscalIsUpperCaseAndPadded(String text, String canonical) {
    assertThat(new MatriculeFiscal(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "1234567",
        "1234567I",
        "1234567O",
        "1234567U",
        "12345678A",
        "1234567A/A/M",
        "1234567A/A/M/00",
        "A1234567"
      })
  void whatIsNoMatriculeFiscalIsRefused(String text) {
    assertThatThrownBy(() -> new MatriculeFiscal(text))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.field()).isEqualTo("matriculeFiscal"));
  }

  @ParameterizedTest
  @CsvSource({"01234567, 01234567", "0123 4567, 01234567"})
  void aCinHasEightDigits(String text, String canonical) {
    assertThat(new Cin(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "1234567", "123456789", "1234567A"})
  void whatIsNoCinIsRefused(String text) {
    assertThatThrownBy(() -> new Cin(text)).isInstanceOf(RuleViolation.class);
  }

  @Test
  void aSecondPhoneIsRefusedAsTheSecondOne() {
    CustomerData data =
        new CustomerData(
            Customer.Kind.PERSON, "Amel", "98123456", "12", null, null, null, null, null);
    assertThatThrownBy(() -> new Customer(data, Instant.EPOCH))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.field()).isEqualTo("secondPhone"));
  }
}
