package tn.ecar.launch.server;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import tn.ecar.launch.database.GarageDatabase;
import tn.ecar.launch.database.Login;

/**
 * What a server is given at its start.
 *
 * @param port where it serves HTTP
 * @param directory its working directory
 * @param log what it writes
 * @param environment what it reads: where PostgreSQL is, and the secrets; an empty value takes a
 *     variable away
 */
public record ServerSettings(int port, Path directory, Path log, Map<String, String> environment) {

  public ServerSettings {
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  /** The settings for a garage's database, with what the caller adds. */
  public static ServerSettings of(
      int port, Path directory, Path log, GarageDatabase database, Map<String, String> more) {
    Map<String, String> environment = new TreeMap<>(database.environment());
    environment.putAll(BatchRepository.environment(database.batch()));
    environment.putAll(backup(database.backup()));
    environment.putAll(more);
    return new ServerSettings(port, directory, log, environment);
  }

  /** Who dumps the database, in words that the job {@code backup} reads. */
  private static Map<String, String> backup(Login login) {
    return Map.of(
        "ECAR_BACKUP_HOST", login.host(),
        "ECAR_BACKUP_PORT", Integer.toString(login.port()),
        "ECAR_BACKUP_DATABASE", login.database(),
        "ECAR_BACKUP_USER", login.user(),
        "ECAR_BACKUP_PASSWORD", login.password().clear());
  }

  @Override
  public String toString() {
    return "port " + port + ", log " + log;
  }
}
