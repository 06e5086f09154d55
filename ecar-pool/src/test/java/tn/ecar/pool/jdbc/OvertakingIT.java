package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who comes back at once may overtake, and still everybody is served. On the real PostgreSQL. */
@Timeout(120)
class OvertakingIT {
  private static int asks(EcarDataSource source, int times) {
    int answers = 0;
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < times; i++) {
        answers += statement.execute("select 1") ? 1 : 0;
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return answers;
  }

  @Test
  void whoAsksOnceIsServedBesideOthersThatNeverStop() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Pools pools = Pools.with("default_pool_size = 1")) {
      EcarDataSource source = pools.source();
      List<CompletableFuture<Void>> busy = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        busy.add(
            CompletableFuture.runAsync(
                () -> {
                  while (!over.get()) {
                    asks(source, 10);
                  }
                },
                threads));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(asks(source, 1)).isEqualTo(1);
      }
      over.set(true);
      busy.forEach(CompletableFuture::join);
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  /** The server that was left for who would come back is found by who waits. */
  @Test
  void aServerLeftForWhoDoesNotComeBackIsNotLost() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Pools pools = Pools.with("default_pool_size = 1")) {
      EcarDataSource source = pools.source();
      for (int round = 0; round < 100; round++) {
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          all.add(CompletableFuture.supplyAsync(() -> asks(source, 5), threads));
        }
        for (CompletableFuture<Integer> one : all) {
          assertThat(one.get()).isEqualTo(5);
        }
      }
      assertThat(pools.figures().clientsWaiting()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }
}
