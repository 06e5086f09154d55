package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.protocol.Refusal;

/** How long somebody who waits may be overtaken. Times are microseconds. */
class WaitingLineTest {
  private final PlayedEngine played = new PlayedEngine("default_pool_size = 20");
  private final WaitingLine line = new WaitingLine(new EngineLock());

  private Waiter joins() {
    return line.join(played.client("a", "u"), 0, false, () -> {});
  }

  /** A server that a client has had so often in a row. */
  private Server had(int times) throws Refusal {
    Server server = played.holding("a", "u").server();
    Client client = played.client("a", "u");
    for (int i = 0; i < times; i++) {
      server.takesTurn(client);
    }
    return server;
  }

  @Test
  void aTurnIsSixTransactions() throws Refusal {
    assertThat(line.mayGoOn(had(1))).as("nobody waits").isFalse();
    joins();
    assertThat(line.mayGoOn(had(1))).isTrue();
    assertThat(line.mayGoOn(had(5))).isTrue();
    assertThat(line.mayGoOn(had(6))).isFalse();
    assertThat(line.mayGoOn(had(60))).isFalse();
  }

  @Test
  void aTurnBeginsWithWhoHasNotHadTheServerLast() throws Refusal {
    Server server = had(6);
    Client other = played.client("a", "u");
    assertThat(server.isTurnOf(other)).isFalse();
    server.takesTurn(other);
    assertThat(server.isTurnOf(other)).isTrue();
    assertThat(server.turn()).isEqualTo(1);
  }

  @Test
  void nobodyGoesOnWhileAnEventLoopWaitsLongest() throws Refusal {
    Waiter loop = joins();
    PlayedEngine.door(loop.client()).loop = Runnable::run;
    joins();
    assertThat(line.mayGoOn(had(1))).isFalse();
  }

  @Test
  void nobodyGoesOnWhileSomebodyWaitsWhoEndsWhatOthersWaitFor() throws Refusal {
    Client ends = joins().client();
    assertThat(line.mayGoOn(had(1))).isTrue();
    ends.urgent(true);
    assertThat(line.mayGoOn(had(1))).isFalse();
  }

  @Test
  void nobodyGoesOnWhoDoesNotComeBackAtOnce() {
    Client client = played.client("a", "u");
    client.asks(1_000);
    assertThat(client.isQuick()).as("it has never had a server").isFalse();
    client.released(1_000, 60);
    client.asks(1_100);
    assertThat(client.isQuick()).isTrue();
    client.asks(1_300);
    assertThat(client.isQuick()).as("it came back late").isFalse();
    client.released(2_000, 900);
    client.asks(2_010);
    assertThat(client.isQuick()).as("it had its server for long").isFalse();
  }

  @Test
  void whoWaitsOnAnotherLoopIsOvertakenForAMillisecondOnly() {
    Executor here = Runnable::run;
    Waiter away = joins();
    PlayedEngine.door(away.client()).loop = Runnable::run;
    assertThat(line.next(here, 1_000)).as("nobody of this loop waits").isSameAs(away);
    Waiter home = joins();
    PlayedEngine.door(home.client()).loop = here;
    assertThat(line.next(here, 1_500)).isSameAs(home);
    assertThat(line.next(here, 2_000)).as("first for a millisecond").isSameAs(away);
    assertThat(line.next(null, 1_500)).as("a server that a thread has had").isSameAs(away);
    line.take(away);
    assertThat(line.longest()).isSameAs(home);
    line.take(home);
    assertThat(line.isEmpty()).isTrue();
  }

  @Test
  void aThreadIsNotOvertakenByALoop() {
    Executor here = Runnable::run;
    Waiter thread = joins();
    Waiter home = joins();
    PlayedEngine.door(home.client()).loop = here;
    assertThat(line.next(here, 1_000)).isSameAs(thread);
  }

  /** Fifty threads in a line that all asked each three milliseconds did little else. */
  @Test
  void oneAsksForTheWholeLine() {
    Waiter first = joins();
    Waiter second = joins();
    AtomicInteger asked = new AtomicInteger();
    CompletableFuture<Void> behind =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(() -> second.await(asked::incrementAndGet))
                    .isInstanceOf(Refusal.class));
    AtomicInteger askedByFirst = new AtomicInteger();
    Refusal enough = Refusal.of("enough");
    assertThatThrownBy(
            () ->
                first.await(
                    () -> {
                      if (askedByFirst.incrementAndGet() == 40) {
                        first.refuse(enough);
                      }
                    }))
        .isInstanceOf(Refusal.class);
    int meanwhile = asked.get();
    second.refuse(enough);
    behind.join();
    assertThat(meanwhile).isLessThan(10);
  }

  @Test
  void noServerIsLeftFreeWhileNobodyAsks() throws Refusal {
    Server server = had(1);
    assertThat(line.mayLeaveFree(server)).as("nobody waits").isFalse();
    Waiter asker = joins();
    joins();
    assertThat(line.mayLeaveFree(server)).isTrue();
    line.take(asker);
    assertThat(line.mayGoOn(server)).isTrue();
    assertThat(line.mayLeaveFree(server)).as("who asked has been served").isFalse();
    joins();
    assertThat(line.mayLeaveFree(server)).as("the next one asks").isTrue();
  }

  @Test
  void whoAsksForTheLineAndGoesAwayIsFollowedAtOnce() throws Refusal {
    Server server = had(1);
    Waiter asker = joins();
    AtomicInteger woken = new AtomicInteger();
    line.join(played.client("a", "u"), 0, false, woken::incrementAndGet);
    AtomicInteger others = new AtomicInteger();
    line.join(played.client("a", "u"), 0, false, others::incrementAndGet);
    line.refuse(asker, Refusal.of("enough"));
    assertThat(line.mayLeaveFree(server)).isTrue();
    assertThat(woken).as("it looks now, and often from now on").hasValue(1);
    assertThat(others).hasValue(0);
  }
}
