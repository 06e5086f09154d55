package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.jdbc.Await;

/** Cancel requests: twice the pool's size at once, and every figure of them. */
class CancelsTest {
  private static PoolFigures figures(PlayedEngine played) {
    played.engine.lock().lock();
    try {
      return played.figures("a");
    } finally {
      played.engine.lock().unlock();
    }
  }

  private static List<String> states(PlayedEngine played, Stream<ConnectionFigures> rows) {
    played.engine.lock().lock();
    try {
      return rows.map(ConnectionFigures::state).toList();
    } finally {
      played.engine.lock().unlock();
    }
  }

  @Test
  void aServerOnItsWayIsToldOfAsNew() throws Exception {
    PlayedEngine played = new PlayedEngine();
    Client client = played.client("a", "u");
    played.request(client);
    assertThat(states(played, client.pool().serverFigures(played.engine.time())))
        .containsExactly("new");
  }

  private static void await(PlayedEngine played, Predicate<PoolFigures> so) throws Exception {
    Await.until("the figures of cancel requests", () -> so.test(figures(played)));
  }

  @Test
  void twiceThePoolSizeGoAtOnceTheOthersWaitAndTheServerServesNobodyMeanwhile() throws Exception {
    PlayedEngine played = new PlayedEngine("default_pool_size = 1", "cancel_wait_timeout = 0");
    Client client = played.holding("a", "u");
    StubConnection server = (StubConnection) client.server();
    Leasing leasing = new Leasing(played.engine);
    server.cancelGate.drainPermits();
    List<CompletableFuture<Void>> requests = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      requests.add(CompletableFuture.runAsync(() -> leasing.cancelAsked(client), this::thread));
    }
    await(
        played,
        it ->
            it.clientsActiveCancel() == 2
                && it.clientsWaitingCancel() == 1
                && it.serversActiveCancel() == 2);
    // Whoever counts the rows finds what the figures say.
    assertThat(states(played, client.pool().cancels().clients(played.engine.time(), 0)))
        .containsExactly("waiting_cancel_req", "active_cancel_req", "active_cancel_req");
    assertThat(states(played, client.pool().serverFigures(played.engine.time())))
        .containsExactly("active", "active_cancel", "active_cancel");
    played.engine.lock().lock();
    try {
      played.release(client);
    } finally {
      played.engine.lock().unlock();
    }
    assertThat(figures(played).serversBeingCanceled()).isEqualTo(1);
    server.cancelGate.release(3);
    for (CompletableFuture<Void> request : requests) {
      request.get(30, TimeUnit.SECONDS);
    }
    await(
        played,
        it ->
            it.clientsActiveCancel() == 0
                && it.clientsWaitingCancel() == 0
                && it.serversActiveCancel() == 0
                && it.serversBeingCanceled() == 0
                && it.serversIdle() == 1);
  }

  @Test
  void whoGetsNoPlaceWithinCancelWaitTimeoutGoesSilently() throws Exception {
    PlayedEngine played = new PlayedEngine("default_pool_size = 1", "cancel_wait_timeout = 10");
    Client client = played.holding("a", "u");
    StubConnection server = (StubConnection) client.server();
    Leasing leasing = new Leasing(played.engine);
    server.cancelGate.drainPermits();
    List<CompletableFuture<Void>> requests = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      requests.add(CompletableFuture.runAsync(() -> leasing.cancelAsked(client), this::thread));
    }
    await(played, it -> it.clientsActiveCancel() == 2);
    CompletableFuture<Void> third =
        CompletableFuture.runAsync(() -> leasing.cancelAsked(client), this::thread);
    await(played, it -> it.clientsWaitingCancel() == 1);
    played.engine.lock().lock();
    try {
      played.pass(Duration.ofSeconds(9));
      assertThat(played.figures("a").clientsWaitingCancel()).isEqualTo(1);
      played.pass(Duration.ofSeconds(2));
    } finally {
      played.engine.lock().unlock();
    }
    third.get(30, TimeUnit.SECONDS);
    assertThat(figures(played).clientsWaitingCancel()).isZero();
    assertThat(figures(played).clientsActiveCancel()).isEqualTo(2);
    server.cancelGate.release(2);
    for (CompletableFuture<Void> request : requests) {
      request.get(30, TimeUnit.SECONDS);
    }
    assertThat(figures(played).clientsActiveCancel()).isZero();
  }

  private void thread(Runnable task) {
    Thread thread = new Thread(task, "canceller");
    thread.setDaemon(true);
    thread.start();
  }
}
