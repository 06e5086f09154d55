package tn.ecar.batch.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupKeyTest {
  private static final int PIECE = 64 * 1024;

  @TempDir private Path directory;
  private BackupKey key;

  @BeforeEach
  void makeKey() throws Exception {
    key = BackupKey.read(keyFile("0f".repeat(32), "rw-------"));
  }

  private Path keyFile(String text, String mode) throws IOException {
    Path file = directory.resolve("key");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  private byte[] encrypted(byte[] clear) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream secret = key.encrypting(out)) {
      secret.write(clear);
    }
    return out.toByteArray();
  }

  private byte[] decrypted(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    key.decrypt(new ByteArrayInputStream(bytes), out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17})
  void whatGoesInComesOut(int size) throws IOException {
    byte[] clear = new byte[size];
    new Random(size).nextBytes(clear);

    byte[] secret = encrypted(clear);

    assertThat(decrypted(secret)).isEqualTo(clear);
    assertThat(encrypted(clear)).as("never the same twice").isNotEqualTo(secret);
  }

  @Test
  void nothingCanBeChangedCutOffMovedOrDoubled() throws IOException {
    byte[] secret = encrypted(new byte[3 * PIECE]);
    int head = 16;
    int piece = PIECE + 16;

    byte[] changed = secret.clone();
    changed[head + piece + 5] ^= 1;
    byte[] cut = Arrays.copyOf(secret, head + 2 * piece);
    byte[] moved = secret.clone();
    System.arraycopy(secret, head, moved, head + piece, piece);
    System.arraycopy(secret, head + piece, moved, head, piece);
    byte[] doubled = Arrays.copyOf(secret, secret.length + piece);
    System.arraycopy(secret, secret.length - piece, doubled, secret.length, piece);
    byte[] prefix = secret.clone();
    prefix[9] ^= 1;

    for (byte[] wrong : new byte[][] {changed, cut, moved, doubled, prefix}) {
      assertThatThrownBy(() -> decrypted(wrong)).hasMessageContaining("not as it was written");
    }
    assertThatThrownBy(() -> decrypted(new byte[40])).hasMessageContaining("no encrypted backup");
  }

  @Test
  void anotherKeyOpensNothing() throws Exception {
    byte[] secret = encrypted(new byte[100]);
    BackupKey other = BackupKey.read(keyFile("1f".repeat(32), "rw-------"));

    assertThatThrownBy(
            () -> other.decrypt(new ByteArrayInputStream(secret), OutputStream.nullOutputStream()))
        .hasMessageContaining("not its key");
  }

  @Test
  void aKeyThatOthersCanReadIsRefused() {
    assertThatThrownBy(() -> BackupKey.read(keyFile("0f".repeat(32), "rw-r-----")))
        .isInstanceOf(BackupRefused.class)
        .hasMessageContaining("chmod 600");
    assertThatThrownBy(() -> BackupKey.read(keyFile("secret", "rw-------")))
        .hasMessageContaining("64 hexadecimal digits")
        .hasMessageNotContaining("secret\n");
  }
}
