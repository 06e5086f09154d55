package tn.ecar.pool;

import java.util.Map;
import java.util.function.Supplier;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.console.Console;
import tn.ecar.pool.console.ConsoleRole;
import tn.ecar.pool.console.ConsoleSession;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.CancelKey;
import tn.ecar.pool.protocol.ClientLogin;
import tn.ecar.pool.protocol.ClientSession;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.Replication;
import tn.ecar.pool.protocol.StartupParameters;

/**
 * The way in through either door: from the first packet over the proof to the welcome, by which a
 * client has its place in a pool or at the console. Who may come in is the reception's to say.
 */
final class Arrivals {
  private final Engine engine;
  private final Leasing leasing;
  private final Authentication authentication;
  private final Reception reception;
  private final SessionState sessionState;
  private final Visits visits;
  private final Operating operating;

  Arrivals(
      Engine engine,
      Leasing leasing,
      Authentication authentication,
      Reception reception,
      SessionState sessionState,
      Visits visits,
      Operating operating) {
    this.engine = engine;
    this.leasing = leasing;
    this.authentication = authentication;
    this.reception = reception;
    this.sessionState = sessionState;
    this.visits = visits;
    this.operating = operating;
  }

  /** A login through the in-VM door. */
  ClientLogin newLocalLogin() {
    return new ClientLogin(
        new ClientLogin.Reception() {
          @Override
          public ClientLogin.Proof ask(String user, String database) throws Refusal {
            return reception.askLocal(user, database);
          }

          @Override
          public void refused(String user, String database, Refusal why) {
            countRefused(user, database, why);
          }
        },
        startupParameters());
  }

  /**
   * A login through the wire door.
   *
   * @param approach tells, once the client has said who it is, how it has come
   */
  ClientLogin newLogin(Supplier<Approach> approach) {
    StartupParameters parameters = startupParameters();
    return new ClientLogin(
        new ClientLogin.Reception() {
          @Override
          public ClientLogin.Proof ask(String user, String database) throws Refusal {
            return reception.askRemote(user, database, approach.get(), parameters.replication());
          }

          @Override
          public boolean asksOthers(String user, String database) {
            return authentication.asksOthers(user)
                && !Reception.needsNoProof(user, database, approach.get());
          }

          @Override
          public void refused(String user, String database, Refusal why) {
            countRefused(user, database, why);
          }
        },
        parameters);
  }

  private void countRefused(String user, String database, Refusal why) {
    engine.events().add(EventFigures.Kind.LOGIN_REFUSED, database, user, why.getMessage());
  }

  private StartupParameters startupParameters() {
    return new StartupParameters(engine.tracked(), engine.settings().ignoredParameters());
  }

  /**
   * Lets a client in that has proved its secret, and welcomes it. When no server has told its
   * parameters yet, one is waited for.
   *
   * @param out where the welcome is written to
   * @throws Refusal when the client may not come in
   */
  Client admit(ClientLogin login, Client.Door door, Buffer out) throws Refusal {
    Client client = enter(login, door);
    try {
      if (client.replicates()) {
        leaseOwn(client);
      } else if (!isWelcomeKnown(client)) {
        leasing.probe(client);
      }
    } catch (Refusal refused) {
      leasing.leave(client);
      throw refused;
    }
    welcome(client, login, out);
    return client;
  }

  /**
   * Lets a client in that has proved its secret. It is to be welcomed when {@link #isWelcomeKnown},
   * or else when it has been granted a server once.
   *
   * @throws Refusal when the client may not come in
   */
  Client enter(ClientLogin login, Client.Door door) throws Refusal {
    DatabaseSettings database = reception.database(login.database());
    return reception.inRoom(database, login.user(), () -> enter(login, door, database));
  }

  private Client enter(ClientLogin login, Client.Door door, DatabaseSettings database) {
    Pool pool = engine.pool(database, login.user());
    if (database.user().isEmpty()) {
      login.keys().ifPresent(pool::keys);
      login.secret().ifPresent(pool::secret);
    }
    if (engine.settings().addsHost()) {
      login.addHost(door.port() == 0 ? door.address() : door.address() + ":" + door.port());
    }
    Client client = newClient(login, door, pool);
    engine.clients().enter(client);
    return client;
  }

  /**
   * Whether it is known what the client's servers tell of themselves. Who speaks of replication has
   * to get its own server first.
   */
  boolean isWelcomeKnown(Client client) {
    return !parametersFor(client).isEmpty();
  }

  private static Map<String, String> parametersFor(Client client) {
    if (!client.replicates()) {
      return client.pool().welcome();
    }
    return client.server() instanceof BlockingServer own ? own.welcome() : Map.of();
  }

  /** Tells a client that it is in, and what it must know of its servers. */
  void welcome(Client client, ClientLogin login, Buffer out) {
    Map<String, String> ofServer = parametersFor(client);
    client.pool().statistics().login();
    if (!client.replicates()) {
      client.session().startWith(login.values(ofServer));
    }
    login.welcome(out, ofServer, client.key(), engine.settings().greeting());
  }

  /**
   * Lets a proved client talk to the console, and welcomes it.
   *
   * @param own whether it is this process itself that speaks, and not somebody from elsewhere
   * @throws Refusal when it is neither admin nor stats user
   */
  ConsoleSession openConsole(ClientLogin login, Client.Door door, boolean own, Buffer out)
      throws Refusal {
    ConsoleRole role =
        own && ConsoleRole.isOwnProcess(login.user())
            ? ConsoleRole.ADMIN
            : ConsoleRole.of(engine.configuration(), login.user())
                .orElseThrow(() -> Refusal.of(ConsoleRole.NOT_ALLOWED));
    login.welcome(out, ConsoleSession.parameters(), CancelKey.random());
    long visit = visits.enter(login, door);
    String who = login.user() + (own ? " of this process" : "@" + door.address());
    return new ConsoleSession(
        consoleOf(who), role, () -> visits.asks(visit), () -> visits.leave(visit));
  }

  /** A console that notes whose commands it obeys. */
  Console consoleOf(String who) {
    return new Console(operating, command -> operating.obeyed(who, command));
  }

  private Client newClient(ClientLogin login, Client.Door door, Pool pool) {
    ClientSession session =
        new ClientSession(
            engine.tracked(), engine.texts(), login.values(Map.of()), leasing.rules(pool));
    Client client = new Client(engine.nextId(), login.user(), pool, door, session, engine.now());
    if (login.replication() != Replication.NONE) {
      client.replicates(login.replication(), login.forOwnServer());
    }
    session.witnessedBy((trace, tag) -> sessionState.left(client, trace, tag));
    return client;
  }

  /** The server that is opened for this client alone. */
  private void leaseOwn(Client client) throws Refusal {
    long now = engine.now();
    client.doing().begins(now);
    leasing.lease(client, now);
  }
}
