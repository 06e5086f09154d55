package tn.ecar.launch.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;
import tn.ecar.launch.Refusal;

/**
 * The programs of PostgreSQL, which come as an archive on the class path and are unpacked once,
 * beside the data. Each archive has a directory of its own, named by its checksum: an ECAR that
 * brings others uses those, while another garage may still run on the ones of before. A second
 * unpacking at the same time does no harm: the first to finish has the place. Where one garage has
 * them to itself, those of before are kept for the way back, and older ones {@linkplain
 * #forgetOlder deleted}.
 */
public final class PostgresBinaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final int EXECUTABLE = 0100;
  private static final int NAME_LENGTH = 12;
  private static final String UNPACKING = "unpacking";
  private static final String FORGOTTEN = "forgotten-";
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{" + NAME_LENGTH + "}");
  private static final Pattern REST =
      Pattern.compile(UNPACKING + "[0-9]+|" + FORGOTTEN + NAME.pattern());

  private PostgresBinaries() {}

  /**
   * The directory that holds {@code bin}, {@code lib} and {@code share}.
   *
   * @param programs where it stands, or is put by the first call, beside those of other versions
   * @throws Refusal on a machine for which no programs are shipped
   */
  public static Path unpackedIn(Path programs) throws IOException, Refusal {
    return unpackedIn(programs, () -> PostgresBinaries.class.getResourceAsStream(ARCHIVE));
  }

  static Path unpackedIn(Path programs, Supplier<InputStream> shipped) throws IOException, Refusal {
    Path place = programs.toAbsolutePath().resolve(checksum(shipped));
    if (Files.isExecutable(place.resolve("bin/postgres"))) {
      return place;
    }
    Files.createDirectories(place.getParent());
    Path fresh = Files.createTempDirectory(place.getParent(), UNPACKING);
    Files.setPosixFilePermissions(fresh, permissions(0755));
    try (InputStream archive = shipped.get()) {
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

  /**
   * Deletes what stands beside the programs in use, but for those that were used before them. To be
   * asked only where no other garage can have its programs. What does not look as {@link
   * #unpackedIn} leaves it, or has a process that runs, stays.
   *
   * @param used the directory that {@link #unpackedIn} gave
   */
  static void forgetOlder(Path used) throws IOException {
    // The order of use is kept there: after a way back the programs unpacked last are not in use.
    Files.setLastModifiedTime(used, FileTime.from(Instant.now()));
    Instant dayAgo = Instant.now().minus(Duration.ofDays(1));
    for (Path rest : beside(used, PostgresBinaries::isRest)) {
      // Somebody may be unpacking there.
      if (lastUsed(rest).toInstant().isBefore(dayAgo) || isForgotten(rest)) {
        deleteTree(rest);
      }
    }
    List<Path> others = beside(used, PostgresBinaries::isUnpacked);
    for (Path older : others.subList(Math.min(1, others.size()), others.size())) {
      if (!runs(older)) {
        // Its name goes first: what is deleted by half would never be unpacked whole again.
        deleteTree(
            Files.move(
                older,
                older.resolveSibling(FORGOTTEN + older.getFileName()),
                StandardCopyOption.ATOMIC_MOVE));
      }
    }
  }

  /** The one that was used last comes first. */
  private static List<Path> beside(Path used, Predicate<Path> wanted) throws IOException {
    try (var all = Files.list(used.getParent())) {
      return all.filter(path -> !path.equals(used))
          .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .filter(wanted)
          .sorted(Comparator.comparing(PostgresBinaries::lastUsed).reversed())
          .toList();
    }
  }

  /** What was broken off. */
  private static boolean isRest(Path path) {
    return REST.matcher(path.getFileName().toString()).matches();
  }

  private static boolean isForgotten(Path path) {
    return path.getFileName().toString().startsWith(FORGOTTEN);
  }

  private static boolean isUnpacked(Path path) {
    return NAME.matcher(path.getFileName().toString()).matches()
        && Files.isExecutable(path.resolve("bin/postgres"));
  }

  private static FileTime lastUsed(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean runs(Path programs) throws IOException {
    Path real = programs.toRealPath();
    try (var all = ProcessHandle.allProcesses()) {
      return all.anyMatch(process -> mayRun(program(process), words(process), real));
    }
  }

  /**
   * Whether a process may run one of these programs.
   *
   * @param program its own, as the system tells; empty where that is hidden from us
   * @param words how it was called, which nobody hides
   */
  static boolean mayRun(Optional<String> program, String words, Path programs) {
    return program
        .map(known -> known.startsWith(programs + "/"))
        .orElse(words.contains("postgres"));
  }

  private static Optional<String> program(ProcessHandle process) {
    try {
      return Optional.of(
          Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "exe")).toString());
    } catch (IOException hidden) {
      return Optional.empty();
    }
  }

  private static String words(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException ended) {
      return "";
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static String checksum(Supplier<InputStream> shipped) throws IOException, Refusal {
    try (InputStream archive = shipped.get()) {
      if (archive == null || !System.getProperty("os.arch").equals("amd64")) {
        throw new Refusal(
            "No PostgreSQL is shipped for "
                + System.getProperty("os.name")
                + " on "
                + System.getProperty("os.arch")
                + ": name your own with PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD.");
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      archive.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
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
