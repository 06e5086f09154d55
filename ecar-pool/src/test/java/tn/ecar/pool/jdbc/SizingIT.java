package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.sizing.Load;

/** What the pool measures of itself under a real load, and what it makes of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SizingIT {
  private static final int THREADS = 6;
  private static final int ROUNDS = 25;

  @Test
  void a_pool_that_is_too_small_says_so_and_on_what_it_rests() throws Exception {
    try (Pools pools = Pools.with("default_pool_size = 2", "server_cores = 4")) {
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        connections.add(pools.connect());
      }
      work(connections);

      Load load = pools.pooler().operations().loads().get(0);
      assertThat(load.peak()).isBetween(3, THREADS);
      assertThat(load.leases()).isGreaterThanOrEqualTo((long) THREADS * ROUNDS);
      // Two servers cannot be busier than two.
      assertThat(load.leased().toNanos()).isLessThanOrEqualTo(2 * load.window().toNanos());
      assertThat(load.leased()).isGreaterThan(java.time.Duration.ofMillis(THREADS * ROUNDS * 10L));
      assertThat(load.peakClients()).isEqualTo(THREADS);
      assertThat(load.nested()).isEqualTo(1);

      try (Connection console =
              new EcarDataSource(pools.pooler().name(), "pgbouncer", "pgbouncer", null)
                  .getConnection();
          Statement statement = console.createStatement();
          ResultSet advice = statement.executeQuery("SHOW ADVICE")) {
        assertThat(advice.next()).isTrue();
        assertThat(advice.getString("setting")).isEqualTo("pool_size");
        assertThat(advice.getInt("now")).isEqualTo(2);
        assertThat(advice.getInt("advised")).isBetween(3, THREADS);
        assertThat(advice.getString("because"))
            .contains("99 of 100 waited up to", "Little's law", "leases per second");
        assertThat(advice.getString("change")).isNotEmpty();
      }
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  /** Every thread runs transactions that keep a server for ten milliseconds. */
  private static void work(List<Connection> connections) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(connections.size());
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (Connection connection : connections) {
        ends.add(threads.submit(() -> rounds(connection)));
      }
      for (Future<?> end : ends) {
        end.get(30, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static Void rounds(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < ROUNDS; i++) {
        statement.execute("select pg_sleep(0.01)");
      }
    }
    return null;
  }

  @Test
  void a_thread_that_holds_one_server_and_waits_for_another_is_seen() throws Exception {
    try (Pools pools = Pools.with("default_pool_size = 1")) {
      CompletableFuture<Void> nesting = CompletableFuture.runAsync(() -> nest(pools));
      Await.until(
          "the second lease is seen to wait for the first",
          () -> pools.pooler().operations().loads().stream().anyMatch(it -> it.nested() == 2));

      try (Connection console =
              new EcarDataSource(pools.pooler().name(), "pgbouncer", "pgbouncer", null)
                  .getConnection();
          Statement statement = console.createStatement()) {
        statement.execute("SET default_pool_size = 2");
        nesting.get(30, TimeUnit.SECONDS);
        try (ResultSet advice = statement.executeQuery("SHOW ADVICE")) {
          assertThat(advice.next()).isTrue();
          assertThat(advice.getInt("advised")).isEqualTo(2);
          assertThat(advice.getString("because")).startsWith("One thread wanted 2 servers at once");
        }
      }
    }
  }

  private static void nest(Pools pools) {
    try (Connection outer = pools.connect();
        Connection inner = pools.connect();
        Statement first = outer.createStatement();
        Statement second = inner.createStatement()) {
      outer.setAutoCommit(false);
      first.execute("select 1");
      second.execute("select 2");
      outer.commit();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
