package tn.ecar.batch.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tn.ecar.batch.backup.PrivateFiles;

/**
 * Writes rows as lines of JSON into a compressed file, reads the file back, and tells what is in
 * it. What is told is of the file as it lies on the disk.
 */
final class ArchiveFiles {
  private ArchiveFiles() {}

  /**
   * Writes a file and its checksum beside it.
   *
   * @param rows their first column is the line
   * @return what was read back
   * @throws IOException if it could not be written, or reads back otherwise
   */
  static Written write(Path file, ResultSet rows) throws IOException, SQLException {
    PrivateFiles.directory(file.getParent());
    long[] lines = new long[1];
    PrivateFiles.write(
        file,
        out -> {
          try (GZIPOutputStream packed = new GZIPOutputStream(new Unclosed(out))) {
            while (rows.next()) {
              packed.write(rows.getString(1).getBytes(StandardCharsets.UTF_8));
              packed.write('\n');
              lines[0]++;
            }
          } catch (SQLException e) {
            throw new IOException(e);
          }
        });
    Written read = read(file);
    if (read.lines() != lines[0]) {
      throw new IOException(
          file + " has " + read.lines() + " lines and " + lines[0] + " were written.");
    }
    PrivateFiles.write(
        file.resolveSibling(file.getFileName() + ".sha256"),
        read.sha256() + "  " + file.getFileName() + "\n");
    return read;
  }

  /** Returns what is in a file. */
  static Written read(Path file) throws IOException {
    MessageDigest digest = sha256();
    long lines = 0;
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      while (reader.readLine() != null) {
        lines++;
      }
      in.transferTo(OutputStream.nullOutputStream());
    }
    return new Written(lines, Files.size(file), HexFormat.of().formatHex(digest.digest()));
  }

  /** Deletes a file and its checksum. */
  static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".sha256"));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  /**
   * A file as it lies there.
   *
   * @param lines how many rows it has
   * @param bytes its size
   * @param sha256 of its bytes
   */
  record Written(long lines, long bytes, String sha256) {}

  /** What is written to it goes on; that it is closed does not. */
  private static final class Unclosed extends java.io.FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
