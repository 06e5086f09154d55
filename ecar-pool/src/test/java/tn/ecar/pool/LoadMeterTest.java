package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.sizing.Load;

/** What the pool makes of long leases and of clients that wait. */
class LoadMeterTest {
  private static Load load(PlayedEngine played) {
    return new Measurements(played.engine).loads().get(0);
  }

  @Test
  void aLeaseCountsInEachPeriodForAsLongAsItLastedThere() throws Exception {
    PlayedEngine played = new PlayedEngine("stats_period = 60");
    Client slow = played.holding("a", "ecar_user");
    for (int minute = 0; minute < 30; minute++) {
      played.pass(Duration.ofMinutes(1));
    }
    played.release(slow);
    played.pass(Duration.ofMinutes(1));
    assertThat(load(played).window()).isEqualTo(Duration.ofMinutes(1));
    assertThat(load(played).leased()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void serversThatClientsKeepAllDayAreBusyThoughNoneIsGivenBack() throws Exception {
    PlayedEngine played = new PlayedEngine("pool_mode = session", "stats_period = 60");
    for (int i = 0; i < 5; i++) {
      played.holding("a", "ecar_user");
    }
    played.pass(Duration.ofMinutes(1));
    Client brief = played.holding("a", "ecar_user");
    played.pass(Duration.ofSeconds(6));
    played.release(brief);
    played.pass(Duration.ofSeconds(54));
    assertThat(load(played).leased()).isEqualTo(Duration.ofSeconds(306));
  }

  private static Waiter waits(PlayedEngine played, Client client) {
    try {
      return played.request(client);
    } catch (Refusal refused) {
      throw new IllegalStateException(refused);
    }
  }

  @Test
  void aServerThatHasJustGoneToAnotherIsNotHeldByWhoHadItBefore() throws Exception {
    PlayedEngine played = new PlayedEngine("default_pool_size = 1");
    Client first = played.holding("a", "ecar_user");
    first.server().lent(played.engine.now(), 0);
    Client second = played.client("a", "ecar_user");
    CompletableFuture.supplyAsync(() -> waits(played, second)).join();
    played.release(first);
    assertThat(first.pool().active()).extracting(Server::client).containsExactly(second);
    // The first comes back before the second's thread has even woken up.
    played.request(first);
    played.pass(Duration.ofSeconds(1));
    assertThat(load(played).nested()).isEqualTo(1);
  }
}
