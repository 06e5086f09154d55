package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.console.Console;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.jdbc.Await;

/** What is put in force while something else is. */
class ReloadsTest {
  /** Both had read the same configuration, and the later one put the other's value back. */
  @Test
  void of_two_settings_at_once_one_was_lost() throws Exception {
    PlayedEngine played = new PlayedEngine();
    AtomicReference<Thread> thread = new AtomicReference<>();
    ExecutorService other =
        Executors.newSingleThreadExecutor(
            task -> {
              thread.set(new Thread(task));
              return thread.get();
            });
    AtomicReference<Future<?>> second = new AtomicReference<>();
    played.engine.reload(
        before -> {
          second.set(
              other.submit(
                  () -> played.engine.reload(then -> then.with(Setting.QUERY_WAIT_TIMEOUT, "7"))));
          awaitItsTurn(second.get(), thread.get());
          return before.with(Setting.DEFAULT_POOL_SIZE, "9");
        });
    second.get().get();
    other.shutdown();
    assertThat(played.engine.configuration().text(Setting.QUERY_WAIT_TIMEOUT)).isEqualTo("7");
    assertThat(played.engine.configuration().text(Setting.DEFAULT_POOL_SIZE)).isEqualTo("9");
  }

  private static void awaitItsTurn(Future<?> second, Thread thread) {
    try {
      Await.until(
          "it waits or is through",
          () -> second.isDone() || thread.getState() == Thread.State.WAITING);
    } catch (Exception never) {
      throw new IllegalStateException(never);
    }
  }

  /** The console's worker died of it, and who had asked was never answered. */
  @Test
  void an_error_that_nobody_foresaw_was_no_answer() {
    try (Pooler pooler = Pooler.start("reloads", PlayedEngine.configuration())) {
      Configuration before = pooler.configuration();
      assertThatThrownBy(
              () ->
                  pooler
                      .operations()
                      .apply(
                          inForce -> {
                            throw new IllegalStateException("by a test");
                          }))
          .isInstanceOfSatisfying(
              ConsoleException.class,
              told -> assertThat(told.detail()).contains("nobody foresaw this", "by a test"));
      assertThat(pooler.configuration()).isSameAs(before);
    }
  }

  @Test
  void what_set_does_not_take_fails_as_before() {
    try (Pooler pooler = Pooler.start("reloads", PlayedEngine.configuration())) {
      Console console = pooler.console();
      assertThatThrownBy(() -> console.set("default_pool_size", "many")).hasMessage("SET failed");
      assertThatThrownBy(() -> console.set("listen_port", "1")).hasMessage("SET failed");
      assertThatThrownBy(() -> console.set("auth_file", "/nowhere")).hasMessage("SET failed");
    }
  }
}
