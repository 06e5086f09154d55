package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.transport.TestCertificate;

/**
 * TLS to a real PostgreSQL whose certificate is made out to localhost. It lets {@code tls_user} in
 * by TLS only, {@code no_tls_user} without only, {@code cert_user} by certificate, others any way.
 */
class TlsIT {
  private static final String HOW =
      "select ssl::text || coalesce(' ' || version, '') || coalesce(' ' || cipher, '')"
          + " from pg_stat_ssl where pid = pg_backend_pid()";

  @TempDir static Path files;

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    TestCertificate authority = TestCertificate.authority("An Authority");
    TestCertificate host = authority.vouchFor("localhost");
    authority.writeTo(files.resolve("ca.pem"));
    TestCertificate.authority("Another Authority").writeTo(files.resolve("other-ca.pem"));
    TestCertificate user = authority.vouchFor("cert_user");
    user.writeTo(files.resolve("client.pem"));
    user.writeKeyTo(files.resolve("client.key"));
    server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      for (String role : new String[] {"ecar_user", "tls_user", "no_tls_user", "cert_user"}) {
        statement.execute(
            "create role " + role + " login password '" + RealPostgres.PASSWORD + "'");
      }
      try (ResultSet data = statement.executeQuery("show data_directory")) {
        data.next();
        configure(Path.of(data.getString(1)), authority, host);
      }
      statement.execute("alter system set ssl_ca_file = 'root.crt'");
      statement.execute("alter system set ssl = on");
      statement.execute("select pg_reload_conf()");
    }
    Await.until("TLS", () -> superuserAsks("show ssl").equals("on"));
  }

  private static void configure(Path data, TestCertificate authority, TestCertificate host)
      throws IOException {
    host.writeTo(data.resolve("server.crt"));
    host.writeKeyTo(data.resolve("server.key"));
    authority.writeTo(data.resolve("root.crt"));
    Files.writeString(
        data.resolve("pg_hba.conf"),
        """
        local all postgres trust
        host all postgres all trust
        hostssl all tls_user all scram-sha-256
        hostnossl all no_tls_user all scram-sha-256
        hostssl all cert_user all cert
        host all ecar_user all scram-sha-256
        """);
  }

  private static Connection superuser() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "postgres", "");
  }

  private static String superuserAsks(String sql) throws SQLException {
    try (Connection connection = superuser()) {
      return IniPool.ask(connection, sql);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static IniPool pool(String host, String... lines) {
    return IniPool.of("host=" + host + " port=" + server.getPort() + " dbname=postgres", lines);
  }

  private static String mode(String mode) {
    return "server_tls_sslmode = " + mode;
  }

  private static String file(String key, String name) {
    return "server_tls_" + key + "_file = " + files.resolve(name);
  }

  @ParameterizedTest
  @CsvSource({
    "disable, ecar_user, false",
    "allow, ecar_user, false",
    "allow, tls_user, true",
    "allow, no_tls_user, false",
    "prefer, ecar_user, true",
    "prefer, tls_user, true",
    "prefer, no_tls_user, false",
    "require, ecar_user, true",
    "require, tls_user, true",
    "verify-ca, ecar_user, true",
    "verify-full, ecar_user, true"
  })
  void each_mode_encrypts_where_it_says_so(String mode, String user, String encrypted)
      throws SQLException {
    try (IniPool pool = pool("localhost", mode(mode), file("ca", "ca.pem"))) {
      assertThat(pool.ask(user, HOW)).startsWith(encrypted);
    }
  }

  @ParameterizedTest
  @CsvSource({"disable, tls_user", "require, no_tls_user", "verify-full, no_tls_user"})
  void who_may_not_come_this_way_is_refused_in_the_servers_words(String mode, String user) {
    try (IniPool pool = pool("localhost", mode(mode), file("ca", "ca.pem"))) {
      assertThatThrownBy(() -> pool.connect(user))
          .hasMessageContaining("no pg_hba.conf entry")
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28000"));
    }
  }

  @ParameterizedTest
  @CsvSource({"disable, true", "allow, true", "prefer, true", "require, false", "verify-ca, false"})
  void a_server_without_tls_serves_whoever_does_not_insist(String mode, boolean served)
      throws SQLException {
    String plain = "host=localhost port=" + RealPostgres.shared().port() + " dbname=ecar_db";
    try (IniPool pool = IniPool.of(plain, mode(mode))) {
      if (served) {
        assertThat(pool.ask("ecar_user", HOW)).isEqualTo("false");
      } else {
        assertThatThrownBy(() -> pool.connect("ecar_user"))
            .hasMessageContaining("by TLS: it offers no TLS, which server_tls_sslmode = " + mode);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify-ca", "verify-full"})
  void a_certificate_of_an_unknown_authority_is_refused(String mode) throws SQLException {
    for (String known : new String[] {file("ca", "other-ca.pem"), ""}) {
      try (IniPool pool = pool("localhost", mode(mode), known)) {
        assertThatThrownBy(() -> pool.connect())
            .hasMessageContaining("by TLS: ")
            .hasMessageContaining("certification path");
      }
    }
  }

  @Test
  void only_verify_full_minds_that_the_certificate_is_another_hosts() throws SQLException {
    for (String mode : new String[] {"prefer", "require", "verify-ca"}) {
      try (IniPool pool = pool("127.0.0.1", mode(mode), file("ca", "ca.pem"))) {
        assertThat(pool.ask("ecar_user", HOW)).startsWith("true");
      }
    }
    try (IniPool pool = pool("127.0.0.1", mode("verify-full"), file("ca", "ca.pem"))) {
      assertThatThrownBy(() -> pool.connect()).hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void a_certificate_logs_in() throws SQLException {
    try (IniPool pool =
        pool("localhost", mode("require"), file("cert", "client.pem"), file("key", "client.key"))) {
      assertThat(pool.ask("cert_user", "select current_user")).isEqualTo("cert_user");
      assertThat(pool.ask("ecar_user", "select current_user")).isEqualTo("ecar_user");
    }
    try (IniPool pool = pool("localhost", mode("require"))) {
      assertThatThrownBy(() -> pool.connect("cert_user"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28000"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "server_tls_protocols = tlsv1.2, true TLSv1.2",
    "server_tls_protocols = tlsv1.3, true TLSv1.3",
    "server_tls13_ciphers = TLS_AES_128_GCM_SHA256, true TLSv1.3 TLS_AES_128_GCM_SHA256"
  })
  void versions_and_suites_are_those_asked_for(String line, String how) throws SQLException {
    try (IniPool pool = pool("localhost", mode("require"), line)) {
      assertThat(pool.ask("ecar_user", HOW)).startsWith(how);
    }
  }

  @Test
  void older_suites_have_the_names_that_openssl_gives_them() throws SQLException {
    try (IniPool pool =
        pool(
            "localhost",
            mode("require"),
            "server_tls_protocols = tlsv1.2",
            "server_tls_ciphers = ECDHE-ECDSA-CHACHA20-POLY1305:!aNULL")) {
      assertThat(pool.ask("ecar_user", HOW))
          .isEqualTo("true TLSv1.2 ECDHE-ECDSA-CHACHA20-POLY1305");
      assertThat(pool.pooler().operations().servers())
          .allSatisfy(
              figures ->
                  assertThat(figures.tls())
                      .isEqualTo("TLSv1.2/TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"));
    }
  }

  @Test
  void a_reload_counts_for_connections_opened_from_then_on() throws SQLException {
    try (IniPool pool = pool("localhost", mode("disable"), "default_pool_size = 2");
        Connection first = pool.connect();
        Connection second = pool.connect()) {
      first.setAutoCommit(false);
      assertThat(IniPool.ask(first, HOW)).isEqualTo("false");
      pool.pooler()
          .reload(pool.pooler().configuration().with(Setting.SERVER_TLS_SSLMODE, "require"));
      assertThat(IniPool.ask(first, HOW)).isEqualTo("false");
      assertThat(IniPool.ask(second, HOW)).startsWith("true");
    }
  }

  @Test
  void a_reload_with_files_that_cannot_be_used_changes_nothing() throws SQLException {
    try (IniPool pool = pool("localhost", mode("require"))) {
      var broken =
          pool.pooler()
              .configuration()
              .with(Setting.SERVER_TLS_SSLMODE, "verify-ca")
              .with(Setting.SERVER_TLS_CA_FILE, files.resolve("client.key").toString());
      assertThatThrownBy(() -> pool.pooler().reload(broken))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("server_tls_ca_file = ")
          .hasMessageContaining("certificate");
      assertThat(pool.pooler().configuration().text(Setting.SERVER_TLS_SSLMODE))
          .isEqualTo("require");
      assertThat(pool.ask("ecar_user", HOW)).startsWith("true");
    }
  }

  @Test
  void much_data_comes_through_whole_and_a_query_can_be_cancelled() throws Exception {
    try (IniPool pool = pool("localhost", mode("verify-full"), file("ca", "ca.pem"));
        Connection connection = pool.connect();
        Statement statement = connection.createStatement()) {
      String much = "x".repeat(3_000_000);
      try (var echo = connection.prepareStatement("select ?::text || '!'")) {
        echo.setString(1, much);
        try (ResultSet row = echo.executeQuery()) {
          row.next();
          assertThat(row.getString(1)).isEqualTo(much + "!");
        }
      }
      CompletableFuture<Void> cancelled =
          CompletableFuture.runAsync(
              () -> {
                try {
                  Await.until(
                      "the query runs",
                      () ->
                          superuserAsks(
                                  "select count(*) from pg_stat_activity"
                                      + " where state = 'active' and query like '%pg_sleep(60)%'"
                                      + " and pid <> pg_backend_pid()")
                              .equals("1"));
                  statement.cancel();
                } catch (Exception failed) {
                  throw new IllegalStateException(failed);
                }
              });
      assertThatThrownBy(() -> statement.execute("select pg_sleep(60)"))
          .isInstanceOfSatisfying(
              SQLException.class, ended -> assertThat(ended.getSQLState()).isEqualTo("57014"));
      cancelled.get();
      assertThat(IniPool.ask(connection, HOW)).startsWith("true");
    }
  }

  @Test
  void a_server_that_leaves_is_noticed_under_tls_too() throws Exception {
    try (IniPool pool = pool("localhost", mode("require"));
        Connection connection = pool.connect()) {
      String first = IniPool.ask(connection, "select pg_backend_pid()");
      superuserAsks("select pg_terminate_backend(" + first + ", 20000)");
      assertThat(IniPool.ask(connection, "select pg_backend_pid()")).isNotEqualTo(first);
    }
  }
}
