package tn.ecar.garage.schema;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The garage's tables. They are made and changed by numbered migrations over a direct connection,
 * never through the pool: Flyway holds locks and session variables. A server only asks whether the
 * schema is the one it needs.
 */
public final class Schema {
  private static final Logger LOG = System.getLogger(Schema.class.getName());
  private static final String VERSION =
      "select coalesce(max(version::int), 0) from flyway_schema_history where success and version"
          + " is not null";

  private Schema() {}

  /**
   * Brings the schema to the version of this program; does nothing if it is there already.
   *
   * @param direct connections straight to PostgreSQL, as a role that may create tables
   * @return how many migrations were run
   */
  public static int migrate(DataSource direct) {
    return Migrator.migrate(direct);
  }

  /**
   * Compares the schema with what this program needs, by one plain query. A newer one is taken,
   * with a warning in the log: migrations only add, and an upgrade is rolled back by starting the
   * program of before.
   *
   * @throws SchemaOutdated if it is empty or older
   * @throws SQLException if the database cannot be asked
   */
  public static void requireCurrent(DataSource dataSource) throws SQLException {
    int needed = Migrations.highest();
    int found = version(dataSource);
    if (found < needed) {
      String state = found == 0 ? "The database is empty" : "The schema is of version " + found;
      throw new SchemaOutdated(
          state + ", this program needs version " + needed + ": run './ecar migrate'.");
    }
    if (found > needed) {
      LOG.log(
          Level.WARNING,
          "The schema is of version "
              + found
              + ", this program needs only "
              + needed
              + ": it goes on, as it may after a rollback.");
    }
  }

  private static int version(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return hasHistory(connection) ? number(connection, VERSION) : 0;
    }
  }

  private static boolean hasHistory(Connection connection) throws SQLException {
    return number(
            connection,
            "select count(*)::int from pg_tables where tablename = 'flyway_schema_history'")
        > 0;
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Apart, so that a server without Flyway can load {@link Schema}. */
  private static final class Migrator {
    private Migrator() {}

    private static int migrate(DataSource direct) {
      return Flyway.configure(Schema.class.getClassLoader())
          .dataSource(direct)
          .locations("classpath:" + Migrations.FOLDER)
          .load()
          .migrate()
          .migrationsExecuted;
    }
  }
}
