package tn.ecar.batch.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.garage.RuleViolation;

class AuditSettingsTest {
  @Test
  void ninetyDaysWhenNothingIsSaid() {
    assertThat(AuditSettings.of(Map.of()).keep()).isEqualTo(Duration.ofDays(90));
  }

  @Test
  void daysAreTakenFromTheEnvironment() {
    assertThat(AuditSettings.of(Map.of("ECAR_AUDIT_KEEP_DAYS", " 7 ")).keep())
        .isEqualTo(Duration.ofDays(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "3651", "a month", "99999999999999999999"})
  void aWrongNumberOfDaysIsRefusedWithItsRange(String given) {
    assertThatThrownBy(() -> AuditSettings.of(Map.of("ECAR_AUDIT_KEEP_DAYS", given)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ECAR_AUDIT_KEEP_DAYS='" + given + "' must be a whole number from 1 to 3650.");
  }

  @Test
  void aReportCoversTheLastDayWhenNothingIsSaid() {
    Instant now = Instant.parse("2026-03-02T08:00:00Z");

    AuditPeriod period = AuditPeriod.between(null, null, now);

    assertThat(period.to()).isEqualTo(now);
    assertThat(period.from()).isEqualTo(now.minus(Duration.ofDays(1)));
  }

  @Test
  void aReportThatEndsBeforeItBeginsIsRefused() {
    Instant now = Instant.parse("2026-03-02T08:00:00Z");

    assertThatThrownBy(() -> AuditPeriod.between(now, now, now))
        .isInstanceOfSatisfying(
            RuleViolation.class, refused -> assertThat(refused.field()).isEqualTo("from"));
  }
}
