package tn.ecar.garage.staff;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;

/**
 * How an account that may sign in stands at a moment.
 *
 * @param roleNames its roles as the server's security knows them
 * @param passwordMark another one after each change of the password; tells nothing of it, nor of
 *     its hash
 */
public record Standing(Set<String> roleNames, String passwordMark) {
  public Standing {
    roleNames = Set.copyOf(roleNames);
  }

  static Standing of(String roles, String passwordHash) {
    return new Standing(Set.of(roles.split(",")), mark(passwordHash));
  }

  private static String mark(String passwordHash) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(passwordHash.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
