package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.config.Configuration;

/** Holds the pages together: every block says who runs it, every link leads somewhere. */
class FencesTest {
  /** What nobody types. */
  private static final Set<String> NO_COMMANDS = Set.of("text", "json", "yaml", "xml", "http");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s:]+)?(?:#([^)\\s]+))?\\)");
  private static final Pattern VARIABLE = Pattern.compile("`(ECAR_[A-Z_]+)`");
  private static final Pattern COMMAND = Pattern.compile("\\./ecar ([a-z]+)");
  private static final Pattern READ = Pattern.compile("\"(ECAR_[A-Z_]*[A-Z])\"");
  private static final Pattern TEST_NAME = Pattern.compile("`([A-Z]\\w+(?:Test|IT|CT|ST))`");

  @TempDir private Path directory;

  @Test
  void everyBlockIsRunByATestOrMarkedAsAnIllustration() throws IOException {
    List<String> unmarked =
        Fence.all().stream()
            .filter(fence -> !NO_COMMANDS.contains(fence.language()))
            .filter(
                fence ->
                    !fence.mark().matches("run|prints|ini|checked by \\w+|illustration: \\S.*"))
            .map(Fence::place)
            .toList();
    assertThat(unmarked)
        .as("a block needs <!-- run -->, or another mark of Fence, on the line before it")
        .isEmpty();
  }

  @Test
  void whoIsSaidToCheckABlockIsThere() throws IOException {
    Set<String> tests = testNames();
    for (Fence fence : Fence.all()) {
      if (fence.mark().startsWith("checked by ")) {
        assertThat(tests)
            .as(fence.place())
            .contains(fence.mark().substring("checked by ".length()));
      }
    }
  }

  private static Set<String> testNames() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module :
        List.of("ecar-pool", "ecar-domain", "ecar-web", "ecar-batch", "ecar-ear")) {
      try (Stream<Path> files = Files.walk(Fence.ROOT.resolve(module).resolve("src/test"))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".java"))
            .forEach(name -> names.add(name.substring(0, name.length() - ".java".length())));
      }
    }
    return names;
  }

  @Test
  void everyPieceOfAnIniIsReadByThePool() throws IOException {
    int read = 0;
    for (Fence fence : Fence.all()) {
      if (!fence.mark().equals("ini")) {
        continue;
      }
      String text = fence.text();
      if (!text.contains("[pgbouncer]")) {
        text = text.contains("[") && text.startsWith("[") ? text : "[pgbouncer]\n" + text;
      }
      Path ini = Files.writeString(directory.resolve("piece.ini"), text.replace("…", "any"));
      assertThat(Configuration.read(ini, java.util.Map.of())).as(fence.place()).isNotNull();
      read++;
    }
    assertThat(read).isPositive();
  }

  @Test
  void everyVariableThatPagesSpeakOfIsReadBySomebody() throws IOException {
    StringBuilder code = new StringBuilder();
    for (String place :
        List.of(
            "ecar",
            "container",
            "ecar-pool/src",
            "ecar-domain/src",
            "ecar-web/src",
            "ecar-batch/src",
            "ecar-ear/src")) {
      try (Stream<Path> files = Files.walk(Fence.ROOT.resolve(place))) {
        for (Path file : files.filter(Files::isRegularFile).filter(FencesTest::isCode).toList()) {
          code.append(Files.readString(file));
        }
      }
    }
    for (Path page : Fence.pages()) {
      VARIABLE
          .matcher(Files.readString(page))
          .results()
          .map(found -> found.group(1))
          .filter(name -> !name.startsWith("ECAR_POOL_") && !name.endsWith("_"))
          .forEach(name -> assertThat(code.indexOf(name)).as(page + ": " + name).isPositive());
    }
  }

  @Test
  void everyVariableThatTheCodeReadsStandsOnAPage() throws IOException {
    StringBuilder pages = new StringBuilder();
    for (Path page : Fence.pages()) {
      pages.append(Files.readString(page));
    }
    Set<String> read = new TreeSet<>();
    for (String module :
        List.of("ecar-pool", "ecar-domain", "ecar-web", "ecar-batch", "ecar-ear")) {
      try (Stream<Path> files = Files.walk(Fence.ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(Files::isRegularFile).filter(FencesTest::isCode).toList()) {
          READ.matcher(Files.readString(file))
              .results()
              .map(found -> found.group(1))
              .forEach(read::add);
        }
      }
    }
    // A page may name a row of them by their ends: `ECAR_BATCH_HOST`, `_PORT`.
    assertThat(read).hasSizeGreaterThan(30);
    assertThat(read)
        .filteredOn(name -> !name.startsWith("ECAR_POOL_"))
        .allSatisfy(
            name ->
                assertThat(pages.indexOf("`" + name) >= 0 || isNamedByItsEnd(name, pages))
                    .as(name + " stands on no page")
                    .isTrue());
  }

  private static boolean isNamedByItsEnd(String name, StringBuilder pages) {
    int last = name.lastIndexOf('_');
    return pages.indexOf("`" + name.substring(0, last) + "_HOST`") >= 0
        && pages.indexOf("`" + name.substring(last) + "`") >= 0;
  }

  private static boolean isCode(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".java") || !name.contains(".");
  }

  @Test
  void everyLinkLeadsToAPageAndAHeadingOfIt() throws IOException {
    for (Path page : Fence.pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        String file = link.group(1);
        Path target = file == null ? page : page.resolveSibling(file).normalize();
        assertThat(target).as("%s: %s", page, link.group()).exists();
        if (link.group(2) != null && target.toString().endsWith(".md")) {
          assertThat(headings(target)).as("%s: %s", page, link.group()).contains(link.group(2));
        }
      }
    }
  }

  private static Set<String> headings(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").strip().toLowerCase(java.util.Locale.ROOT))
        .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  void everyCommandThatPagesSpeakOfIsOneOfTheLauncher() throws IOException {
    String usage = Files.readString(Fence.ROOT.resolve("ecar"));
    usage = usage.substring(0, usage.indexOf("\nset "));
    Set<String> commands = new TreeSet<>();
    for (Path page : Fence.pages()) {
      COMMAND
          .matcher(Files.readString(page))
          .results()
          .map(found -> found.group(1))
          .forEach(commands::add);
    }
    assertThat(commands).hasSizeGreaterThan(8);
    commands.remove("help");
    for (String command : commands) {
      assertThat(usage).contains("./ecar " + command);
    }
  }

  @Test
  void theUsersGuideNamesEveryPlaceOfTheNavigation() throws IOException {
    Pattern place = Pattern.compile("(?m)^place\\.[a-z]+=(.+)$");
    String texts =
        Files.readString(
            Fence.ROOT.resolve(
                "ecar-web/src/main/resources/tn/ecar/web/pages/texts_en.properties"));
    List<String> names = place.matcher(texts).results().map(found -> found.group(1)).toList();
    String guide = Files.readString(Fence.ROOT.resolve("docs/users-guide.md"));
    assertThat(names).hasSizeGreaterThan(10);
    assertThat(names).allSatisfy(name -> assertThat(guide).contains("*" + name + "*"));
  }

  @Test
  void theIndexLeadsToEveryPageAndNamesTestsThatExist() throws IOException {
    Path docs = Fence.ROOT.resolve("docs");
    String index = Files.readString(docs.resolve("README.md"));
    for (Path page : Fence.pages()) {
      if (page.getParent().equals(docs) && !page.endsWith("README.md")) {
        assertThat(index).as("docs/README.md").contains("(" + page.getFileName());
      }
    }
    Set<String> tests = testNames();
    assertThat(TEST_NAME.matcher(index).results().map(found -> found.group(1)).toList())
        .isNotEmpty()
        .isSubsetOf(tests);
  }
}
