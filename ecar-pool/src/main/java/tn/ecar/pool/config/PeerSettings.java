package tn.ecar.pool.config;

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
  /** The keys of an entry. */
  public enum Key implements EntryKey {
    HOST(ValueType.TEXT, "Where the peer listens; required."),
    PORT(ValueType.PORT, "The peer's port; without it 6432."),
    POOL_SIZE(
        ValueType.COUNT, "Cancel requests in flight to the peer; without it default_pool_size.");

    // A ValueType is immutable: its function keeps no state, which the check cannot see.
    @SuppressWarnings("ImmutableEnumChecker")
    private final ValueType type;

    private final String meaning;

    Key(ValueType type, String meaning) {
      this.type = type;
      this.meaning = meaning;
    }

    @Override
    public ValueType type() {
      return type;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  private static final int DEFAULT_PORT = 6432;
  private static final ValueType ID = ValueType.between(1, 16383);

  static PeerSettings parse(String id, String text, Origin origin) {
    String number = origin.value("peer", ID, id);
    String what = "peer " + number;
    EntryValues<Key> values = EntryValues.parse(Key.class, text, origin, what, Map.of());
    String host =
        values.text(Key.HOST).orElseThrow(() -> origin.refuse(what + " has no host; add host="));
    int port = values.number(Key.PORT).orElse(DEFAULT_PORT);
    return new PeerSettings(
        Integer.parseInt(number), new ServerAddress(host, port), values.number(Key.POOL_SIZE));
  }
}
