package tn.ecar.pool.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.Setting;

/** Holds docs/from-other-pools.md to the properties of HikariCP and to the keys of the pool. */
class FromOtherPoolsTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern KEY = Pattern.compile("[a-z]+(_[a-z]+)+");

  private static List<String[]> rows() throws IOException {
    return Files.readAllLines(Path.of("../docs/from-other-pools.md")).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|"))
        .toList();
  }

  private static List<String> code(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
  }

  @Test
  void every_property_of_hikaricp_is_told_of() throws IOException {
    List<String> told = rows().stream().flatMap(row -> code(row[1]).stream()).toList();
    List<String> properties =
        Arrays.stream(HikariConfig.class.getMethods())
            .map(Method::getName)
            .filter(name -> name.startsWith("set"))
            .map(
                name -> name.substring(3, 4).toLowerCase(java.util.Locale.ROOT) + name.substring(4))
            .distinct()
            .toList();
    assertThat(properties).hasSizeGreaterThan(30);
    assertThat(told).containsAll(properties);
  }

  @Test
  void the_keys_that_it_sends_people_to_are_there() throws IOException {
    List<String> keys =
        java.util.stream.Stream.concat(
                Arrays.stream(Setting.values()).map(Setting::key),
                Arrays.stream(DatabaseSettings.Key.values()).map(DatabaseSettings.Key::key))
            .toList();
    List<String> named =
        rows().stream()
            .flatMap(row -> code(row[2]).stream())
            .filter(word -> KEY.matcher(word).matches())
            .filter(word -> !word.startsWith("log_min_"))
            .toList();
    assertThat(named).isNotEmpty();
    assertThat(keys).containsAll(named);
  }
}
