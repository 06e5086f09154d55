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
  void aMinuteAndNinetyDaysWhenNothingIsSaid() {
    AuditSettings settings = AuditSettings.of(Map.of());

    assertThat(settings.period()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.keep()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.scheduled()).isTrue();
  }

  @Test
  void secondsAndDaysAreTakenFromTheEnvironment() {
    AuditSettings settings =
        AuditSettings.of(Map.of("ECAR_AUDIT_PERIOD", " 5 ", "ECAR_AUDIT_KEEP_DAYS", "7"));

    assertThat(settings.period()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.keep()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void zeroSwitchesTheScheduleOff() {
    assertThat(AuditSettings.of(Map.of("ECAR_AUDIT_PERIOD", "0")).scheduled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "86401", "a minute", "99999999999999999999"})
  void aWrongPeriodIsRefusedWithItsRange(String given) {
    assertThatThrownBy(() -> AuditSettings.of(Map.of("ECAR_AUDIT_PERIOD", given)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ECAR_AUDIT_PERIOD='" + given + "' must be a whole number from 0 to 86400.");
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
