package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.auth.ScramServer;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.transport.TestCertificate;

/**
 * Who comes in by which proof: psql over TCP, TLS and the unix socket, on a real PostgreSQL that
 * proves every user but postgres itself.
 */
class AuthenticationIT {
  private static final String WHO = "select current_user";

  @TempDir static Path files;

  @BeforeAll
  static void prepare() throws Exception {
    TestCertificate authority = TestCertificate.authority("An Authority");
    authority.writeTo(files.resolve("ca.pem"));
    for (String name : List.of("localhost", "ecar_user", "Ada")) {
      TestCertificate certificate = authority.vouchFor(name);
      certificate.writeTo(files.resolve(name + ".pem"));
      certificate.writeKeyTo(files.resolve(name + ".key"));
    }
    RealPostgres.shared()
        .execute(
            "ecar_db",
            "create role asked_user login password '" + RealPostgres.PASSWORD + "'",
            "create role expired_user login password '"
                + RealPostgres.PASSWORD
                + "' valid until '2001-01-01'",
            "create role lookup_user login superuser password '" + RealPostgres.PASSWORD + "'");
  }

  @AfterAll
  static void cleanUp() throws Exception {
    RealPostgres.shared()
        .execute(
            "ecar_db", "drop role asked_user", "drop role expired_user", "drop role lookup_user");
  }

  private static String file(String name, String... lines) throws Exception {
    return Files.writeString(files.resolve(name), String.join("\n", lines) + "\n").toString();
  }

