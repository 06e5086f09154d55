package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A pool without clients costs no thread but the sweep. */
class ThreadsIT {
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(30);

  @Test
  void aPoolWithoutClientsHasOneThread() throws Exception {
    try (Pools pools = Pools.with()) {
      List<Thread> idle = threads(pools);
      assertThat(idle).hasSize(1);

      try (Connection connection = pools.connect()) {
        assertThat(connection.isValid(1)).isTrue();
      }
      for (Thread thread : threads(pools)) {
        if (!idle.contains(thread)) {
          thread.join(PATIENCE_MILLIS);
        }
      }
      assertThat(threads(pools)).isEqualTo(idle);
    }
  }

  private static List<Thread> threads(Pools pools) {
    String prefix = pools.pooler().name() + "-";
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }
}
