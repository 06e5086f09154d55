package tn.ecar.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.Replication;
import tn.ecar.pool.protocol.ServerLogin;
import tn.ecar.pool.protocol.ServerSession;
import tn.ecar.pool.transport.Connector;

/**
 * Makes server connections for all pools, off every client's path: tries the hosts of a database
 * one after the other, runs connect_query, and hands the connection or the reason to the pool.
 */
final class Opener {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");
  private static final String UNREACHABLE = "08006";

  /** invalid_password. */
  private static final String WRONG_PASSWORD = "28P01";

  /** invalid_authorization_specification: pg_hba.conf lets nobody in this way, or no such role. */
  private static final String NOT_LET_IN = "28000";

  private final Engine engine;
  private final Hosts hosts = new Hosts();

  Opener(Engine engine) {
    this.engine = engine;
  }

  /** Starts opening; {@link Engine#opened} or {@link Engine#failed} follows in any case. */
  void begin(Opening opening) {
    engine.work(() -> open(opening));
  }

  private void open(Opening opening) {
    Pool pool = opening.pool();
    try {
      BlockingServer server = connect(opening, pool.database());
      if (opening.client() == null || opening.client().replication() != Replication.PHYSICAL) {
        prepare(server, pool.database());
      }
      ServerLog.opened(server);
      engine.opened(opening, server, server.welcome());
    } catch (Refusal refused) {
      failed(opening, refused);
    } catch (RuntimeException unforeseen) {
      LOG.log(System.Logger.Level.ERROR, "opening a server connection failed", unforeseen);
      failed(opening, Refusal.of(UNREACHABLE, "server login failed: " + unforeseen));
    }
  }

  private BlockingServer connect(Opening opening, DatabaseSettings database) throws Refusal {
    String attributes = database.targetSessionAttrs();
    if (!attributes.equals("prefer-standby")) {
      return connect(opening, database, attributes);
    }
    try {
      return connect(opening, database, attributes);
    } catch (Refusal noStandby) {
      return connect(opening, database, "any");
    }
  }

  private BlockingServer connect(Opening opening, DatabaseSettings database, String attributes)
      throws Refusal {
    EngineSettings settings = engine.settings();
    Refusal failure = null;
    for (ServerAddress host : hosts.order(database, engine.now(), settings.loginRetry())) {
      try {
        opening.begins(host, engine.now());
        BlockingServer server = connect(opening, host, attributes);
        hosts.reached(database, host);
        return server;
      } catch (Refusal refused) {
        hosts.failed(host, engine.now());
        // What a server said counts for more than that another could not be asked.
        failure = failure != null && refused.serverError().isEmpty() ? failure : refused;
        if (opening.isOver()) {
          break;
        }
      }
    }
    throw failure;
  }

  private BlockingServer connect(Opening opening, ServerAddress host, String attributes)
      throws Refusal {
    Pool pool = opening.pool();
    Connector connector = connector();
    Attempt.LoggedIn done = logIn(connector, opening, host);
    if (!HostRole.of(done.login().parameters()).fits(attributes)) {
      done.transport().close();
      throw Refusal.of(
          UNREACHABLE,
          "server " + host + " is not what target_session_attrs = " + attributes + " asks for");
    }
    return new BlockingServer(
        engine.newId(),
        pool,
        new ServerSession(engine.tracked(), done.login()),
        new BlockingServer.Line(connector, host, done.transport()),
        done.login().parameters(),
        engine.now());
  }

  private Connector connector() {
    EngineSettings settings = engine.settings();
    return new Connector(
        engine.hostNames(), settings.serverTls(), settings.tcp(), settings.connectTimeout());
  }

  /**
   * Logs in with the newest secret that is known, and with older ones where the server says that it
   * is wrong: while a secret is being changed, nobody knows which of the two the server has by now.
   */
  private Attempt.LoggedIn logIn(Connector connector, Opening opening, ServerAddress host)
      throws Refusal {
    List<Optional<Secret>> known = secrets(opening.pool());
    while (true) {
      try {
        return logIn(connector, opening, host, known);
      } catch (Refusal refused) {
        List<Optional<Secret>> now = secrets(opening.pool());
        if (now.equals(known) || !isWrongSecret(refused) || !opening.mayGoOn()) {
          throw refused;
        }
        // A rotation got further than this login: the server has a secret that came to be known
        // when the others had been looked up.
        known = now;
      }
    }
  }

  private Attempt.LoggedIn logIn(
      Connector connector, Opening opening, ServerAddress host, List<Optional<Secret>> secrets)
      throws Refusal {
    Refusal newest = null;
    for (Optional<Secret> secret : secrets) {
      try {
        return logIn(connector, opening, host, secret);
      } catch (Refusal refused) {
        newest = newest == null ? refused : newest;
        if (!isWrongSecret(refused) || !opening.mayGoOn()) {
          break;
        }
      }
    }
    throw newest;
  }

