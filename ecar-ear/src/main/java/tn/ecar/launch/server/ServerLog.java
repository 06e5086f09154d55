package tn.ecar.launch.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows the file that a server writes to: each call gives the lines that were completed since the
 * last.
 */
final class ServerLog {
  private final Path file;
  private long position;

  ServerLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  List<String> freshLines() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long length = log.length();
      byte[] fresh = new byte[(int) Math.min(length - position, 1 << 20)];
      log.seek(position);
      log.readFully(fresh);
      return completed(fresh);
    } catch (IOException e) {
      throw new UncheckedIOException("the server's log " + file + " cannot be read", e);
    }
  }

  private List<String> completed(byte[] fresh) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < fresh.length; i++) {
      if (fresh[i] == '\n') {
        lines.add(new String(fresh, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    position += start;
    return lines;
  }
}
