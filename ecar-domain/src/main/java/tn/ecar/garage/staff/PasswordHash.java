package tn.ecar.garage.staff;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is stored: PBKDF2 with HMAC-SHA-512, salt and number of rounds beside it, so
 * that rounds can be raised later without touching old rows.
 *
 * @param encoded {@code pbkdf2-sha512$rounds$salt$hash}, salt and hash in Base64
 */
public record PasswordHash(String encoded) {
  private static final String SCHEME = "pbkdf2-sha512";
  private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
  // OWASP's advice of 2023 for this algorithm.
  private static final int ROUNDS = 210_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 512;
  private static final int PARTS = 4;
  private static final SecureRandom RANDOM = new SecureRandom();

  public PasswordHash {
    String[] parts = encoded == null ? new String[0] : encoded.split("\\$", -1);
    if (parts.length != PARTS || !SCHEME.equals(parts[0])) {
      throw new IllegalArgumentException(
          "A stored password hash must read " + SCHEME + "$rounds$salt$hash.");
    }
  }

  /** Hashes a password with a fresh salt. */
  public static PasswordHash of(String password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    byte[] hash = derive(password, salt, ROUNDS);
    return new PasswordHash(
        SCHEME
            + "$"
            + ROUNDS
            + "$"
            + base64.encodeToString(salt)
            + "$"
            + base64.encodeToString(hash));
  }

  /** Returns true if this is the hash of that password; takes the same time either way. */
  public boolean matches(String password) {
    String[] parts = encoded.split("\\$", -1);
    Base64.Decoder base64 = Base64.getDecoder();
    byte[] expected = base64.decode(parts[3]);
    byte[] actual =
        derive(
            password == null ? "" : password, base64.decode(parts[2]), Integer.parseInt(parts[1]));
    return MessageDigest.isEqual(expected, actual);
  }

  private static byte[] derive(String password, byte[] salt, int rounds) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "This Java has no " + ALGORITHM + ": use a complete JDK 17 or newer.", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** Never shows the hash. */
  @Override
  public String toString() {
    return SCHEME + "$***";
  }
}