  private static ListeningPool tls(String... lines) throws Exception {
    String[] all =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "client_tls_sslmode = verify-full",
                    "client_tls_cert_file = " + files.resolve("localhost.pem"),
                    "client_tls_key_file = " + files.resolve("localhost.key"),
                    "client_tls_ca_file = " + files.resolve("ca.pem")),
                java.util.stream.Stream.of(lines))
            .toArray(String[]::new);
    return ListeningPool.with(all);
  }

  private static Psql shows(ListeningPool pool, String certificate) {
    return Psql.of(pool)
        .with("PGSSLMODE", "require")
        .with("PGPASSWORD", "")
        .with("PGSSLCERT", files.resolve(certificate + ".pem"))
        .with("PGSSLKEY", files.resolve(certificate + ".key"));
  }

  @Test
  void aCertificateProvesTheUserThatItNames() throws Exception {
    try (ListeningPool pool = tls("auth_type = cert")) {
      assertThat(shows(pool, "ecar_user").run(WHO).text()).isEqualTo("ecar_user");
      assertThat(shows(pool, "ecar_user").with("PGUSER", "other_user").run(WHO).text())
          .contains("certificate authentication failed");
      assertThat(shows(pool, "Ada").run(WHO).text()).contains("certificate authentication failed");
    }
    assertThatThrownBy(() -> ListeningPool.with("auth_type = cert"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("client_tls_sslmode = verify-full");
  }

  @Test
  void rulesChooseByWayAndUser() throws Exception {
    String me = System.getProperty("user.name");
    String hba =
        file(
            "rules",
            "local all ecar_user peer map=me",
            "local all other_user peer",
            "hostssl all ecar_user 127.0.0.0/8 cert map=staff",
            "host all other_user 127.0.0.0/8 scram-sha-256",
            "host all clear_user 127.0.0.0/8 reject");
    String ident = file("maps", "me " + me + " ecar_user", "staff Ada ecar_user");
    try (ListeningPool pool =
        tls("auth_type = hba", "auth_hba_file = " + hba, "auth_ident_file = " + ident)) {
      assertThat(shows(pool, "Ada").run(WHO).text()).isEqualTo("ecar_user");
      Psql local = Psql.of(pool).with("PGHOST", ListeningPool.directory()).with("PGPASSWORD", "");
      assertThat(local.run(WHO).text()).isEqualTo("ecar_user");
      assertThat(local.with("PGUSER", "other_user").run(WHO).text())
          .contains("unix socket login rejected");
      Psql other = shows(pool, "Ada").with("PGUSER", "other_user");
      assertThat(other.with("PGPASSWORD", RealPostgres.PASSWORD).run(WHO).text())
          .isEqualTo("other_user");
      assertThat(other.with("PGPASSWORD", "wrong").run(WHO).text())
          .contains("SASL authentication failed");
      assertThat(shows(pool, "Ada").with("PGUSER", "clear_user").run(WHO).text())
          .contains("login rejected");
      assertThat(shows(pool, "Ada").with("PGUSER", "md5_user").run(WHO).text())
          .contains("no authentication method is found");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5", "scram-sha-256", "plain"})
  void theDatabaseIsAskedForSecretsThatTheListLacks(String type) throws Exception {
    String users = file("lookup-" + type, "\"lookup_user\" \"" + RealPostgres.PASSWORD + "\"");
    try (ListeningPool pool =
        ListeningPool.with(
            "auth_type = " + type,
            "auth_file = " + users,
            "auth_user = lookup_user",
            "auth_dbname = other_db")) {
      Psql psql = Psql.of(pool).with("PGUSER", "asked_user");
      assertThat(psql.run(WHO).text()).isEqualTo("asked_user");
      String refusal =
          type.equals("plain") ? "password authentication failed" : "authentication failed";
      assertThat(psql.with("PGPASSWORD", "wrong").run(WHO).text()).contains(refusal);
      assertThat(psql.with("PGUSER", "nobody").run(WHO).text()).contains("no such user");
      assertThat(
              psql.with("PGUSER", "expired_user")
                  .with("PGPASSWORD", RealPostgres.PASSWORD)
                  .run(WHO)
                  .text())
          .contains(refusal);
    }
  }

  @Test
  void whoAsksForThePoolTakesNoPlaceOfAClient() throws Exception {
    String users = file("one-place", "\"lookup_user\" \"" + RealPostgres.PASSWORD + "\"");
    try (ListeningPool pool =
        ListeningPool.with(
            "auth_type = md5",
            "auth_file = " + users,
            "auth_user = lookup_user",
            "auth_dbname = other_db",
            "max_db_client_connections = 1")) {
      Psql psql = Psql.of(pool).with("PGUSER", "asked_user").with("PGDATABASE", "other_db");
      assertThat(psql.run(WHO).text()).isEqualTo("asked_user");
      assertThat(psql.run(WHO).text()).isEqualTo("asked_user");
    }
  }

  /** Sixteen who asked for a secret kept the console's visitors out as well. */
  @Test
  void whoIsListedComesInWhileOthersWaitForTheirSecrets() throws Exception {
    String users =
        file(
            "paused",
            "\"lookup_user\" \"" + RealPostgres.PASSWORD + "\"",
            "\"ecar_user\" \"" + RealPostgres.PASSWORD + "\"");
    List<RawClient> asking = new ArrayList<>();
    try (ListeningPool pool =
        ListeningPool.with(
            "auth_type = md5",
            "auth_file = " + users,
            "auth_user = lookup_user",
            "auth_dbname = other_db",
            "admin_users = ecar_user")) {
      Psql console = Psql.of(pool).with("PGDATABASE", "pgbouncer").with("PGUSER", "ecar_user");
      assertThat(console.run("pause").text()).isEqualTo("PAUSE");
      for (int i = 0; i < 40; i++) {
        RawClient client = new RawClient(pool.port());
        asking.add(client);
        client.start(3 << 16, "user", "asked_user");
      }
      Await.until(
          "sixteen wait for their secrets",
          () ->
              pool.pooler().operations().pools().stream()
                  .anyMatch(it -> it.clientsWaiting() == 16));
      assertThat(pool.pooler().operations().pools())
          .as("who asks for the pool is one of its clients")
          .allMatch(it -> it.clientsActive() >= 0);
      assertThat(pool.pooler().operations().clients())
          .as("but it has not logged in")
          .noneMatch(it -> it.database().equals("other_db"));
      assertThat(console.run("resume").text()).isEqualTo("RESUME");
      for (RawClient client : asking) {
        assertThat(client.next().type()).as("its question").isEqualTo('R');
      }
    } finally {
      for (RawClient client : asking) {
        client.close();
      }
    }
  }

  /** The event loop itself waited for such an answer, and everybody at the door with it. */
  @ParameterizedTest
  @ValueSource(strings = {"unix", "fallback"})
  void whoseSecretIsAskedForKeepsNobodyElseWaiting(String way) throws Exception {
    String users =
        file(
            "loop-" + way,
            "\"lookup_user\" \"" + RealPostgres.PASSWORD + "\"",
            "\"ecar_user\" \"" + RealPostgres.PASSWORD + "\"");
    boolean unix = way.equals("unix");
    try (ListeningPool pool =
        ListeningPool.with(
            "auth_file = " + users,
            "admin_users = ecar_user",
            unix ? "auth_user = lookup_user" : "",
            unix ? "auth_dbname = other_db" : "",
            "[databases]",
            "* = host=127.0.0.1 auth_user=lookup_user auth_dbname=other_db port="
                + RealPostgres.shared().port())) {
      Psql console = Psql.of(pool).with("PGDATABASE", "pgbouncer").with("PGUSER", "ecar_user");
      assertThat(console.run("pause").text()).isEqualTo("PAUSE");
      try (SocketChannel local =
              unix
                  ? SocketChannel.open(
                      UnixDomainSocketAddress.of(
                          ListeningPool.directory().resolve(".s.PGSQL." + pool.port())))
                  : SocketChannel.open(
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), pool.port()));
          RawClient listed = new RawClient(pool.port())) {
        local.write(
            ByteBuffer.wrap(
                RawClient.startup(
                    3 << 16, "user", "asked_user", "database", unix ? "ecar_db" : "elsewhere")));
        Await.until(
            "the database is asked",
            () ->
                pool.pooler().operations().pools().stream()
                    .anyMatch(it -> it.clientsWaiting() == 1));
        listed.start(3 << 16);
        assertThat(listed.next().type()).as("its question").isEqualTo('R');
      }
      assertThat(console.run("resume").text()).isEqualTo("RESUME");
    }
  }

  @Test
  void anEmptySecretProvesNothing() throws Exception {
    String users = file("empty", "\"ecar_user\" \"\"");
    try (ListeningPool pool = ListeningPool.with("auth_type = md5", "auth_file = " + users);
        RawClient guesser = new RawClient(pool.port())) {
      guesser.start(3 << 16);
      byte[] salt = guesser.md5Salt();
      guesser.say('p', RawClient.text(Md5.response(Md5.hash("ecar_user", ""), salt)));
      assertThat(guesser.last().field('M')).isEqualTo("password authentication failed");
    }
  }

  @Test
  void anAuthDbnameThatIsNoneIsAConfigurationError() throws Exception {
    String users = file("lookup", "\"lookup_user\" \"" + RealPostgres.PASSWORD + "\"");
    try (ListeningPool pool =
        ListeningPool.with(
            "auth_file = " + users, "auth_user = lookup_user", "auth_dbname = nowhere")) {
      assertThat(Psql.of(pool).with("PGUSER", "asked_user").run(WHO).text())
          .contains("bouncer config error");
    }
  }

  /** The entry's own user asked, who may not read secrets; a RELOAD keeps the pool that asks. */
  @Test
  void auth_queryRanAsTheUserThatTheDatabaseForces() throws Exception {
    String users =
        file(
            "forced",
            "\"lookup_user\" \"" + RealPostgres.PASSWORD + "\"",
            "\"ecar_user\" \"" + RealPostgres.PASSWORD + "\"");
    try (ListeningPool pool =
        ListeningPool.with("auth_file = " + users, "auth_user = lookup_user")) {
      Psql psql = Psql.of(pool).with("PGUSER", "asked_user").with("PGDATABASE", "forced");
      assertThat(psql.run(WHO).text()).isEqualTo("ecar_user");
      pool.pooler().operations().reload();
      assertThat(psql.run(WHO).text()).isEqualTo("ecar_user");
      assertThat(pool.pooler().operations().databases())
          .as("its databases")
          .extracting(it -> it.settings().name())
          .doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5", "scram-sha-256", "plain"})
  void anOldAndANewSecretLetInDuringARotation(String type) throws Exception {
    String now = RealPostgres.PASSWORD;
    String users =
        file(
            "rotation",
            "\"ecar_user\" \"the old one\"",
            "\"ecar_user\" \"" + now + "\"",
            "\"md5_user\" \"" + Md5.hash("md5_user", "the old one").text() + "\"",
            "\"md5_user\" \"" + Md5.hash("md5_user", now).text() + "\"");
    String[] lines = {"auth_type = " + type, "auth_file = " + users, "auth_several_secrets = 1"};
    try (ListeningPool pool = ListeningPool.with(lines)) {
      for (String user : List.of("ecar_user", "md5_user")) {
        if (user.equals("md5_user") && type.startsWith("scram")) {
          continue; // An md5 hash proves nothing by SCRAM.
        }
        Psql psql = Psql.of(pool).with("PGUSER", user);
        assertThat(psql.run(WHO).text()).isEqualTo(user);
        assertThat(psql.with("PGPASSWORD", "the old one").run(WHO).text()).isEqualTo(user);
        assertThat(psql.with("PGPASSWORD", "older still").run(WHO).text())
            .contains("authentication failed");
      }
    }
    lines[2] = "auth_several_secrets = 0";
    try (ListeningPool pool = ListeningPool.with(lines)) {
      assertThat(Psql.of(pool).with("PGPASSWORD", "the old one").run(WHO).text())
          .contains("authentication failed");
    }
  }

  @Test
  void keysThatAClientProvesOpenTheServer() throws Exception {
    byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    String verifier =
        ScramServer.verifier(new Secret.Clear(RealPostgres.PASSWORD), salt, 4096).text();
    RealPostgres.shared()
        .execute("ecar_db", "create role scram_user login password '" + verifier + "'");
    String users = file("verifier", "\"scram_user\" \"" + verifier + "\"");
    try (ListeningPool pool =
        ListeningPool.with("auth_type = scram-sha-256", "auth_file = " + users)) {
      try (Connection client = pool.connect("ecar_db", "scram_user", RealPostgres.PASSWORD)) {
        assertThat(client.isValid(30)).isTrue();
      }
      assertThat(
              Psql.of(pool)
                  .with("PGUSER", "scram_user")
                  .with("PGPASSWORD", "wrong")
                  .run(WHO)
                  .text())
          .contains("SASL authentication failed");
    } finally {
      RealPostgres.shared().execute("ecar_db", "drop role scram_user");
    }
  }

  @Test
  void whatProvesNobodyIsRefusedAtTheStart() throws Exception {
    assertThatThrownBy(() -> ListeningPool.with("auth_type = pam"))
        .hasMessageContaining("auth_type = pam: Java cannot ask PAM");
    assertThatThrownBy(() -> ListeningPool.with("auth_type = hba"))
        .hasMessageContaining("auth_hba_file");
    try (ListeningPool pool = ListeningPool.with("auth_type = any")) {
      assertThat(Psql.of(pool).run(WHO).text()).contains("bouncer config error");
      assertThat(
              Psql.of(pool).with("PGUSER", "anybody").with("PGDATABASE", "forced").run(WHO).text())
          .isEqualTo("ecar_user");
    }
  }
}
