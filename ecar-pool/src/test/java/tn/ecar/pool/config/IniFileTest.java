package tn.ecar.pool.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class IniFileTest {

  @Property
  void whatever_stands_there_is_read_or_refused_with_its_line(@ForAll("lines") List<String> lines) {
    try {
      assertThat(IniFile.parse("pool.ini", String.join("\n", lines))).isNotNull();
    } catch (ConfigurationException refused) {
      assertThat(refused).hasMessageMatching("(?s)pool\\.ini, line \\d+: .*");
    }
  }

  /** No %include: what files a test reads must not be left to chance. */
  @Provide
  Arbitrary<List<String>> lines() {
    return Arbitraries.strings().withChars("[]=;#'\" \tab1.").ofMaxLength(12).list().ofMaxSize(8);
  }

  /** Each character of it took a frame of the stack. */
  @Test
  void a_long_quoted_value_overflowed_the_stack() {
    String value = "it''s ".repeat(100_000);
    String read = value.replace("''", "'");
    assertThat(IniFile.unquoted("'" + value + "'")).isEqualTo(read);
    assertThat(KeyValues.split("password='" + value + "' port=1", new Origin("here"), "database x"))
        .containsExactly(new KeyValues.Pair("password", read), new KeyValues.Pair("port", "1"));
    Path file = Path.of("pool.ini");
    Difference seen =
        Difference.between(Map.of(file, ""), Map.of(file, "password='" + value + "' port=1"));
    assertThat(seen.toString()).contains("port=1").doesNotContain("it''s");
  }

  @Property
  void a_value_survives_quoting(@ForAll("values") String value) {
    String entry = "password='" + value.replace("'", "''") + "' port=1";

    assertThat(KeyValues.split(entry, new Origin("here"), "database x"))
        .containsExactly(new KeyValues.Pair("password", value), new KeyValues.Pair("port", "1"));
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings().ofMaxLength(20).filter(value -> !value.contains("\0"));
  }

  @Property
  void any_entry_is_split_or_refused_without_showing_it(@ForAll("values") String text) {
    try {
      assertThat(KeyValues.split("secret=" + text, new Origin("here"), "database x")).isNotNull();
    } catch (ConfigurationException refused) {
      assertThat(refused)
          .hasMessageMatching("here: database x: from character \\d+ on expected key=value.*");
    }
  }
}
