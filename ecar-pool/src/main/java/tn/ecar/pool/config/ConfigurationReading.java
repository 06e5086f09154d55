package tn.ecar.pool.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One pass over ini file and environment: collects the values, then lays the environment and a
 * resource adapter's properties over them, then refuses what cannot work as a whole.
 */
final class ConfigurationReading {
  static final String CONFIG_VARIABLE = "ECAR_POOL_CONFIG";
  private static final String PREFIX = "ECAR_POOL_";
  private static final String SHIPPED = "pgbouncer.ini";
  private static final String FALLBACK = "*";

  private final Map<Setting, String> values = new EnumMap<>(Setting.class);
  private final Map<String, DatabaseSettings> databases = new LinkedHashMap<>();
  private final Map<String, UserSettings> users = new LinkedHashMap<>();
  private final Map<Integer, PeerSettings> peers = new TreeMap<>();

  private Map<Path, String> texts = Map.of();

  private ConfigurationReading() {}

  /**
   * Reads a file.
   *
   * @param running what a running pool has in force, of which it keeps what cannot change; empty
   *     for one that starts
   */
  static ConfigurationReading of(
      Path fileOrNull,
      IniFile.Texts source,
      Overrides overrides,
      Optional<Map<Setting, String>> running) {
    ConfigurationReading reading = new ConfigurationReading();
    if (fileOrNull == null) {
      shipped().forEach(reading::take);
    } else {
      reading.values.put(Setting.CONFFILE, fileOrNull.toString());
      IniFile.Reading files = IniFile.read(fileOrNull, source);
      reading.texts = files.texts();
      files.entries().forEach(reading::take);
    }
    return reading.finished(overrides, running);
  }

  static ConfigurationReading of(
      ProgramValues program, Overrides overrides, Optional<Map<Setting, String>> running) {
    ConfigurationReading reading = new ConfigurationReading();
    program.entries().forEach(reading::take);
    return reading.finished(overrides, running);
  }

  private ConfigurationReading finished(
      Overrides overrides, Optional<Map<Setting, String>> running) {
    Map<String, String> environment = overrides.environment();
    overrideSettings(environment);
    overrides
        .properties()
        .forEach(
            (setting, value) ->
                values.put(
                    setting,
                    Origin.property(setting).value(setting.key(), setting.type(), value.strip())));
    running.ifPresent(this::keepWhatNeedsRestart);
    overrideGarage(environment);
    giveDefaultHosts();
    new OwnAddress(values, environment).refuseAmong(databases.values());
    return this;
  }

  /** Before anything follows from it: the default host of a database is one such value. */
  private void keepWhatNeedsRestart(Map<Setting, String> running) {
    for (Setting setting : Setting.values()) {
      if (!setting.reloadable()) {
        values.remove(setting);
        if (running.containsKey(setting)) {
          values.put(setting, running.get(setting));
        }
      }
    }
  }

  Map<Path, String> texts() {
    return texts;
  }

  Map<Setting, String> values() {
    return values;
  }

  Map<String, DatabaseSettings> databases() {
    Map<String, DatabaseSettings> named = new LinkedHashMap<>(databases);
    named.remove(FALLBACK);
    return named;
  }

  Optional<DatabaseSettings> fallback() {
    return Optional.ofNullable(databases.get(FALLBACK));
  }

  Map<String, UserSettings> users() {
    return users;
  }

  Map<Integer, PeerSettings> peers() {
    return peers;
  }

