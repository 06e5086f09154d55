package tn.ecar.pool.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tn.ecar.pool.auth.Secret;

/**
 * One entry of [databases]: where a database is and what counts for its pools.
 *
 * <p>Two are equal when the same was written, so a RELOAD can tell which ones changed.
 */
public final class DatabaseSettings {
  /** The keys of an entry. */
  public enum Key implements EntryKey {
    DBNAME(ValueType.TEXT, "The database's name on its server; without it the entry's own name."),
    HOST(
        ValueType.LIST,
        "Where its servers are: names or addresses with commas, or a directory of unix sockets;"
            + " without it unix_socket_dir."),
    PORT(
        ValueType.PORTS,
        "The servers' port, or with commas one for each host in their order; without it 5432."),
    USER(
        ValueType.TEXT,
        "Role that every server connection logs in as, whoever the client is; all clients then"
            + " share one pool."),
    PASSWORD(
        ValueType.TEXT,
        "Secret of that role, in clear or as an md5 hash; without it the one in auth_file."),
    AUTH_USER(ValueType.TEXT, "In place of the global auth_user."),
    AUTH_QUERY(ValueType.TEXT, "In place of the global auth_query."),
    AUTH_DBNAME(ValueType.TEXT, "In place of the global auth_dbname."),
    POOL_SIZE(
        ValueType.COUNT,
        "Server connections of each pool of this database; without it default_pool_size."),
    MIN_POOL_SIZE(ValueType.COUNT, "In place of the global min_pool_size."),
    RESERVE_POOL_SIZE(
        ValueType.COUNT, "In place of the global reserve_pool_size; may be written reserve_pool."),
    QUERY_WAIT_TIMEOUT(ValueType.SECONDS_OR_UNSET, "In place of the global query_wait_timeout."),
    MAX_DB_CONNECTIONS(ValueType.COUNT, "In place of the global max_db_connections."),
    MAX_DB_CLIENT_CONNECTIONS(ValueType.COUNT, "In place of the global max_db_client_connections."),
    SERVER_LIFETIME(ValueType.SECONDS, "In place of the global server_lifetime."),
    POOL_MODE(Setting.POOL_MODE.type(), "In place of the global pool_mode."),
    CONNECT_QUERY(
        ValueType.TEXT, "Statement that each new server connection runs before it serves."),
    LOAD_BALANCE_HOSTS(
        ValueType.oneOf("round-robin", "disable"),
        "Whether new server connections go to the hosts in turn, or stay with the one that answered"
            + " last."),
    CLIENT_ENCODING(ValueType.TEXT, "client_encoding that server connections log in with."),
    DATESTYLE(ValueType.TEXT, "DateStyle that server connections log in with."),
    TIMEZONE(ValueType.TEXT, "TimeZone that server connections log in with."),
    APPLICATION_NAME(ValueType.TEXT, "application_name that server connections log in with."),
    TARGET_SESSION_ATTRS(
        ValueType.oneOf("any", "read-write", "read-only", "primary", "standby", "prefer-standby"),
        "Which of its hosts serve it: those that are primary or standby, that take writes or only"
            + " reads, or any; prefer-standby takes the primary where no standby is up. Hosts are"
            + " asked again every host_check_period.");

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

  private static final String DEFAULT_PORT = "5432";
  private static final Map<String, Key> ALIASES = Map.of("reserve_pool", Key.RESERVE_POOL_SIZE);

  /** What can change without a word to the servers. */
  private static final Set<Key> POOLS_ONLY =
      EnumSet.of(
          Key.AUTH_USER,
          Key.AUTH_QUERY,
          Key.AUTH_DBNAME,
          Key.POOL_SIZE,
          Key.MIN_POOL_SIZE,
          Key.RESERVE_POOL_SIZE,
          Key.QUERY_WAIT_TIMEOUT,
          Key.MAX_DB_CONNECTIONS,
          Key.MAX_DB_CLIENT_CONNECTIONS,
          Key.SERVER_LIFETIME,
          Key.POOL_MODE);

  private final String name;
  private final boolean automatic;
  private final EntryValues<Key> values;
  private final String defaultHost;

  /** Whether a role of the pool's own works here in place of the user that the entry forces. */
  private final boolean forRole;

  private DatabaseSettings(
      String name, boolean automatic, EntryValues<Key> values, String defaultHost) {
    this(name, automatic, values, defaultHost, false);
  }

  private DatabaseSettings(
      String name,
      boolean automatic,
      EntryValues<Key> values,
      String defaultHost,
      boolean forRole) {
    this.name = name;
    this.automatic = automatic;
    this.values = values;
    this.defaultHost = defaultHost;
    this.forRole = forRole;
  }

