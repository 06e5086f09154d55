package tn.ecar.batch.backup;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that backups are encrypted with: AES-256 in Galois/Counter Mode (NIST SP 800-38D), in
 * pieces of 64 KiB, so that a file of any size is read and proved piece by piece.
 *
 * <p>A file is the eight bytes {@code ECARBK1\n}, eight random bytes, then the pieces, each with
 * its own tag. A piece's nonce is the random bytes and its number; whether it is the last is proved
 * with it. So no piece can be changed, moved, doubled or cut off unnoticed.
 */
final class BackupKey {
  private static final byte[] MAGIC = "ECARBK1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int PIECE = 64 * 1024;
  private static final int TAG = 16;
  private static final int PREFIX = 8;

  /** So many bytes tell whether a file is encrypted. */
  static final int HEAD_LENGTH = MAGIC.length;

  private final SecretKey key;

  private BackupKey(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /**
   * Reads a key file: 64 hexadecimal digits, as {@code openssl rand -hex 32} makes them.
   *
   * @throws BackupRefused if others can read it, or it holds no key
   */
  static BackupKey read(Path file) throws BackupRefused {
    try {
      if (PrivateFiles.open(file)) {
        throw new BackupRefused("The key " + file + " can be read by others: chmod 600 it.");
      }
      String text = Files.readString(file).strip();
      if (!text.matches("[0-9A-Fa-f]{64}")) {
        throw new BackupRefused(
            "The key "
                + file
                + " must be 64 hexadecimal digits: make one by umask 077; openssl rand -hex 32 > "
                + file);
      }
      byte[] bytes = HexFormat.of().parseHex(text);
      BackupKey read = new BackupKey(bytes);
      Arrays.fill(bytes, (byte) 0);
      return read;
    } catch (IOException e) {
      throw new BackupRefused("The key " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether a file that begins so is an encrypted backup. */
  static boolean isEncrypted(byte[] head) {
    return Restore.startsWith(head, MAGIC);
  }

  /** Returns a stream that encrypts; closing it writes the last piece. */
  OutputStream encrypting(OutputStream out) throws IOException {
    byte[] prefix = new byte[PREFIX];
    new SecureRandom().nextBytes(prefix);
    out.write(MAGIC);
    out.write(prefix);
    return new Encrypting(out, prefix);
  }

  /** Decrypts all of it. */
  void decrypt(InputStream in, OutputStream out) throws IOException {
    byte[] head = in.readNBytes(MAGIC.length + PREFIX);
    if (head.length < MAGIC.length + PREFIX || !isEncrypted(head)) {
      throw new IOException("This is no encrypted backup of ECAR.");
    }
    byte[] prefix = Arrays.copyOfRange(head, MAGIC.length, head.length);
    byte[] piece = in.readNBytes(PIECE + TAG);
    for (int number = 0; ; number++) {
      byte[] next = in.readNBytes(PIECE + TAG);
      boolean last = next.length == 0;
      out.write(piece(Cipher.DECRYPT_MODE, prefix, number, last, piece, piece.length));
      if (last) {
        return;
      }
      piece = next;
    }
  }

  private byte[] piece(int mode, byte[] prefix, int number, boolean last, byte[] bytes, int length)
      throws IOException {
    if (number < 0) {
      throw new IOException("A backup has at most 128 TiB.");
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      byte[] nonce = ByteBuffer.allocate(PREFIX + 4).put(prefix).putInt(number).array();
      cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
      cipher.updateAAD(MAGIC);
      cipher.updateAAD(new byte[] {(byte) (last ? 1 : 0)});
      return cipher.doFinal(bytes, 0, length);
    } catch (GeneralSecurityException e) {
      throw mode == Cipher.DECRYPT_MODE
          ? new EOFException(
              "The backup is not as it was written, or this is not its key (piece " + number + ").")
          : new IOException("This Java cannot encrypt by AES-256 in GCM.", e);
    }
  }

  /** Collects a piece, and writes it when it is known whether it is the last. */
  private final class Encrypting extends OutputStream {
    private final OutputStream out;
    private final byte[] prefix;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(PIECE);
    private int number;
    private boolean closed;

    Encrypting(OutputStream out, byte[] prefix) {
      this.out = out;
      this.prefix = prefix.clone();
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        if (waiting.size() == PIECE) {
          flushPiece(false);
        }
        int some = Math.min(PIECE - waiting.size(), length - done);
        waiting.write(bytes, offset + done, some);
        done += some;
      }
    }

    private void flushPiece(boolean last) throws IOException {
      byte[] clear = waiting.toByteArray();
      out.write(piece(Cipher.ENCRYPT_MODE, prefix, number++, last, clear, clear.length));
      waiting.reset();
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        flushPiece(true);
        out.flush();
      }
    }
  }
}
