package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.transport.TestCertificate;

/** Clients that speak TLS with the pool: pgjdbc, psql, and sockets that break the rules. */
class ClientTlsIT {
  private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 210, 22, 47};

  @TempDir static Path files;

  @BeforeAll
  static void certify() {
    TestCertificate authority = TestCertificate.authority("An Authority");
    authority.writeTo(files.resolve("ca.pem"));
    pair(authority.vouchFor("localhost"), "pool");
    pair(authority.vouchFor("localhost"), "next");
    pair(authority.vouchFor("ecar_user"), "user");
    TestCertificate other = TestCertificate.authority("Another Authority");
    other.writeTo(files.resolve("other-ca.pem"));
    pair(other.vouchFor("ecar_user"), "stranger");
  }

  private static void pair(TestCertificate certificate, String name) {
    certificate.writeTo(files.resolve(name + ".pem"));
    certificate.writeKeyTo(files.resolve(name + ".key"));
  }

  private static ListeningPool pool(String mode, String... lines) throws IOException {
    return ListeningPool.with(
        Stream.concat(
                Stream.of(
                    "client_tls_sslmode = " + mode,
                    "client_tls_cert_file = " + files.resolve("pool.pem"),
                    "client_tls_key_file = " + files.resolve("pool.key"),
                    "client_tls_ca_file = " + files.resolve("ca.pem")),
                Stream.of(lines))
            .toArray(String[]::new));
  }

  private static Connection connect(ListeningPool pool, String sslmode, String... more)
      throws SQLException {
    String[] properties =
        Stream.concat(
                Stream.of("sslmode", sslmode, "sslrootcert", files.resolve("ca.pem").toString()),
                Stream.of(more))
            .toArray(String[]::new);
    return pool.connect(
        RealPostgres.DATABASE, RealPostgres.USER, RealPostgres.PASSWORD, properties);
  }

  /** How SHOW CLIENTS tells that this client's connection is encrypted; empty when it is not. */
  private static String tls(ListeningPool pool, Connection client) throws SQLException {
    try (Statement statement = client.createStatement();
        ResultSet one = statement.executeQuery("select 1")) {
      one.next();
    }
    return pool.pooler().operations().clients().stream()
        .filter(each -> each.user().equals(RealPostgres.USER))
        .map(each -> each.tls())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "allow, disable, false",
    "allow, require, true",
    "prefer, disable, false",
    "prefer, prefer, true",
    "require, verify-ca, true",
    "disable, prefer, false"
  })
  void eachModeEncryptsWhereBothSidesWantIt(String mode, String asked, boolean encrypted)
      throws Exception {
    try (ListeningPool pool = pool(mode);
        Connection client = connect(pool, asked)) {
      assertThat(tls(pool, client).startsWith("TLSv1.3/")).isEqualTo(encrypted);
    }
  }

  @Test
  void whoMustSpeakTlsAndDoesNotIsSentAway() throws Exception {
    try (ListeningPool pool = pool("require")) {
      assertThatThrownBy(() -> connect(pool, "disable")).hasMessageContaining("SSL required");
    }
    try (ListeningPool pool = pool("disable")) {
      assertThatThrownBy(() -> connect(pool, "require")).hasMessageContaining("SSL");
    }
  }

  @ParameterizedTest
  @CsvSource({"verify-ca, user, true", "verify-full, user, true", "verify-full, stranger, false"})
  void aCertificateIsWantedAndItsAuthorityChecked(String mode, String name, boolean welcome)
      throws Exception {
    try (ListeningPool pool = pool(mode)) {
      Psql.Said said =
          Psql.of(pool)
              .with("PGSSLMODE", "verify-ca")
              .with("PGSSLROOTCERT", files.resolve("ca.pem"))
              .with("PGSSLCERT", files.resolve(name + ".pem"))
              .with("PGSSLKEY", files.resolve(name + ".key"))
              .run("select 'in by certificate'");
      assertThat(said.failed()).as(said.text()).isNotEqualTo(welcome);
      assertThat(said.text().equals("in by certificate")).isEqualTo(welcome);
      assertThatThrownBy(() -> connect(pool, "require")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void versionsAndSuitesAreThoseOfTheSettings() throws Exception {
    try (ListeningPool pool =
            pool(
                "require",
                "client_tls_protocols = tlsv1.2",
                "client_tls_ciphers = ECDHE-ECDSA-AES128-GCM-SHA256",
                "client_tls_dheparams = none");
        Connection client = connect(pool, "require")) {
      assertThat(tls(pool, client)).isEqualTo("TLSv1.2/TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    }
    try (ListeningPool pool =
            pool("require", "client_tls13_ciphers = TLS_CHACHA20_POLY1305_SHA256");
        Connection client = connect(pool, "require")) {
      assertThat(tls(pool, client)).isEqualTo("TLSv1.3/TLS_CHACHA20_POLY1305_SHA256");
    }
  }

  @Test
  void whatCannotBeUsedIsNamed() {
    assertThatThrownBy(() -> ListeningPool.with("client_tls_sslmode = require"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("client_tls_cert_file");
    assertThatThrownBy(() -> pool("require", "client_tls_ciphers = NONSENSE"))
        .hasMessageContaining("client_tls_ciphers = NONSENSE: there is no suite NONSENSE");
    assertThatThrownBy(() -> pool("require", "client_tls_protocols = tlsv9"))
        .hasMessageContaining("client_tls_protocols");
    assertThatThrownBy(() -> pool("verify-full", "client_tls_ca_file ="))
        .hasMessageContaining("client_tls_ca_file");
    assertThatThrownBy(() -> pool("require", "client_tls_key_file = /nowhere.key"))
        .hasMessageContaining("client_tls_key_file = /nowhere.key cannot be read");
  }

  @Test
  void bytesStuffedBeforeTheHandshakeAreRefused() throws Exception {
    try (ListeningPool pool = pool("prefer");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), pool.port())) {
      byte[] startup = startup();
      OutputStream out = socket.getOutputStream();
      out.write(ByteBuffer.allocate(8 + startup.length).put(SSL_REQUEST).put(startup).array());
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("E")
          .contains("received unencrypted data after SSL request");
    }
  }

  private static byte[] startup() {
    byte[] text =
        ("user\0" + RealPostgres.USER + "\0database\0" + RealPostgres.DATABASE + "\0\0")
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length)
        .putInt(8 + text.length)
        .putInt(3 << 16)
        .put(text)
        .array();
  }

  @Test
  void encryptionByGssapiIsDeclinedAndTlsComesNext() throws Exception {
    try (ListeningPool pool = pool("require");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), pool.port())) {
      socket.getOutputStream().write(new byte[] {0, 0, 0, 8, 4, (byte) 210, 22, 48});
      assertThat(socket.getInputStream().read()).isEqualTo('N');
      for (byte each : SSL_REQUEST) {
        socket.getOutputStream().write(each);
      }
      assertThat(socket.getInputStream().read()).isEqualTo('S');
    }
  }

  @Test
  void whoSpeaksInClearMaySayItsStartByteByByte() throws Exception {
    try (ListeningPool pool = pool("prefer", "auth_type = trust");
        RawClient slow = RawClient.byteByByte(pool.port())) {
      slow.start(3 << 16);
      assertThat(slow.types()).startsWith("R").endsWith("Z");
      assertThat(slow.say('Q', RawClient.text("select 1")).types()).isEqualTo("TDCZ");
    }
  }

  @Test
  void encryptionByGssapiIsDeclinedAndClearComesNext() throws Exception {
    try (ListeningPool pool = pool("prefer", "auth_type = trust");
        RawClient client = new RawClient(pool.port())) {
      client.raw(new byte[] {0, 0, 0, 8, 4, (byte) 210, 22, 48});
      assertThat(client.readByte()).isEqualTo('N');
      client.start(3 << 16);
      assertThat(client.types()).startsWith("R").endsWith("Z");
      assertThat(client.say('Q', RawClient.text("select 1")).types()).isEqualTo("TDCZ");
    }
  }

  @Test
  void whoAsksForTlsAndBreaksOffIsForgotten() throws Exception {
    try (ListeningPool pool = pool("prefer")) {
      for (int i = 0; i < 200; i++) {
        RawClient rude = new RawClient(pool.port());
        rude.raw(SSL_REQUEST);
        rude.breakOff();
      }
      Await.until("they are gone", () -> pool.pooler().operations().arriving() == 0);
      try (Connection client = connect(pool, "require")) {
        assertThat(client.isValid(5)).isTrue();
      }
    }
  }

  @Test
  void whereThereIsNoEpollTlsIsSpokenAsWell() throws Exception {
    try (ListeningPool pool =
            ListeningPool.bySelectors(
                "client_tls_sslmode = prefer",
                "client_tls_cert_file = " + files.resolve("pool.pem"),
                "client_tls_key_file = " + files.resolve("pool.key"));
        Connection encrypted = connect(pool, "require");
        Connection clear = connect(pool, "disable")) {
      assertThat(tls(pool, encrypted)).startsWith("TLSv1.3/");
      assertThat(clear.isValid(5)).isTrue();
    }
  }

  @Test
  void whoBeginsWithTlsAtOnceNamesTheProtocol() throws Exception {
    try (ListeningPool pool = pool("require")) {
      try (SSLSocket socket = direct(pool, "postgresql")) {
        socket.getOutputStream().write(startup());
        assertThat(socket.getInputStream().read()).isEqualTo('R');
        assertThat(socket.getApplicationProtocol()).isEqualTo("postgresql");
      }
      try (SSLSocket socket = direct(pool)) {
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .contains("direct SSL connection requires the protocol postgresql");
      }
      assertThatThrownBy(() -> direct(pool, "http/1.1")).isInstanceOf(SSLException.class);
    }
  }

  private static SSLSocket direct(ListeningPool pool, String... protocols) throws Exception {
    KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
    known.load(null, null);
    try (InputStream in = Files.newInputStream(files.resolve("ca.pem"))) {
      known.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), pool.port());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  @Test
  void aReloadBringsTheNextCertificateAndDropsNobody() throws Exception {
    Path certificate = files.resolve("rolling.pem");
    Path key = files.resolve("rolling.key");
    roll("pool", certificate, key);
    try (ListeningPool pool =
            pool(
                "require",
                "client_tls_cert_file = " + certificate,
                "client_tls_key_file = " + key);
        Connection old = connect(pool, "require")) {
      assertThat(tls(pool, old)).isNotEmpty();
      var before = serial(pool);
      roll("next", certificate, key);
      pool.pooler().reload(pool.pooler().configuration().reread());
      assertThat(serial(pool)).isNotEqualTo(before);
      assertThat(tls(pool, old)).isNotEmpty();
      Files.writeString(certificate, "nonsense");
      assertThatThrownBy(() -> pool.pooler().reload(pool.pooler().configuration().reread()))
          .hasMessageContaining("client_tls_cert_file");
      assertThat(tls(pool, old)).isNotEmpty();
      serial(pool);
    }
  }

  private static void roll(String name, Path certificate, Path key) throws IOException {
    Files.copy(files.resolve(name + ".pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(files.resolve(name + ".key"), key, StandardCopyOption.REPLACE_EXISTING);
  }

  private static java.math.BigInteger serial(ListeningPool pool) throws Exception {
    try (SSLSocket socket = direct(pool, "postgresql")) {
      return ((java.security.cert.X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSerialNumber();
    }
  }

  @Test
  void muchGoesThroughBothWays() throws Exception {
    try (ListeningPool pool = pool("require");
        Connection client = connect(pool, "require");
        Statement statement = client.createStatement();
        ResultSet rows =
            statement.executeQuery("select repeat('x', 100) from generate_series(1, 200000)")) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      assertThat(count).isEqualTo(200_000);
      try (var large = client.prepareStatement("select length(?)")) {
        large.setString(1, "y".repeat(5_000_000));
        try (ResultSet length = large.executeQuery()) {
          length.next();
          assertThat(length.getInt(1)).isEqualTo(5_000_000);
        }
      }
    }
  }
}
