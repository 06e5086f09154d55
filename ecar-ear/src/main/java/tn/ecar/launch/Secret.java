package tn.ecar.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A generated password that lives in a file of its own, readable by its owner only, and is never
 * printed.
 */
public record Secret(String clear) {
  private static final int BYTES = 24;

  public Secret {
    if (clear.isBlank()) {
      throw new IllegalArgumentException("a secret is not blank");
    }
  }

  /**
   * A fresh one: 192 random bits, letters and digits and {@code -_} only, so that no file format
   * has to quote it.
   */
  public static Secret fresh() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The one that the file holds; the first call writes a fresh one there. */
  public static Secret keptIn(Path file) throws IOException {
    if (!Files.exists(file)) {
      PrivateFile.write(file, fresh().clear() + "\n");
    }
    return new Secret(Files.readString(file).strip());
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
