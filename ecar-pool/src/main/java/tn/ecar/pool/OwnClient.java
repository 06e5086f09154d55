package tn.ecar.pool;

import java.io.IOException;
import java.util.Optional;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.ClientSession;
import tn.ecar.pool.protocol.Refusal;

/**
 * A client of the pool's own: asks a database one question as some user and goes. It waits in line
 * like any other.
 */
final class OwnClient {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private final Engine engine;
  private final Leasing leasing;
  private final String purpose;

  /**
   * Such a client.
   *
   * @param purpose what SHOW CLIENTS and the log call it
   */
  OwnClient(Engine engine, Leasing leasing, String purpose) {
    this.engine = engine;
    this.leasing = leasing;
    this.purpose = purpose;
  }

  /** Nobody stands behind it who could be told anything. */
  private record Asker(String address) implements Client.Door {
    @Override
    public void dismiss(Refusal why) {
      LOG.log(System.Logger.Level.DEBUG, "{0} is told: {1}", address, why.getMessage());
    }

    @Override
    public void expire(Refusal why) {
      dismiss(why);
    }

    @Override
    public void notice(String text) {
      LOG.log(System.Logger.Level.DEBUG, "{0} waits: {1}", address, text);
    }

    @Override
    public char type() {
      return 'J';
    }
  }

  /**
   * Asks, and waits for the whole answer.
   *
   * @param question whole messages
   * @return the server's messages
   * @throws Refusal when no server can be had, or it went away meanwhile
   */
  Buffer ask(DatabaseSettings database, String asUser, Buffer question) throws Refusal {
    return ask(
            database, asUser, question, client -> Optional.of(leasing.lease(client, engine.now())))
        .orElseThrow();
  }

  /**
   * The same by a server of the pool that stands on one host and that nobody uses.
   *
   * @return empty when there is none
   */
  Optional<Buffer> ask(
      DatabaseSettings database, ServerAddress host, String asUser, Buffer question)
      throws Refusal {
    return ask(database, asUser, question, client -> leasing.lease(client, host));
  }

  /** How a client comes by a server. */
  private interface Lease {
    Optional<BlockingServer> to(Client client) throws Refusal;
  }

  private Optional<Buffer> ask(
      DatabaseSettings database, String asUser, Buffer question, Lease lease) throws Refusal {
    Client client = client(database, asUser);
    Buffer answer = new Buffer();
    boolean whole = false;
    BlockingServer server = null;
    try {
      server = lease.to(client).orElse(null);
      if (server == null) {
        return Optional.empty();
      }
      client
          .session()
          .forward(question.array(), question.start(), question.end(), server.session());
      server.settle(engine.settings().connectTimeout(), answer);
      whole = server.session().isAtRest();
      return Optional.of(answer);
    } catch (IOException lost) {
      LOG.log(System.Logger.Level.WARNING, "{0} got no answer: {1}", purpose, lost.toString());
      throw Refusal.of("server conn crashed?");
    } finally {
      if (whole) {
        leasing.release(client, server, engine.now());
      }
      leasing.leave(client);
      leave(client);
    }
  }

  /**
   * The same by a server connection that is no pool's, and ends with the answer.
   *
   * @throws Refusal when it went away meanwhile
   */
  Buffer ask(BlockingServer server, DatabaseSettings database, String asUser, Buffer question)
      throws Refusal {
    Client client = client(database, asUser);
    Buffer answer = new Buffer();
    try {
      server.session().attach(client.session());
      client
          .session()
          .forward(question.array(), question.start(), question.end(), server.session());
      server.settle(engine.settings().connectTimeout(), answer);
      return answer;
    } catch (IOException lost) {
      LOG.log(System.Logger.Level.WARNING, "{0} got no answer: {1}", purpose, lost.toString());
      throw Refusal.of("server conn crashed?");
    } finally {
      server.close();
      leave(client);
    }
  }

  private void leave(Client client) {
    engine.lock().lock();
    try {
      client.pool().leave(client);
    } finally {
      engine.lock().unlock();
    }
  }

  private Client client(DatabaseSettings database, String asUser) {
    long id = engine.newId();
    engine.lock().lock();
    try {
      Pool pool = engine.pool(database.forRole(asUser), asUser);
      String[] values = new String[engine.tracked().size()];
      ClientSession session =
          new ClientSession(engine.tracked(), engine.texts(), values, leasing.rules(pool));
      Client client = new Client(id, asUser, pool, new Asker(purpose), session, engine.now());
      // It is of the pool, which is in use as long as somebody asks, but of nobody's limits.
      pool.enter(client);
      return client;
    } finally {
      engine.lock().unlock();
    }
  }
}
