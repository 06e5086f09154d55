package tn.ecar.garage.persistence;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Where the garage finds the pool: the one place that knows the names. Each name can be set by a
 * system property, else by the environment, for servers that want another form of name.
 */
public final class PoolResources {
  /** Key of the name of the garage's database. */
  public static final String GARAGE_KEY = "ECAR_JNDI_GARAGE";

  /** Key of the name of the pool's console. */
  public static final String CONSOLE_KEY = "ECAR_JNDI_CONSOLE";

  private static final String GARAGE_NAME = "java:global/ecar/garage";
  private static final String CONSOLE_NAME = "java:global/ecar/console";

  /** The names under which something was found once. */
  private static final Set<String> FOUND = ConcurrentHashMap.newKeySet();

  private PoolResources() {}

  /**
   * Returns the garage's database, through the pool.
   *
   * @throws IllegalStateException if the server has nothing under the name
   */
  public static DataSource garage() {
    return lookup(GARAGE_KEY, GARAGE_NAME);
  }

  /**
   * Returns the pool's console: a database that answers SHOW commands.
   *
   * @throws IllegalStateException if the server has nothing under the name
   */
  public static DataSource console() {
    return lookup(CONSOLE_KEY, CONSOLE_NAME);
  }

  private static DataSource lookup(String key, String standard) {
    String name = configured(key, standard);
    return find(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "There is no connection factory "
                        + name
                        + ": deploy the resource adapter first, or name it by "
                        + key
                        + "."));
  }

  /**
   * The server makes what stands behind a name when it is first asked for; who asks at the same
   * moment may be told that there is nothing. So the first ones ask one after the other.
   */
  private static Optional<DataSource> find(String name) {
    if (FOUND.contains(name)) {
      return ServerNames.find(name, DataSource.class);
    }
    synchronized (FOUND) {
      Optional<DataSource> found = ServerNames.find(name, DataSource.class);
      found.ifPresent(there -> FOUND.add(name));
      return found;
    }
  }

  private static String configured(String key, String standard) {
    String property = System.getProperty(key, "");
    if (!property.isBlank()) {
      return property.strip();
    }
    String environment = System.getenv(key);
    return environment == null || environment.isBlank() ? standard : environment.strip();
  }
}
