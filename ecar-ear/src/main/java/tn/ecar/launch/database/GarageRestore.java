package tn.ecar.launch.database;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import tn.ecar.batch.backup.BackupRefused;
import tn.ecar.batch.backup.Restore;
import tn.ecar.launch.Home;
import tn.ecar.launch.Refusal;
import tn.ecar.launch.postgres.EmbeddedPostgres;

/**
 * Brings a backup back into the embedded PostgreSQL while no garage runs on it. It goes into a
 * database of its own and is migrated there; only when all of that was good does it change places
 * with the garage's, in one transaction. Until the next time the garage of before is kept beside
 * it.
 */
public final class GarageRestore {
  /** The garage that was there before. */
  public static final String BEFORE = GarageDatabase.DATABASE + "_before_restore";

  private static final String FRESH = GarageDatabase.DATABASE + "_restoring";
  private static final String OLDER = GarageDatabase.DATABASE + "_older";
  private static final String OBJECT_IN_USE = "55006";
  private static final Logger LOG = System.getLogger(GarageRestore.class.getName());

  /**
   * Runs that were at work when the dump was made ended then. The executions that did their work
   * are not in the dump: the batch runtime will give their numbers to others.
   */
  private static final String END_RUNS =
      """
      UPDATE job_run SET execution = NULL, state = CASE
        WHEN state IN ('STARTING', 'STARTED', 'STOPPING') THEN 'LOST' ELSE state END
      """;

  private final EmbeddedPostgres postgres;
  private final GarageDatabase database;
  private final Home home;
  private final Map<String, String> environment;

  /**
   * One into a PostgreSQL that runs.
   *
   * @param environment names the backup's key and the client's programs
   */
  public GarageRestore(
      EmbeddedPostgres postgres,
      GarageDatabase database,
      Home home,
      Map<String, String> environment) {
    this.postgres = postgres;
    this.database = database;
    this.home = home;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Restores a backup.
   *
   * @return how many steps its schema was behind
   * @throws Refusal when it does not restore; the garage is as it was then
   */
  public int from(Path file) throws Refusal, IOException, InterruptedException {
    Path working = Files.createTempDirectory(home.directory(), "restoring");
    try {
      makeFresh();
      new Restore(file, environment).into(major(), fresh(), working);
      requireGarage(file);
      int steps = new GarageSchema(owner(FRESH)).migrate();
      execute(owner(FRESH), END_RUNS);
      changePlaces();
      return steps;
    } catch (BackupRefused e) {
      throw new Refusal(
          e.getMessage().replaceAll("[.\\s]+$", "") + ". The garage is as it was.", e);
    } catch (SQLException e) {
      throw new Refusal(reason(e) + ". The garage is as it was.", e);
    } finally {
      delete(working);
      dropLeftOver();
    }
  }

  private static String reason(SQLException e) {
    return OBJECT_IN_USE.equals(e.getSQLState())
        ? "Somebody is connected to the garage's database, or has left a prepared transaction in"
            + " it ("
            + e.getMessage()
            + "): end that (pg_stat_activity and pg_prepared_xacts name it) and restore again"
        : "The embedded PostgreSQL refuses the backup: " + e.getMessage();
  }

  /** What broke off halfway, and what is older than the garage of before, only take room. */
  private void dropLeftOver() {
    try {
      dropFresh();
      execute(superuser("postgres"), "DROP DATABASE IF EXISTS " + OLDER + " WITH (FORCE)");
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "A database of a restore stays until the next one", e);
    }
  }

  private void dropFresh() throws SQLException {
    execute(superuser("postgres"), "DROP DATABASE IF EXISTS " + FRESH + " WITH (FORCE)");
  }

  private void makeFresh() throws SQLException {
    dropFresh();
    execute(
        superuser("postgres"),
        "DROP DATABASE IF EXISTS " + OLDER + " WITH (FORCE)",
        "CREATE DATABASE " + FRESH + " TEMPLATE template0 OWNER " + GarageDatabase.ROLE);
  }

  private Restore.Database fresh() {
    Login owner = database.owner();
    return new Restore.Database(
        owner.host(), owner.port(), FRESH, owner.user(), owner.password().clear());
  }

  private int major() throws SQLException {
    try (Connection connection = superuser("postgres").dataSource().getConnection()) {
      return connection.getMetaData().getDatabaseMajorVersion();
    }
  }

  private void requireGarage(Path file) throws SQLException, Refusal {
    try (Connection connection = owner(FRESH).dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT to_regclass('public.job_run') IS NOT NULL")) {
      if (!row.next() || !row.getBoolean(1)) {
        throw new Refusal(file + " holds no garage of ECAR. The garage is as it was.");
      }
    }
    // A dump of everything has the batch runtime's tables too, which would be the wrong owner's.
    execute(superuser(FRESH), "DROP SCHEMA IF EXISTS " + GarageDatabase.BATCH_ROLE + " CASCADE");
  }

  private void changePlaces() throws SQLException {
    try (Connection connection = superuser("postgres").dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // It may be the garage that somebody wants back: gone it is only when another took its place.
      if (exists(statement, BEFORE)) {
        statement.execute("ALTER DATABASE " + BEFORE + " RENAME TO " + OLDER);
      }
      statement.execute("ALTER DATABASE " + GarageDatabase.DATABASE + " RENAME TO " + BEFORE);
      statement.execute("ALTER DATABASE " + FRESH + " RENAME TO " + GarageDatabase.DATABASE);
      connection.commit();
    }
  }

  private static boolean exists(Statement statement, String name) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
      return row.next();
    }
  }

  private Login superuser(String name) {
    Login owner = database.owner();
    return new Login(
        owner.host(), owner.port(), name, EmbeddedPostgres.SUPERUSER, postgres.superuserSecret());
  }

  private Login owner(String name) {
    Login owner = database.owner();
    return new Login(owner.host(), owner.port(), name, owner.user(), owner.password());
  }

  private static void execute(Login login, String... statements) throws SQLException {
    try (Connection connection = login.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
