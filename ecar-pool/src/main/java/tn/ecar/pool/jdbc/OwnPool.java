package tn.ecar.pool.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.ProgramValues;

/**
 * The pool that a data source of a plain Java program starts for itself.
 *
 * <p>First the program says what it is to be: an ini file, or values of its own. The first
 * connection starts it, or finds one of the same name that runs already; from then on nothing can
 * be changed here. Who has started it ends it by {@link #close}; a pool found running stays. All
 * fields are guarded by this object's lock.
 */
final class OwnPool {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> databases = new LinkedHashMap<>();
  private String name;
  private Path file;
  private Pooler started;
  private boolean inUse;

  /** Names it, so that others of this Java machine find it. */
  synchronized void name(String newName) {
    stillOpen("its name");
    name = Objects.requireNonNull(newName, "name of the pool");
  }

  synchronized void configFile(Path newFile) {
    stillOpen("its ini file");
    file = Objects.requireNonNull(newFile, "configFile");
  }

  synchronized void setting(String key, String value) {
    stillOpen(key);
    settings.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, key));
  }

  synchronized void database(String database, String connectString) {
    stillOpen("database " + database);
    databases.put(
        Objects.requireNonNull(database, "database"),
        Objects.requireNonNull(connectString, "connect string of " + database));
  }

  private void stillOpen(String what) {
    if (inUse) {
      throw new IllegalStateException(
          what
              + " of the pool cannot be changed after the first connection: set it before, or use"
              + " SET or RELOAD on the console");
    }
  }

  /**
   * The name of the running pool, started now if need be.
   *
   * @throws SQLException when what was said of it cannot be used; it may be corrected then
   */
  synchronized String running() throws SQLException {
    if (!inUse) {
      if (name == null) {
        name = "ecar-own-" + NUMBERS.incrementAndGet();
      }
      if (Pooler.running(name).isEmpty()) {
        start();
      }
      inUse = true;
    }
    return name;
  }

  /** The pool, when it runs. */
  synchronized Optional<Pooler> present() {
    return name == null ? Optional.empty() : Pooler.running(name);
  }

  private void start() throws SQLException {
    if (file == null && databases.isEmpty()) {
      throw new SQLException(
          "no pool named \""
              + name
              + "\" runs in this Java machine: start one by Pooler.start, or give the data source a"
              + " configFile, or its own databases and settings",
          "08001");
    }
    try {
      started = Pooler.start(name, configuration());
    } catch (ConfigurationException wrong) {
      throw new SQLException("the pool cannot start: " + wrong.getMessage(), "08001", wrong);
    }
  }

  private Configuration configuration() {
    if (file == null) {
      return Configuration.of(new ProgramValues(settings, databases), System.getenv());
    }
    if (!databases.isEmpty() || !settings.isEmpty()) {
      throw new ConfigurationException(
          "both the ini file "
              + file
              + " and values of the program are set; keep one, or let the ini say it all");
    }
    return Configuration.read(file, System.getenv());
  }

  /** Ends the pool, if it was started here. */
  synchronized void close() {
    if (started != null) {
      started.close();
      started = null;
    }
  }
}
