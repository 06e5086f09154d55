package tn.ecar.launch;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;

/**
 * Files and directories that the person named from where they stand. The server stands elsewhere,
 * Payara Server even in a domain that the next start makes anew, so it is told all of them in full.
 */
public final class NamedFiles {
  private static final Set<String> MORE =
      Set.of("ECAR_MESSAGES", "ECAR_POOL_CONFIG", "ECAR_BACKUP_PROGRAMS", "ECAR_POOL_LOGFILE");

  private NamedFiles() {}

  /** The same variables, with each file in full. */
  static Map<String, String> inFull(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.replaceAll((name, value) -> isFile(name) ? inFull(value) : value);
    return all;
  }

  /**
   * The files of a pool's configuration, as the variables that go before its ini; those that are
   * named in full already are left to it, and to its RELOAD.
   */
  public static Map<String, String> of(Configuration configuration) {
    Map<String, String> all = new HashMap<>();
    for (Setting setting : Setting.values()) {
      String variable = "ECAR_POOL_" + setting.key().toUpperCase(Locale.ROOT);
      String value = configuration.text(setting);
      if (isFile(variable) && !inFull(value).equals(value)) {
        all.put(variable, inFull(value));
      }
    }
    return all;
  }

  private static boolean isFile(String name) {
    return name.startsWith("ECAR_")
        && (name.endsWith("_FILE") || name.endsWith("_DIR") || MORE.contains(name));
  }

  private static String inFull(String value) {
    // A name that begins with @ is an abstract socket, which lies in no directory.
    boolean here = !value.isBlank() && !value.startsWith("@") && !Path.of(value).isAbsolute();
    return here ? Path.of(value).toAbsolutePath().normalize().toString() : value;
  }
}
