package tn.ecar.pool.jca;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.GarageLogin;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.jdbc.EcarDataSource;
import tn.ecar.pool.jdbc.VirtualConnection;
import tn.ecar.pool.jdbc.xa.EcarXADataSource;
import tn.ecar.pool.management.ManagedPooler;
import tn.ecar.pool.rotation.Rotations;
import tn.ecar.pool.wire.WireDoor;

/**
 * The pool that a started resource adapter runs, with its listener, and the resource manager of
 * each login to it: two connection factories with the same login share one.
 */
final class RunningPool implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("tn.ecar.pool");
  private static final String NAME = "ecar-pool";
  private static final String CLOSED = "Programs outside of this server cannot reach the pool: ";
  private static final String PROOF_REFUSED = "authentication failed";

  private final Pooler pooler;
  private final ManagedPooler managed;
  private final Optional<WireDoor> door;
  private final Map<Login, EcarXADataSource> sources = new ConcurrentHashMap<>();

  /** Logins whose secret a rotation has replaced since they were declared. */
  private final Map<Login, Login> renewed = new ConcurrentHashMap<>();

  private RunningPool(Pooler pooler) throws JMException {
    this.pooler = pooler;
    this.managed = ManagedPooler.register(pooler.operations(), pooler.console());
    this.door = door(pooler);
  }

  /**
   * The garage works without this door, so it does not fail with it; the log says what is wrong.
   */
  private static Optional<WireDoor> door(Pooler pooler) {
    if (!WireDoor.isWanted(pooler.configuration())) {
      return Optional.empty();
    }
    try {
      return Optional.of(WireDoor.open(pooler));
    } catch (IOException | ConfigurationException closed) {
      LOG.log(Level.SEVERE, CLOSED + "{0}", closed.getMessage());
    } catch (RuntimeException unforeseen) {
      LOG.log(Level.SEVERE, CLOSED + "nobody foresaw this", unforeseen);
    }
    return Optional.empty();
  }

  /**
   * Starts it.
   *
   * @throws IllegalStateException when another adapter of this server runs one already
   */
  static RunningPool start(Configuration configuration) {
    Pooler pooler = Pooler.start(NAME, configuration);
    try {
      return new RunningPool(pooler);
    } catch (RuntimeException unforeseen) {
      pooler.close();
      throw unforeseen;
    } catch (JMException refused) {
      pooler.close();
      throw new IllegalStateException(
          "its figures cannot be registered with JMX: " + refused.getMessage(), refused);
    }
  }

  /** Proves a login that nobody has come with yet. */
  void prove(Login login) throws SQLException {
    Login known = complete(login);
    if (!sources.containsKey(known)) {
      open(known).close();
    }
  }

  EcarXADataSource source(Login login) {
    return sources.computeIfAbsent(
        complete(login),
        known ->
            new EcarXADataSource(
                () -> open(known),
                handle -> pooler.leaks().watch(handle, known.database(), known.user(), null),
                Clock.systemUTC()));
  }

  /** What a connection factory leaves empty is the garage's. */
  private Login complete(Login login) {
    GarageLogin garage = pooler.configuration().garage();
    String database = login.database().isEmpty() ? garageDatabase(garage) : login.database();
    return login.user().isEmpty()
        ? new Login(database, garage.user().orElse(""), garage.password().orElse(""))
        : new Login(database, login.user(), login.password());
  }

  private String garageDatabase(GarageLogin garage) {
    return garage
        .database()
        .or(() -> pooler.configuration().databases().keySet().stream().findFirst())
        .orElse("");
  }

  /**
   * The driver finds the door's socket factory by its name, through the thread's class loader where
   * the server has a driver of its own in front of ours.
   */
  private VirtualConnection open(Login login) throws SQLException {
    Login known = renewed.getOrDefault(login, login);
    try {
      return enter(known);
    } catch (SQLException refused) {
      Optional<Login> newer =
          refused.getMessage().contains(PROOF_REFUSED) ? newer(known) : Optional.empty();
      if (newer.isEmpty()) {
        throw refused;
      }
      VirtualConnection connection = enter(newer.get());
      renewed.put(login, newer.get());
      return connection;
    }
  }

  /**
   * After a rotation has forgotten the secret that this server was started with, the one that it
   * has handed out to programs is that of ours as well.
   */
  private Optional<Login> newer(Login login) {
    return Rotations.handedOut(pooler.configuration(), login.user())
        .filter(secret -> !secret.equals(login.password()))
        .map(secret -> new Login(login.database(), login.user(), secret));
  }

  private static VirtualConnection enter(Login login) throws SQLException {
    if (login.user().isEmpty()) {
      throw new SQLException(
          "nobody logs in: set DB_USER and DB_PASSWORD, or user and password of the"
              + " connection factory",
          "28000");
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(RunningPool.class.getClassLoader());
    try {
      String passwordOrNull = login.password().isEmpty() ? null : login.password();
      return new EcarDataSource(NAME, login.database(), login.user(), passwordOrNull).open();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  int mostClients() {
    return pooler.configuration().integer(Setting.MAX_CLIENT_CONN);
  }

  String summary() {
    return String.join(", ", pooler.configuration().databases().keySet());
  }

  @Override
  public void close() {
    door.ifPresent(WireDoor::close);
    sources.values().forEach(EcarXADataSource::close);
    try {
      managed.close();
    } catch (JMException refused) {
      LOG.log(Level.WARNING, "the pool's figures stay registered with JMX", refused);
    } finally {
      pooler.close();
    }
  }
}
