package tn.ecar.pool.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.TestDirectory;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.jdbc.EcarDataSource;
import tn.ecar.pool.wire.WireDoor;

/**
 * A pool that takes part: ECAR's and those it is measured against. All get ten server connections,
 * the same driver with the same settings, and no check of a connection beyond what they do of their
 * own accord.
 */
public enum Contestant {
  ECAR("ECAR") {
    @Override
    Opened open(int port, String host) throws IOException {
      Path directory = TestDirectory.create("ecar-bench");
      Path users = directory.resolve("users.txt");
      Files.writeString(
          users, "\"" + RealPostgres.USER + "\" \"" + RealPostgres.PASSWORD + "\"" + "\n");
      Path ini = directory.resolve("pool.ini");
      int listening = freePort();
      Files.writeString(
          ini,
          """
          [databases]
          %1$s = host=%6$s port=%2$d dbname=%1$s

          [pgbouncer]
          auth_type = md5
          auth_file = %3$s
          pool_mode = transaction
          default_pool_size = %4$d
          min_pool_size = %4$d
          max_client_conn = 1000
          listen_addr = 127.0.0.1
          listen_port = %5$d
          unix_socket_dir =
          """
              .formatted(RealPostgres.DATABASE, port, users, CONNECTIONS, listening, host));
      Pooler pooler = Pooler.start("bench", Configuration.read(ini, Map.of()));
      WireDoor door = WireDoor.open(pooler);
      EcarDataSource source =
          new EcarDataSource(
              pooler.name(),
              RealPostgres.DATABASE,
              RealPostgres.USER,
              RealPostgres.PASSWORD,
              new Properties());
      return new Opened(
          source,
          listening,
          () -> {
            door.close();
            pooler.close();
          });
    }
  },
  HIKARICP("HikariCP") {
    @Override
    Opened open(int port, String host) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(url(port));
      config.setUsername(RealPostgres.USER);
      config.setPassword(RealPostgres.PASSWORD);
      config.setMaximumPoolSize(CONNECTIONS);
      config.setMinimumIdle(CONNECTIONS);
      HikariDataSource source = new HikariDataSource(config);
      return new Opened(source, port, source);
    }
  },
  AGROAL("Agroal") {
    @Override
    Opened open(int port, String host) throws SQLException {
      AgroalDataSource source =
          AgroalDataSource.from(
              new AgroalDataSourceConfigurationSupplier()
                  .connectionPoolConfiguration(
                      pool ->
                          pool.maxSize(CONNECTIONS)
                              .minSize(CONNECTIONS)
                              .initialSize(CONNECTIONS)
                              .acquisitionTimeout(PATIENCE)
                              .connectionFactoryConfiguration(
                                  login ->
                                      login
                                          .jdbcUrl(url(port))
                                          .principal(new NamePrincipal(RealPostgres.USER))
                                          .credential(new SimplePassword(RealPostgres.PASSWORD)))));
      return new Opened(source, port, source);
    }
  },
  TOMCAT("Tomcat JDBC") {
    @Override
    Opened open(int port, String host) {
      PoolProperties config = new PoolProperties();
      config.setDriverClassName("org.postgresql.Driver");
      config.setUrl(url(port));
      config.setUsername(RealPostgres.USER);
      config.setPassword(RealPostgres.PASSWORD);
      config.setMaxActive(CONNECTIONS);
      config.setMaxIdle(CONNECTIONS);
      config.setMinIdle(CONNECTIONS);
      config.setInitialSize(CONNECTIONS);
      // Without it autocommit is not reset, which all others do.
      config.setJdbcInterceptors("ConnectionState");
      org.apache.tomcat.jdbc.pool.DataSource source =
          new org.apache.tomcat.jdbc.pool.DataSource(config);
      return new Opened(source, port, source::close);
    }
  },
  DBCP2("dbcp2") {
    @Override
    Opened open(int port, String host) {
      BasicDataSource source = new BasicDataSource();
      source.setUrl(url(port));
      source.setUsername(RealPostgres.USER);
      source.setPassword(RealPostgres.PASSWORD);
      source.setMaxTotal(CONNECTIONS);
      source.setMaxIdle(CONNECTIONS);
      source.setMinIdle(CONNECTIONS);
      source.setInitialSize(CONNECTIONS);
      source.setMaxWait(PATIENCE);
      // Its default asks the server before each loan; nobody else does.
      source.setTestOnBorrow(false);
      return new Opened(source, port, source);
    }
  };

  /** How many server connections each may have. */
  static final int CONNECTIONS = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  /** What the table calls it. */
  String title() {
    return title;
  }

  /**
   * Starts the pool on a PostgreSQL at this port of the loopback.
   *
   * @param host where ECAR finds it: the loopback's address, or the directory of its unix socket
   */
  abstract Opened open(int port, String host) throws Exception;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What the driver is given to reach the database at this port. */
  static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + RealPostgres.DATABASE;
  }

  /**
   * A running pool.
   *
   * @param source where its connections come from
   * @param portOutside where programs in other processes find the same database: at the pool, or at
   *     PostgreSQL itself
   * @param end stops it
   */
  record Opened(DataSource source, int portOutside, AutoCloseable end) {}
}
