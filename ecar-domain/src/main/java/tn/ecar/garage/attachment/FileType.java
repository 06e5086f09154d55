package tn.ecar.garage.attachment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import tn.ecar.garage.RuleViolation;

/**
 * The kinds of file that are kept. A file is what its first bytes are: its name and the type that
 * was claimed for it prove nothing, and what a browser might run is not among them.
 */
public enum FileType {
  JPEG("image/jpeg"),
  PNG("image/png"),
  WEBP("image/webp"),
  PDF("application/pdf");

  /** So many bytes tell them apart. */
  public static final int HEAD = 12;

  private static final byte[] PNG_HEAD = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private final String mediaType;

  FileType(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Returns the media type, for example {@code image/png}. */
  public String mediaType() {
    return mediaType;
  }

  /**
   * Returns what a file is by its first bytes.
   *
   * @param claimed the type the sender claims; null or {@code application/octet-stream} for none
   * @throws RuleViolation if it is none of these, or not what is claimed
   */
  public static FileType of(byte[] head, String claimed) {
    FileType found = byContent(head);
    String type = claimed == null ? "" : claimed.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    boolean silent =
        type.isEmpty() || type.equals("application/octet-stream") || type.equals("*/*");
    if (found == null || (!silent && !type.equals(found.mediaType))) {
      throw new RuleViolation(
          "file",
          type,
          (found == null
                  ? "The content is none of the kinds of file that are kept: "
                  : "The content is " + found.mediaType + ", not what was claimed; kept are ")
              + "JPEG, PNG, WebP and PDF.");
    }
    return found;
  }

  private static FileType byContent(byte[] head) {
    if (startsWith(head, 0, new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF})) {
      return JPEG;
    }
    if (startsWith(head, 0, PNG_HEAD)) {
      return PNG;
    }
    if (startsWith(head, 0, ascii("RIFF")) && startsWith(head, 8, ascii("WEBP"))) {
      return WEBP;
    }
    return startsWith(head, 0, ascii("%PDF-")) ? PDF : null;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean startsWith(byte[] head, int at, byte[] sign) {
    return head.length >= at + sign.length
        && Arrays.equals(head, at, at + sign.length, sign, 0, sign.length);
  }
}