  static DatabaseSettings parse(String name, String text, Origin origin) {
    EntryValues<Key> values =
        EntryValues.parse(Key.class, text, origin, "database " + name, ALIASES);
    int hosts = values.text(Key.HOST).orElse("").split(",").length;
    String port = values.text(Key.PORT).orElse(DEFAULT_PORT);
    int ports = port.split(",").length;
    if (ports > 1 && ports != hosts) {
      throw origin.refuse(
          "database "
              + name
              + ": port = "
              + port
              + ": allowed is one port, or one for each of the "
              + hosts
              + " hosts");
    }
    return new DatabaseSettings(name, false, values, "");
  }

  DatabaseSettings with(Key key, String value) {
    return new DatabaseSettings(name, automatic, values.with(key, value), defaultHost);
  }

  DatabaseSettings withDefaultHost(String host) {
    return new DatabaseSettings(name, automatic, values, host);
  }

  /** The entry that "*" stands for when a client asks for this name. */
  public DatabaseSettings automaticFor(String asked) {
    return new DatabaseSettings(asked, true, values, defaultHost);
  }

  /**
   * The entry as this role has it that the pool itself works as: without the user whom the entry
   * forces on clients, and without that user's secret.
   */
  public DatabaseSettings forRole(String role) {
    return user().isEmpty() || user().get().equals(role)
        ? this
        : new DatabaseSettings(
            name, automatic, values.without(EnumSet.of(Key.USER, Key.PASSWORD)), defaultHost, true);
  }

  /** Whether {@link #forRole} has made it: no client of the entry is served by its pool. */
  public boolean isForRole() {
    return forRole;
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
    return values.text(Key.DBNAME).orElse(name);
  }

  /** Where its servers are, in the order to try; never empty. */
  public List<ServerAddress> addresses() {
    String[] ports = values.text(Key.PORT).orElse(DEFAULT_PORT).split(",");
    List<ServerAddress> addresses = new ArrayList<>();
    for (String host : values.text(Key.HOST).orElse(defaultHost).split(",")) {
      int port = Integer.parseInt(ports[Math.min(addresses.size(), ports.length - 1)]);
      addresses.add(new ServerAddress(host.strip(), port));
    }
    return List.copyOf(addresses);
  }

  /** The user every server connection logs in as, whoever the client is. */
  public Optional<String> user() {
    return values.text(Key.USER);
  }

  /** The secret for logging in to the server, when the entry holds one. */
  public Optional<Secret> password() {
    return values.text(Key.PASSWORD).map(Secret::parse);
  }

  public Optional<String> authUser() {
    return values.text(Key.AUTH_USER);
  }

  public Optional<String> authQuery() {
    return values.text(Key.AUTH_QUERY);
  }

  public Optional<String> authDbname() {
    return values.text(Key.AUTH_DBNAME);
  }

  public OptionalInt poolSize() {
    return values.number(Key.POOL_SIZE);
  }

  public OptionalInt minPoolSize() {
    return values.number(Key.MIN_POOL_SIZE);
  }

  public OptionalInt reservePoolSize() {
    return values.number(Key.RESERVE_POOL_SIZE);
  }

  public Optional<Duration> queryWaitTimeout() {
    return values.durationUnlessUnset(Key.QUERY_WAIT_TIMEOUT);
  }

  public OptionalInt maxDbConnections() {
    return values.number(Key.MAX_DB_CONNECTIONS);
  }

  public OptionalInt maxDbClientConnections() {
    return values.number(Key.MAX_DB_CLIENT_CONNECTIONS);
  }

  public Optional<Duration> serverLifetime() {
    return values.duration(Key.SERVER_LIFETIME);
  }

  public Optional<PoolMode> poolMode() {
    return values.poolMode(Key.POOL_MODE);
  }

  /** The statement that each new server connection runs first. */
  public Optional<String> connectQuery() {
    return values.text(Key.CONNECT_QUERY);
  }

  /** "round-robin" or "disable". */
  public String loadBalanceHosts() {
    return values.text(Key.LOAD_BALANCE_HOSTS).orElse("round-robin");
  }

  /** Which hosts may serve it, in libpq's words; "any" when nothing is written. */
  public String targetSessionAttrs() {
    return values.text(Key.TARGET_SESSION_ATTRS).orElse("any");
  }

  public Optional<String> clientEncoding() {
    return values.text(Key.CLIENT_ENCODING);
  }

  public Optional<String> dateStyle() {
    return values.text(Key.DATESTYLE);
  }

  public Optional<String> timeZone() {
    return values.text(Key.TIMEZONE);
  }

  public Optional<String> applicationName() {
    return values.text(Key.APPLICATION_NAME);
  }

  /**
   * Whether a server connection made by that entry would be made the same way by this one, so that
   * it may stay when a RELOAD puts this one in its place.
   */
  public boolean sameServersAs(DatabaseSettings that) {
    return dbname().equals(that.dbname())
        && addresses().equals(that.addresses())
        && values.without(POOLS_ONLY).equals(that.values.without(POOLS_ONLY));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatabaseSettings that
        && name.equals(that.name)
        && automatic == that.automatic
        && forRole == that.forRole
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
