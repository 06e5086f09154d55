package tn.ecar.pool.doctor;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.PoolLimits;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.config.Userlist;

/**
 * Every way that the pool may log in to PostgreSQL: as whom, to which database, by which secret.
 */
final class Ways {
  /** A database entry and a user that its servers would be opened as. */
  record Way(DatabaseSettings database, String user, Secret secret) {
    String name(ServerAddress host) {
      return user + " to " + database.name() + " at " + host;
    }
  }

  /** More than anybody has; a pool_size of 0 sets none. */
  private static final long NO_LIMIT = Integer.MAX_VALUE;

  private final Configuration configuration;
  private final List<Way> all = new ArrayList<>();

  Ways(Configuration configuration, Userlist users, Patient patient) {
    this.configuration = configuration;
    for (DatabaseSettings database : configuration.databases().values()) {
      if (database.user().isPresent()) {
        String user = database.user().get();
        database
            .password()
            .or(() -> users.secret(user))
            .ifPresent(it -> all.add(new Way(database, user, it)));
        continue;
      }
      Set<String> watchers = onlyWatching(configuration, users);
      users
          .secrets()
          .forEach(
              (user, secret) -> {
                if (!watchers.contains(user)) {
                  Secret proof = proof(patient, user, secret);
                  all.add(new Way(database, user, database.password().orElse(proof)));
                }
              });
    }
  }

  /** A verifier proves nothing by itself; the application's password may be at hand. */
  static Secret proof(Patient patient, String user, Secret stored) {
    Optional<String> password =
        patient
            .variable("DB_USER")
            .filter(user::equals)
            .flatMap(it -> patient.variable("DB_PASSWORD"));
    return stored instanceof Secret.ScramVerifier && password.isPresent()
        ? new Secret.Clear(password.get())
        : stored;
  }

  /** Who may only watch, or command, the pool. */
  static Set<String> watchers(Configuration configuration) {
    Set<String> watchers = new TreeSet<>(configuration.list(Setting.ADMIN_USERS));
    watchers.addAll(configuration.list(Setting.STATS_USERS));
    return watchers;
  }

  /**
   * Who watches and does nothing else, and so needs no role at PostgreSQL. Where nobody else is in
   * auth_file the watchers are the pool's users too.
   */
  static Set<String> onlyWatching(Configuration configuration, Userlist users) {
    Set<String> watchers = watchers(configuration);
    return watchers.containsAll(users.secrets().keySet()) ? Set.of() : watchers;
  }

  /** Every host that a database entry names; those without a user among them. */
  Set<ServerAddress> hosts() {
    Set<ServerAddress> hosts = new LinkedHashSet<>();
    configuration.databases().values().forEach(it -> hosts.addAll(it.addresses()));
    return hosts;
  }

  /** The entries of [databases] that name a host. */
  String names(ServerAddress host) {
    return configuration.databases().values().stream()
        .filter(database -> database.addresses().contains(host))
        .map(DatabaseSettings::name)
        .collect(Collectors.joining(", "));
  }

  /** The ways to one host, each login to each of its databases once. */
  List<Way> to(ServerAddress host) {
    Set<String> seen = new LinkedHashSet<>();
    return all.stream()
        .filter(way -> way.database().addresses().contains(host))
        .filter(way -> seen.add(way.user() + " " + way.database().dbname()))
        .toList();
  }

  /** How many server connections all pools together may open at one host; empty for no limit. */
  OptionalInt wanted(ServerAddress host) {
    long wanted = 0;
    for (DatabaseSettings database : configuration.databases().values()) {
      if (!database.addresses().contains(host)) {
        continue;
      }
      long ofDatabase = 0;
      int most = 0;
      for (Way way : all) {
        if (way.database().equals(database)) {
          PoolLimits limits = configuration.limits(database, way.user());
          ofDatabase +=
              limits.poolSize() == 0 ? NO_LIMIT : limits.poolSize() + limits.reservePoolSize();
          most = limits.maxDbConnections();
        }
      }
      wanted += most > 0 ? Math.min(ofDatabase, most) : ofDatabase;
    }
    return limited(wanted);
  }

  /** The largest single pool at one host; empty where one has no limit. */
  OptionalInt largest(ServerAddress host) {
    return limited(
        to(host).stream()
            .map(way -> configuration.limits(way.database(), way.user()))
            .mapToLong(Ways::most)
            .max()
            .orElse(0));
  }

  private static long most(PoolLimits limits) {
    long size = limits.poolSize() == 0 ? NO_LIMIT : limits.poolSize();
    return limits.maxDbConnections() > 0 ? Math.min(size, limits.maxDbConnections()) : size;
  }

  private static OptionalInt limited(long number) {
    return number >= NO_LIMIT ? OptionalInt.empty() : OptionalInt.of((int) number);
  }
}
