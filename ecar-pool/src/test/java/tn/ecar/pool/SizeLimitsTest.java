package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.protocol.Refusal;

/** Every size and the waiting line, event by event. */
class SizeLimitsTest {

  @Test
  void neverMoreThanDefaultPoolSize() throws Refusal {
    PlayedEngine played = new PlayedEngine("default_pool_size = 2");
    for (int i = 0; i < 5; i++) {
      played.request(played.client("a", "u"));
    }
    assertThat(played.opening).hasSize(2);
    played.opened();
    played.opened();
    assertThat(played.opening).isEmpty();
    assertThat(played.figures("a").clientsWaiting()).isEqualTo(3);
  }

  @Test
  void aPoolSizeOfZeroIsNoLimit() throws Refusal {
    PlayedEngine played = new PlayedEngine("default_pool_size = 0");
    for (int i = 0; i < 50; i++) {
      played.request(played.client("a", "u"));
    }
    assertThat(played.opening).hasSize(50);
  }

  @Test
  void theReserveHelpsWhoHasWaitedForReservePoolTimeout() throws Refusal {
    PlayedEngine played =
        new PlayedEngine(
            "default_pool_size = 1", "reserve_pool_size = 1", "reserve_pool_timeout = 10");
    played.holding("a", "u");
    Waiter waiter = played.request(played.client("a", "u"));
    played.pass(Duration.ofMillis(9_999));
    assertThat(played.opening).isEmpty();
    played.pass(Duration.ofMillis(1));
    assertThat(played.opening).hasSize(1);
    assertThat(waiter.served()).isNull();
    StubConnection reserve = played.opened();
    assertThat(waiter.served()).isSameAs(reserve);
  }

  /** It was taken as "at once". */
  @Test
  void aReservePoolTimeoutOfZeroNeverUsesTheReserve() throws Refusal {
    PlayedEngine played =
        new PlayedEngine(
            "default_pool_size = 1", "reserve_pool_size = 1", "reserve_pool_timeout = 0");
    played.holding("a", "u");
    played.request(played.client("a", "u"));
    played.pass(Duration.ofSeconds(60));
    assertThat(played.opening).isEmpty();
  }

  @Test
  void serverFastClosePartsIdleClientsFromServersThatAreToGo() throws Refusal {
    for (boolean fast : new boolean[] {true, false}) {
      PlayedEngine played =
          new PlayedEngine("pool_mode = session", "server_fast_close = " + (fast ? 1 : 0));
      Client busy = played.holding("a", "u");
      Client idle = played.holding("a", "u");
      idle.doing().answered(played.engine.now(), false);
      idle.pool().reconnect();
      played.pass(Duration.ofSeconds(1));
      assertThat(PlayedEngine.door(busy).dismissed).as("has a transaction open").isNull();
      if (fast) {
        assertThat(PlayedEngine.door(idle).dismissed).hasMessage("database configuration changed");
      } else {
        assertThat(PlayedEngine.door(idle).dismissed).isNull();
      }
    }
  }

  @Test
  void aPoolThatTheConfigurationKnowsNoMoreDoesNotGrowToItsMinimumAgain() throws Refusal {
    PlayedEngine played = new PlayedEngine("min_pool_size = 1", "server_lifetime = 3600");
    played.leave(played.holding("forced", "u"));
    played.engine.reload(PlayedEngine.without("forced", "min_pool_size = 1"));
    played.pass(Duration.ofSeconds(2));
    assertThat(played.opening).isEmpty();
    assertThat(played.engine.pools())
        .noneMatch(pool -> pool.database().name().equals("forced") && pool.size() > 0);
    played.engine.reload(PlayedEngine.configuration("min_pool_size = 1"));
    played.holding("forced", "u");
    assertThat(played.figures("forced").serversActive()).isEqualTo(1);
  }

  @Test
  void thePoolGrowsToItsMinimumOneByOneWhileItIsInUse() {
    PlayedEngine played = new PlayedEngine();
    played.engine.reload(PlayedEngine.without("forced", "min_pool_size = 2"));
    Client client = played.client("a", "u");
    played.pass(Duration.ofSeconds(1));
    assertThat(played.opening).hasSize(1);
    played.opened();
    played.pass(Duration.ofSeconds(1));
    played.opened();
    played.pass(Duration.ofSeconds(1));
    assertThat(played.opening).isEmpty();
    assertThat(played.figures("a").serversIdle()).isEqualTo(2);
    played.leave(client);
  }

