package tn.ecar.pool.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.TestDirectory;
import tn.ecar.pool.config.Configuration;

/** A pool on the real PostgreSQL for one test: configured by ini lines, closed at its end. */
public final class Pools implements AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Pooler pooler;
  private final Path directory;

  private Pools(Pooler pooler, Path directory) {
    this.pooler = pooler;
    this.directory = directory;
  }

  /** A pool in transaction mode with these lines more in its [pgbouncer] section. */
  public static Pools with(String... lines) {
    return on(RealPostgres.shared().port(), Clock.systemUTC(), lines);
  }

  /** The same with its servers at another port. */
  public static Pools on(int port, Clock clock, String... lines) {
    try {
      Path directory = TestDirectory.create("pool-test");
      Path ini = directory.resolve("pool.ini");
      Files.writeString(directory.resolve("users.txt"), users());
      Files.writeString(ini, ini(directory, port, lines));
      Pooler pooler =
          Pooler.start(
              "test-" + NUMBERS.incrementAndGet(), Configuration.read(ini, Map.of()), clock);
      return new Pools(pooler, directory);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String ini(Path directory, int port, String... lines) {
    return """
    [databases]
    ecar_db = host=127.0.0.1 port=%1$d dbname=ecar_db
    other_db = host=127.0.0.1 port=%1$d dbname=other_db
    forced = host=127.0.0.1 port=%1$d dbname=ecar_db user=ecar_user

    [pgbouncer]
    auth_type = md5
    auth_file = %2$s/users.txt
    pool_mode = transaction
    %3$s
    """
        .formatted(port, directory, String.join("\n", lines));
  }

  private static String users() {
    String password = RealPostgres.PASSWORD;
    return String.join(
        "\n",
        "\"ecar_user\" \"" + password + "\"",
        "\"other_user\" \"" + password + "\"",
        "\"clear_user\" \"" + password + "\"",
        "\"md5_user\" \"" + tn.ecar.pool.auth.Md5.hash("md5_user", password).text() + "\"",
        "\"stranger\" \"not what PostgreSQL knows\"",
        "");
  }

  public Pooler pooler() {
    return pooler;
  }

  EcarDataSource source() {
    return source(RealPostgres.DATABASE, RealPostgres.USER);
  }

  EcarDataSource source(String database, String user) {
    return source(database, user, new Properties());
  }

  EcarDataSource source(String database, String user, Properties properties) {
    return new EcarDataSource(pooler.name(), database, user, RealPostgres.PASSWORD, properties);
  }

  /** The driver's own connection: a client that leaves when it is closed. */
  public Connection connect() throws SQLException {
    return open().connection();
  }

  VirtualConnection open() throws SQLException {
    return source().open();
  }

  public PoolFigures figures() {
    return pooler.operations().pools().get(0);
  }

  /** Connections of pools at the real server, by its own count. */
  public static long backends() throws SQLException {
    return RealPostgres.shared()
        .count(
            "postgres",
            "select count(*) from pg_stat_activity where application_name not like 'ecar_test%'"
                + " and usename <> 'postgres' and backend_type = 'client backend'");
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() {
    pooler.close();
  }
}
