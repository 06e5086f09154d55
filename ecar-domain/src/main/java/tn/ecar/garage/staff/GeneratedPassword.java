package tn.ecar.garage.staff;

import java.security.SecureRandom;

/**
 * A password made by ECAR: shown once to a person and stored only as its hash. Sixteen characters
 * of an alphabet without look-alikes, in groups of four, carry about 79 bits.
 */
public final class GeneratedPassword {
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 16;
  private static final int GROUP = 4;
  private static final SecureRandom RANDOM = new SecureRandom();

  private GeneratedPassword() {}

  /** Returns a fresh one, for example {@code hk3m-…}. */
  public static String next() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      if (i > 0 && i % GROUP == 0) {
        text.append('-');
      }
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
