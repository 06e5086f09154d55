package tn.ecar.batch.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.Map;

/**
 * How long the pool's samples are kept.
 *
 * @param keep age at which samples are deleted ({@code ECAR_AUDIT_KEEP_DAYS}, days, 90 when absent)
 */
public record AuditSettings(Duration keep) {
  static final String KEEP = "ECAR_AUDIT_KEEP_DAYS";
  private static final long LONGEST_KEEP = 3650;

  /**
   * Reads them from these variables.
   *
   * @throws IllegalArgumentException when one is no whole number or out of range; names the
   *     variable, the value and the range
   */
  public static AuditSettings of(Map<String, String> environment) {
    return new AuditSettings(Duration.ofDays(whole(environment, KEEP, 90, 1, LONGEST_KEEP)));
  }

  private static long whole(
      Map<String, String> environment, String key, long absent, long least, long most) {
    String text = environment.getOrDefault(key, "").strip();
    if (text.isEmpty()) {
      return absent;
    }
    if (text.matches("\\d{1,9}")) {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        key + "='" + text + "' must be a whole number from " + least + " to " + most + ".");
  }

  /** Gives the settings to the beans of this module. */
  @ApplicationScoped
  static class FromEnvironment {
    @Produces
    AuditSettings auditSettings() {
      return of(System.getenv());
    }
  }
}
