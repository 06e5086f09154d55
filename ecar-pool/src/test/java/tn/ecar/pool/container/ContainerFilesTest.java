package tn.ecar.pool.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.config.Setting;

/** What the images are made of is there, and knows every key. */
class ContainerFilesTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void everyKeyCanBeSetByItsName() throws IOException {
    Path file = ROOT.resolve("container/keys");
    String keys =
        Arrays.stream(Setting.values()).map(Setting::key).sorted().collect(Collectors.joining("\n"))
            + "\n";
    if (Boolean.getBoolean("ecar.docs.write")) {
      Files.writeString(file, keys);
    }
    assertThat(Files.readString(file))
        .as("container/keys; -Decar.docs.write=true writes it")
        .isEqualTo(keys);
  }

  @Test
  void whatTheImagesCopyFromTheSourcesIsThere() throws IOException {
    Matcher copy =
        Pattern.compile("(?m)^COPY (?!--)(.+)$")
            .matcher(Files.readString(ROOT.resolve("Dockerfile")));
    int seen = 0;
    while (copy.find()) {
      List<String> words = List.of(copy.group(1).split(" +"));
      for (String source : words.subList(0, words.size() - 1)) {
        assertThat(ROOT.resolve(source)).exists();
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(5);
  }

  @Test
  void nobodyIsRootAndNoSecretStandsInAFile() throws IOException {
    assertThat(Files.readString(ROOT.resolve("Dockerfile")).split("(?m)^USER 10001:10001$"))
        .as("both images")
        .hasSize(3);
    for (String file : List.of("Dockerfile", "compose.yaml", "compose.pool.yaml")) {
      assertThat(Files.readString(ROOT.resolve(file)))
          .doesNotContainPattern("(?m)PASSWORD: *\\S")
          .doesNotContainPattern("(?m)^ENV .*PASSWORD");
    }
    assertThat(Files.readAllLines(ROOT.resolve(".gitignore"))).contains("/secrets/");
  }
}
