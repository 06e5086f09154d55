package tn.ecar.launch;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * How a data directory's garage was started last: the port and the variables that its pool reads.
 * Written at each start, so that {@code ./ecar doctor} examines that garage and not another;
 * secrets are left out, the userlist beside it has what the pool is to be told.
 *
 * @param port where staff reach it by HTTP
 * @param embedded whether its PostgreSQL is the launcher's own
 * @param environment what its pool read
 */
public record StartRecord(int port, boolean embedded, Map<String, String> environment) {
  private static final String PORT = "port";
  private static final String EMBEDDED = "embedded";
  private static final String VARIABLE = "variable.";

  /** What the doctor asks for; what else the server reads is nobody's business here. */
  private static final String OF_THE_POOL = "(ECAR_POOL_|DB_|PG).*";

  /** A name that ends in KEY_FILE holds a path, which the doctor looks at. */
  private static final String SECRET =
      "(?i).*(PASSWORD|PASSWD|SECRET|LDAP|TOKEN|AUTHORIZATION|KEY(?!_FILE)).*";

  public StartRecord {
    Map<String, String> kept = new HashMap<>(environment);
    kept.keySet().removeIf(name -> !name.matches(OF_THE_POOL) || name.matches(SECRET));
    environment = Map.copyOf(kept);
  }

  private static Path file(Path data) {
    return data.resolve("secrets").resolve("started");
  }

  /** Keeps it in a data directory, for its owner alone. */
  void keepIn(Path data) throws IOException {
    Properties all = new Properties();
    all.setProperty(PORT, Integer.toString(port));
    all.setProperty(EMBEDDED, Boolean.toString(embedded));
    environment.forEach((name, value) -> all.setProperty(VARIABLE + name, value));
    StringWriter text = new StringWriter();
    all.store(text, null);
    PrivateFile.write(file(data), text.toString());
  }

  /**
   * What a data directory keeps; empty when no garage was ever started there.
   *
   * @throws IOException when it cannot be read, as when it is another user's or damaged
   */
  public static Optional<StartRecord> of(Path data) throws IOException {
    if (Files.notExists(file(data))) {
      return Optional.empty();
    }
    try {
      return Optional.of(parsed(Files.readString(file(data))));
    } catch (IllegalArgumentException damaged) {
      throw new IOException(file(data) + " is damaged: " + damaged.getMessage(), damaged);
    }
  }

  private static StartRecord parsed(String text) throws IOException {
    Properties all = new Properties();
    all.load(new StringReader(text));
    Map<String, String> environment = new HashMap<>();
    all.stringPropertyNames().stream()
        .filter(name -> name.startsWith(VARIABLE))
        .forEach(name -> environment.put(name.substring(VARIABLE.length()), all.getProperty(name)));
    return new StartRecord(
        Integer.parseInt(all.getProperty(PORT, "8080")),
        Boolean.parseBoolean(all.getProperty(EMBEDDED, "true")),
        environment);
  }
}
