package tn.ecar.pool.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the ini file and the environment say, checked as a whole and never changed afterwards.
 *
 * <p>A pool starts with the one that {@link #read} makes; RELOAD puts the one of {@link #reread} in
 * its place, SET the one of {@link #with}. Who needs several values that fit together keeps one
 * Configuration and asks it for all of them.
 */
public final class Configuration {
  /** The name of the console's own database, which no entry may take. */
  public static final String CONSOLE = "pgbouncer";

  private final Path file;
  private final Map<Path, String> texts;
  private final ProgramValues program;
  private final Overrides overrides;
  private final Map<Setting, String> values;

  /** What has been parsed already: every login asks for some. */
  private final Map<Setting, Duration> durations = new ConcurrentHashMap<>();

  private final Map<Setting, Integer> integers = new ConcurrentHashMap<>();

  private final Map<String, DatabaseSettings> databases;
  private final Optional<DatabaseSettings> fallback;
  private final Map<String, UserSettings> users;
  private final Map<Integer, PeerSettings> peers;

  private Configuration(
      ConfigurationReading reading, Path file, ProgramValues program, Overrides overrides) {
    this.file = file;
    this.texts = reading.texts();
    this.program = program;
    this.overrides = overrides;
    this.values = Collections.unmodifiableMap(new EnumMap<>(reading.values()));
    this.databases = Collections.unmodifiableMap(new LinkedHashMap<>(reading.databases()));
    this.fallback = reading.fallback();
    this.users = Collections.unmodifiableMap(new LinkedHashMap<>(reading.users()));
    this.peers = Collections.unmodifiableMap(new LinkedHashMap<>(reading.peers()));
  }

  private Configuration(Configuration of, Map<Setting, String> values) {
    this.file = of.file;
    this.texts = of.texts;
    this.program = of.program;
    this.overrides = of.overrides;
    this.values = Collections.unmodifiableMap(values);
    this.databases = of.databases;
    this.fallback = of.fallback;
    this.users = of.users;
    this.peers = of.peers;
  }

  /**
   * Reads the configuration.
   *
   * @param iniOrNull the ini file; null for the one that ECAR_POOL_CONFIG names, else the shipped
   *     default
   * @param environment the process's environment: ECAR_POOL_&lt;KEY&gt; overrides a key, PGHOST,
   *     PGPORT, PGDATABASE, PGUSER and PGPASSWORD override the garage's database entry
   * @throws ConfigurationException naming file, line, key, value and what is allowed
   */
  public static Configuration read(Path iniOrNull, Map<String, String> environment) {
    return read(iniOrNull, new Overrides(environment, Map.of()));
  }

  /**
   * Reads the configuration of a resource adapter.
   *
   * @param iniOrNull as above
   * @param overrides the process's environment, and properties that override even that
   * @throws ConfigurationException naming file, line, key, value and what is allowed
   */
  public static Configuration read(Path iniOrNull, Overrides overrides) {
    Path file =
        iniOrNull != null
            ? iniOrNull
            : Variables.text(overrides.environment(), ConfigurationReading.CONFIG_VARIABLE)
                .map(Path::of)
                .orElse(null);
    return new Configuration(
        ConfigurationReading.of(file, Files::readString, overrides, Optional.empty()),
        file,
        null,
        overrides);
  }

  /**
   * Reads files that do not stand where they are to stand.
   *
   * @param texts of the ini file and of those it includes, by absolute path
   * @throws ConfigurationException when they could not be used there
   */
  static Configuration read(Path ini, Map<Path, String> texts, Map<String, String> environment) {
    IniFile.Texts source =
        file -> {
          String text = texts.get(file.toAbsolutePath().normalize());
          return text == null ? Files.readString(file) : text;
        };
    Overrides overrides = new Overrides(environment, Map.of());
    return new Configuration(
        ConfigurationReading.of(ini, source, overrides, Optional.empty()), ini, null, overrides);
  }

  /**
   * Takes a program's own values in place of an ini file.
   *
   * @param program what would stand in [pgbouncer] and [databases]
   * @param environment overrides it as it overrides an ini file
   * @throws ConfigurationException naming key, value and what is allowed
   */
  public static Configuration of(ProgramValues program, Map<String, String> environment) {
    return of(program, new Overrides(environment, Map.of()));
  }

  private static Configuration of(ProgramValues program, Overrides overrides) {
    return new Configuration(
        ConfigurationReading.of(program, overrides, Optional.empty()), null, program, overrides);
  }

  /**
   * Reads the same sources again, for RELOAD: what is no longer there goes back to its default;
   * what cannot change in a running pool keeps its present value.
   *
   * @throws ConfigurationException when they can no longer be used; this one then stays good
   */
  public Configuration reread() {
    Path again = file == null || program != null ? null : Path.of(text(Setting.CONFFILE));
    Optional<Map<Setting, String>> running = Optional.of(values);
    ConfigurationReading reading =
        program == null
            ? ConfigurationReading.of(again, Files::readString, overrides, running)
            : ConfigurationReading.of(program, overrides, running);
    return new Configuration(reading, again, program, overrides);
  }

  /**
   * The same with one value changed, for SET.
   *
   * @throws ConfigurationException when the value is not allowed or the setting needs a restart
   */
  public Configuration with(Setting setting, String value) {
    if (!setting.reloadable()) {
      throw new ConfigurationException(
          setting.key() + " cannot be changed in a running pool; change it in the ini and restart");
    }
    Map<Setting, String> changed = new EnumMap<>(Setting.class);
    changed.putAll(values);
    changed.put(setting, new Origin("SET").value(setting.key(), setting.type(), value));
    return new Configuration(this, changed);
  }

  /** The ini file, or empty when the shipped default or a program's own values are in force. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** The ini file and those it includes by absolute path, each as it was when it was read. */
  public Map<Path, String> texts() {
    return texts;
  }

  /** The value in its canonical form; empty text when there is none. */
  public String text(Setting setting) {
    return values.getOrDefault(setting, setting.defaultValue());
  }

  /** A whole number; 0 when there is no value. */
  public int integer(Setting setting) {
    Integer known = integers.get(setting);
    if (known == null) {
      String text = text(setting);
      known = text.isEmpty() ? 0 : Integer.parseInt(text);
      integers.put(setting, known);
    }
    return known;
  }

  /** Yes or no. */
  public boolean flag(Setting setting) {
    return text(setting).equals("1");
  }

  /** A time that the ini file gives in seconds. */
  public Duration duration(Setting setting) {
    Duration known = durations.get(setting);
    if (known == null) {
      known = ValueType.seconds(text(setting));
      durations.put(setting, known);
    }
    return known;
  }

  /** The names between the commas. */
  public List<String> list(Setting setting) {
    return Arrays.stream(text(setting).split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** The pool mode where neither user nor database says otherwise. */
  public PoolMode poolMode() {
    return PoolMode.of(text(Setting.POOL_MODE));
  }

  /** How clients prove who they are. */
  public AuthType authType() {
    return AuthType.of(text(Setting.AUTH_TYPE));
  }

  /**
   * Refuses ways to prove oneself that no client of a listener could go.
   *
   * @throws ConfigurationException naming the key and what else proves clients
   */
  public void requireWayIn() {
    AuthType type = authType();
    if (type == AuthType.PAM) {
      throw new ConfigurationException("auth_type = pam: " + AuthType.NO_PAM);
    }
    boolean proves = text(Setting.CLIENT_TLS_SSLMODE).startsWith("verify-");
    if (type == AuthType.CERT && !proves) {
      throw new ConfigurationException(
          "auth_type = cert needs certificates that somebody vouches for: set client_tls_sslmode ="
              + " verify-full and client_tls_ca_file");
    }
  }

  /** The entries of [databases] by name, in their order, without "*". */
  public Map<String, DatabaseSettings> databases() {
    return databases;
  }

  /** The entry "*", from which the databases are made that have no entry of their own. */
  public Optional<DatabaseSettings> fallback() {
    return fallback;
  }

  /** The entry of this name, else the one that "*" makes for it, else empty. */
  public Optional<DatabaseSettings> database(String name) {
    DatabaseSettings named = databases.get(name);
    return named != null
        ? Optional.of(named)
        : fallback.map(settings -> settings.automaticFor(name));
  }

  /** The entries of [users] by name, in their order. */
  public Map<String, UserSettings> users() {
    return users;
  }

  /** What [users] says about a user; an empty entry when it says nothing. */
  public UserSettings user(String name) {
    UserSettings settings = users.get(name);
    return settings == null ? UserSettings.none(name) : settings;
  }

  /** The entries of [peers] by their number. */
  public Map<Integer, PeerSettings> peers() {
    return peers;
  }

  /** The garage's own login at the pool, as the environment gives it. */
  public GarageLogin garage() {
    return GarageLogin.of(overrides.environment());
  }

  /**
   * What counts for the pool of this database and user. Where the database forces a user, that
   * user's entry counts, not the client's.
   */
  public PoolLimits limits(DatabaseSettings database, String loginUser) {
    UserSettings user = user(database.user().orElse(loginUser));
    return new PoolLimits(
        first(user.poolSize(), database.poolSize(), Setting.DEFAULT_POOL_SIZE),
        database.minPoolSize().orElse(integer(Setting.MIN_POOL_SIZE)),
        first(user.reservePoolSize(), database.reservePoolSize(), Setting.RESERVE_POOL_SIZE),
        duration(Setting.RESERVE_POOL_TIMEOUT),
        user.poolMode().or(database::poolMode).orElseGet(this::poolMode),
        user.queryWaitTimeout()
            .or(database::queryWaitTimeout)
            .orElseGet(() -> duration(Setting.QUERY_WAIT_TIMEOUT)),
        database.maxDbConnections().orElse(integer(Setting.MAX_DB_CONNECTIONS)),
        user.maxUserConnections().orElse(integer(Setting.MAX_USER_CONNECTIONS)),
        maxDbClientConnections(database),
        maxUserClientConnections(database, loginUser),
        database.serverLifetime().orElseGet(() -> duration(Setting.SERVER_LIFETIME)),
        duration(Setting.SERVER_IDLE_TIMEOUT),
        limit(user, UserSettings::queryTimeout, Setting.QUERY_TIMEOUT),
        limit(user, UserSettings::idleTransactionTimeout, Setting.IDLE_TRANSACTION_TIMEOUT),
        limit(user, UserSettings::transactionTimeout, Setting.TRANSACTION_TIMEOUT),
        limit(user, UserSettings::clientIdleTimeout, Setting.CLIENT_IDLE_TIMEOUT));
  }

  /** How many clients a database may have; 0 for any number. */
  public int maxDbClientConnections(DatabaseSettings database) {
    return database
        .maxDbClientConnections()
        .orElseGet(() -> integer(Setting.MAX_DB_CLIENT_CONNECTIONS));
  }

  /** How many clients may be logged in to a database as this user; 0 for any number. */
  public int maxUserClientConnections(DatabaseSettings database, String loginUser) {
    return user(database.user().orElse(loginUser))
        .maxUserClientConnections()
        .orElseGet(() -> integer(Setting.MAX_USER_CLIENT_CONNECTIONS));
  }

  private int first(OptionalInt user, OptionalInt database, Setting global) {
    return user.orElseGet(() -> database.orElseGet(() -> integer(global)));
  }

  private Duration limit(
      UserSettings user, Function<UserSettings, Optional<Duration>> own, Setting global) {
    return own.apply(user).orElseGet(() -> duration(global));
  }
}
