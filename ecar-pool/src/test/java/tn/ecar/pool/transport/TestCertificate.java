package tn.ecar.pool.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A certificate and its key, made in the test: of an authority, or of a host or user that an
 * authority vouches for.
 */
public final class TestCertificate {
  private static final AtomicLong SERIALS = new AtomicLong(System.nanoTime());
  private static final byte[] ECDSA_SHA256 = seq(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2));
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final String name;
  private final KeyPair keys;
  private final byte[] certificate;

  private TestCertificate(String name, KeyPair keys, byte[] certificate) {
    this.name = name;
    this.keys = keys;
    this.certificate = certificate;
  }

  /** An authority that vouches for itself. */
  public static TestCertificate authority(String name) {
    return authority(name, Instant.now().plus(1, ChronoUnit.DAYS));
  }

  /** An authority whose own certificate ends, or has ended, at that moment. */
  public static TestCertificate authority(String name, Instant end) {
    KeyPair keys = newKeys();
    byte[] isAuthority =
        seq(oid(0x55, 0x1d, 0x13), der(1, new byte[] {-1}), der(4, seq(der(1, new byte[] {-1}))));
    return new TestCertificate(name, keys, sign(name, keys, name, keys, isAuthority, end));
  }

  /**
   * A certificate of this authority.
   *
   * @param subject the common name, and the one DNS name
   */
  public TestCertificate vouchFor(String subject) {
    KeyPair theirs = newKeys();
    byte[] alternative =
        seq(
            oid(0x55, 0x1d, 0x11),
            der(4, seq(der(0x82, subject.getBytes(StandardCharsets.US_ASCII)))));
    return new TestCertificate(
        subject,
        theirs,
        sign(subject, theirs, name, keys, alternative, Instant.now().plus(1, ChronoUnit.DAYS)));
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] sign(
      String subject,
      KeyPair keys,
      String issuer,
      KeyPair issuerKeys,
      byte[] extension,
      Instant end) {
    byte[] toBeSigned =
        seq(
            der(0xa0, der(2, new byte[] {2})),
            der(2, BigInteger.valueOf(SERIALS.incrementAndGet()).toByteArray()),
            ECDSA_SHA256,
            dn(issuer),
            seq(time(end.minus(2, ChronoUnit.DAYS)), time(end)),
            dn(subject),
            keys.getPublic().getEncoded(),
            der(0xa3, seq(extension)));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(issuerKeys.getPrivate());
      signature.update(toBeSigned);
      return seq(toBeSigned, ECDSA_SHA256, der(3, join(new byte[] {0}, signature.sign())));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] dn(String commonName) {
    return seq(
        der(0x31, seq(oid(0x55, 4, 3), der(0x0c, commonName.getBytes(StandardCharsets.UTF_8)))));
  }

  private static byte[] time(Instant moment) {
    return der(0x17, UTC_TIME.format(moment).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] oid(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return der(6, content);
  }

  private static byte[] seq(byte[]... parts) {
    return der(0x30, parts);
  }

  private static byte[] der(int tag, byte[]... parts) {
    byte[] content = join(parts);
    int size = content.length;
    byte[] head;
    if (size < 128) {
      head = new byte[] {(byte) tag, (byte) size};
    } else if (size < 256) {
      head = new byte[] {(byte) tag, (byte) 0x81, (byte) size};
    } else {
      head = new byte[] {(byte) tag, (byte) 0x82, (byte) (size >> 8), (byte) size};
    }
    return join(head, content);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Writes the certificate as PEM. */
  public Path writeTo(Path file) {
    return write(file, "CERTIFICATE", certificate);
  }

  /** Writes the key as PEM, readable by its owner alone. */
  public Path writeKeyTo(Path file) {
    return write(file, "PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private static Path write(Path file, String kind, byte[] content) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    try {
      Files.writeString(
          file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
      Files.setPosixFilePermissions(
          file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
      return file;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
