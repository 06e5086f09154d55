package tn.ecar.pool.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configurations that a pool has accepted, newest first: each a directory named after its time,
 * with a copy of the ini file and of those it includes, for their owner alone. The newest {@value
 * #MOST} are kept. Userlists are not: an old secret must not come back by a rollback.
 *
 * <p>A directory gets its name when it is complete, so a crash leaves none that is half.
 */
public final class History {
  /** So many are kept. */
  static final int MOST = 100;

  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");
  private static final String PLACES = "places";
  private static final String UNFINISHED = ".new-";
  private static final Pattern NAME = Pattern.compile("([^T]+T)(.+?)(?:-replaced)?");

  private final Path directory;

  private History(Path directory) {
    this.directory = directory;
  }

  /**
   * One configuration of the past.
   *
   * @param at when it was accepted or, when it never was, replaced
   * @param accepted false for files that a rollback has replaced before any pool had accepted them
   * @param texts of its files by absolute path, the ini file first
   */
  public record Kept(Instant at, boolean accepted, Map<Path, String> texts) {}

  /** The history of this configuration's ini file; empty when it has none. */
  public static Optional<History> of(Configuration configuration) {
    return configuration
        .file()
        .map(file -> of(file, configuration.text(Setting.CONFIG_HISTORY_DIR)));
  }

  /**
   * The history of an ini file.
   *
   * @param directory the value of config_history_dir, may be empty
   */
  static History of(Path ini, String directory) {
    Path real = ini.toAbsolutePath().normalize();
    return new History(
        directory.isEmpty()
            ? real.resolveSibling(real.getFileName() + ".history")
            : Path.of(directory).toAbsolutePath());
  }

  /**
   * Keeps a configuration that has just been accepted, unless its files are those of the newest
   * one. A disk that refuses is told to the log and hinders nobody.
   */
  public static void accepted(Configuration configuration, Instant at) {
    of(configuration)
        .ifPresent(
            history -> {
              try {
                history.keep(
                    new Kept(at.truncatedTo(ChronoUnit.MILLIS), true, configuration.texts()));
              } catch (IOException | RuntimeException refused) {
                // Whatever lies there, the pool must start and reload without it.
                LOG.log(
                    System.Logger.Level.WARNING,
                    "the configuration is in force but not kept in {0} ({1}); make the directory"
                        + " writable or name another one by config_history_dir",
                    history.directory,
                    refused.toString());
              }
            });
  }

  Path directory() {
    return directory;
  }

  /** Keeps one, unless its files are those of the newest. */
  synchronized void keep(Kept kept) throws IOException {
    List<Path> present = names();
    if (!present.isEmpty() && read(present.get(0)).texts().equals(kept.texts())) {
      return;
    }
    Path own = privateDirectory(directory).resolve(UNFINISHED + UUID.randomUUID());
    privateDirectory(own);
    int number = 0;
    StringBuilder places = new StringBuilder();
    for (Map.Entry<Path, String> file : kept.texts().entrySet()) {
      number++;
      String name = number + "-" + file.getKey().getFileName();
      PrivateFile.create(own.resolve(name), file.getValue());
      places.append(name).append('\t').append(file.getKey()).append('\n');
    }
    PrivateFile.create(own.resolve(PLACES), places.toString());
    PrivateFile.sync(own);
    Files.move(own, free(kept), StandardCopyOption.ATOMIC_MOVE);
    PrivateFile.sync(directory);
    for (Path old : names().stream().skip(MOST).toList()) {
      forget(old);
    }
  }

  private Path free(Kept kept) {
    Instant at = kept.at();
    while (true) {
      String time = at.toString().replace(':', '-');
      Path place = directory.resolve(kept.accepted() ? time : time + "-replaced");
      if (Files.notExists(place)) {
        return place;
      }
      at = at.plusMillis(1);
    }
  }

  private static void forget(Path old) throws IOException {
    try (Stream<Path> files = Files.list(old)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(old);
  }

  /** All of them, newest first. */
  public List<Kept> all() throws IOException {
    List<Kept> all = new ArrayList<>();
    for (Path name : names()) {
      all.add(read(name));
    }
    return all;
  }

  private List<Path> names() throws IOException {
    if (Files.notExists(directory)) {
      return List.of();
    }
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      for (Path one : found) {
        // A copy that somebody has made has another name and is no part of the history.
        if (Files.exists(one.resolve(PLACES)) && time(one).isPresent()) {
          names.add(one);
        }
      }
    }
    names.sort(Comparator.comparing((Path name) -> time(name).orElseThrow()).reversed());
    return names;
  }

  /** The time that its name says; empty when the name is no time. */
  private static Optional<Instant> time(Path kept) {
    Matcher halves = NAME.matcher(kept.getFileName().toString());
    if (!halves.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(halves.group(1) + halves.group(2).replace('-', ':')));
    } catch (DateTimeParseException other) {
      return Optional.empty();
    }
  }

  private static Kept read(Path kept) throws IOException {
    Map<Path, String> texts = new LinkedHashMap<>();
    for (String line : Files.readAllLines(kept.resolve(PLACES))) {
      String[] place = line.split("\t", 2);
      texts.put(Path.of(place[1]), Files.readString(kept.resolve(place[0])));
    }
    return new Kept(time(kept).orElseThrow(), !kept.toString().endsWith("-replaced"), texts);
  }

  private static Path privateDirectory(Path directory) throws IOException {
    return Files.exists(directory)
        ? directory
        : Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
