package tn.ecar.pool.transport;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;

/**
 * How the pool speaks TLS with servers: what the server_tls_ settings say, with their files read.
 * Made anew by each reload; connections that stand keep what they have.
 */
public final class ServerTls {
  private static final TlsSide SIDE =
      new TlsSide(
          Setting.SERVER_TLS_CERT_FILE,
          Setting.SERVER_TLS_KEY_FILE,
          Setting.SERVER_TLS_CA_FILE,
          Setting.SERVER_TLS_PROTOCOLS,
          Setting.SERVER_TLS_CIPHERS,
          Setting.SERVER_TLS13_CIPHERS);

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
      context.init(SIDE.keys(configuration), trust(mode, configuration), null);
      return new ServerTls(
          mode, context, SIDE.protocols(configuration), SIDE.suites(configuration, context));
    } catch (GeneralSecurityException | java.io.IOException unusable) {
      throw new ConfigurationException(
          "the files of server_tls_cert_file, server_tls_key_file and server_tls_ca_file cannot be"
              + " used together: "
              + unusable.getMessage());
    }
  }

  private static TrustManager[] trust(SslMode mode, Configuration configuration)
      throws GeneralSecurityException, java.io.IOException {
    return mode.checksAuthority()
        ? SIDE.authorities(configuration)
        : new TrustManager[] {new Anybody()};
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
