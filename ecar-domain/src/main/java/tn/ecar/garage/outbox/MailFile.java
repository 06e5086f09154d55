package tn.ecar.garage.outbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import tn.ecar.garage.RuleViolation;

/**
 * A file that goes with a mail.
 *
 * @param name as the reader sees it: letters, digits, dots, dashes
 * @param mediaType for example {@code application/pdf}
 * @param data 1 byte to 10 MiB
 */
// The bytes are copied on their way in and out, and compared by content.
@SuppressWarnings("ArrayRecordComponent")
public record MailFile(String name, String mediaType, byte[] data) {
  private static final int LARGEST = 10 * 1024 * 1024;

  /**
   * @throws RuleViolation if the name holds anything that a mail's header or a directory would
   *     misread, or the file is empty or too large
   */
  public MailFile {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,119}")) {
      throw new RuleViolation("name", name, "A file's name has letters, digits, dots and dashes.");
    }
    if (data.length < 1 || data.length > LARGEST) {
      throw new RuleViolation("data", data.length + " bytes", "A file has 1 byte to 10 MiB.");
    }
    data = data.clone();
  }

  /** A text file. */
  public static MailFile text(String name, String mediaType, String text) {
    return new MailFile(name, mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public byte[] data() {
    return data.clone();
  }

  /** Returns its SHA-256 in hexadecimal digits. */
  public String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MailFile file
        && name.equals(file.name)
        && mediaType.equals(file.mediaType)
        && Arrays.equals(data, file.data);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return name + " (" + mediaType + ", " + data.length + " bytes)";
  }
}
