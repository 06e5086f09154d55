package tn.ecar.pool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.junit.jupiter.api.Test;

class IniIncludeTest {
  private static final Path TOP = Path.of("pool.ini");

  private final Map<Path, String> files = new HashMap<>();

  private String text(Path file) throws FileNotFoundException {
    String text = files.get(file.toAbsolutePath());
    if (text == null) {
      throw new FileNotFoundException(file.toString());
    }
    return text;
  }

  private void put(String name, List<String> lines) {
    files.put(Path.of(name).toAbsolutePath(), String.join("\n", lines));
  }

  private static List<String> meant(List<IniFile.Entry> entries) {
    return entries.stream()
        .map(entry -> entry.section() + "/" + entry.key() + "/" + entry.value())
        .toList();
  }

  /** Each cut moves some lines, perhaps with includes among them, into a file of their own. */
  @Property
  void files_that_are_cut_to_pieces_say_what_the_whole_says(
      @ForAll("lines") List<String> lines, @ForAll("cuts") List<Tuple2<Integer, Integer>> cuts) {
    files.clear(); // One object serves all tries.
    List<String> rest = new ArrayList<>(lines);
    for (int i = 0; i < cuts.size(); i++) {
      int from = cuts.get(i).get1() % (rest.size() + 1);
      List<String> part = rest.subList(from, Math.min(rest.size(), from + cuts.get(i).get2()));
      String name = "conf.d/part " + i + " of it's.ini";
      put(name, part);
      part.clear();
      rest.add(from, "%include '" + name.replace("'", "''") + "'");
    }
    put(TOP.toString(), rest);

    IniFile.Reading read = IniFile.read(TOP, this::text);

    assertThat(meant(read.entries()))
        .isEqualTo(meant(IniFile.parse("whole", String.join("\n", lines))));
    assertThat(read.texts()).isEqualTo(files);
  }

  /** The first line is a section, so that no entry stands before one. */
  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> line =
        Arbitraries.oneOf(
            Arbitraries.of("[users]", "[ databases ]", "[pgbouncer]", "; comment", "# one", ""),
            Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(5).map(key -> key + " = 1"),
            Arbitraries.strings().withChars("ab' ").ofMaxLength(5).map(text -> "\"k y\"=" + text));
    return line.list()
        .ofMaxSize(12)
        .map(
            some -> {
              List<String> all = new ArrayList<>(some);
              all.add(0, "[pgbouncer]");
              return all;
            });
  }

  @Provide
  Arbitrary<List<Tuple2<Integer, Integer>>> cuts() {
    Arbitrary<Integer> small = Arbitraries.integers().between(0, 12);
    return small.flatMap(a -> small.map(b -> Tuple.of(a, b))).list().ofMaxSize(5);
  }

  @Property
  void a_value_of_the_pools_own_section_survives_quoting(@ForAll("values") String value) {
    List<IniFile.Entry> read =
        IniFile.parse("pool.ini", "[s]\n k = '" + value.replace("'", "''") + "' ");

    assertThat(read).hasSize(1);
    assertThat(IniFile.unquoted(read.get(0).value())).isEqualTo(value);
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings()
        .all()
        .ofMaxLength(20)
        .filter(value -> value.codePoints().noneMatch(IniIncludeTest::endsLine));
  }

  private static boolean endsLine(int c) {
    return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  @Test
  void a_circle_and_a_missing_file_are_refused_where_they_are_included() {
    put("pool.ini", List.of("[users]", "%include a.ini"));
    put("a.ini", List.of("", "", "%include pool.ini"));
    assertThatThrownBy(() -> IniFile.read(TOP, this::text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("a.ini, line 3", "pool.ini, which is being read already");
    put("a.ini", List.of("%include b.ini"));
    assertThatThrownBy(() -> IniFile.read(TOP, this::text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("a.ini, line 1", "b.ini", "cannot be read");
  }

  @Test
  void an_error_is_found_in_the_included_file() {
    put("pool.ini", List.of("[pgbouncer]", "%include sizes.ini"));
    put("sizes.ini", List.of("; sizes", "default_pool_size = many"));
    assertThatThrownBy(() -> Configuration.read(TOP.toAbsolutePath(), absolute(), Map.of()))
        .hasMessageContainingAll(
            "sizes.ini, line 2", "default_pool_size = many", "allowed is a whole number from 0");
  }

  private Map<Path, String> absolute() {
    return Map.copyOf(files);
  }
}
