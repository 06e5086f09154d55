package tn.ecar.batch.archive;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where old rows go, and how long they stay in the database.
 *
 * @param directory where the files lie ({@code ECAR_ARCHIVE_DIR}); the launcher takes {@code
 *     archive} in its data directory
 * @param auditMonths whole months that the audit log stays in the database ({@code
 *     ECAR_AUDIT_LOG_MONTHS}, 24, at least 12)
 */
record ArchiveSettings(Path directory, int auditMonths) {
  private static final String DIRECTORY = "ECAR_ARCHIVE_DIR";
  private static final String MONTHS = "ECAR_AUDIT_LOG_MONTHS";

  /**
   * Reads them from these variables.
   *
   * @throws IllegalArgumentException which names the variable, its value and the way out
   */
  static ArchiveSettings of(Map<String, String> environment) {
    String directory = environment.getOrDefault(DIRECTORY, "").strip();
    if (directory.isEmpty()) {
      throw new IllegalArgumentException(
          DIRECTORY + " is missing: the launcher sets it, on a server of your own you do.");
    }
    String months = environment.getOrDefault(MONTHS, "24").strip();
    if (!months.matches("\\d{2,3}") || Integer.parseInt(months) < 12) {
      throw new IllegalArgumentException(
          MONTHS + "='" + months + "' must be a whole number of months from 12 to 999.");
    }
    return new ArchiveSettings(Path.of(directory).toAbsolutePath(), Integer.parseInt(months));
  }
}
