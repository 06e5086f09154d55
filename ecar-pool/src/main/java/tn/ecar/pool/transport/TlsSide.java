package tn.ecar.pool.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;

/** The settings of one side's TLS, towards servers or towards clients, and how each is read. */
record TlsSide(
    Setting certFile,
    Setting keyFile,
    Setting caFile,
    Setting protocols,
    Setting ciphers,
    Setting tls13Ciphers) {
  private static final char[] NO_PASSWORD = {};
  private static final List<String> VERSIONS = List.of("tlsv1.0", "tlsv1.1", "tlsv1.2", "tlsv1.3");

  /** The versions in Java's words. */
  String[] protocols(Configuration configuration) {
    String text = configuration.text(protocols);
    Set<String> chosen = new LinkedHashSet<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[:, ]+")) {
      switch (word) {
        case "secure" -> chosen.addAll(VERSIONS.subList(2, 4));
        case "all", "legacy" -> chosen.addAll(VERSIONS);
        default -> {
          if (!VERSIONS.contains(word)) {
            throw new ConfigurationException(
                protocols.key()
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

  String[] suites(Configuration configuration, SSLContext context) {
    return new CipherSuites(context.getDefaultSSLParameters().getCipherSuites())
        .chosen(this, configuration.text(ciphers), configuration.text(tls13Ciphers));
  }

  /** What this side shows of itself; nothing when neither file is set. */
  KeyManager[] keys(Configuration configuration) throws GeneralSecurityException, IOException {
    String certificate = configuration.text(certFile);
    String key = configuration.text(keyFile);
    if (certificate.isEmpty() && key.isEmpty()) {
      return new KeyManager[0];
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      throw new ConfigurationException(
          certFile.key()
              + " and "
              + keyFile.key()
              + " belong together: "
              + (certificate.isEmpty() ? "the first" : "the second")
              + " is not set");
    }
    List<X509Certificate> chain = new Pem(certFile, Path.of(certificate)).certificates();
    PrivateKey secret = new Pem(keyFile, Path.of(key)).privateKey();
    KeyStore store = emptyStore();
    store.setKeyEntry("pool", secret, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  /** The authorities that are believed: those of the file, else those that this Java knows. */
  TrustManager[] authorities(Configuration configuration)
      throws GeneralSecurityException, IOException {
    String authorities = configuration.text(caFile);
    KeyStore store = null;
    if (!authorities.isEmpty()) {
      store = emptyStore();
      int number = 0;
      for (X509Certificate each : new Pem(caFile, Path.of(authorities)).certificates()) {
        store.setCertificateEntry("authority-" + ++number, each);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }
}
