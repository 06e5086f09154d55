package tn.ecar.pool.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Timer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.config.Setting;

/** The adapter's own life, without a server around it: start, work, stop, start again. */
@Timeout(60)
class ResourceAdapterIT {
  @TempDir private Path directory;

  private Path ini() throws Exception {
    Path userlist = directory.resolve("userlist.txt");
    Files.writeString(
        userlist, "\"" + RealPostgres.USER + "\" \"" + RealPostgres.PASSWORD + "\"\n");
    return Files.writeString(
        directory.resolve("pool.ini"),
        """
        [databases]
        ecar_db = host=localhost port=%d dbname=ecar_db
        [pgbouncer]
        auth_type = md5
        auth_file = %s
        pool_mode = transaction
        """
            .formatted(RealPostgres.shared().port(), userlist));
  }

  @Test
  void what_started_stops_and_starts_again() throws Exception {
    EcarResourceAdapter adapter = new EcarResourceAdapter();
    adapter.setConfigFile(ini().toString());
    for (int deployment = 0; deployment < 2; deployment++) {
      adapter.start(new NoServer());
      assertThat(one(adapter)).isEqualTo(1);
      assertThat(ourThreads()).isPositive();
      adapter.stop();
      assertThat(ourThreads()).isZero();
      assertThat(Pooler.running("ecar-pool")).isEmpty();
    }
  }

  private static int one(EcarResourceAdapter adapter) throws Exception {
    EcarManagedConnectionFactory factory = new EcarManagedConnectionFactory();
    factory.setDatabase(RealPostgres.DATABASE);
    factory.setUser(RealPostgres.USER);
    factory.setPassword(RealPostgres.PASSWORD);
    factory.setResourceAdapter(adapter);
    DataSource source = (DataSource) factory.createConnectionFactory();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select 1")) {
      result.next();
      return result.getInt(1);
    }
  }

  @Test
  void a_login_that_is_none_leaves_nothing_behind() throws Exception {
    EcarResourceAdapter adapter = new EcarResourceAdapter();
    adapter.setConfigFile(ini().toString());
    adapter.start(new NoServer());
    try {
      EcarManagedConnectionFactory factory = new EcarManagedConnectionFactory();
      factory.setDatabase(RealPostgres.DATABASE);
      factory.setResourceAdapter(adapter);
      DataSource source = (DataSource) factory.createConnectionFactory();
      source.getConnection(RealPostgres.USER, RealPostgres.PASSWORD).close();
      long before = ourThreads();
      for (int i = 0; i < 20; i++) {
        String guess = "guess " + i;
        assertThatThrownBy(() -> source.getConnection(RealPostgres.USER, guess))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password authentication failed");
      }
      assertThat(ourThreads()).isLessThan(before + 5);
    } finally {
      adapter.stop();
    }
  }

  /** A thread that was told to end may need a moment for it. */
  private static long ourThreads() throws InterruptedException {
    long alive = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("ecar-pool")) {
        boolean stopped = Pooler.running("ecar-pool").isEmpty();
        if (stopped) {
          thread.join(5_000);
        }
        alive += thread.isAlive() ? 1 : 0;
      }
    }
    return alive;
  }

  private static String inForce(Setting setting) {
    return Pooler.running("ecar-pool").orElseThrow().configuration().text(setting);
  }

  @Test
  void a_property_overrides_the_ini_and_stays_after_a_reload() throws Exception {
    EcarResourceAdapter adapter = new EcarResourceAdapter();
    adapter.setConfigFile(ini().toString());
    adapter.setDefaultPoolSize("3");
    adapter.setPoolMode("session");
    adapter.start(new NoServer());
    try {
      assertThat(one(adapter)).isEqualTo(1);
      assertThat(inForce(Setting.DEFAULT_POOL_SIZE)).isEqualTo("3");
      assertThat(inForce(Setting.POOL_MODE)).isEqualTo("session");
      Pooler pooler = Pooler.running("ecar-pool").orElseThrow();
      pooler.operations().reload();
      assertThat(inForce(Setting.POOL_MODE)).isEqualTo("session");
    } finally {
      adapter.stop();
    }
  }

  @Test
  void a_property_that_cannot_be_used_is_named() throws Exception {
    EcarResourceAdapter adapter = new EcarResourceAdapter();
    adapter.setConfigFile(ini().toString());
    adapter.setPoolMode("sometimes");
    assertThatThrownBy(() -> adapter.start(new NoServer()))
        .hasMessageContaining("property poolMode of the resource adapter")
        .hasMessageContaining("pool_mode = sometimes")
        .hasMessageContaining("transaction");
    adapter.stop();
  }

  @Test
  void a_configuration_that_cannot_be_used_is_one_sentence() throws Exception {
    EcarResourceAdapter adapter = new EcarResourceAdapter();
    Path ini = directory.resolve("wrong.ini");
    Files.writeString(ini, "[pgbouncer]\nno_such_key = 1\n");
    adapter.setConfigFile(ini.toString());

    assertThatThrownBy(() -> adapter.start(new NoServer()))
        .isInstanceOf(ResourceAdapterInternalException.class)
        .hasMessageContaining("no_such_key");
    adapter.stop();
  }

  /** What an adapter may ask of a server, where there is none. */
  private static final class NoServer implements BootstrapContext {
    @Override
    public WorkManager getWorkManager() {
      return null;
    }

    @Override
    public XATerminator getXATerminator() {
      return null;
    }

    @Override
    public Timer createTimer() {
      return new Timer(true);
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> type) {
      return false;
    }

    @Override
    public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
      return null;
    }
  }
}
