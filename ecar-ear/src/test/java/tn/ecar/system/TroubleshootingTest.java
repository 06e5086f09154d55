package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/troubleshooting.md to the code: what it says that somebody reads is what a program of
 * ours says, or a column of the console.
 */
class TroubleshootingTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** Strings that go on behind a plus sign on the next line are one sentence. */
  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

  @Test
  void everyMessageIsSaidByTheCode() throws IOException {
    String code = code();
    List<String> messages =
        Files.readAllLines(ROOT.resolve("docs/troubleshooting.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("\\|")[1])
            .filter(cell -> !cell.matches(".*\\((PostgreSQL|libpq).*\\).*"))
            .flatMap(cell -> CODE.matcher(cell).results().map(found -> found.group(1)))
            .toList();
    assertThat(messages).hasSizeGreaterThan(15);
    assertThat(messages)
        .allSatisfy(message -> assertThat(code.contains(message)).as(message).isTrue());
  }

  private static String code() throws IOException {
    StringBuilder all = new StringBuilder(Files.readString(ROOT.resolve("ecar")));
    all.append(Files.readString(ROOT.resolve("docs/pool.md")));
    for (String module : List.of("ecar-pool", "ecar-ear", "ecar-domain", "ecar-web")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        all.append(
            files
                .filter(file -> file.toString().endsWith(".java"))
                .map(TroubleshootingTest::read)
                .collect(Collectors.joining("\n")));
      }
    }
    return JOINT.matcher(all).replaceAll("");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
