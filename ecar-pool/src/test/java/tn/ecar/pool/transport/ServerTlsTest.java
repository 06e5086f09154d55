package tn.ecar.pool.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;

/** What the settings of TLS become, and how they are refused. */
class ServerTlsTest {
  @TempDir Path files;

  private ServerTls tls(String... lines) throws Exception {
    Path ini = files.resolve("pool.ini");
    Files.writeString(
        ini, "[databases]\ndb = host=h\n[pgbouncer]\n" + String.join("\n", lines) + "\n");
    return ServerTls.of(Configuration.read(ini, Map.of()));
  }

  @Test
  void the_hosts_name_goes_over_the_wire_with_verify_full_only() throws Exception {
    assertThat(names("server_tls_sslmode = verify-ca", "db.example")).isEmpty();
    assertThat(names("server_tls_sslmode = prefer", "db.example")).isEmpty();
    assertThat(names("server_tls_sslmode = verify-full", "db.example")).contains("db.example");
    assertThat(names("server_tls_sslmode = verify-full", "localhost")).contains("localhost");
    assertThat(names("server_tls_sslmode = verify-full", "192.0.2.1")).isEmpty();
    assertThat(names("server_tls_sslmode = verify-full", "::1")).isEmpty();
  }

  private String names(String mode, String host) throws Exception {
    SSLEngine engine = tls(mode).engine(host, 5432);
    return engine.getSSLParameters().getServerNames() == null
        ? ""
        : engine.getSSLParameters().getServerNames().toString().replace("[]", "");
  }

  @ParameterizedTest
  @CsvSource({
    "secure, TLSv1.2 TLSv1.3",
    "all, TLSv1 TLSv1.1 TLSv1.2 TLSv1.3",
    "'tlsv1.1,tlsv1.3', TLSv1.1 TLSv1.3"
  })
  void versions_have_the_words_of_the_contract(String words, String versions) throws Exception {
    SSLEngine engine = tls("server_tls_protocols = " + words).engine("h", 1);
    assertThat(engine.getSSLParameters().getProtocols())
        .containsExactlyInAnyOrder(versions.split(" "));
  }

  @Test
  void suites_can_be_named_and_left_out() throws Exception {
    SSLEngine some =
        tls(
                "server_tls_ciphers = ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA",
                "server_tls13_ciphers = TLS_AES_256_GCM_SHA384")
            .engine("h", 1);
    assertThat(some.getSSLParameters().getCipherSuites())
        .containsExactly(
            "TLS_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_RSA_WITH_AES_128_CBC_SHA");
    SSLEngine most = tls("server_tls_ciphers = HIGH:!DHE:!aNULL").engine("h", 1);
    assertThat(Arrays.asList(most.getSSLParameters().getCipherSuites()))
        .contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
        .doesNotContain("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
  }

  @ParameterizedTest
  @CsvSource({
    "server_tls_ciphers, NO-SUCH-CIPHER",
    "server_tls13_ciphers, TLS_NO_SUCH",
    "server_tls_protocols, sslv3"
  })
  void what_does_not_exist_is_refused_by_name(String key, String value) {
    assertThatThrownBy(() -> tls(key + " = " + value))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(key + " = " + value)
        .hasMessageContaining("allowed are");
  }

  @Test
  void files_that_cannot_be_used_are_refused_by_key_and_path() throws Exception {
    Path missing = files.resolve("missing.pem");
    assertThatThrownBy(
            () -> tls("server_tls_sslmode = verify-ca", "server_tls_ca_file = " + missing))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("server_tls_ca_file = " + missing + " cannot be read");
    assertThatThrownBy(() -> tls("server_tls_cert_file = " + missing))
        .hasMessageContaining("server_tls_key_file")
        .hasMessageContaining("is not set");
    tls("server_tls_sslmode = disable", "server_tls_ca_file = " + missing);
  }

  @Test
  void keys_are_read_in_the_three_forms_that_openssl_writes() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PrivateKey rsa = generator.generateKeyPair().getPrivate();
    byte[] pkcs8 = rsa.getEncoded();
    assertThat(key("PRIVATE KEY", pkcs8)).isEqualTo(rsa);
    // Behind version and algorithm PKCS #8 holds the older form in an octet string.
    assertThat(key("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length))).isEqualTo(rsa);
    Path sec1 = files.resolve("ec.pem");
    Files.writeString(sec1, EC_KEY);
    assertThat(new Pem(Setting.SERVER_TLS_KEY_FILE, sec1).privateKey().getAlgorithm())
        .isEqualTo("EC");
  }

  /** As {@code openssl ecparam -name prime256v1 -genkey} writes it; it opens nothing. */
  private static final String EC_KEY =
      """
      -----BEGIN EC PARAMETERS-----
      BggqhkjOPQMBBw==
      -----END EC PARAMETERS-----
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIPkI1UiPXUMU2tXNINLHgOSJTIOebkdFFr3lckndwCwSoAoGCCqGSM49
      AwEHoUQDQgAE4TF1IgshxNOQ3bT36jIilZr2wYwRqrtYeIE4Qqk7IfNjEjN0pqlG
      7+rnzQHeSxJAvInjDVrLiW5PUjFHovfupA==
      -----END EC PRIVATE KEY-----
      """;

  private PrivateKey key(String kind, byte[] content) throws Exception {
    Path file = files.resolve("key.pem");
    Files.writeString(
        file,
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(content)
            + "\n-----END "
            + kind
            + "-----\n");
    return new Pem(Setting.SERVER_TLS_KEY_FILE, file).privateKey();
  }

  @Test
  void an_encrypted_key_is_refused_without_showing_it() {
    assertThatThrownBy(() -> key("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}))
        .hasMessageContaining("server_tls_key_file")
        .hasMessageContaining("encrypted")
        .hasMessageNotContaining("AQID");
    assertThatThrownBy(() -> key("PRIVATE KEY", new byte[] {1, 2, 3}))
        .hasMessageContaining("no known kind");
    assertThatThrownBy(() -> key("CERTIFICATE", new byte[] {1}))
        .hasMessageContaining("no private key");
  }
}
