package tn.ecar.pool.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a Java program says itself instead of an ini file; the words and their meaning are the ini's
 * own.
 *
 * @param settings values of [pgbouncer] by key, as {@code default_pool_size} to {@code 20}
 * @param databases connection strings of [databases] by name, as {@code ecar_db} to {@code
 *     host=127.0.0.1 port=5432}
 */
public record ProgramValues(Map<String, String> settings, Map<String, String> databases) {
  /** Copies the maps. */
  public ProgramValues {
    settings = Map.copyOf(new TreeMap<>(settings));
    databases = Map.copyOf(new TreeMap<>(databases));
  }

  List<IniFile.Entry> entries() {
    return Stream.concat(entries("pgbouncer", settings), entries("databases", databases)).toList();
  }

  private static Stream<IniFile.Entry> entries(String section, Map<String, String> values) {
    Origin origin = new Origin("value of the program for [" + section + "]");
    return values.entrySet().stream()
        .map(one -> new IniFile.Entry(section, one.getKey(), one.getValue(), origin));
  }

  /** Without the values, among which passwords are. */
  @Override
  public String toString() {
    return "ProgramValues" + settings.keySet() + databases.keySet();
  }
}
