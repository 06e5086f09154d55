package tn.ecar.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Directories that tests leave files in: under the system's own for such, with short names, because
 * a unix socket's path takes no more than some hundred letters. They go with the Java machine.
 */
public final class TestDirectory {
  private static final Queue<Path> ALL = new ConcurrentLinkedQueue<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ALL.forEach(TestDirectory::delete)));
  }

  private TestDirectory() {}

  /** A new one. */
  public static Path create(String prefix) throws IOException {
    Path directory = Files.createTempDirectory(prefix);
    ALL.add(directory);
    return directory;
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException gone) {
      System.err.println(directory + " stays behind: " + gone);
    }
  }
}
