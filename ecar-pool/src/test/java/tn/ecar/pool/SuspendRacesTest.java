package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.jdbc.Await;

/** What happens while SUSPEND looks for those who run something. */
class SuspendRacesTest {
  private static final Set<Thread.State> WAITS =
      Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  @Test
  void whoHadJustBeenGivenAServerWasTakenForNobody() throws Exception {
    PlayedEngine played = new PlayedEngine("suspend_timeout = 0");
    Engine engine = played.engine;
    Client client = played.holding("a", "u");
    Server server = client.server();
    Standstill standstill = new Standstill(engine);
    // The lock has been given up, and the client's thread has not come to what follows.
    client.holds(null);

    FutureTask<Void> suspended =
        new FutureTask<>(
            () -> {
              standstill.suspend();
              return null;
            });
    Thread operator = new Thread(suspended);
    operator.start();
    Await.until(
        "SUSPEND waits, or has not waited",
        () -> suspended.isDone() || WAITS.contains(operator.getState()));
    assertThat(suspended.isDone()).isFalse();

    client.holds(server);
    client.doing().answered(engine.now(), false);
    engine.lock().lock();
    try {
      client.holds(null);
      server.pool().free(server, engine.now());
      standstill.swept();
    } finally {
      engine.lock().unlock();
    }
    suspended.get(20, TimeUnit.SECONDS);
  }
}
