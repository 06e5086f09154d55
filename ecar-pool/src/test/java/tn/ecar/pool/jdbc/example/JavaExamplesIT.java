package tn.ecar.pool.jdbc.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalPropertiesReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.jdbc.EcarDataSource;
import tn.ecar.pool.jdbc.xa.EcarXADataSource;

/**
 * The examples of docs/java.md, compiled and run on the real PostgreSQL: what stands between the
 * marks {@code // [name]} and {@code // []} is what readers see, and {@code JavaPageTest} compares.
 */
@Timeout(60)
class JavaExamplesIT {
  private static final String PASSWORD = RealPostgres.PASSWORD;

  /** What the Spring example reads, as Spring makes its classes itself. */
  private static String springIni;

  @TempDir private Path directory;
  private String ini;

  @BeforeEach
  void writeIni() throws Exception {
    Path file = directory.resolve("pgbouncer.ini");
    Files.writeString(directory.resolve("userlist.txt"), "\"ecar_user\" \"" + PASSWORD + "\"\n");
    Files.writeString(
        file,
        """
        [databases]
        ecar_db = host=127.0.0.1 port=%d
        [pgbouncer]
        pool_mode = transaction
        auth_type = scram-sha-256
        auth_file = %s
        default_pool_size = 2
        """
            .formatted(RealPostgres.shared().port(), directory.resolve("userlist.txt")));
    ini = file.toString();
  }

