package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.Totals;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.jdbc.Pools;

/**
 * A door with several event loops, whose clients share too few servers: servers change hands
 * between loops all the time, and limits and counts stay exact.
 */
class SeveralLoopsIT {
  private static final int LOOPS = 4;
  private static final int CLIENTS = 24;
  private static final int TRANSACTIONS = 150;

  private final ExecutorService programs = Executors.newFixedThreadPool(CLIENTS);

  @BeforeEach
  void nobodyIsLeftOfTheTestBefore() throws Exception {
    Await.until("its servers are gone", () -> Pools.backends() == 0);
  }

  @Test
  void everyAnswerReachesWhoAskedAndEveryTransactionCountsOnce() throws Exception {
    try (ListeningPool pool = ListeningPool.with(LOOPS, "default_pool_size = 3")) {
      List<Connection> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(pool.connect());
      }
      Totals before = totals(pool);
      List<Future<Integer>> running = new ArrayList<>();
      for (Connection client : clients) {
        int own = running.size() * TRANSACTIONS;
        running.add(programs.submit(() -> work(client, own)));
      }
      while (!running.stream().allMatch(Future::isDone)) {
        checkFigures(pool.figures());
        assertThat(Pools.backends()).as("connections at PostgreSQL").isLessThanOrEqualTo(3);
      }
      for (Future<Integer> program : running) {
        assertThat(program.get()).isEqualTo(TRANSACTIONS);
      }
      Totals after = totals(pool);
      assertThat(after.xacts() - before.xacts()).isEqualTo(CLIENTS * TRANSACTIONS);
      assertThat(after.serverAssignments() - before.serverAssignments())
          .isEqualTo(CLIENTS * TRANSACTIONS);
      assertThat(pool.figures().serversActive()).isZero();
      assertThat(pool.figures().clientsWaiting()).isZero();
      for (Connection client : clients) {
        client.close();
      }
      Await.until("everybody has left", () -> pool.figures().clientsActive() == 0);
    } finally {
      programs.shutdownNow();
    }
  }

  private static void checkFigures(PoolFigures figures) {
    assertThat(servers(figures)).as("servers of %s", figures).isLessThanOrEqualTo(3);
    assertThat(figures.clientsActive() + figures.clientsWaiting()).isEqualTo(CLIENTS);
  }

  private static int servers(PoolFigures figures) {
    return figures.serversActive()
        + figures.serversIdle()
        + figures.serversUsed()
        + figures.serversTested()
        + figures.serversLogin();
  }

  private static Totals totals(ListeningPool pool) {
    return pool.pooler().operations().statistics().stream()
        .filter(each -> each.database().equals(RealPostgres.DATABASE))
        .findFirst()
        .orElseThrow()
        .totals();
  }

  /** Transactions of two statements, which have to meet the same server; how many went well. */
  private static int work(Connection client, int own) throws SQLException {
    client.setAutoCommit(false);
    try (PreparedStatement asks =
        client.prepareStatement("select ?::int, pg_backend_pid(), txid_current()")) {
      int done = 0;
      for (int i = own; i < own + TRANSACTIONS; i++) {
        List<Long> first = ask(asks, i);
        List<Long> second = ask(asks, i);
        client.commit();
        done += first.equals(second) && first.get(0) == i ? 1 : 0;
      }
      return done;
    }
  }

  private static List<Long> ask(PreparedStatement asks, int number) throws SQLException {
    asks.setInt(1, number);
    try (ResultSet answer = asks.executeQuery()) {
      answer.next();
      return List.of(answer.getLong(1), answer.getLong(2), answer.getLong(3));
    }
  }

  @Test
  void twoPoolsNeverHaveMoreServersTogetherThanTheirDatabaseMay() throws Exception {
    try (ListeningPool pool =
        ListeningPool.with(LOOPS, "default_pool_size = 3", "max_db_connections = 4")) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String user = i % 2 == 0 ? RealPostgres.USER : RealPostgres.OTHER_USER;
        int own = i * TRANSACTIONS;
        running.add(
            programs.submit(
                () -> {
                  try (Connection client =
                      pool.connect(RealPostgres.DATABASE, user, RealPostgres.PASSWORD)) {
                    return work(client, own);
                  }
                }));
      }
      while (!running.stream().allMatch(Future::isDone)) {
        int servers =
            pool.pooler().operations().pools().stream().mapToInt(SeveralLoopsIT::servers).sum();
        assertThat(servers).as("servers of both pools").isLessThanOrEqualTo(4);
      }
      for (Future<Integer> program : running) {
        assertThat(program.get(1, TimeUnit.SECONDS)).isEqualTo(TRANSACTIONS);
      }
    } finally {
      programs.shutdownNow();
    }
  }

  @Test
  void whoComesAtTheSameMomentIsCountedExactly() throws Exception {
    try (ListeningPool pool =
        ListeningPool.with(LOOPS, "max_client_conn = 10", "default_pool_size = 3")) {
      List<Future<Connection>> coming = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        coming.add(programs.submit(() -> comeIn(pool)));
      }
      List<Connection> in = new ArrayList<>();
      for (Future<Connection> client : coming) {
        if (client.get() != null) {
          in.add(client.get());
        }
      }
      assertThat(in).hasSize(10);
      assertThat(pool.figures().clientsActive() + pool.figures().clientsWaiting()).isEqualTo(10);
      for (Connection client : in) {
        client.close();
      }
    } finally {
      programs.shutdownNow();
    }
  }

  /** Null for who is refused because all places are taken. */
  private static Connection comeIn(ListeningPool pool) throws SQLException {
    try {
      return pool.connect();
    } catch (PSQLException refused) {
      assertThat(refused.getMessage()).contains("no more connections allowed (max_client_conn)");
      return null;
    }
  }
}
