package tn.ecar.batch.backup;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where backups come from and go to, as the environment says.
 *
 * @param login who reads the database, straight and not through the pool: {@code ECAR_BACKUP_HOST},
 *     {@code _PORT}, {@code _DATABASE}, {@code _USER}, {@code _PASSWORD}; the launcher sets them
 * @param directory where they lie ({@code ECAR_BACKUP_DIR}); the launcher takes {@code backups} in
 *     its data directory
 * @param keep how many are kept ({@code ECAR_BACKUP_KEEP}, 10)
 * @param keyFile the key they are encrypted with ({@code ECAR_BACKUP_KEY_FILE}); empty for not
 * @param programs the directory of {@code pg_dump} ({@code ECAR_BACKUP_PROGRAMS}); empty to look
 *     where systems put it
 */
record BackupSettings(
    Login login, Path directory, int keep, Optional<Path> keyFile, Optional<Path> programs) {
  static final String DIRECTORY = "ECAR_BACKUP_DIR";
  static final String PROGRAMS = "ECAR_BACKUP_PROGRAMS";
  static final String KEY_FILE = "ECAR_BACKUP_KEY_FILE";
  private static final String KEY = "ECAR_BACKUP_KEY";
  private static final String KEEP = "ECAR_BACKUP_KEEP";

  /**
   * Reads them from these variables.
   *
   * @throws IllegalArgumentException which names the variable, its value and the way out
   */
  static BackupSettings of(Map<String, String> environment) {
    String keep = environment.getOrDefault(KEEP, "10").strip();
    if (!keep.matches("[1-9]\\d{0,3}")) {
      throw new IllegalArgumentException(
          KEEP + "='" + keep + "' must be a whole number from 1 to 9999.");
    }
    // Who sets it wants encryption; to go on without any would be the worst answer.
    if (!environment.getOrDefault(KEY, "").isBlank()) {
      throw new IllegalArgumentException(
          KEY
              + " is set, and a key is read from a file only: write it into a file of mode 0600,"
              + " name that by "
              + KEY_FILE
              + " and leave "
              + KEY
              + " out.");
    }
    return new BackupSettings(
        new Login(
            required(environment, "ECAR_BACKUP_HOST"),
            required(environment, "ECAR_BACKUP_PORT"),
            required(environment, "ECAR_BACKUP_DATABASE"),
            required(environment, "ECAR_BACKUP_USER"),
            required(environment, "ECAR_BACKUP_PASSWORD")),
        Path.of(required(environment, DIRECTORY)).toAbsolutePath(),
        Integer.parseInt(keep),
        path(environment, KEY_FILE),
        path(environment, PROGRAMS));
  }

  private static String required(Map<String, String> environment, String key) {
    String value = environment.getOrDefault(key, "").strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          key + " is missing: the launcher sets it, on a server of your own you do.");
    }
    return value;
  }

  static Optional<Path> path(Map<String, String> environment, String key) {
    return Optional.of(environment.getOrDefault(key, "").strip())
        .filter(value -> !value.isEmpty())
        .map(value -> Path.of(value).toAbsolutePath());
  }

  /**
   * Who reads the database.
   *
   * @param password never shown
   */
  record Login(String host, String port, String database, String user, String password) {
    @Override
    public String toString() {
      return user + "@" + host + ":" + port + "/" + database;
    }
  }
}
