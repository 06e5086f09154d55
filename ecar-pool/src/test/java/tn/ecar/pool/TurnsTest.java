package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.protocol.Refusal;

/** Threads with brief transactions that come back at once take turns with the servers of a pool. */
class TurnsTest {
  private static final Duration AT_ONCE = Duration.ofNanos(20_000);
  private static final Duration LATE = Duration.ofNanos(300_000);

  private static PlayedEngine servers(int servers) {
    return new PlayedEngine("default_pool_size = " + servers);
  }

  /** Gives its server back; how it asked for it says whether it will likely be back at once. */
  private static Server releases(PlayedEngine played, Client client) {
    played.clock.advance(AT_ONCE);
    long now = played.engine.now();
    Server server = client.server();
    client.released(now, 20);
    client.holds(null);
    server.pool().free(server, now, client.isQuick());
    played.work();
    return server;
  }

  /** Asks again after a while; whether it had to wait. */
  private static boolean waits(PlayedEngine played, Client client, Duration after) throws Refusal {
    played.clock.advance(after);
    client.asks(played.engine.now());
    return played.request(client) != null;
  }

  /** A client that has had a brief transaction, and has come back at once for another. */
  private static Client quick(PlayedEngine played) throws Refusal {
    Client client = played.holding("a", "u");
    releases(played, client);
    assertThat(waits(played, client, AT_ONCE)).isFalse();
    return client;
  }

  /** Comes back at once until it is in the last transaction of its turn. */
  private static void goesOnToItsLast(PlayedEngine played, Client client) throws Refusal {
    while (client.server().turn() < 6) {
      releases(played, client);
      assertThat(waits(played, client, AT_ONCE)).isFalse();
    }
  }

  @Test
  void whoComesBackAtOnceHasSixTransactionsWhileOthersWait() throws Refusal {
    PlayedEngine played = servers(1);
    Client client = quick(played);
    Waiter other = played.request(played.client("a", "u"));
    for (int transaction = 2; transaction < 6; transaction++) {
      releases(played, client);
      assertThat(other.served()).as("after %d transactions", transaction).isNull();
      assertThat(waits(played, client, AT_ONCE)).isFalse();
    }
    Server server = releases(played, client);
    assertThat(other.served()).isSameAs(server);
    assertThat(waits(played, client, AT_ONCE)).as("now it is the other's turn").isTrue();
  }

  @Test
  void whoHasHadItsTurnAloneGivesWayToTheFirstWhoWaits() throws Refusal {
    PlayedEngine played = servers(1);
    Client client = quick(played);
    for (int transaction = 0; transaction < 10; transaction++) {
      releases(played, client);
      assertThat(waits(played, client, AT_ONCE)).isFalse();
    }
    Waiter other = played.request(played.client("a", "u"));
    assertThat(releases(played, client)).isSameAs(other.served());
  }

  @Test
  void whatWasLeftFreeForOneIsNotTakenFromItByAnother() throws Refusal {
    PlayedEngine played = servers(2);
    Client one = quick(played);
    Client another = quick(played);
    Waiter waiter = played.request(played.client("a", "u"));
    Server left = releases(played, one);
    Server given = releases(played, another);
    Client third = played.client("a", "u");
    third.released(played.engine.now(), 20);

    assertThat(waits(played, third, AT_ONCE)).as("it is quick, but has had no server").isTrue();
    assertThat(waiter.served()).isNull();
    assertThat(waits(played, one, AT_ONCE)).isFalse();
    assertThat(one.server()).isSameAs(left);
    assertThat(waits(played, another, AT_ONCE)).isFalse();
    assertThat(another.server()).isSameAs(given);
  }

  @Test
  void whatWasLeftFreeForOneIsNotTakenFromItByWhoHadItBefore() throws Refusal {
    PlayedEngine played = servers(1);
    Client before = quick(played);
    releases(played, before);
    Client one = played.client("a", "u");
    one.released(played.engine.now(), 20);
    assertThat(waits(played, one, AT_ONCE)).isFalse();
    Waiter waiter = played.request(played.client("a", "u"));
    releases(played, one);

    assertThat(waits(played, before, AT_ONCE)).isTrue();
    assertThat(waiter.served()).isNull();
    assertThat(waits(played, one, AT_ONCE)).isFalse();
  }

