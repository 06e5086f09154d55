package tn.ecar.pool.transport;

import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;

/**
 * How the pool speaks TLS with servers: what the server_tls_ settings say, with their files read.
 * Made anew by each reload; connections that stand keep what they have.
 */
public final class ServerTls {
  private static final char[] NO_PASSWORD = {};
  private static final List<String> VERSIONS = List.of("tlsv1.0", "tlsv1.1", "tlsv1.2", "tlsv1.3");

  private final SslMode mode;
  private final SSLContext context;
  private final String[] protocols;
  private final String[] suites;

  private ServerTls(SslMode mode, SSLContext context, String[] protocols, String[] suites) {
    this.mode = mode;
    this.context = context;
    this.protocols = protocols;
    this.suites = suites;
  }

  /**
   * Reads the settings and their files.
   *
   * @throws ConfigurationException naming the setting that cannot be used
   */
  public static ServerTls of(Configuration configuration) {
    SslMode mode = SslMode.of(configuration.text(Setting.SERVER_TLS_SSLMODE));
    if (mode == SslMode.DISABLE) {
      return new ServerTls(mode, null, new String[0], new String[0]);
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(configuration), trust(mode, configuration), null);
      CipherSuites known = new CipherSuites(context.getDefaultSSLParameters().getCipherSuites());
      return new ServerTls(
          mode,
          context,
          protocols(configuration.text(Setting.SERVER_TLS_PROTOCOLS)),
          known.chosen(
              configuration.text(Setting.SERVER_TLS_CIPHERS),
              configuration.text(Setting.SERVER_TLS13_CIPHERS)));
    } catch (GeneralSecurityException | java.io.IOException unusable) {
      throw new ConfigurationException(
          "the files of server_tls_cert_file, server_tls_key_file and server_tls_ca_file cannot be"
              + " used together: "
              + unusable.getMessage());
    }
  }

  private static String[] protocols(String text) {
    Set<String> chosen = new LinkedHashSet<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[:, ]+")) {
      switch (word) {
        case "secure" -> chosen.addAll(VERSIONS.subList(2, 4));
        case "all", "legacy" -> chosen.addAll(VERSIONS);
        default -> {
          if (!VERSIONS.contains(word)) {
            throw new ConfigurationException(
                Setting.SERVER_TLS_PROTOCOLS.key()
                    + " = "
                    + text
                    + ": allowed are secure, all and "
                    + String.join(", ", VERSIONS));
          }
          chosen.add(word);
        }
      }
    }
    return chosen.stream()
        .map(word -> word.equals("tlsv1.0") ? "TLSv1" : word.replace("tls", "TLS"))
        .toArray(String[]::new);
  }

  private static KeyManager[] keys(Configuration configuration)
      throws GeneralSecurityException, java.io.IOException {
    String certificate = configuration.text(Setting.SERVER_TLS_CERT_FILE);
    String key = configuration.text(Setting.SERVER_TLS_KEY_FILE);
    if (certificate.isEmpty() && key.isEmpty()) {
      return new KeyManager[0];
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      throw new ConfigurationException(
          "server_tls_cert_file and server_tls_key_file belong together: "
              + (certificate.isEmpty() ? "the first" : "the second")
              + " is not set");
    }
    List<X509Certificate> chain =
        new Pem(Setting.SERVER_TLS_CERT_FILE, Path.of(certificate)).certificates();
    PrivateKey secret = new Pem(Setting.SERVER_TLS_KEY_FILE, Path.of(key)).privateKey();
    KeyStore store = emptyStore();
    store.setKeyEntry("pool", secret, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trust(SslMode mode, Configuration configuration)
      throws GeneralSecurityException, java.io.IOException {
    if (!mode.checksAuthority()) {
      return new TrustManager[] {new Anybody()};
    }
    String authorities = configuration.text(Setting.SERVER_TLS_CA_FILE);
    KeyStore store = null; // The authorities that this Java knows.
    if (!authorities.isEmpty()) {
      store = emptyStore();
      int number = 0;
      for (X509Certificate each :
          new Pem(Setting.SERVER_TLS_CA_FILE, Path.of(authorities)).certificates()) {
        store.setCertificateEntry("authority-" + ++number, each);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, java.io.IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  /** How far TLS is asked for. */
  public SslMode mode() {
    return mode;
  }

  /** The client's end of a handshake with this host. */
  SSLEngine engine(String host, int port) {
    boolean full = mode == SslMode.VERIFY_FULL;
    // Without a host the name stays out of the handshake, which goes over the wire in clear.
    SSLEngine engine = full ? context.createSSLEngine(host, port) : context.createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(protocols);
    parameters.setCipherSuites(suites);
    if (full) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      if (isName(host)) {
        parameters.setServerNames(new ArrayList<>(List.of(new SNIHostName(host))));
      }
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static boolean isName(String host) {
    return !host.contains(":") && !host.matches("[0-9.]+");
  }

  /**
   * Believes whatever certificate comes: the modes below verify-ca encrypt without asking who the
   * other is, as libpq and PgBouncer do.
   */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new IllegalStateException("nobody shows a certificate to this side");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
      checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // Anybody is good enough.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
