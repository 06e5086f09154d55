package tn.ecar.pool.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * PostgreSQL's md5 authentication: the stored hash is md5(password + user), the response md5(hash +
 * salt). Who holds the hash can log in, so it is as secret as the password.
 */
public final class Md5 {
  private static final String PREFIX = "md5";

  private Md5() {}

  /** The hash of a clear password. */
  public static Secret.Md5Hash hash(String user, String password) {
    byte[] salted = (password + user).getBytes(StandardCharsets.UTF_8);
    return new Secret.Md5Hash(PREFIX + hex(salted));
  }

  /**
   * The answer to a challenge.
   *
   * @param salt the four bytes of the AuthenticationMD5Password message
   * @return {@code md5} and 32 digits, without a terminator
   */
  public static String response(Secret.Md5Hash hash, byte[] salt) {
    byte[] digits = hash.text().substring(PREFIX.length()).getBytes(StandardCharsets.US_ASCII);
    byte[] salted = new byte[digits.length + salt.length];
    System.arraycopy(digits, 0, salted, 0, digits.length);
    System.arraycopy(salt, 0, salted, digits.length, salt.length);
    return PREFIX + hex(salted);
  }

  /** Whether a client's answer proves the hash; takes the same time for every wrong answer. */
  public static boolean proves(String answer, Secret.Md5Hash hash, byte[] salt) {
    return MessageDigest.isEqual(
        answer.getBytes(StandardCharsets.UTF_8),
        response(hash, salt).getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(
          "this Java has no MD5 (a FIPS mode?): use scram-sha-256 secrets", missing);
    }
  }
}