  @Test
  void whatWasLeftForWhoDoesNotComeIsGivenToWhoWaits() throws Refusal {
    PlayedEngine played = servers(2);
    Client one = quick(played);
    Client another = quick(played);
    Waiter waiter = played.request(played.client("a", "u"));
    Server left = releases(played, one);
    Client third = played.client("a", "u");
    played.clock.advance(LATE);
    third.released(played.engine.now(), 20);
    waits(played, third, AT_ONCE);
    assertThat(waiter.served()).isSameAs(left);
    assertThat(another.server()).isNotNull();
  }

  /** Who asked for the line is served, and no thread is left that would ask for the others. */
  @Test
  void whatWasLeftFreeIsGivenAwayWhenNobodyAsksForItAnyMore() throws Refusal {
    PlayedEngine played = servers(2);
    Client one = quick(played);
    Client another = quick(played);
    goesOnToItsLast(played, another);
    Waiter thread = played.request(played.client("a", "u"));
    Client ofALoop = played.client("a", "u");
    PlayedEngine.door(ofALoop).loop = Runnable::run;
    Waiter loop = played.request(ofALoop);
    Server left = releases(played, one);
    assertThat(loop.served()).isNull();

    assertThat(releases(played, another)).isSameAs(thread.served());
    assertThat(loop.served()).isSameAs(left);
  }

  /** Who waits in the other pool asked every few milliseconds, and each time closed them all. */
  @Test
  void whatWasLeftFreeIsNotClosedForAnotherPool() throws Refusal {
    PlayedEngine played =
        new PlayedEngine("default_pool_size = 2", "max_total_server_connections = 2");
    Client one = quick(played);
    Client another = quick(played);
    Waiter waiter = played.request(played.client("a", "u"));
    Waiter elsewhere = played.request(played.client("b", "u"));
    Server left = releases(played, one);
    elsewhere.client().pool().wake();
    assertThat(left.state()).isEqualTo(Server.State.IDLE);
    assertThat(played.opening).isEmpty();

    played.release(another);
    assertThat(waiter.served()).isNotNull();
    elsewhere.client().pool().wake();
    assertThat(played.opening).hasSize(1);
    assertThat(played.opening.get(0).pool()).isSameAs(elsewhere.client().pool());
  }

  @Test
  void whatIsLeftFreeWhenTheLastWaiterIsServedMakesRoomForAnotherPool() throws Refusal {
    PlayedEngine played =
        new PlayedEngine("default_pool_size = 2", "max_total_server_connections = 2");
    Client one = quick(played);
    Client another = quick(played);
    goesOnToItsLast(played, another);
    Waiter waiter = played.request(played.client("a", "u"));
    played.request(played.client("b", "u"));
    releases(played, one);
    assertThat(releases(played, another)).isSameAs(waiter.served());
    assertThat(played.opening).hasSize(1);
  }

  @Test
  void whatWasLeftForWhoDoesNotComeIsNotForgottenWhileTurnsChange() throws Refusal {
    PlayedEngine played = servers(2);
    Client one = quick(played);
    Client another = played.holding("a", "u");
    Client busy = played.client("a", "u");
    busy.released(played.engine.now(), 20);
    busy.asks(played.engine.now());
    Waiter first = played.request(busy);
    Waiter second = played.request(played.client("a", "u"));
    played.release(another);
    busy.holds(first.served());
    Waiter asks = played.request(played.client("a", "u"));
    goesOnToItsLast(played, busy);
    Server left = releases(played, one);
    played.clock.advance(LATE);

    assertThat(releases(played, busy)).isSameAs(second.served());
    assertThat(asks.served()).isSameAs(left);
  }

  @Test
  void nobodysTurnGoesOnWhileThePoolIsPaused() throws Refusal {
    PlayedEngine played = servers(1);
    Client client = quick(played);
    Waiter other = played.request(played.client("a", "u"));
    releases(played, client);
    played.engine.pauses().pause("a");
    assertThat(waits(played, client, AT_ONCE)).isTrue();
    assertThat(other.served()).isNull();
    played.engine.resume("a");
    assertThat(other.served()).isNotNull();
  }
}
