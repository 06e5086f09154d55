package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.protocol.Refusal;

/** Turns that were lost: a server was free and somebody waited, or a place was gone for ever. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostTurnsTest {
  /** Comes back so soon that its server is left free for it although somebody waits. */
  private static void leavesFree(PlayedEngine played, Client client) {
    Server server = client.server();
    client.holds(null);
    server.pool().free(server, played.engine.now(), true);
    played.work();
  }

  private static Client ofALoop(PlayedEngine played) {
    Client client = played.client("a", "u");
    PlayedEngine.door(client).loop = Runnable::run;
    return client;
  }

  @Test
  void whoComesWhenTheLastWaiterIsServedFindsTheOtherFreeServer() throws Refusal {
    PlayedEngine played = new PlayedEngine("default_pool_size = 2");
    Client first = played.holding("a", "u");
    Client second = played.holding("a", "u");
    Waiter thread = played.request(played.client("a", "u"));
    leavesFree(played, first);
    leavesFree(played, second);
    assertThat(thread.served()).isNull();

    assertThat(played.request(ofALoop(played))).as("it need not wait").isNull();
    assertThat(thread.served()).isNotNull();
  }

  @Test
  void whenTheOneWhoAsksIsGoneWhoWaitsOnALoopIsServed() throws Refusal {
    PlayedEngine played = new PlayedEngine("default_pool_size = 1");
    Client first = played.holding("a", "u");
    Client asks = played.client("a", "u");
    Waiter asker = played.request(asks);
    Waiter loop = played.request(ofALoop(played));
    leavesFree(played, first);
    assertThat(loop.served()).isNull();

    asks.pool().refuse(asker, Refusal.of("it has left"));
    assertThat(loop.served()).isNotNull();
  }

  @Test
  void whoIsSentAwayJustBeforeItWaitsDoesNotWait() {
    PlayedEngine played = new PlayedEngine("default_pool_size = 1");
    Client client = played.client("a", "u");
    PlayedEngine.door(client).dismissed = Refusal.of("57P01", "admin forced disconnect");
    assertThatThrownBy(() -> new Leasing(played.engine).lease(client, played.engine.now()))
        .hasMessage("admin forced disconnect");
    assertThat(played.figures("a").clientsWaiting()).isZero();
  }

  @Test
  void aPlaceIsNotLostForEverWhenNoThreadOpensTheServer() throws Refusal {
    PlayedEngine played = new PlayedEngine("default_pool_size = 1", "server_login_retry = 1");
    played.engine.openBy(
        opening -> {
          throw new OutOfMemoryError("unable to create native thread");
        });
    Client client = played.client("a", "u");
    Waiter waiter = played.request(client);
    assertThat(waiter.refused()).hasMessageContaining("no thread to open a server connection");
    assertThat(client.pool().openings()).isEmpty();
    assertThat(played.engine.ledger().connectionsOfDatabase("a")).isZero();

    played.engine.openBy(played.opening::add);
    played.pass(Duration.ofSeconds(2));
    assertThat(played.request(client)).isNotNull();
    assertThat(played.opening).hasSize(1);
  }

  @Test
  void theSweepGoesOnWhenThereIsNoMemoryForAMoment() throws Exception {
    PlayedEngine played = new PlayedEngine();
    CompletableFuture<Void> second = new CompletableFuture<>();
    List<String> rounds = new ArrayList<>();
    played.engine.afterSweep(
        () -> {
          rounds.add("round");
          if (rounds.size() == 1) {
            throw new OutOfMemoryError("for a moment");
          }
          second.complete(null);
        });
    Sweep sweep = new Sweep(played.engine, new Leaks(played.engine), "lost-turns");
    sweep.start();
    try {
      second.get(30, TimeUnit.SECONDS);
    } finally {
      sweep.close();
    }
  }

  @Test
  void whatIsOpenedInPlaceOfAServerThatGoesStandsWhereTheNewConfigurationSays() throws Refusal {
    PlayedEngine played = new PlayedEngine("default_pool_size = 1");
    Client first = played.holding("a", "u");
    played.request(played.client("a", "u"));
    leavesFree(played, first);
    List<String> hosts = new ArrayList<>();
    played.engine.openBy(opening -> hosts.add(opening.pool().database().addresses().toString()));
    first
        .pool()
        .reconfigure(
            PlayedEngine.configuration("[databases]", "a = host=127.0.0.9")
                .database("a")
                .orElseThrow(),
            first.pool().limits());
    assertThat(hosts).isNotEmpty().allMatch(host -> host.contains("127.0.0.9"));
  }

  @Test
  void aForcedUsersMinimumIsKeptThoughNobodyHasComeYet() {
    PlayedEngine played = new PlayedEngine("min_pool_size = 1");
    played.pass(Duration.ofSeconds(1));
    assertThat(played.opening).extracting(opening -> opening.pool().user()).containsExactly("boss");
  }
}
