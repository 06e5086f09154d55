package tn.ecar.pool.config;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the key of a database, user or peer entry, or refuses with the list of keys. */
final class EntryKeys {
  private EntryKeys() {}

  static <K extends Enum<K>> K find(
      Class<K> keys, String written, Function<K, String> spelling, Origin origin, String what) {
    return Arrays.stream(keys.getEnumConstants())
        .filter(key -> spelling.apply(key).equals(written))
        .findFirst()
        .orElseThrow(
            () ->
                origin.refuse(
                    what
                        + ": unknown key "
                        + written
                        + "; known are "
                        + Arrays.stream(keys.getEnumConstants())
                            .map(spelling)
                            .collect(Collectors.joining(", "))));
  }
}
