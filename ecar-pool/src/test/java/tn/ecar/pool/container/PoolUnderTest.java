package tn.ecar.pool.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.event.suite.BeforeSuite;
import tn.ecar.pool.RealPostgres;

/**
 * Before the first container starts: a real PostgreSQL with the tests' tables, and the ini and
 * userlist that the environment of the container names.
 */
public final class PoolUnderTest implements LoadableExtension {
  @Override
  public void register(ExtensionBuilder builder) {
    builder.observer(PoolUnderTest.class);
  }

  /** Two server connections for everybody; who waits longer than three seconds is refused. */
  public void prepare(@Observes(precedence = 100) BeforeSuite event)
      throws IOException, SQLException {
    RealPostgres postgres = RealPostgres.shared();
    postgres.execute(
        RealPostgres.DATABASE,
        "create table if not exists entry (id bigint generated always as identity, text text"
            + " not null)",
        "alter table entry owner to " + RealPostgres.USER,
        "grant pg_signal_backend, pg_read_all_stats to " + RealPostgres.USER);
    Path ini = Path.of(System.getenv("ECAR_POOL_CONFIG"));
    Files.createDirectories(ini.getParent());
    Path userlist = ini.resolveSibling("userlist.txt");
    Files.writeString(
        userlist, "\"" + RealPostgres.USER + "\" \"" + RealPostgres.PASSWORD + "\"\n");
    Files.writeString(
        ini,
        """
        [databases]
        ecar_db = host=localhost port=%d dbname=ecar_db

        [pgbouncer]
        listen_addr =
        auth_type = md5
        auth_file = %s
        pool_mode = transaction
        max_client_conn = 300
        default_pool_size = 2
        query_wait_timeout = 3
        """
            .formatted(postgres.port(), userlist));
    Path rar = ini.resolveSibling("ecar-pool.rar");
    Files.copy(
        Path.of(System.getProperty("ecar.pool.rar")), rar, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        Path.of(System.getProperty("ecar.container.commands")),
        "deploy --name ecar-pool " + rar + "\n");
  }
}
