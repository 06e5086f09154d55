package tn.ecar.pool.transport;

import java.lang.reflect.InvocationTargetException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;

/**
 * How clients may speak TLS with the pool: what the client_tls_ settings say, with their files
 * read. Made anew by each reload; clients that are in keep what they have.
 */
public final class ClientTls {
  /** What a client that begins with TLS at once must name: PostgreSQL's word in ALPN. */
  public static final String POSTGRESQL = "postgresql";

  private static final TlsSide SIDE =
      new TlsSide(
          Setting.CLIENT_TLS_CERT_FILE,
          Setting.CLIENT_TLS_KEY_FILE,
          Setting.CLIENT_TLS_CA_FILE,
          Setting.CLIENT_TLS_PROTOCOLS,
          Setting.CLIENT_TLS_CIPHERS,
          Setting.CLIENT_TLS13_CIPHERS);

  private final SslMode mode;
  private final SSLContext context;
  private final SSLParameters parameters;

  private ClientTls(SslMode mode, SSLContext context, SSLParameters parameters) {
    this.mode = mode;
    this.context = context;
    this.parameters = parameters;
  }

  /**
   * Reads the settings and their files.
   *
   * @throws ConfigurationException naming the setting that cannot be used
   */
  public static ClientTls of(Configuration configuration) {
    SslMode mode = SslMode.of(configuration.text(Setting.CLIENT_TLS_SSLMODE));
    if (mode == SslMode.DISABLE) {
      return new ClientTls(mode, null, null);
    }
    if (configuration.text(Setting.CLIENT_TLS_CERT_FILE).isEmpty()) {
      throw new ConfigurationException(
          "client_tls_sslmode = "
              + mode.word()
              + " needs a certificate to show: set client_tls_cert_file and client_tls_key_file");
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(SIDE.keys(configuration), trust(mode, configuration), null);
      return new ClientTls(mode, context, parameters(mode, configuration, context));
    } catch (GeneralSecurityException | java.io.IOException unusable) {
      throw new ConfigurationException(
          "the files of client_tls_cert_file, client_tls_key_file and client_tls_ca_file cannot be"
              + " used together: "
              + unusable.getMessage());
    }
  }

  private static TrustManager[] trust(SslMode mode, Configuration configuration)
      throws GeneralSecurityException, java.io.IOException {
    if (!mode.checksAuthority()) {
      return new TrustManager[0];
    }
    if (configuration.text(Setting.CLIENT_TLS_CA_FILE).isEmpty()) {
      throw new ConfigurationException(
          "client_tls_sslmode = "
              + mode.word()
              + " wants certificates of clients: name by client_tls_ca_file who vouches for them");
    }
    return SIDE.authorities(configuration);
  }

  private static SSLParameters parameters(
      SslMode mode, Configuration configuration, SSLContext context) {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(SIDE.protocols(configuration));
    boolean ephemeral = !configuration.text(Setting.CLIENT_TLS_DHEPARAMS).equals("none");
    parameters.setCipherSuites(
        Arrays.stream(SIDE.suites(configuration, context))
            .filter(suite -> ephemeral || !suite.startsWith("TLS_DHE_"))
            .toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    parameters.setApplicationProtocols(new String[] {POSTGRESQL});
    if (mode.checksAuthority()) {
      parameters.setNeedClientAuth(true);
    }
    limitCurves(parameters, configuration.text(Setting.CLIENT_TLS_ECDHCURVE));
    return parameters;
  }

  /** Which curves, a program can choose since Java 20 only, by a method that 17 does not know. */
  private static void limitCurves(SSLParameters parameters, String curve) {
    if (curve.equals("auto")) {
      return;
    }
    List<String> curves =
        curve.equals("none")
            ? List.of("ffdhe2048", "ffdhe3072", "ffdhe4096")
            : List.of(curve.equals("prime256v1") ? "secp256r1" : curve);
    try {
      SSLParameters.class
          .getMethod("setNamedGroups", String[].class)
          .invoke(parameters, (Object) curves.toArray(String[]::new));
    } catch (NoSuchMethodException old) {
      throw new ConfigurationException(
          "client_tls_ecdhcurve = "
              + curve
              + " needs Java 20 or newer; leave it auto, or start Java with"
              + " -Djdk.tls.namedGroups="
              + String.join(",", curves));
    } catch (IllegalAccessException | InvocationTargetException refused) {
      throw new ConfigurationException(
          "client_tls_ecdhcurve = " + curve + " is not known to this Java: " + refused.getCause());
    }
  }

  /** How far TLS is asked of clients. */
  public SslMode mode() {
    return mode;
  }

  /** Whether the certificates that clients show have been vouched for. */
  public boolean provesClients() {
    return mode.checksAuthority();
  }

  /** The pool's end of a handshake. */
  public SSLEngine engine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return engine;
  }
}
