package tn.ecar.pool.config;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One entry of [users]: what counts for a user in every database. */
public final class UserSettings {
  /** The keys of an entry. */
  enum Key {
    POOL_SIZE(ValueType.COUNT),
    RESERVE_POOL_SIZE(ValueType.COUNT),
    POOL_MODE(Setting.POOL_MODE.type()),
    MAX_USER_CONNECTIONS(ValueType.COUNT),
    MAX_USER_CLIENT_CONNECTIONS(ValueType.COUNT),
    QUERY_TIMEOUT(ValueType.SECONDS),
    QUERY_WAIT_TIMEOUT(ValueType.SECONDS_OR_UNSET),
    IDLE_TRANSACTION_TIMEOUT(ValueType.SECONDS),
    TRANSACTION_TIMEOUT(ValueType.SECONDS),
    CLIENT_IDLE_TIMEOUT(ValueType.SECONDS);

    // A ValueType is immutable: its function keeps no state, which the check cannot see.
    @SuppressWarnings("ImmutableEnumChecker")
    private final ValueType type;

    Key(ValueType type) {
      this.type = type;
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String name;
  private final Map<Key, String> values;

  private UserSettings(String name, Map<Key, String> values) {
    this.name = name;
    this.values = values;
  }

  static UserSettings parse(String name, String text, Origin origin) {
    Map<Key, String> values = new EnumMap<>(Key.class);
    for (KeyValues.Pair pair : KeyValues.split(text, origin, "user " + name)) {
      Key key = EntryKeys.find(Key.class, pair.key(), Key::key, origin, "user " + name);
      values.put(key, origin.value("user " + name + ": " + key.key(), key.type, pair.value()));
    }
    return new UserSettings(name, values);
  }

  /** A user about whom [users] says nothing. */
  static UserSettings none(String name) {
    return new UserSettings(name, Map.of());
  }

  public String name() {
    return name;
  }

  public OptionalInt poolSize() {
    return number(Key.POOL_SIZE);
  }

  public OptionalInt reservePoolSize() {
    return number(Key.RESERVE_POOL_SIZE);
  }

  public Optional<PoolMode> poolMode() {
    return text(Key.POOL_MODE).map(PoolMode::of);
  }

  public OptionalInt maxUserConnections() {
    return number(Key.MAX_USER_CONNECTIONS);
  }

  public OptionalInt maxUserClientConnections() {
    return number(Key.MAX_USER_CLIENT_CONNECTIONS);
  }

  public Optional<Duration> queryTimeout() {
    return duration(Key.QUERY_TIMEOUT);
  }

  public Optional<Duration> queryWaitTimeout() {
    return duration(Key.QUERY_WAIT_TIMEOUT).filter(limit -> !limit.isNegative());
  }

  public Optional<Duration> idleTransactionTimeout() {
    return duration(Key.IDLE_TRANSACTION_TIMEOUT);
  }

  public Optional<Duration> transactionTimeout() {
    return duration(Key.TRANSACTION_TIMEOUT);
  }

  public Optional<Duration> clientIdleTimeout() {
    return duration(Key.CLIENT_IDLE_TIMEOUT);
  }

  private Optional<String> text(Key key) {
    return Optional.ofNullable(values.get(key));
  }

  private OptionalInt number(Key key) {
    String value = values.get(key);
    return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
  }

  private Optional<Duration> duration(Key key) {
    return text(key).map(ValueType::seconds);
  }
}
