package tn.ecar.pool.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Text that may hold a secret on its way to the disk: written beside its place for its owner alone,
 * forced to disk, renamed. A crash leaves the old text or the new one.
 */
public final class PrivateFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFile() {}

  /** Makes a file that does not exist yet. */
  public static void create(Path file, String text) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  /** Puts a text in the place of another; who could read the old one can read the new one. */
  public static void replace(Path file, String text) throws IOException {
    Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path fresh = place.resolveSibling(place.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    create(fresh, text);
    if (Files.exists(place)) {
      Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(place));
    }
    Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(place.getParent());
  }

  /** Makes what was renamed into a directory, or out of it, last. */
  public static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    }
  }
}
