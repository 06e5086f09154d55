package tn.ecar.pool.auth;

import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is stored about a user: the password itself, or one of the two forms PostgreSQL keeps in
 * pg_authid. None of them ever shows itself in a log.
 */
public sealed interface Secret {

  /** The password in clear: proves and logs in by every method. */
  record Clear(String password) implements Secret {
    public Clear {
      Objects.requireNonNull(password, "password");
    }

    @Override
    public String toString() {
      return "Clear[…]";
    }
  }

  /**
   * {@code md5} and the 32 hexadecimal digits of md5(password, user): proves and logs in by md5
   * alone.
   */
  record Md5Hash(String text) implements Secret {
    public Md5Hash {
      Objects.requireNonNull(text, "text");
      if (!MD5.matcher(text).matches()) {
        throw new IllegalArgumentException("expected md5 and 32 hexadecimal digits");
      }
    }

    @Override
    public String toString() {
      return "Md5Hash[…]";
    }
  }

  /**
   * What a SCRAM-SHA-256 server keeps (RFC 5803): lets a client be proved, but cannot log in
   * itself.
   */
  record ScramVerifier(int iterations, Bytes salt, Bytes storedKey, Bytes serverKey)
      implements Secret {
    public ScramVerifier {
      if (iterations < 1) {
        throw new IllegalArgumentException("iterations = " + iterations + ": must be 1 or more");
      }
      Objects.requireNonNull(salt, "salt");
      Objects.requireNonNull(storedKey, "storedKey");
      Objects.requireNonNull(serverKey, "serverKey");
    }

    /** As PostgreSQL stores it. */
    public String text() {
      return "SCRAM-SHA-256$"
          + iterations
          + ":"
          + salt.base64()
          + "$"
          + storedKey.base64()
          + ":"
          + serverKey.base64();
    }

    @Override
    public String toString() {
      return "ScramVerifier[…]";
    }
  }

  /** md5 and a hash. */
  Pattern MD5 = Pattern.compile("md5[0-9a-f]{32}");

  /** SCRAM-SHA-256$iterations:salt$storedKey:serverKey. */
  Pattern SCRAM =
      Pattern.compile(
          "SCRAM-SHA-256\\$(\\d{1,9}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]{44}):([A-Za-z0-9+/=]{44})");

  /**
   * Tells from its form what a stored secret is. As in PostgreSQL, what does not look exactly like
   * a hash or a verifier is a clear password.
   */
  static Secret parse(String stored) {
    if (MD5.matcher(stored).matches()) {
      return new Md5Hash(stored);
    }
    Matcher scram = SCRAM.matcher(stored);
    if (scram.matches()) {
      try {
        return new ScramVerifier(
            Integer.parseInt(scram.group(1)),
            bytes(scram.group(2)),
            bytes(scram.group(3)),
            bytes(scram.group(4)));
      } catch (IllegalArgumentException notBase64) {
        return new Clear(stored);
      }
    }
    return new Clear(stored);
  }

  private static Bytes bytes(String base64) {
    return Bytes.of(Base64.getDecoder().decode(base64));
  }
}