  private Attempt.LoggedIn logIn(
      Connector connector, Opening opening, ServerAddress host, Optional<Secret> secret)
      throws Refusal {
    return attempt(connector, opening, host, secret).make();
  }

  private static Attempt attempt(
      Connector connector, Opening opening, ServerAddress host, Optional<Secret> secret) {
    Pool pool = opening.pool();
    return new Attempt(
        connector,
        opening,
        host,
        new ServerLogin.Credentials(pool.database().dbname(), pool.user(), secret, pool.keys()));
  }

  private List<Optional<Secret>> secrets(Pool pool) {
    if (pool.database().password().isPresent()) {
      return List.of(pool.database().password());
    }
    List<Optional<Secret>> listed = new ArrayList<>();
    for (Secret valid : engine.userlist().valid(pool.user())) {
      if (opens(valid, pool)) {
        listed.add(Optional.of(valid));
      }
    }
    if (listed.size() > 1) {
      // The server may have got the newest just after it was asked for it.
      listed.add(listed.get(0));
    }
    return listed.isEmpty() ? List.of(pool.secret()) : listed;
  }

  private static boolean isWrongSecret(Refusal refused) {
    return isSaid(refused, WRONG_PASSWORD) || refused.getMessage().equals(ServerLogin.WRONG_KIND);
  }

  private static boolean isSaid(Refusal refused, String sqlState) {
    return refused.sqlState().equals(sqlState) && refused.serverError().isPresent();
  }

  /** Whether a host asks the pool's user for SCRAM: then it keeps no md5 hash, or takes none. */
  boolean asksForScram(Pool pool, ServerAddress host) throws Refusal {
    Opening opening = Opening.trial(pool, engine.now());
    Attempt attempt = attempt(connector(), opening, host, secrets(pool).get(0));
    try {
      attempt.make().transport().close();
    } catch (Refusal refused) {
      if (refused.serverError().isEmpty() && !isWrongSecret(refused)) {
        throw refused;
      }
    }
    return attempt.isAskedForScram();
  }

  /** What a host says to this secret alone; found out by a connection that ends at once. */
  RoleAccess.Trial trial(Pool pool, ServerAddress host, Secret secret) throws Refusal {
    Opening opening = Opening.trial(pool, engine.now());
    Attempt attempt = attempt(connector(), opening, host, Optional.of(secret));
    try {
      attempt.make().transport().close();
      return attempt.ended().orElse(RoleAccess.Trial.NOT_ASKED);
    } catch (Refusal refused) {
      if (refused.getMessage().equals(ServerLogin.WRONG_KIND)) {
        return RoleAccess.Trial.UNFIT;
      }
      // What pg_hba.conf refuses, for an hour of maintenance maybe, tells nothing of the secret.
      if (isWrongSecret(refused) || (isSaid(refused, NOT_LET_IN) && attempt.isOfNobody())) {
        return RoleAccess.Trial.REFUSED;
      }
      // Of the database it may say no: the secret was good.
      return attempt.ended().orElseThrow(() -> refused);
    }
  }

  /** A server connection to this host that no pool knows: who asked for it closes it. */
  BlockingServer apart(Pool pool, ServerAddress host) throws Refusal {
    return connect(Opening.trial(pool, engine.now()), host, "any");
  }

  /** A verifier opens no server by itself: the password that a client has proved does. */
  private static boolean opens(Secret listed, Pool pool) {
    return !(listed instanceof Secret.ScramVerifier) || pool.secret().isEmpty();
  }

  /** Asks a host what it is, by a connection that ends at once. */
  HostRole ask(Pool pool, ServerAddress host) throws Refusal {
    Attempt.LoggedIn done = logIn(connector(), Opening.trial(pool, engine.now()), host);
    done.transport().close();
    return HostRole.of(done.login().parameters());
  }

  /** Runs connect_query. An error in it is told to the log only; a lost connection is no server. */
  private void prepare(BlockingServer server, DatabaseSettings database) throws Refusal {
    String query = database.connectQuery().orElse("");
    if (query.isEmpty()) {
      return;
    }
    Duration limit = engine.settings().connectTimeout();
    if (!server.run(query, limit)) {
      if (server.session().ownFailure() == null || !server.session().isAtRest()) {
        server.close();
        throw Refusal.of(
            UNREACHABLE, "connect_query of database " + database.name() + " did not end: " + query);
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "connect_query of database {0} failed: {1}",
          database.name(),
          server.session().ownFailure().message());
    }
  }

  private void failed(Opening opening, Refusal why) {
    LOG.log(
        System.Logger.Level.WARNING,
        "server login for {0}/{1} failed: {2}{3}",
        opening.pool().database().name(),
        opening.pool().user(),
        why.getMessage(),
        // What clients are told names no host where a time has passed.
        why.getMessage().contains(String.valueOf(opening.host()))
            ? ""
            : " (last tried: " + opening.host() + ")");
    engine.failed(opening, why);
  }
}
