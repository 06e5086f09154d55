package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.console.ShowCommand;

/**
 * REST and the pool's page show every table of the console. Neither knows the pool's classes, so
 * that nothing else would tell them of a new one.
 */
class PoolTablesTest {
  private static final Path WEB = Path.of("../ecar-web/src/main");

  /** All but FDS, which a console answers for a process that takes over. */
  private static final Set<String> TABLES =
      Arrays.stream(ShowCommand.values())
          .filter(table -> table != ShowCommand.FDS)
          .map(table -> table.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toCollection(TreeSet::new));

  private static Set<String> names(Path source, String list, String name) throws IOException {
    MatchResult found =
        Pattern.compile(list, Pattern.DOTALL)
            .matcher(Files.readString(source))
            .results()
            .findFirst()
            .orElseThrow();
    return Pattern.compile(name)
        .matcher(found.group(1))
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void restShowsEveryTable() throws IOException {
    assertThat(
            names(
                WEB.resolve("java/tn/ecar/web/rest/PoolResource.java"),
                "TABLES =(.*?);",
                "\"([a-z_]+)\""))
        .isEqualTo(TABLES);
  }

  @Test
  void thePageOffersEveryTableAndShowsTheAdviceByItself() throws IOException {
    Path page = WEB.resolve("webapp/pool.xhtml");
    Set<String> shown = names(page, "<select id=\"which\"(.*?)</select>", "'([a-z_]+)'");
    shown.addAll(names(page, "(data-table=\"[a-z_]+\")", "\"([a-z_]+)\""));
    assertThat(shown).isEqualTo(TABLES);
  }
}
