package tn.ecar.launch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.launch.Guard;

/** Holds what docs/deploy.md says of Payara Micro to what the launcher does with it. */
class DeployPageTest {
  private static final Path PLACE = Path.of("target").toAbsolutePath();
  private static final Path PAGE =
      Path.of("").toAbsolutePath().resolveSibling("docs").resolve("deploy.md");

  private static String page;

  @BeforeAll
  static void read() throws Exception {
    page = Files.readString(PAGE);
  }

  @Test
  void thePageNamedAFileOfCommandsThatIsInNoBuildAndDidNotShowIt() {
    assertThat(page)
        .contains(String.join("\n", BatchRepository.resource()) + "\n" + BatchRepository.choice());
  }

  @Test
  void theCommandOfMicroLackedTheFlagsThatTheLauncherGivesIt() {
    List<String> shown =
        page.lines()
            .dropWhile(line -> !line.startsWith("java -X"))
            .takeWhile(line -> !line.equals("```"))
            .flatMap(line -> Stream.of(line.replace("\\", "").strip().split(" +")))
            .toList();

    List<String> given =
        micro().command(PLACE.resolve("job-repository.asadmin")).stream()
            .map(word -> word.startsWith("/") && word.length() > 1 ? lastName(word) : word)
            .toList();

    assertThat(shown).isEqualTo(given);
  }

  private static String lastName(String file) {
    return Path.of(file).getFileName().toString();
  }

  private static MicroServer micro() {
    ServerSettings settings = new ServerSettings(8080, PLACE, PLACE.resolve("log"), Map.of());
    return new MicroServer(new Distribution(PLACE), settings, (Guard) null, line -> {});
  }
}
