package tn.ecar.batch.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where backups lie. Each has a file of its own, beside it the checksum, and a manifest once it was
 * proved: what has none is no backup.
 */
final class BackupFolder {
  /** What file sizes are told in. */
  static final int MEGABYTE = 1024 * 1024;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String PREFIX = "ecar-";
  private static final String CHECKSUM = ".sha256";
  private static final String MANIFEST = ".json";
  private static final String WORK = ".work";

  private final Path directory;

  BackupFolder(Path directory) {
    this.directory = directory;
  }

  /** A moment as names have it: UTC, to the second. */
  static String stamp(Instant at) {
    return STAMP.format(at);
  }

  /** Makes an empty directory for the work of one backup; what killed ones have left goes. */
  Path newWork() throws IOException {
    PrivateFiles.directory(directory);
    Path own = Files.createTempDirectory(directory, WORK);
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(directory, path -> isLeftOver(path) && !path.equals(own))) {
      parts.forEach(BackupFolder::remove);
    }
    return own;
  }

  private static boolean isLeftOver(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(".part") || name.startsWith(WORK);
  }

  /** A name that is not taken: two backups in one second, or after the clock was set back. */
  Path newFile(Instant at, boolean encrypted) {
    Instant moment = at;
    Path file;
    do {
      file = directory.resolve(PREFIX + stamp(moment) + ".dump" + (encrypted ? ".enc" : ""));
      moment = moment.plusSeconds(1);
    } while (Files.exists(file));
    return file;
  }

  /** How much room is left, as the end of a sentence; empty where the system does not tell. */
  String room() {
    try {
      long free = Files.getFileStore(directory).getUsableSpace() / MEGABYTE;
      return " (" + free + " MiB are free there)";
    } catch (IOException unknown) {
      return "";
    }
  }

  /**
   * Makes a backup of a file that was proved.
   *
   * @param proved where the file is, in a work directory
   * @param place where it is to lie
   */
  void keep(Path proved, Path place, BackupManifest manifest) throws IOException {
    try {
      PrivateFiles.write(
          sibling(place, CHECKSUM), manifest.sha256() + "  " + place.getFileName() + "\n");
      Files.move(proved, place, StandardCopyOption.ATOMIC_MOVE);
      // This syncs the directory, and with it the new name of the file.
      PrivateFiles.write(sibling(place, MANIFEST), manifest.json());
    } catch (IOException e) {
      remove(place);
      remove(sibling(place, CHECKSUM));
      throw e;
    }
  }

  /**
   * Refuses a file that is not as it was written, where its checksum lies beside it.
   *
   * @throws BackupRefused with both checksums
   */
  static void requireChecksum(Path file) throws IOException, BackupRefused {
    Path beside = sibling(file, CHECKSUM);
    if (Files.exists(beside)) {
      String was = Files.readString(beside).replaceFirst("(?s)\\s.*", "");
      String is = sha256(file);
      if (!is.equals(was)) {
        throw new BackupRefused(
            file + " has the checksum " + is + " and was written with " + was + ": take another.");
      }
    }
  }

  /** The checksum of a file as it lies on the disk. */
  static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private static Path sibling(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /**
   * Deletes the oldest backups, by the time of their files, so that a clock set back confuses
   * nothing.
   *
   * @param kept how many stay
   * @return the names of those that are gone
   */
  List<String> forgetBeyond(int kept) throws IOException {
    Map<Path, FileTime> manifests = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, PREFIX + "*" + MANIFEST)) {
      for (Path manifest : all) {
        manifests.put(manifest, Files.getLastModifiedTime(manifest));
      }
    }
    List<Path> oldest =
        manifests.keySet().stream()
            .sorted(
                Comparator.<Path, FileTime>comparing(manifests::get)
                    .thenComparing(Path::toString)
                    .reversed())
            .skip(kept)
            .toList();
    List<String> gone = new ArrayList<>();
    for (Path manifest : oldest) {
      String base = manifest.getFileName().toString().replace(MANIFEST, "");
      // The manifest first: what is half deleted is then no backup any more.
      Files.deleteIfExists(manifest);
      Files.deleteIfExists(manifest.resolveSibling(base + CHECKSUM));
      Files.deleteIfExists(manifest.resolveSibling(base));
      gone.add(base);
    }
    return gone;
  }

  /** Deletes a file, or a directory of files; what cannot be deleted is told in the log. */
  static void remove(Path path) {
    try {
      if (Files.isDirectory(path)) {
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(path)) {
          for (Path file : inside) {
            Files.deleteIfExists(file);
          }
        }
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      System.getLogger(BackupFolder.class.getName())
          .log(System.Logger.Level.WARNING, "{0} could not be deleted: {1}", path, e.toString());
    }
  }
}
