package tn.ecar.garage.attachment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tn.ecar.garage.RuleViolation;

/**
 * What is known of a file once it was read through.
 *
 * @param type what it is by its first bytes
 * @param size bytes
 * @param sha256 its hash in hexadecimal digits
 */
record Content(FileType type, long size, String sha256) {
  private static final int BUFFER = 64 * 1024;

  /**
   * Reads a file through.
   *
   * @throws RuleViolation if it is empty, larger than {@code max}, or no kind of file that is kept
   */
  static Content of(Path file, String claimed, long max) throws IOException {
    long size = Files.size(file);
    if (size == 0 || size > max) {
      throw new RuleViolation("file", size, "A file has 1 to " + max + " bytes.");
    }
    try (InputStream head = Files.newInputStream(file);
        InputStream whole = Files.newInputStream(file)) {
      FileType type = FileType.of(head.readNBytes(FileType.HEAD), claimed);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int n = whole.read(buffer); n >= 0; n = whole.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return new Content(type, size, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }
}