  private static List<IniFile.Entry> shipped() {
    try (InputStream shipped = ConfigurationReading.class.getResourceAsStream(SHIPPED)) {
      return IniFile.parse(
          "the shipped " + SHIPPED, new String(shipped.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void take(IniFile.Entry entry) {
    switch (entry.section()) {
      case "pgbouncer" -> setting(entry);
      case "databases" -> database(entry);
      case "users" ->
          users.put(entry.key(), UserSettings.parse(entry.key(), entry.value(), entry.origin()));
      case "peers" -> {
        PeerSettings peer = PeerSettings.parse(entry.key(), entry.value(), entry.origin());
        peers.put(peer.id(), peer);
      }
      default ->
          throw entry
              .origin()
              .refuse(
                  "unknown section ["
                      + entry.section()
                      + "]; known are [databases], [pgbouncer], [users], [peers]");
    }
  }

  private void setting(IniFile.Entry entry) {
    Setting setting =
        Setting.ofKey(entry.key())
            .orElseThrow(
                () ->
                    // An entry of [databases] that stands here by mistake may hold a password.
                    entry
                        .origin()
                        .refuse(
                            "unknown key "
                                + entry.key()
                                + "; did you mean "
                                + Likeness.nearest(entry.key())
                                + "?"));
    String written = IniFile.unquoted(entry.value());
    values.put(setting, entry.origin().value(setting.key(), setting.type(), written));
  }

  private void database(IniFile.Entry entry) {
    if (entry.key().equals(Configuration.CONSOLE)) {
      throw entry
          .origin()
          .refuse("the database name pgbouncer is the console's own; choose another");
    }
    databases.put(entry.key(), DatabaseSettings.parse(entry.key(), entry.value(), entry.origin()));
  }

  private void overrideSettings(Map<String, String> environment) {
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(PREFIX) && !variable.equals(CONFIG_VARIABLE)) {
            Origin origin = Origin.variable(variable);
            Setting setting =
                Setting.ofKey(Likeness.key(variable.substring(PREFIX.length())))
                    .filter(known -> known.variable().equals(variable))
                    .orElseThrow(
                        () ->
                            origin.refuse(
                                "no such setting; did you mean "
                                    + PREFIX
                                    + Likeness.variable(variable.substring(PREFIX.length()))
                                    + "?"));
            values.put(setting, origin.value(setting.key(), setting.type(), value.strip()));
          }
        });
  }

  /** PGHOST and its sisters speak of the one database that the garage uses. */
  private void overrideGarage(Map<String, String> environment) {
    Map<DatabaseSettings.Key, String> overrides = new EnumMap<>(DatabaseSettings.Key.class);
    Variables.value(environment, "PGHOST", ValueType.LIST)
        .ifPresent(host -> overrides.put(DatabaseSettings.Key.HOST, host));
    Variables.value(environment, "PGPORT", ValueType.PORT)
        .ifPresent(port -> overrides.put(DatabaseSettings.Key.PORT, port));
    Variables.text(environment, "PGDATABASE")
        .ifPresent(name -> overrides.put(DatabaseSettings.Key.DBNAME, name));
    Variables.text(environment, "PGUSER")
        .ifPresent(user -> overrides.put(DatabaseSettings.Key.USER, user));
    Variables.text(environment, "PGPASSWORD")
        .ifPresent(password -> overrides.put(DatabaseSettings.Key.PASSWORD, password));
    if (!overrides.isEmpty()) {
      DatabaseSettings garage = garage(environment);
      for (Map.Entry<DatabaseSettings.Key, String> override : overrides.entrySet()) {
        garage = garage.with(override.getKey(), override.getValue());
      }
      databases.put(garage.name(), garage);
    }
  }

  private DatabaseSettings garage(Map<String, String> environment) {
    Optional<String> named = Variables.text(environment, "DB_NAME");
    String name = named.orElseGet(() -> databases.keySet().stream().findFirst().orElse(""));
    DatabaseSettings garage = databases.get(name);
    if (garage == null && named.isPresent() && databases.containsKey(FALLBACK)) {
      return databases.get(FALLBACK).automaticFor(name);
    }
    if (garage == null) {
      throw new ConfigurationException(
          "PGHOST, PGPORT, PGDATABASE, PGUSER or PGPASSWORD is set, but [databases] has no entry "
              + name
              + " for it (it has "
              + databases.keySet()
              + "); add one or set DB_NAME to one of them");
    }
    return garage;
  }

  private void giveDefaultHosts() {
    String directory =
        values.getOrDefault(Setting.UNIX_SOCKET_DIR, Setting.UNIX_SOCKET_DIR.defaultValue());
    databases.replaceAll((name, settings) -> settings.withDefaultHost(directory));
  }
}
