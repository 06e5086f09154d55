package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import tn.ecar.pool.protocol.Refusal;

/**
 * Random histories of clients, servers, operators and the clock: after each of 100,000 steps nobody
 * has lost or shares a server, lines are served in order, and the ledger is right.
 */
class HistoriesTest {
  private static final int STEPS = 1_000;
  private static final String[] SMALL = {
    "default_pool_size = 2", "max_total_server_connections = 5", "query_wait_timeout = 10"
  };
  private static final String[] LARGE = {
    "default_pool_size = 3",
    "reserve_pool_size = 1",
    "reserve_pool_timeout = 1",
    "min_pool_size = 1",
    "max_db_connections = 5",
    "max_user_connections = 6",
    "server_idle_timeout = 5",
    "server_lifetime = 60",
    "server_check_delay = 2",
    "server_login_retry = 1",
    "query_wait_timeout = 10",
    "max_waiting_clients = 8"
  };

  /** What can happen in a history; a test that never gets there proves nothing about it. */
  private enum Event {
    CAME,
    SERVED_AT_ONCE,
    WAITED,
    HANDED_OVER,
    REFUSED_AT_ONCE,
    REFUSED_LATER,
    RELEASED,
    LEFT_FREE,
    TURN_WENT_ON,
    OPENED,
    OPEN_FAILED,
    DIED_IN_USE,
    DIED_IDLE,
    CHECKED_ALIVE,
    CHECKED_DEAD,
    CANCEL_BEGAN,
    CANCEL_ENDED,
    TIME_PASSED,
    CLOCK_WENT_BACK,
    PAUSED,
    RESUMED,
    RELOADED,
    RECONNECTED,
    KILLED,
    LEFT_WHILE_WAITING,
    LEFT
  }

  private static final Map<Event, Long> REACHED = new ConcurrentHashMap<>();
  private static final AtomicLong TAKEN = new AtomicLong();

  private final PlayedEngine played = new PlayedEngine(LARGE);
  private final List<Client> clients = new ArrayList<>();
  private final Map<Pool, ArrayDeque<Waiter>> lines = new HashMap<>();
  private final List<Server> beingCancelled = new ArrayList<>();
  private Random random;

  private static void reached(Event event) {
    REACHED.merge(event, 1L, Long::sum);
  }

  @AfterContainer
  static void everythingHasHappened() {
    assertThat(TAKEN.get()).as("steps").isGreaterThanOrEqualTo(100_000);
    assertThat(REACHED).containsOnlyKeys(Event.values());
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void nothingIsLostAndNothingGivenTwice(@ForAll long seed) {
    HistoriesTest history = new HistoriesTest();
    history.random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      history.step();
      TAKEN.incrementAndGet();
      history.played.work();
      history.takeWhatWasDecided();
      history.check();
    }
  }

  private void step() {
    switch (random.nextInt(19)) {
      case 0, 1 -> come();
      case 2, 3, 4 -> request();
      case 5, 6, 7 -> holders().stream().findAny().ifPresent(this::release);
      case 8, 9 -> open();
      case 10 -> dieInUse();
      case 11 -> dieIdle();
      case 12 -> pass();
      case 13 -> operate();
      case 14 -> go();
      case 15 -> cancelBegins();
      case 16 -> cancelEnds();
      case 17 -> jump(Duration.ofHours(random.nextInt(3) - 1));
      default -> jump(Duration.ofSeconds(random.nextInt(5) - 2));
    }
  }

  /** Some are quick and come back at once, as most do in the next steps. */
  private void release(Client client) {
    Server server = client.server();
    client.released(played.engine.now(), 20);
    client.holds(null);
    server.pool().free(server, played.engine.now(), client.isQuick());
    played.work();
    reached(Event.RELEASED);
    boolean leftFree = server.state() == Server.State.IDLE && waits(client.pool());
    if (leftFree) {
      reached(Event.LEFT_FREE);
      if (random.nextInt(3) > 0) {
        request(client);
      }
    }
  }

