package tn.ecar.pool.config;

import java.util.Locale;

/** How clients prove who they are. */
public enum AuthType {
  /** No proof, and any user name will do; the database entry must force a user. */
  ANY,
  /** No proof, but the user must be known. */
  TRUST,
  /** The password in clear. */
  PLAIN,
  /** An md5 response, or SCRAM where the stored secret is a SCRAM verifier. */
  MD5,
  /** A TLS client certificate. */
  CERT,
  /** As the host-based rules say. */
  HBA,
  /** As a directory says. */
  LDAP,
  /** As the system's PAM says. */
  PAM,
  /** SCRAM-SHA-256. */
  SCRAM_SHA_256;

  /** Why PAM proves nobody here, and what does. */
  public static final String NO_PAM =
      "Java cannot ask PAM; let ldap, hba, cert, scram-sha-256 or md5 prove clients, or auth_query"
          + " bring their secrets from PostgreSQL";

  static AuthType of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The word that the ini file uses. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
