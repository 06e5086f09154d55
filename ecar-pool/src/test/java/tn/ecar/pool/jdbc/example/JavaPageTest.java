package tn.ecar.pool.jdbc.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every piece of Java on the page docs/java.md is a piece of the tested examples, in their order.
 */
class JavaPageTest {
  private static final Path PAGE = Path.of("..", "docs", "java.md");
  private static final Path EXAMPLES =
      Path.of("src/test/java/tn/ecar/pool/jdbc/example/JavaExamplesIT.java");

  @Test
  void showsWhatIsTested() throws IOException {
    assertThat(blocks(Files.readString(PAGE))).containsExactlyElementsOf(examples());
  }

  private static List<String> blocks(String page) {
    List<String> blocks = new ArrayList<>();
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page);
    while (block.find()) {
      blocks.add(block.group(1).strip());
    }
    return blocks;
  }

  private static List<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    List<String> current = null;
    for (String line : Files.readAllLines(EXAMPLES)) {
      if (line.strip().equals("// []")) {
        examples.add(flushLeft(current));
        current = null;
      } else if (line.strip().startsWith("// [")) {
        current = new ArrayList<>();
      } else if (current != null) {
        current.add(line);
      }
    }
    return examples;
  }

  private static String flushLeft(List<String> lines) {
    Stream<String> kept = lines.stream().map(line -> line.isBlank() ? "" : line);
    return String.join("\n", kept.toList()).stripTrailing().stripIndent().strip();
  }
}
