package tn.ecar.pool.config;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One entry of [peers]: another pool that cancel requests are passed on to.
 *
 * @param id its number within the group
 * @param address where it listens
 * @param poolSize cancel requests in flight to it, or empty for default_pool_size
 */
public record PeerSettings(int id, ServerAddress address, OptionalInt poolSize) {
  private enum Key {
    HOST(ValueType.TEXT),
    PORT(ValueType.PORT),
    POOL_SIZE(ValueType.COUNT);

    // A ValueType is immutable: its function keeps no state, which the check cannot see.
    @SuppressWarnings("ImmutableEnumChecker")
    private final ValueType type;

    Key(ValueType type) {
      this.type = type;
    }

    private String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final ValueType ID = ValueType.between(1, 16383);

  static PeerSettings parse(String id, String text, Origin origin) {
    String number = origin.value("peer", ID, id);
    Map<Key, String> values = new EnumMap<>(Key.class);
    for (KeyValues.Pair pair : KeyValues.split(text, origin, "peer " + number)) {
      Key key = EntryKeys.find(Key.class, pair.key(), Key::key, origin, "peer " + number);
      values.put(key, origin.value("peer " + number + ": " + key.key(), key.type, pair.value()));
    }
    if (!values.containsKey(Key.HOST)) {
      throw origin.refuse("peer " + number + " has no host; add host=");
    }
    int port = Integer.parseInt(values.getOrDefault(Key.PORT, "6432"));
    String size = values.get(Key.POOL_SIZE);
    return new PeerSettings(
        Integer.parseInt(number),
        new ServerAddress(values.get(Key.HOST), port),
        size == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(size)));
  }
}
