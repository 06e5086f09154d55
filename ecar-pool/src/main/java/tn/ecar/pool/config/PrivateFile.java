package tn.ecar.pool.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
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

  /** Who needs to own nothing in order to read it. */
  private static final String READS_ALL = "root";

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

  /**
   * Puts a text in the place of another; who could read the old one can read the new one.
   *
   * @throws IOException also when that cannot be had; the old text stays then
   */
  public static void replace(Path file, String text) throws IOException {
    Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path fresh = place.resolveSibling(place.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    create(fresh, text);
    if (Files.exists(place)) {
      try {
        makeLike(place, fresh);
      } catch (IOException refused) {
        Files.delete(fresh);
        throw refused;
      }
    }
    Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(place.getParent());
  }

  /** The mode comes last: until group and owner are right it must let nobody else in. */
  private static void makeLike(Path old, Path fresh) throws IOException {
    PosixFileAttributes wanted = Files.readAttributes(old, PosixFileAttributes.class);
    PosixFileAttributeView made = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    boolean forGroup =
        wanted.permissions().stream().anyMatch(one -> one.name().startsWith("GROUP_"));
    if (!made.readAttributes().group().equals(wanted.group())) {
      give(
          () -> made.setGroup(wanted.group()),
          forGroup,
          old + " may be read by its group " + wanted.group().getName());
    }
    if (!made.readAttributes().owner().equals(wanted.owner())) {
      give(
          () -> made.setOwner(wanted.owner()),
          !wanted.owner().getName().equals(READS_ALL),
          old + " belongs to " + wanted.owner().getName());
    }
    made.setPermissions(wanted.permissions());
  }

  private interface Gift {
    void give() throws IOException;
  }

  private static void give(Gift gift, boolean isNeeded, String what) throws IOException {
    try {
      gift.give();
    } catch (IOException refused) {
      if (isNeeded) {
        throw new IOException(
            what
                + ", which this process cannot give to the new text; run it as that user or in that"
                + " group, or change the file's owner or mode",
            refused);
      }
    }
  }

  /** Makes what was renamed into a directory, or out of it, last. */
  public static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    }
  }
}
