package tn.ecar.pool.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;

/**
 * A file of certificates or of a private key, as OpenSSL writes them and PostgreSQL reads them.
 * What is wrong with it is told with the setting that names it, never with its content.
 */
record Pem(Setting setting, Path file) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  /** AlgorithmIdentifier of rsaEncryption: its number, then no parameters. */
  private static final byte[] RSA = {
    0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  /** The number of id-ecPublicKey; the curve's number follows it. */
  private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private static final byte[] VERSION_0 = {2, 1, 0};

  /** The certificates in their order; never empty. */
  List<X509Certificate> certificates() {
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text().getBytes(StandardCharsets.ISO_8859_1)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw refuse("holds no certificate: it must have a block -----BEGIN CERTIFICATE-----");
      }
      return found;
    } catch (GeneralSecurityException broken) {
      throw refuse("is no certificate in PEM format: " + broken.getMessage());
    }
  }

  /** The private key: PKCS #8, or the older forms of RSA and EC keys. */
  PrivateKey privateKey() {
    Matcher block = BLOCK.matcher(text());
    while (block.find()) {
      String kind = block.group(1);
      if (kind.endsWith("PRIVATE KEY")) {
        return privateKey(kind, block.group(2));
      }
    }
    throw refuse("holds no private key: it must have a block -----BEGIN PRIVATE KEY-----");
  }

  private PrivateKey privateKey(String kind, String base64) {
    if (kind.startsWith("ENCRYPTED") || base64.contains("ENCRYPTED")) {
      throw refuse("holds an encrypted key, which nobody is here to open: store it decrypted");
    }
    byte[] content;
    try {
      content = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException broken) {
      throw refuse("holds a private key that is broken: its block is not base64");
    }
    byte[] encoded =
        switch (kind) {
          case "PRIVATE KEY" -> content;
          case "RSA PRIVATE KEY" -> pkcs8(RSA, content);
          case "EC PRIVATE KEY" -> pkcs8(der(0x30, EC, curve(content)), content);
          default ->
              throw refuse("holds a " + kind + "; convert it by: openssl pkcs8 -topk8 -nocrypt");
        };
    return ALGORITHMS.stream()
        .flatMap(algorithm -> key(algorithm, encoded).stream())
        .findFirst()
        .orElseThrow(() -> refuse("holds a private key of no known kind; known are " + ALGORITHMS));
  }

  /** The key, when it is one of this algorithm. */
  private static Optional<PrivateKey> key(String algorithm, byte[] encoded) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException another) {
      return Optional.empty();
    }
  }

  /** The number of the curve within an EC key: its first field in the class of context 0. */
  private byte[] curve(byte[] key) {
    for (int i = 2; i + 2 < key.length; i++) {
      if (key[i] == (byte) 0xa0 && key[i + 2] == 6 && key[i + 1] == key[i + 3] + 2) {
        return java.util.Arrays.copyOfRange(key, i + 2, i + 2 + key[i + 1]);
      }
    }
    throw refuse("holds an EC key without its curve; convert it by: openssl pkcs8 -topk8 -nocrypt");
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return der(0x30, VERSION_0, algorithm, der(4, key));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    int size = content.size();
    if (size < 128) {
      all.write(size);
    } else if (size < 256) {
      all.write(0x81);
      all.write(size);
    } else {
      all.write(0x82);
      all.write(size >> 8);
      all.write(size);
    }
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }

  private String text() {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw refuse("cannot be read: " + unreadable);
    }
  }

  private ConfigurationException refuse(String what) {
    return new ConfigurationException(setting.key() + " = " + file + " " + what);
  }
}