  private boolean waits(Pool pool) {
    return pool.figures(played.engine.now()).clientsWaiting() > 0;
  }

  private void pass() {
    played.pass(Duration.ofMillis(random.nextInt(3_000)));
    reached(Event.TIME_PASSED);
  }

  private void jump(Duration far) {
    played.clock.advance(far);
    if (far.isNegative()) {
      reached(Event.CLOCK_WENT_BACK);
    }
  }

  private void come() {
    if (clients.size() < 30) {
      String database = new String[] {"a", "b", "c"}[random.nextInt(3)];
      clients.add(played.client(database, random.nextBoolean() ? "u" : "v"));
      reached(Event.CAME);
    }
  }

  private List<Client> holders() {
    List<Client> holders =
        new ArrayList<>(clients.stream().filter(it -> it.server() != null).toList());
    java.util.Collections.shuffle(holders, random);
    return holders;
  }

  private void request() {
    List<Client> idle =
        clients.stream().filter(it -> it.server() == null && it.waiter() == null).toList();
    if (idle.isEmpty()) {
      return;
    }
    request(idle.get(random.nextInt(idle.size())));
  }

  private void request(Client client) {
    boolean othersWait = waits(client.pool());
    client.asks(played.engine.now());
    try {
      Waiter waiter = played.request(client);
      if (waiter != null) {
        lines.computeIfAbsent(client.pool(), pool -> new ArrayDeque<>()).addLast(waiter);
        reached(Event.WAITED);
      } else {
        reached(Event.SERVED_AT_ONCE);
        if (othersWait && waits(client.pool())) {
          reached(Event.TURN_WENT_ON);
          assertThat(client.server().isTurnOf(client)).isTrue();
          assertThat(client.server().turn()).isBetween(2L, 6L);
        }
        if (client.server().isUnproved()) {
          checkServer(client);
        }
      }
    } catch (Refusal refused) {
      reached(Event.REFUSED_AT_ONCE);
      assertThat(refused.getMessage()).containsAnyOf("max_waiting_clients", "server_login_retry");
    }
  }

  /** Its server was long unused: it is checked, serves, or is dead and another is waited for. */
  private void checkServer(Client client) throws Refusal {
    Pool pool = client.pool();
    Server server = client.server();
    pool.test(server);
    assertThat(pool.figures(played.engine.now()).serversTested()).isPositive();
    if (random.nextInt(3) > 0) {
      pool.proved(server, client);
      reached(Event.CHECKED_ALIVE);
      return;
    }
    reached(Event.CHECKED_DEAD);
    client.holds(null);
    pool.discard(server, "it died");
    Waiter waiter = pool.await(client, played.engine.now(), true, Waiter.thisThread());
    lines.computeIfAbsent(pool, it -> new ArrayDeque<>()).addFirst(waiter);
  }

  private void cancelBegins() {
    List<Client> holders = holders();
    if (!holders.isEmpty() && beingCancelled.size() < 3) {
      Server server = holders.get(0).server();
      server.cancelBegins();
      beingCancelled.add(server);
      reached(Event.CANCEL_BEGAN);
    }
  }

  private void cancelEnds() {
    if (!beingCancelled.isEmpty()) {
      Server server = beingCancelled.remove(0);
      server.cancelEnds();
      reached(Event.CANCEL_ENDED);
      if (server.cancels() == 0 && server.state() == Server.State.BEING_CANCELED) {
        server.pool().free(server, played.engine.now());
      }
    }
  }

  private void open() {
    if (!played.opening.isEmpty()) {
      if (random.nextInt(4) == 0) {
        played.failed("played");
        reached(Event.OPEN_FAILED);
      } else {
        played.opened();
        reached(Event.OPENED);
      }
    }
  }

