package tn.ecar.launch.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tn.ecar.launch.Home;
import tn.ecar.launch.NamedFiles;
import tn.ecar.launch.Refusal;
import tn.ecar.launch.Secret;
import tn.ecar.pool.auth.Secret.Clear;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.config.Setting;

/**
 * A PostgreSQL that somebody else runs. Where it is and who logs in is read by the pool's own
 * configuration, so that launcher and pool can never mean two different servers. Its database
 * exists already; the launcher makes tables in it, no roles.
 */
public final class GivenDatabase {
  private final Configuration configuration;
  private final DatabaseSettings entry;
  private final Map<String, String> environment;

  private GivenDatabase(
      Configuration configuration, DatabaseSettings entry, Map<String, String> environment) {
    this.configuration = configuration;
    this.entry = entry;
    this.environment = environment;
  }

  /** Whether the person names a PostgreSQL, by an ini file or by libpq's variables. */
  public static boolean isNamed(Optional<Path> config, Map<String, String> environment) {
    return config.isPresent()
        || variable(environment, "PGHOST").isPresent()
        || variable(environment, "PGPORT").isPresent()
        || variable(environment, "PGDATABASE").isPresent();
  }

  /**
   * Reads where it is.
   *
   * @throws Refusal with the configuration's own sentence when it contradicts itself
   */
  public static GivenDatabase named(Optional<Path> config, Map<String, String> environment)
      throws Refusal {
    try {
      Configuration configuration = Configuration.read(config.orElse(null), environment);
      Optional<String> asked = configuration.garage().database();
      Optional<DatabaseSettings> entry =
          asked.isPresent()
              ? configuration.database(asked.get())
              : configuration.databases().values().stream().findFirst();
      return new GivenDatabase(
          configuration,
          entry.orElseThrow(
              () ->
                  new Refusal(
                      "The pool configuration has no database"
                          + asked.map(name -> " " + name + " (DB_NAME)").orElse("")
                          + ": add it to [databases].")),
          environment);
    } catch (ConfigurationException e) {
      throw new Refusal("The pool's configuration is refused: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Logs in once and prepares the job repository's schema.
   *
   * @throws Refusal when it cannot be reached or lets us not in
   */
  public GarageDatabase open(Home home) throws Refusal, IOException {
    ServerAddress address = entry.addresses().get(0);
    if (address.isUnix()) {
      throw new Refusal(
          "The database "
              + entry.name()
              + " is said to be at the unix socket "
              + address
              + ": name a host and port that answer TCP, by host= in [databases] or by PGHOST.");
    }
    Optional<NamedUserlist> named = NamedUserlist.in(configuration, environment);
    Path list = named.map(NamedUserlist::file).orElse(PoolUserlist.file(home));
    String role = serverUser();
    Login owner =
        new RotatedSecrets(list, role)
            .opening(
                new Login(
                    address.host(),
                    address.port(),
                    entry.dbname(),
                    role,
                    serverSecret(role, named)));
    try (Connection connection = owner.open()) {
      execute(connection, "CREATE SCHEMA IF NOT EXISTS " + GarageDatabase.BATCH_ROLE);
      return new GarageDatabase(owner, owner, owner, environmentOfServer(home, owner, named));
    } catch (SQLException e) {
      throw new Refusal(
          "The role "
              + owner.user()
              + " cannot make the batch runtime's schema in "
              + owner.database()
              + " ("
              + e.getMessage()
              + "): GRANT CREATE ON DATABASE "
              + owner.database()
              + " TO "
              + owner.user()
              + ".",
          e);
    }
  }

  private String serverUser() throws Refusal {
    return entry
        .user()
        .or(() -> variable(environment, "DB_USER"))
        .orElseThrow(() -> noLogin("user", "PGUSER"));
  }

  /** In the order in which the pool looks for it. */
  private Secret serverSecret(String role, Optional<NamedUserlist> named) throws Refusal {
    Optional<String> inEntry =
        entry
            .password()
            .filter(Clear.class::isInstance)
            .map(Clear.class::cast)
            .map(Clear::password);
    return inEntry
        .or(() -> variable(environment, "DB_PASSWORD"))
        .map(Secret::new)
        .or(() -> named.flatMap(list -> list.clear(role)))
        .orElseThrow(() -> noLogin("password", "PGPASSWORD"));
  }

  private Refusal noLogin(String what, String variable) {
    return new Refusal(
        "There is no "
            + what
            + " for the database "
            + entry.name()
            + " at "
            + entry.addresses().get(0)
            + ": set "
            + variable
            + ".");
  }

  /**
   * The garage proves the login it was given, else what the userlist has for it, else one that is
   * made for it here.
   */
  private Map<String, String> environmentOfServer(
      Home home, Login owner, Optional<NamedUserlist> named) throws IOException, Refusal {
    Map<String, String> given = new HashMap<>(NamedFiles.of(configuration));
    String user = variable(environment, "DB_USER").orElse(owner.user());
    Optional<Secret> password = variable(environment, "DB_PASSWORD").map(Secret::new);
    given.put("DB_NAME", entry.name());
    given.put("DB_USER", user);
    Secret proof;
    if (named.isPresent()) {
      // A rotation changes what is in the list, and the variable stays what it was.
      proof =
          password.isPresent()
              ? new RotatedSecrets(named.get().file(), user).newest(password.get())
              : named.get().proof(user, owner, configuration, entry);
    } else {
      Secret first =
          password.isPresent()
              ? password.get()
              : user.equals(owner.user())
                  ? owner.password()
                  : Secret.keptIn(home.secrets().resolve("garage"));
      Path made = PoolUserlist.write(home, user, first);
      proof = new RotatedSecrets(made, user).newest(first);
      given.put("ECAR_POOL_AUTH_FILE", made.toString());
      if (configuration.list(Setting.ADMIN_USERS).isEmpty()) {
        given.put("ECAR_POOL_ADMIN_USERS", PoolUserlist.OPERATOR);
      }
    }
    given.put("DB_PASSWORD", proof.clear());
    return given;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
