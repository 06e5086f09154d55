package tn.ecar.batch.backup;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's client programs of one release, as they lie in one directory.
 *
 * @param directory where they are
 * @param major the release, for example 18
 */
record PostgresPrograms(Path directory, int major) {
  private static final Logger LOG = System.getLogger(PostgresPrograms.class.getName());
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final List<String> NEEDED = List.of("pg_dump", "pg_restore", "psql");

  /** Where systems put them; a star stands for releases. */
  private static final List<String> USUAL =
      List.of(
          "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin");

  /**
   * Returns programs that can dump a server of that release: the newest there are.
   *
   * @param named the one directory to look into; empty to look where systems put them
   * @throws BackupRefused if there are none, or only older ones; {@code pg_dump} never dumps a
   *     server that is newer than itself, since it cannot know what it would leave out
   */
  static PostgresPrograms forServer(
      int serverMajor, Optional<Path> named, Map<String, String> environment) throws BackupRefused {
    List<PostgresPrograms> found = new ArrayList<>();
    for (Path directory : named.map(List::of).orElseGet(() -> usual(environment))) {
      major(directory).ifPresent(major -> found.add(new PostgresPrograms(directory, major)));
    }
    PostgresPrograms newest =
        found.stream().max(Comparator.comparingInt(PostgresPrograms::major)).orElse(null);
    String way =
        " Install postgresql-client-"
            + serverMajor
            + " or newer, or name its directory by "
            + BackupSettings.PROGRAMS
            + ".";
    if (newest == null) {
      throw new BackupRefused(
          "There is no pg_dump"
              + named.map(directory -> " in " + directory).orElse(" on this machine")
              + "."
              + way);
    }
    if (newest.major < serverMajor) {
      throw new BackupRefused(
          "The server is PostgreSQL "
              + serverMajor
              + " and the newest pg_dump is "
              + newest.major
              + " ("
              + newest.directory
              + "): it would refuse a newer server."
              + way);
    }
    return newest;
  }

  private static List<Path> usual(Map<String, String> environment) {
    List<Path> directories = new ArrayList<>();
    for (String pattern : USUAL) {
      int star = pattern.indexOf('*');
      Path parent = Path.of(pattern.substring(0, pattern.lastIndexOf('/', star)));
      String[] names = pattern.substring(parent.toString().length() + 1).split("/", 2);
      if (Files.isDirectory(parent)) {
        try (DirectoryStream<Path> releases = Files.newDirectoryStream(parent, names[0])) {
          releases.forEach(release -> directories.add(release.resolve(names[1])));
        } catch (IOException unreadable) {
          LOG.log(Level.DEBUG, "Nothing is looked for in " + parent + ".", unreadable);
        }
      }
    }
    for (String entry : environment.getOrDefault("PATH", "").split(":", -1)) {
      if (!entry.isBlank()) {
        directories.add(Path.of(entry));
      }
    }
    return directories;
  }

  private static Optional<Integer> major(Path directory) {
    for (String name : NEEDED) {
      if (!Files.isExecutable(directory.resolve(name))) {
        return Optional.empty();
      }
    }
    try {
      Process process =
          new ProcessBuilder(directory.resolve("pg_dump").toString(), "--version")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      String said;
      try (InputStream out = process.getInputStream()) {
        said = new String(out.readNBytes(200), StandardCharsets.UTF_8);
      }
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      Matcher version = VERSION.matcher(said);
      return version.find() ? Optional.of(Integer.valueOf(version.group(1))) : Optional.empty();
    } catch (IOException notRunnable) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Returns the path of one of them. */
  String program(String name) {
    return directory.resolve(name).toString();
  }
}