  private void dieInUse() {
    for (Client client : holders()) {
      Server server = client.server();
      client.holds(null);
      server.pool().discard(server, "it died");
      reached(Event.DIED_IN_USE);
      leave(client);
      return;
    }
  }

  private void dieIdle() {
    for (Pool pool : played.engine.pools()) {
      Server free = pool.spare();
      if (free != null) {
        pool.discard(free, "it died");
        reached(Event.DIED_IDLE);
        return;
      }
    }
  }

  private void operate() {
    List<Pool> pools = List.copyOf(played.engine.pools());
    switch (random.nextInt(7)) {
      case 0 -> {
        played.engine.pauses().pause(random.nextBoolean() ? null : "a");
        reached(Event.PAUSED);
      }
      case 1, 2, 3 -> {
        played.engine.resume(null);
        reached(Event.RESUMED);
      }
      case 4 -> {
        played.engine.reload(PlayedEngine.configuration(random.nextBoolean() ? SMALL : LARGE));
        reached(Event.RELOADED);
      }
      case 5 -> {
        pools.forEach(Pool::reconnect);
        reached(Event.RECONNECTED);
      }
      default -> {
        if (!pools.isEmpty()) {
          played.engine.drop(pools.get(random.nextInt(pools.size())), Refusal.of("killed"));
          reached(Event.KILLED);
        }
      }
    }
  }

  private void go() {
    if (!clients.isEmpty()) {
      leave(clients.get(random.nextInt(clients.size())));
    }
  }

  private void leave(Client client) {
    Waiter waiter = client.waiter();
    if (waiter != null) {
      client.pool().refuse(waiter, Refusal.of("gone"));
      reached(Event.LEFT_WHILE_WAITING);
    }
    reached(Event.LEFT);
    played.leave(client);
    clients.remove(client);
  }

  /** The served of each line must be its first ones. */
  private void takeWhatWasDecided() {
    for (ArrayDeque<Waiter> line : lines.values()) {
      if (line.removeIf(waiter -> waiter.refused() != null)) {
        reached(Event.REFUSED_LATER);
      }
      while (!line.isEmpty() && line.peekFirst().served() != null) {
        Waiter served = line.pollFirst();
        served.client().holds(served.served());
        reached(Event.HANDED_OVER);
      }
      assertThat(line).allMatch(waiter -> waiter.served() == null);
    }
    for (Client client : List.copyOf(clients)) {
      if (PlayedEngine.door(client).dismissed != null) {
        leave(client);
        played.work();
      }
    }
    if (lines.values().stream().flatMap(ArrayDeque::stream).anyMatch(it -> it.served() != null)) {
      takeWhatWasDecided();
    }
  }

  private void check() {
    Set<Server> held = new HashSet<>();
    for (Client client : clients) {
      Server server = client.server();
      if (server != null) {
        assertThat(held.add(server)).as("nobody shares a server").isTrue();
        assertThat(server.state()).isEqualTo(Server.State.ACTIVE);
        assertThat(server.client()).isSameAs(client);
        assertThat(((StubConnection) server).isClosed()).isFalse();
      }
    }
    int connections = 0;
    for (Pool pool : played.engine.pools()) {
      connections += pool.size();
      assertThat(pool.size()).isLessThanOrEqualTo(4);
      PoolFigures figures = pool.figures(played.engine.now());
      assertThat(figures.clientsWaiting())
          .isEqualTo(lines.getOrDefault(pool, new ArrayDeque<>()).size());
      assertThat(figures.serversActive())
          .isEqualTo((int) held.stream().filter(server -> server.pool() == pool).count());
      int free = figures.serversIdle() + figures.serversUsed();
      if (waits(pool) && free > 0 && !played.engine.isPaused(pool)) {
        assertThat(lines.get(pool)).as("somebody asks for what was left").anyMatch(Waiter::asks);
      }
    }
    assertThat(played.engine.ledger().connections()).isEqualTo(connections);
  }
}
