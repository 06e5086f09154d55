package tn.ecar.pool;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.AuthType;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.LdapOptions;
import tn.ecar.pool.console.ConsoleRole;
import tn.ecar.pool.protocol.ClientLogin.Method;
import tn.ecar.pool.protocol.ClientLogin.Proof;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.Replication;

/** Decides who may come in: what a client must prove, and whether there is room. */
final class Reception {
  private final Engine engine;
  private final Authentication authentication;
  private final Set<String> disabled = ConcurrentHashMap.newKeySet();
  private final List<Door> doors = new CopyOnWriteArrayList<>();
  private volatile Refusal shut;

  /** Whether those who had been let through a door when it was shut may still log in. */
  private volatile boolean patient;

  /**
   * Where clients come in from outside.
   *
   * @param stopListening lets nobody in any more; may be run more than once
   * @param arriving how many are inside and have not logged in yet
   */
  record Door(Runnable stopListening, IntSupplier arriving) {}

  Reception(Engine engine, Authentication authentication) {
    this.engine = engine;
    this.authentication = authentication;
  }

  /**
   * From now on nobody comes in; doors that listen stop.
   *
   * @param patiently whether who is at the door already may still come in
   */
  void shut(Refusal why, boolean patiently) {
    patient = patiently;
    shut = why;
    doors.forEach(door -> door.stopListening().run());
  }

  void add(Door door) {
    doors.add(door);
  }

  /** How many have come through a door and not logged in yet. */
  int arriving() {
    return doors.stream().mapToInt(door -> door.arriving().getAsInt()).sum();
  }

  Set<String> disabled() {
    return disabled;
  }

  /** What a client of the in-VM door must prove. */
  Proof askLocal(String user, String database) throws Refusal {
    if (database.equals(Configuration.CONSOLE) && ConsoleRole.isOwnProcess(user)) {
      return new Proof(Method.NONE, Optional.empty(), 0);
    }
    if (shut != null) {
      throw shut.again();
    }
    return ask(user, database);
  }

  /** Whether it is the user {@code pgbouncer} of the process's own system user at the console. */
  static boolean needsNoProof(String user, String database, Approach approach) {
    return approach.ownProcess()
        && database.equals(Configuration.CONSOLE)
        && ConsoleRole.isOwnProcess(user);
  }

  /** What a client of the wire door must prove. */
  Proof askRemote(String user, String database, Approach approach, Replication replication)
      throws Refusal {
    if (needsNoProof(user, database, approach)) {
      return new Proof(Method.NONE, Optional.empty(), 0);
    }
    checkMayTry(user, database);
    return authentication.proof(user, database, approach, replication);
  }

  private Proof ask(String user, String database) throws Refusal {
    checkMayTry(user, database);
    InForce now = engine.inForce();
    Optional<LdapOptions> directory = now.settings().ldap();
    if (directory.isPresent()) {
      return authentication.byDirectory(directory.get());
    }
    List<Secret> secrets = authentication.secrets(now, user, database);
    return new Proof(
        method(now.configuration().authType(), secrets), secrets, now.settings().scramIterations());
  }

  private void checkMayTry(String user, String database) throws Refusal {
    checkOpen();
    if (!database.equals(Configuration.CONSOLE)) {
      checkLimits(user, database);
    }
  }

  /** Before anything costly is computed for somebody who could not come in anyway. */
  private void checkLimits(String user, String name) throws Refusal {
    Optional<DatabaseSettings> database = engine.configuration().database(name);
    if (database.isPresent()) {
      inRoom(database.get(), user, () -> database);
    } else if (engine.clients().count() >= engine.settings().maxClients()
        && !engine.clients().makeRoom()) {
      throw tooManyClients();
    }
  }

  private static Method method(AuthType type, List<Secret> secrets) throws Refusal {
    boolean verifier = secrets.stream().anyMatch(Secret.ScramVerifier.class::isInstance);
    return switch (type) {
      case ANY -> Method.NONE;
      case TRUST -> {
        if (secrets.isEmpty()) {
          throw Refusal.of("\"trust\" authentication failed");
        }
        yield Method.NONE;
      }
      case PLAIN -> Method.PLAIN;
      case SCRAM_SHA_256 -> Method.SCRAM;
      // Inside one Java machine there is no certificate, address or system user to ask about: the
      // stored secret is proved instead.
      case MD5, CERT, HBA, LDAP, PAM -> verifier ? Method.SCRAM : Method.MD5;
    };
  }

  private void checkOpen() throws Refusal {
    if (shut != null && !patient) {
      throw shut.again();
    }
  }

  private static Refusal tooManyClients() {
    return Refusal.of("no more connections allowed (max_client_conn)");
  }

  /** The entry of a database that may be used. */
  DatabaseSettings database(String name) throws Refusal {
    DatabaseSettings database =
        engine
            .configuration()
            .database(name)
            .orElseThrow(() -> Refusal.of("no such database: " + name));
    if (disabled.contains(name)) {
      throw Refusal.of("database \"" + name + "\" is disabled");
    }
    return database;
  }

  /**
   * Does something as soon as there is room for one more client, with the engine's lock held. As
   * long as there is none, clients that nobody uses are made to leave.
   *
   * @throws Refusal when there is no room and nobody can be made to leave
   */
  <T> T inRoom(DatabaseSettings database, String user, Supplier<T> act) throws Refusal {
    while (true) {
      Refusal full;
      engine.lock().lock();
      try {
        checkOpen();
        full = full(database, user);
        if (full == null) {
          return act.get();
        }
      } finally {
        engine.lock().unlock();
      }
      if (!engine.clients().makeRoom()) {
        throw full;
      }
    }
  }

  /** Why there is no room for one more client; null when there is. */
  private Refusal full(DatabaseSettings database, String user) {
    if (engine.clients().count() >= engine.settings().maxClients()) {
      return tooManyClients();
    }
    Configuration configuration = engine.configuration();
    int ofDatabase = configuration.maxDbClientConnections(database);
    if (ofDatabase > 0 && clientsOf(database.name(), null) >= ofDatabase) {
      return Refusal.of("client connections exceeded (max_db_client_connections)");
    }
    int ofUser = configuration.maxUserClientConnections(database, user);
    return ofUser > 0 && clientsOf(null, user) >= ofUser
        ? Refusal.of("client connections exceeded (max_user_client_connections)")
        : null;
  }

  /** How many clients are logged in to a database, as a user, or both; null for any. */
  int clientsOf(String database, String user) {
    int count = 0;
    for (Pool pool : engine.pools()) {
      if (database == null || pool.database().name().equals(database)) {
        for (Client client : pool.clients()) {
          boolean counts = user == null || client.user().equals(user);
          count += counts && engine.clients().knows(client) ? 1 : 0;
        }
      }
    }
    return count;
  }

  /** Every user that the userlist, [users] or a pool knows. */
  Set<String> users() {
    Set<String> users = new LinkedHashSet<>(engine.userlist().secrets().keySet());
    users.addAll(engine.configuration().users().keySet());
    engine.pools().forEach(pool -> users.add(pool.user()));
    return users;
  }
}
