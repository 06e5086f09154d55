package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.transport.TestCertificate;

/**
 * Users whom a directory knows and the userlist does not: an LDAP server in memory, a real
 * PostgreSQL that asks for the same passwords by SCRAM.
 */
class LdapIT {
  private static final String WHO = "select current_user";
  private static final String FAILED = "LDAP authentication failed";

  @TempDir static Path files;
  private static InMemoryDirectoryServer directory;
  private static SSLContext trusting;

  @BeforeAll
  static void open() throws Exception {
    TestCertificate authority = TestCertificate.authority("An Authority");
    TestCertificate localhost = authority.vouchFor("localhost");
    Path trusted = authority.writeTo(files.resolve("ca.pem"));
    Path certificate = localhost.writeTo(files.resolve("localhost.pem"));
    Path key = localhost.writeKeyTo(files.resolve("localhost.key"));
    trusting = context(SslContextBuilder.forClient().trustManager(trusted.toFile()));
    SSLContext shown = context(SslContextBuilder.forServer(certificate.toFile(), key.toFile()));
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=garage,dc=tn");
    config.addAdditionalBindCredentials("cn=reader,dc=garage,dc=tn", "the reader's");
    config.setAuthenticationRequiredOperationTypes(com.unboundid.ldap.sdk.OperationType.SEARCH);
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig(
            "ldap", InetAddress.getLoopbackAddress(), 0, shown.getSocketFactory()));
    directory = new InMemoryDirectoryServer(config);
    directory.add("dn: dc=garage,dc=tn", "objectClass: domain", "dc: garage");
    for (String user : new String[] {RealPostgres.USER, RealPostgres.OTHER_USER}) {
      directory.add(
          "dn: uid=" + user + ",dc=garage,dc=tn",
          "objectClass: inetOrgPerson",
          "uid: " + user,
          "cn: " + user,
          "sn: staff",
          "userPassword: " + RealPostgres.PASSWORD);
    }
    directory.startListening();
  }

  private static SSLContext context(SslContextBuilder builder) throws Exception {
    SslContext context = builder.sslProvider(SslProvider.JDK).build();
    return ((JdkSslContext) context).context();
  }

  @AfterAll
  static void close() {
    directory.shutDown(true);
  }

  private static String where() {
    return "ldapserver=localhost ldapport=" + directory.getListenPort();
  }

  private static String search() {
    return where()
        + " ldapbasedn=\"dc=garage,dc=tn\" ldapbinddn=\"cn=reader,dc=garage,dc=tn\""
        + " ldapbindpasswd=\"the reader's\"";
  }

  private static String direct() {
    return where() + " ldapprefix=\"uid=\" ldapsuffix=\",dc=garage,dc=tn\"";
  }

  private static ListeningPool pool(String options) throws Exception {
    Path nobody = Files.writeString(files.resolve("nobody"), "\n");
    return ListeningPool.with(
        "auth_type = ldap", "auth_file = " + nobody, "auth_ldap_options = " + options);
  }

  private static void proves(ListeningPool pool) throws Exception {
    Psql psql = Psql.of(pool);
    assertThat(psql.run(WHO).text()).isEqualTo(RealPostgres.USER);
    assertThat(psql.with("PGPASSWORD", "wrong").run(WHO).text()).contains(FAILED);
    assertThat(
            psql.with("PGPASSWORD", RealPostgres.PASSWORD).with("PGUSER", "nobody").run(WHO).text())
        .contains(FAILED);
    assertThat(psql.with("PGUSER", "*").run(WHO).text()).contains(FAILED);
    assertThat(psql.with("PGUSER", "x,uid=" + RealPostgres.USER).run(WHO).text()).contains(FAILED);
  }

  @Test
  void theNameIsMadeOfPrefixAndSuffix() throws Exception {
    try (ListeningPool pool = pool(direct())) {
      proves(pool);
      try (Connection inside = pool.inside().connect()) {
        assertThat(inside.isValid(30)).isTrue();
      }
    }
  }

  @Test
  void theNameIsSearchedFor() throws Exception {
    try (ListeningPool pool = pool(search())) {
      proves(pool);
    }
  }

  @Test
  void thePasswordGoesEncryptedWhereThatIsAsked() throws Exception {
    SSLContext before = SSLContext.getDefault();
    try (ListeningPool pool = pool(search() + " ldaptls=1")) {
      assertThat(Psql.of(pool).run(WHO).text()).as("an unknown authority").contains(FAILED);
      SSLContext.setDefault(trusting);
      proves(pool);
    } finally {
      SSLContext.setDefault(before);
    }
  }

  @Test
  void aRuleNamesItsDirectory() throws Exception {
    String url = "ldap://localhost:" + directory.getListenPort() + "/dc=garage,dc=tn?uid?sub";
    Path rules =
        Files.writeString(
            files.resolve("rules"),
            "host all other_user all ldap ldapurl=\""
                + url
                + "\" ldapbinddn=\"cn=reader,dc=garage,dc=tn\" ldapbindpasswd=\"the reader's\"\n"
                + "host all all all scram-sha-256\n");
    try (ListeningPool pool = ListeningPool.with("auth_type = hba", "auth_hba_file = " + rules)) {
      assertThat(Psql.of(pool).run(WHO).text()).isEqualTo(RealPostgres.USER);
      Psql other = Psql.of(pool).with("PGUSER", RealPostgres.OTHER_USER);
      assertThat(other.run(WHO).text()).isEqualTo(RealPostgres.OTHER_USER);
      assertThat(other.with("PGPASSWORD", "wrong").run(WHO).text()).contains(FAILED);
    }
  }

  @Test
  void nobodyIsLetInWhenTheDirectoryCannotBeAsked() throws Exception {
    try (ListeningPool pool =
        pool("ldapserver=localhost ldapport=1 ldapprefix=uid= ldapsuffix=\",dc=x\"")) {
      assertThat(Psql.of(pool).run(WHO).text()).contains(FAILED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ldapserver=x", "ldapserver=x ldapbasedn=dc=x ldapuser=y"})
  void optionsThatCannotBeUsedAreNamed(String options) {
    assertThatThrownBy(() -> pool(options)).hasMessageContaining("auth_ldap_options: ");
  }
}