  private static int answer(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select 6 * 7")) {
      result.next();
      return result.getInt(1);
    }
  }

  @Test
  void readsTheIniOfTheDaemon() throws SQLException {
    // [ini]
    EcarDataSource garage = new EcarDataSource();
    garage.setConfigFile(ini);
    garage.setDatabase("ecar_db");
    garage.setUser("ecar_user");
    garage.setPassword(PASSWORD);
    try (garage;
        Connection connection = garage.getConnection()) {
      assertThat(answer(connection)).isEqualTo(42);
    }
    // []
    assertThat(Pooler.running("garage")).isEmpty();
  }

  @Test
  void isToldBySetters() throws SQLException {
    String server =
        "host=127.0.0.1 port="
            + RealPostgres.shared().port()
            + " dbname=ecar_db user=ecar_user password='"
            + PASSWORD
            + "'";
    // [setters]
    EcarDataSource garage = new EcarDataSource();
    garage.setPool("garage");
    garage.setServer("ecar_db", server); // as it would stand in [databases]
    garage.setSetting("auth_type", "any"); // who is in this Java machine need not prove anything
    garage.setSetting("pool_mode", "transaction");
    garage.setSetting("default_pool_size", "20");
    garage.setSetting("query_wait_timeout", "5");
    garage.setDatabase("ecar_db");
    garage.setUser("ecar_user");
    // []
    try (garage;
        Connection connection = garage.getConnection()) {
      assertThat(answer(connection)).isEqualTo(42);
      assertThat(Pooler.running("garage").orElseThrow().configuration().poolMode().word())
          .isEqualTo("transaction");
      assertThat(Pooler.running("garage").orElseThrow().operations().pools().get(0).serversIdle())
          .isEqualTo(1);
    }
    assertThat(Pooler.running("garage")).isEmpty();
  }

  @Test
  void saysWhatIsWrongAndStartsWhenItIsRight() throws SQLException {
    try (EcarDataSource garage = new EcarDataSource()) {
      assertThatThrownBy(garage::getConnection).hasMessageContaining("no user");
      garage.setUser("ecar_user");
      garage.setPassword(PASSWORD);
      assertThatThrownBy(garage::getConnection).hasMessageContaining("setDatabase");
      garage.setDatabase("ecar_db");
      assertThatThrownBy(garage::getConnection).hasMessageContaining("give the data source a");
      garage.setConfigFile(directory.resolve("absent.ini").toString());
      assertThatThrownBy(garage::getConnection).hasMessageContaining("absent.ini");
      garage.setConfigFile(ini);
      try (Connection connection = garage.getConnection()) {
        assertThat(answer(connection)).isEqualTo(42);
      }
      assertThatThrownBy(() -> garage.setSetting("pool_mode", "session"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("pool_mode");
    }
  }

  @Test
  void refusesASettingThatIsNone() {
    try (EcarDataSource garage = new EcarDataSource()) {
      garage.setServer("ecar_db", "host=127.0.0.1");
      garage.setSetting("defualt_pool_size", "20");
      garage.setDatabase("ecar_db");
      garage.setUser("ecar_user");
      assertThatThrownBy(garage::getConnection)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("defualt_pool_size")
          .hasMessageContaining("default_pool_size");
    }
  }

  @Test
  void takesPartInDistributedTransactions() throws Exception {
    Xid xid = new ExampleXid("orders-1");
    // [xa]
    EcarXADataSource garage = new EcarXADataSource();
    garage.setConfigFile(ini);
    garage.setDatabase("ecar_db");
    garage.setUser("ecar_user");
    garage.setPassword(PASSWORD);
    try (garage) {
      XAConnection connection = garage.getXAConnection();
      XAResource resource = connection.getXAResource(); // what a transaction manager enlists
      resource.start(xid, XAResource.TMNOFLAGS);
      try (Connection handle = connection.getConnection();
          Statement statement = handle.createStatement()) {
        statement.execute("create table if not exists xa_example (id int)");
        statement.execute("insert into xa_example values (1)");
      }
      resource.end(xid, XAResource.TMSUCCESS);
      resource.prepare(xid);
      resource.commit(xid, false);
      connection.close();
    }
    // []
    assertThat(RealPostgres.shared().count("ecar_db", "select count(*) from xa_example"))
        .isEqualTo(1);
    RealPostgres.shared().execute("ecar_db", "drop table xa_example");
  }

  @Test
  void servesHikariByUrl() throws SQLException {
    // [url]
    String url =
        "jdbc:postgresql://pool/ecar_db"
            + "?socketFactory=tn.ecar.pool.jdbc.InVmSocketFactory&socketFactoryArg=garage";
    Configuration configuration = Configuration.read(Path.of(ini), System.getenv());
    // []
    // [hikari]
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername("ecar_user");
    config.setPassword(PASSWORD);
    config.setMaximumPoolSize(100); // virtual clients; default_pool_size bounds the servers
    try (Pooler pool = Pooler.start("garage", configuration);
        HikariDataSource garage = new HikariDataSource(config);
        Connection connection = garage.getConnection()) {
      assertThat(answer(connection)).isEqualTo(42);
      assertThat(pool.operations().pools().get(0).serversIdle()).isEqualTo(1);
    }
    // []
  }

  @Test
  void servesAgroalByUrl() throws SQLException {
    String url =
        "jdbc:postgresql://pool/ecar_db"
            + "?socketFactory=tn.ecar.pool.jdbc.InVmSocketFactory&socketFactoryArg=garage";
    Configuration configuration = Configuration.read(Path.of(ini), System.getenv());
    // [agroal]
    AgroalPropertiesReader config =
        new AgroalPropertiesReader()
            .readProperties(
                Map.of(
                    "jdbcUrl",
                    url,
                    "principal",
                    "ecar_user",
                    "credential",
                    PASSWORD,
                    "maxSize",
                    "100"));
    try (Pooler pool = Pooler.start("garage", configuration);
        AgroalDataSource garage = AgroalDataSource.from(config);
        Connection connection = garage.getConnection()) {
      assertThat(answer(connection)).isEqualTo(42);
      assertThat(pool.operations().pools().get(0).serversIdle()).isEqualTo(1);
    }
    // []
  }

  // [spring]
  @EnableTransactionManagement
  static class Garage {
    @Bean(destroyMethod = "close")
    EcarDataSource dataSource() {
      EcarDataSource garage = new EcarDataSource();
      garage.setConfigFile(springIni);
      garage.setDatabase("ecar_db");
      garage.setUser("ecar_user");
      garage.setPassword(PASSWORD);
      return garage;
    }

    @Bean
    PlatformTransactionManager transactions(DataSource dataSource) {
      return new JdbcTransactionManager(dataSource);
    }

    @Bean
    JdbcTemplate jdbc(DataSource dataSource) {
      return new JdbcTemplate(dataSource);
    }
  }

  // []

  /** Two rows or none. */
  static class Booking {
    private final JdbcTemplate jdbc;

    Booking(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @Transactional
    public void book(int first, Integer secondOrNull) {
      jdbc.update("insert into spring_example values (?)", first);
      jdbc.update("insert into spring_example values (?)", secondOrNull);
    }

    long count() {
      return jdbc.queryForObject("select count(*) from spring_example", Long.class);
    }
  }

  @Test
  void isSpringsDataSource() throws SQLException {
    springIni = ini;
    RealPostgres.shared()
        .execute(
            "ecar_db",
            "create table spring_example (id int not null)",
            "alter table spring_example owner to ecar_user");
    try (AnnotationConfigApplicationContext context =
        new AnnotationConfigApplicationContext(Garage.class, Booking.class)) {
      Booking booking = context.getBean(Booking.class);
      booking.book(1, 2);
      assertThatThrownBy(() -> booking.book(3, null)).hasMessageContaining("spring_example");
      assertThat(booking.count()).isEqualTo(2);
    } finally {
      RealPostgres.shared().execute("ecar_db", "drop table spring_example");
    }
  }

  @Test
  void takesMapsOfContainers() throws SQLException {
    Properties servers = new Properties();
    servers.setProperty(
        "ecar_db",
        "host=127.0.0.1 port="
            + RealPostgres.shared().port()
            + " user=ecar_user password='"
            + PASSWORD
            + "'");
    Properties settings = new Properties();
    settings.setProperty("auth_type", "any");
    Properties driver = new Properties();
    driver.setProperty("ApplicationName", "reports");
    try (EcarDataSource garage = new EcarDataSource()) {
      garage.setServers(servers);
      garage.setSettings(settings);
      garage.setDriverProperties(driver);
      garage.setDatabase("ecar_db");
      garage.setUser("whoever");
      try (Connection connection = garage.getConnection();
          Statement statement = connection.createStatement();
          ResultSet result =
              statement.executeQuery(
                  "select current_user || ' ' || current_setting('application_name')")) {
        result.next();
        assertThat(result.getString(1)).isEqualTo("ecar_user reports");
      }
    }
  }

  @Test
  void sharesAPoolByItsName() throws SQLException {
    try (EcarDataSource first = sharing()) {
      assertThat(answered(first)).isEqualTo(42);
      try (EcarDataSource second = sharing()) {
        assertThat(answered(second)).isEqualTo(42);
      }
      assertThat(Pooler.running("shared")).isPresent();
      assertThat(answered(first)).isEqualTo(42);
    }
    assertThat(Pooler.running("shared")).isEmpty();
  }

  private EcarDataSource sharing() {
    EcarDataSource source = new EcarDataSource();
    source.setPool("shared");
    source.setConfigFile(ini);
    source.setDatabase("ecar_db");
    source.setUser("ecar_user");
    source.setPassword(PASSWORD);
    return source;
  }

  private static int answered(EcarDataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return answer(connection);
    }
  }

  private record ExampleXid(String name) implements Xid {
    @Override
    public int getFormatId() {
      return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return name.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {1};
    }
  }
}
