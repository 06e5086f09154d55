package tn.ecar.pool.transport;

import java.util.Locale;

/**
 * How far TLS is asked of the other side: the words of server_tls_sslmode and client_tls_sslmode.
 */
public enum SslMode {
  /** Never. */
  DISABLE,
  /** Only when a server refuses a login without; of a client as PREFER. */
  ALLOW,
  /** When the server offers it, or the client asks for it. */
  PREFER,
  /** Always; whose certificate it is does not matter. */
  REQUIRE,
  /** Always, with a certificate of a known authority. */
  VERIFY_CA,
  /** Always, with a certificate of a known authority for that very host. */
  VERIFY_FULL;

  static SslMode of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The word of the ini file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a connection without TLS is out of the question. */
  public boolean insists() {
    return compareTo(REQUIRE) >= 0;
  }

  boolean checksAuthority() {
    return compareTo(VERIFY_CA) >= 0;
  }
}
