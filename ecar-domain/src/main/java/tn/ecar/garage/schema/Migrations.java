package tn.ecar.garage.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The migrations that this program carries, read without Flyway: inside a server there is none. */
final class Migrations {
  static final String FOLDER = "db/migration";
  private static final String FIRST = FOLDER + "/V001__garage.sql";
  private static final Pattern NAME = Pattern.compile("V([0-9]+)__[a-z0-9_]+\\.sql");

  private Migrations() {}

  /** Returns the highest version, 1 or more. */
  static int highest() {
    return names().stream()
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
        .max()
        .orElseThrow(
            () ->
                new IllegalStateException("The program carries no migrations in " + FOLDER + "."));
  }

  private static List<String> names() {
    URL first = Migrations.class.getClassLoader().getResource(FIRST);
    if (first == null) {
      throw new IllegalStateException(
          "The program carries no " + FIRST + ": it was packaged without its migrations.");
    }
    try {
      URLConnection connection = first.openConnection();
      if (connection instanceof JarURLConnection jar) {
        return namesIn(jar);
      }
      return namesIn(Path.of(new URI(first.toString())).getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> namesIn(JarURLConnection connection) throws IOException {
    // An own JarFile: closing a shared one would pull it from under the server's class loader.
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      return jar.stream()
          .map(java.util.zip.ZipEntry::getName)
          .filter(name -> name.startsWith(FOLDER + "/"))
          .map(name -> name.substring(FOLDER.length() + 1))
          .toList();
    }
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
