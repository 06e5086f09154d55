package tn.ecar.pool.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One entry of [users]: what counts for a user in every database. */
public final class UserSettings {
  /** The keys of an entry. */
  public enum Key implements EntryKey {
    POOL_SIZE(
        ValueType.COUNT,
        "Server connections of each pool of this user; goes before the database's and the global"
            + " one."),
    RESERVE_POOL_SIZE(
        ValueType.COUNT,
        "Reserve of each pool of this user; goes before the database's and the global one."),
    POOL_MODE(Setting.POOL_MODE.type(), "Goes before the database's and the global pool_mode."),
    MAX_USER_CONNECTIONS(ValueType.COUNT, "In place of the global max_user_connections."),
    MAX_USER_CLIENT_CONNECTIONS(
        ValueType.COUNT, "In place of the global max_user_client_connections."),
    QUERY_TIMEOUT(ValueType.SECONDS, "In place of the global query_timeout."),
    QUERY_WAIT_TIMEOUT(
        ValueType.SECONDS_OR_UNSET,
        "Goes before the database's and the global query_wait_timeout."),
    IDLE_TRANSACTION_TIMEOUT(ValueType.SECONDS, "In place of the global idle_transaction_timeout."),
    TRANSACTION_TIMEOUT(ValueType.SECONDS, "In place of the global transaction_timeout."),
    CLIENT_IDLE_TIMEOUT(ValueType.SECONDS, "In place of the global client_idle_timeout.");

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

  private final String name;
  private final EntryValues<Key> values;

  private UserSettings(String name, EntryValues<Key> values) {
    this.name = name;
    this.values = values;
  }

  static UserSettings parse(String name, String text, Origin origin) {
    return new UserSettings(
        name, EntryValues.parse(Key.class, text, origin, "user " + name, Map.of()));
  }

  /** A user about whom [users] says nothing. */
  static UserSettings none(String name) {
    return new UserSettings(name, EntryValues.none(Key.class));
  }

  public String name() {
    return name;
  }

  public OptionalInt poolSize() {
    return values.number(Key.POOL_SIZE);
  }

  public OptionalInt reservePoolSize() {
    return values.number(Key.RESERVE_POOL_SIZE);
  }

  public Optional<PoolMode> poolMode() {
    return values.poolMode(Key.POOL_MODE);
  }

  public OptionalInt maxUserConnections() {
    return values.number(Key.MAX_USER_CONNECTIONS);
  }

  public OptionalInt maxUserClientConnections() {
    return values.number(Key.MAX_USER_CLIENT_CONNECTIONS);
  }

  public Optional<Duration> queryTimeout() {
    return values.duration(Key.QUERY_TIMEOUT);
  }

  public Optional<Duration> queryWaitTimeout() {
    return values.durationUnlessUnset(Key.QUERY_WAIT_TIMEOUT);
  }

  public Optional<Duration> idleTransactionTimeout() {
    return values.duration(Key.IDLE_TRANSACTION_TIMEOUT);
  }

  public Optional<Duration> transactionTimeout() {
    return values.duration(Key.TRANSACTION_TIMEOUT);
  }

  public Optional<Duration> clientIdleTimeout() {
    return values.duration(Key.CLIENT_IDLE_TIMEOUT);
  }
}
