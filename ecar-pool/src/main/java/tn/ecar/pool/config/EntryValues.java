package tn.ecar.pool.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The values of one entry of [databases], [users] or [peers], in their canonical form. Two are
 * equal when the same was written.
 */
final class EntryValues<K extends Enum<K> & EntryKey> {
  private final Class<K> keys;
  private final Map<K, String> values;

  private EntryValues(Class<K> keys, Map<K, String> values) {
    this.keys = keys;
    this.values = Collections.unmodifiableMap(values);
  }

  /** An entry that says nothing. */
  static <K extends Enum<K> & EntryKey> EntryValues<K> none(Class<K> keys) {
    return new EntryValues<>(keys, new EnumMap<>(keys));
  }

  /**
   * Reads {@code key=value key='quoted value' …}.
   *
   * @param what names the entry in messages, such as "database ecar_db"
   * @param aliases other spellings of keys
   * @throws ConfigurationException naming place, entry, key, value and what is allowed
   */
  static <K extends Enum<K> & EntryKey> EntryValues<K> parse(
      Class<K> keys, String text, Origin origin, String what, Map<String, K> aliases) {
    Map<K, String> values = new EnumMap<>(keys);
    for (KeyValues.Pair pair : KeyValues.split(text, origin, what)) {
      K key = aliases.get(pair.key());
      if (key == null) {
        key = find(keys, pair.key(), origin, what);
      }
      values.put(key, origin.value(what + ": " + key.key(), key.type(), pair.value()));
    }
    return new EntryValues<>(keys, values);
  }

  private static <K extends Enum<K> & EntryKey> K find(
      Class<K> keys, String written, Origin origin, String what) {
    return Arrays.stream(keys.getEnumConstants())
        .filter(key -> key.key().equals(written))
        .findFirst()
        .orElseThrow(
            () ->
                origin.refuse(
                    what
                        + ": unknown key "
                        + written
                        + "; known are "
                        + Arrays.stream(keys.getEnumConstants())
                            .map(EntryKey::key)
                            .collect(Collectors.joining(", "))));
  }

  EntryValues<K> with(K key, String value) {
    Map<K, String> changed = new EnumMap<>(keys);
    changed.putAll(values);
    changed.put(key, value);
    return new EntryValues<>(keys, changed);
  }

  EntryValues<K> without(Set<K> dropped) {
    Map<K, String> rest = new EnumMap<>(keys);
    rest.putAll(values);
    rest.keySet().removeAll(dropped);
    return new EntryValues<>(keys, rest);
  }

  Optional<String> text(K key) {
    return Optional.ofNullable(values.get(key));
  }

  OptionalInt number(K key) {
    String value = values.get(key);
    return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
  }

  Optional<Duration> duration(K key) {
    return text(key).map(ValueType::seconds);
  }

  /** A duration that a negative number unsets. */
  Optional<Duration> durationUnlessUnset(K key) {
    return duration(key).filter(limit -> !limit.isNegative());
  }

  Optional<PoolMode> poolMode(K key) {
    return text(key).map(PoolMode::of);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryValues<?> that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
