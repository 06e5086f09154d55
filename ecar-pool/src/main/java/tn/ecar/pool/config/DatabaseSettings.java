package tn.ecar.pool.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import tn.ecar.pool.auth.Secret;

/**
 * One entry of [databases]: where a database is and what counts for its pools.
 *
 * <p>Two are equal when the same was written, so a RELOAD can tell which ones changed.
 */
public final class DatabaseSettings {
  /** The keys of an entry. */
  enum Key {
    DBNAME(ValueType.TEXT),
    HOST(ValueType.LIST),
    PORT(ValueType.PORT),
    USER(ValueType.TEXT),
    PASSWORD(ValueType.TEXT),
    AUTH_USER(ValueType.TEXT),
    AUTH_QUERY(ValueType.TEXT),
    AUTH_DBNAME(ValueType.TEXT),
    POOL_SIZE(ValueType.COUNT),
    MIN_POOL_SIZE(ValueType.COUNT),
    RESERVE_POOL_SIZE(ValueType.COUNT),
    QUERY_WAIT_TIMEOUT(ValueType.SECONDS_OR_UNSET),
    MAX_DB_CONNECTIONS(ValueType.COUNT),
    MAX_DB_CLIENT_CONNECTIONS(ValueType.COUNT),
    SERVER_LIFETIME(ValueType.SECONDS),
    POOL_MODE(Setting.POOL_MODE.type()),
    CONNECT_QUERY(ValueType.TEXT),
    LOAD_BALANCE_HOSTS(ValueType.oneOf("round-robin", "disable")),
    CLIENT_ENCODING(ValueType.TEXT),
    DATESTYLE(ValueType.TEXT),
    TIMEZONE(ValueType.TEXT),
    APPLICATION_NAME(ValueType.TEXT);

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

  private static final int DEFAULT_PORT = 5432;

  private final String name;
  private final boolean automatic;
  private final Map<Key, String> values;
  private final String defaultHost;

  private DatabaseSettings(
      String name, boolean automatic, Map<Key, String> values, String defaultHost) {
    this.name = name;
    this.automatic = automatic;
    this.values = values;
    this.defaultHost = defaultHost;
  }

  static DatabaseSettings parse(String name, String text, Origin origin) {
    Map<Key, String> values = new EnumMap<>(Key.class);
    for (KeyValues.Pair pair : KeyValues.split(text, origin, "database " + name)) {
      Key key = EntryKeys.find(Key.class, alias(pair.key()), Key::key, origin, "database " + name);
      values.put(key, origin.value("database " + name + ": " + key.key(), key.type, pair.value()));
    }
    return new DatabaseSettings(name, false, values, "");
  }

  private static String alias(String key) {
    return key.equals("reserve_pool") ? Key.RESERVE_POOL_SIZE.key() : key;
  }

  DatabaseSettings with(Key key, String value) {
    Map<Key, String> changed = new EnumMap<>(Key.class);
    changed.putAll(values);
    changed.put(key, value);
    return new DatabaseSettings(name, automatic, changed, defaultHost);
  }

  DatabaseSettings withDefaultHost(String host) {
    return new DatabaseSettings(name, automatic, values, host);
  }

  /** The entry that "*" stands for when a client asks for this name. */
  DatabaseSettings automaticFor(String asked) {
    return new DatabaseSettings(asked, true, values, defaultHost);
  }

  /** The name that clients ask for. */
  public String name() {
    return name;
  }

  /** Whether it was made from the "*" entry. */
  public boolean automatic() {
    return automatic;
  }

  /** The database's name on its server. */
  public String dbname() {
    return text(Key.DBNAME).orElse(name);
  }

  /** Where its servers are, in the order to try; never empty. */
  public List<ServerAddress> addresses() {
    int port = number(Key.PORT).orElse(DEFAULT_PORT);
    List<ServerAddress> addresses = new ArrayList<>();
    for (String host : text(Key.HOST).orElse(defaultHost).split(",")) {
      addresses.add(new ServerAddress(host.strip(), port));
    }
    return List.copyOf(addresses);
  }

  /** The user every server connection logs in as, whoever the client is. */
  public Optional<String> user() {
    return text(Key.USER);
  }

  /** The secret for logging in to the server, when the entry holds one. */
  public Optional<Secret> password() {
    return text(Key.PASSWORD).map(Secret::parse);
  }

  public Optional<String> authUser() {
    return text(Key.AUTH_USER);
  }

  public Optional<String> authQuery() {
    return text(Key.AUTH_QUERY);
  }

  public Optional<String> authDbname() {
    return text(Key.AUTH_DBNAME);
  }

  public OptionalInt poolSize() {
    return number(Key.POOL_SIZE);
  }

  public OptionalInt minPoolSize() {
    return number(Key.MIN_POOL_SIZE);
  }

  public OptionalInt reservePoolSize() {
    return number(Key.RESERVE_POOL_SIZE);
  }

  public Optional<Duration> queryWaitTimeout() {
    return text(Key.QUERY_WAIT_TIMEOUT)
        .map(ValueType::seconds)
        .filter(limit -> !limit.isNegative());
  }

  public OptionalInt maxDbConnections() {
    return number(Key.MAX_DB_CONNECTIONS);
  }

  public OptionalInt maxDbClientConnections() {
    return number(Key.MAX_DB_CLIENT_CONNECTIONS);
  }

  public Optional<Duration> serverLifetime() {
    return text(Key.SERVER_LIFETIME).map(ValueType::seconds);
  }

  public Optional<PoolMode> poolMode() {
    return text(Key.POOL_MODE).map(PoolMode::of);
  }

  /** The statement that each new server connection runs first. */
  public Optional<String> connectQuery() {
    return text(Key.CONNECT_QUERY);
  }

  /** "round-robin" or "disable". */
  public String loadBalanceHosts() {
    return text(Key.LOAD_BALANCE_HOSTS).orElse("round-robin");
  }

  public Optional<String> clientEncoding() {
    return text(Key.CLIENT_ENCODING);
  }

  public Optional<String> dateStyle() {
    return text(Key.DATESTYLE);
  }

  public Optional<String> timeZone() {
    return text(Key.TIMEZONE);
  }

  public Optional<String> applicationName() {
    return text(Key.APPLICATION_NAME);
  }

  private Optional<String> text(Key key) {
    return Optional.ofNullable(values.get(key));
  }

  private OptionalInt number(Key key) {
    String value = values.get(key);
    return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatabaseSettings that
        && name.equals(that.name)
        && automatic == that.automatic
        && values.equals(that.values)
        && defaultHost.equals(that.defaultHost);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, automatic, values);
  }

  @Override
  public String toString() {
    return name + " at " + addresses() + ", dbname " + dbname();
  }
}
