package tn.ecar.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.protocol.ClientSession;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.Tracked;

/**
 * The engine alone, on one thread and a clock moved by hand: a test plays what clients, servers and
 * workers do, one event at a time.
 */
final class PlayedEngine {
  /** A client's door that remembers what it was told. */
  static final class StubDoor implements Client.Door {
    Refusal dismissed;
    Refusal expired;
    final List<String> notices = new ArrayList<>();

    /** Null for a client with a thread of its own. */
    Executor loop;

    @Override
    public void dismiss(Refusal why) {
      dismissed = why;
    }

    @Override
    public void expire(Refusal why) {
      expired = why;
    }

    @Override
    public Refusal over() {
      return dismissed;
    }

    @Override
    public void notice(String text) {
      notices.add(text);
    }

    @Override
    public String address() {
      return "played";
    }

    @Override
    public char type() {
      return 'J';
    }

    @Override
    public Executor loop() {
      return loop;
    }
  }

  final HandClock clock = new HandClock();
  final Engine engine;
  final List<Opening> opening = new ArrayList<>();
  private final ArrayDeque<Runnable> work = new ArrayDeque<>();

  PlayedEngine(String... lines) {
    engine = new Engine(configuration(lines), new Time(clock), new Tracked(List.of()), work::add);
    engine.openBy(opening::add);
  }

  /** Database a and b and the automatic rest, users as they come; the lines go to [pgbouncer]. */
  static Configuration configuration(String... lines) {
    return read(ini(lines));
  }

  /** The same without the entry of this database, and without the automatic rest. */
  static Configuration without(String database, String... lines) {
    return read(ini(lines).replaceAll("(?m)^(" + database + "|\\*) = .*\\n", ""));
  }

  /** The same with another user forced on the clients of the database forced. */
  static Configuration forcing(String user, String... lines) {
    return read(ini(lines).replace("user=boss", "user=" + user));
  }

  private static String ini(String... lines) {
    return """
    [databases]
    a = host=127.0.0.1
    b = host=127.0.0.1
    forced = host=127.0.0.1 user=boss
    * = host=127.0.0.1

    [pgbouncer]
    pool_mode = transaction
    %s
    """
        .formatted(String.join("\n", lines));
  }

  private static Configuration read(String ini) {
    try {
      Path file = Files.createTempFile("played", ".ini");
      try {
        Files.writeString(file, ini);
        return Configuration.read(file, Map.of());
      } finally {
        Files.delete(file);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Does what workers have been given to do. */
  void work() {
    for (Runnable task = work.poll(); task != null; task = work.poll()) {
      task.run();
    }
  }

  /** Moves the clock on and lets it have its effect. */
  void pass(Duration duration) {
    clock.advance(duration);
    engine.sweep();
    work();
  }

  Client client(String database, String user) {
    Pool pool = engine.pool(engine.configuration().database(database).orElseThrow(), user);
    ClientSession session =
        new ClientSession(
            engine.tracked(),
            engine.texts(),
            new String[engine.tracked().size()],
            new Leasing(engine).rules(pool));
    Client client = new Client(engine.nextId(), user, pool, new StubDoor(), session, engine.now());
    engine.clients().enter(client);
    return client;
  }

  static StubDoor door(Client client) {
    return (StubDoor) client.door();
  }

  /** A client's request: it gets a free server at once (null then), or waits. */
  Waiter request(Client client) throws Refusal {
    client.doing().begins(engine.now());
    Server server = client.pool().takeFree(client, engine.now());
    if (server == null) {
      return client.pool().await(client, engine.now(), false, Waiter.thisThread());
    }
    client.holds(server);
    return null;
  }

  /** A client that has a server, opened for it if need be. */
  Client holding(String database, String user) throws Refusal {
    Client client = client(database, user);
    Waiter waiter = request(client);
    if (waiter != null) {
      opened();
      client.holds(waiter.served());
    }
    return client;
  }

  /** The oldest attempt to open a connection succeeds. */
  StubConnection opened() {
    Opening next = opening.remove(0);
    StubConnection server = new StubConnection(engine.nextId(), next, engine);
    engine.opened(next, server, Map.of("server_version", "18.0"));
    work();
    return server;
  }

  /** The oldest attempt fails. */
  void failed(String why) {
    engine.failed(opening.remove(0), Refusal.of("08006", why));
    work();
  }

  /** A client's transaction ends, and its server comes back. */
  void release(Client client) {
    Server server = client.server();
    client.doing().answered(engine.now(), false);
    client.holds(null);
    server.pool().free(server, engine.now());
    work();
  }

  /** A client goes; a server that it holds is clean. */
  void leave(Client client) {
    if (client.server() != null) {
      release(client);
    }
    engine.clients().leave(client);
  }

  PoolFigures figures(String database) {
    return engine.pools().stream()
        .filter(pool -> pool.database().name().equals(database))
        .findFirst()
        .orElseThrow()
        .figures(engine.now());
  }
}
