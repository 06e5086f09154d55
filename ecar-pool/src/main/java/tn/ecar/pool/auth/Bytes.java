package tn.ecar.pool.auth;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/** Key material: never changes, compares in constant time, never shows itself. */
public final class Bytes {
  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** A copy of these bytes. */
  public static Bytes of(byte[] content) {
    return new Bytes(content.clone());
  }

  /** A copy that the caller may change. */
  public byte[] toArray() {
    return content.clone();
  }

  String base64() {
    return Base64.getEncoder().encodeToString(content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && MessageDigest.isEqual(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return "Bytes[" + content.length + "]";
  }
}