  @Test
  void aServerComesBackToTheLongestWaiter() throws Refusal {
    PlayedEngine played = new PlayedEngine("default_pool_size = 1");
    Client holder = played.holding("a", "u");
    Server server = holder.server();
    List<Waiter> line = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      line.add(played.request(played.client("a", "u")));
    }
    played.release(holder);
    assertThat(line).extracting(Waiter::served).containsExactly(server, null, null);
    Client next = line.get(0).client();
    next.holds(server);
    played.release(next);
    assertThat(line.get(1).served()).isSameAs(server);
  }

  @Test
  void theServerUsedLastIsUsedNextUnlessServerRoundRobin() throws Refusal {
    assertThat(orderOfUse("server_round_robin = 0")).containsExactly(2, 2, 2);
    assertThat(orderOfUse("server_round_robin = 1")).containsExactly(0, 1, 2);
  }

  private static List<Integer> orderOfUse(String line) throws Refusal {
    PlayedEngine played = new PlayedEngine("default_pool_size = 3", line);
    List<Client> clients = new ArrayList<>();
    List<Server> servers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clients.add(played.holding("a", "u"));
      servers.add(clients.get(i).server());
    }
    clients.forEach(played::release);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Client stranger = played.client("a", "u");
      played.request(stranger);
      order.add(servers.indexOf(stranger.server()));
      played.release(stranger);
    }
    return order;
  }

  @Test
  void aClientGetsTheServerThatItHadLastWhenThatIsFree() throws Refusal {
    PlayedEngine played = new PlayedEngine("default_pool_size = 2");
    Client first = played.holding("a", "u");
    Client second = played.holding("a", "u");
    Server firsts = first.server();
    played.release(first);
    played.release(second);
    played.request(first);
    assertThat(first.server()).isSameAs(firsts);
  }

  @Test
  void maxWaitingClientsRefusesAtOnce() throws Refusal {
    PlayedEngine played = new PlayedEngine("default_pool_size = 1", "max_waiting_clients = 2");
    Client holder = played.holding("a", "u");
    played.request(played.client("a", "u"));
    played.request(played.client("a", "u"));
    Client late = played.client("a", "u");
    assertThatThrownBy(() -> played.request(late))
        .hasMessageContaining("max_waiting_clients")
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.sqlState()).isEqualTo("53300"));
    played.release(holder);
    assertThat(played.request(late)).isNotNull();
  }

  @Test
  void maxDbConnectionsCountsAllUsersAndTheOldestFreeServerMakesRoom() throws Refusal {
    PlayedEngine played = new PlayedEngine("max_db_connections = 2");
    Client first = played.holding("a", "one");
    Client second = played.holding("a", "two");
    StubConnection oldest = (StubConnection) first.server();
    Waiter waiter = played.request(played.client("a", "three"));
    assertThat(played.opening).isEmpty();
    played.release(first);
    assertThat(oldest.isClosed()).isTrue();
    StubConnection opened = played.opened();
    assertThat(waiter.served()).isSameAs(opened);
    assertThat(played.engine.ledger().connectionsOfDatabase("a")).isEqualTo(2);
    assertThat(second.server().state()).isEqualTo(Server.State.ACTIVE);
  }

  @Test
  void maxUserConnectionsCountsAllDatabases() throws Refusal {
    PlayedEngine played = new PlayedEngine("max_user_connections = 1");
    Client first = played.holding("a", "u");
    played.request(played.client("b", "u"));
    assertThat(played.opening).isEmpty();
    played.request(played.client("b", "other"));
    assertThat(played.opening).hasSize(1);
    played.release(first);
    assertThat(played.opening).hasSize(2);
  }

  @Test
  void maxTotalServerConnectionsCountsEverything() throws Refusal {
    PlayedEngine played = new PlayedEngine("max_total_server_connections = 2");
    Client first = played.holding("a", "one");
    played.holding("b", "two");
    Waiter waiter = played.request(played.client("c", "three"));
    assertThat(played.opening).isEmpty();
    played.release(first);
    StubConnection opened = played.opened();
    assertThat(waiter.served()).isSameAs(opened);
    assertThat(played.engine.ledger().connections()).isEqualTo(2);
  }

  @Test
  void whenTheSizeShrinksFreeServersGo() throws Refusal {
    PlayedEngine played = new PlayedEngine("default_pool_size = 3");
    for (Client client :
        List.of(played.holding("a", "u"), played.holding("a", "u"), played.holding("a", "u"))) {
      played.release(client);
    }
    played.engine.reload(PlayedEngine.configuration("default_pool_size = 1"));
    played.pass(Duration.ofSeconds(1));
    assertThat(played.figures("a").serversIdle()).isEqualTo(1);
    assertThat(played.engine.ledger().connections()).isEqualTo(1);
  }

  @Test
  void whoWaitsIsToldSoOnceAfterQueryWaitNotify() throws Exception {
    PlayedEngine played = new PlayedEngine("default_pool_size = 1", "query_wait_notify = 3");
    Client holder = played.holding("a", "u");
    Client client = played.client("a", "u");
    Waiter waiter = played.request(client);
    played.pass(Duration.ofSeconds(2));
    assertThat(waiter.isNoticeDue()).isFalse();
    played.pass(Duration.ofSeconds(1));
    assertThat(waiter.isNoticeDue()).isTrue();
    played.release(holder);
    waiter.await(() -> {});
    assertThat(PlayedEngine.door(client).notices)
        .containsExactly("No server connection available in postgres backend, client being queued");
  }
}
