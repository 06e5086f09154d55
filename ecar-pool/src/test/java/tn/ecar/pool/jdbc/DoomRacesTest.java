package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Owners that go on while the pool is still busy with the doom of their transaction. */
@Timeout(60)
class DoomRacesTest {
  /** A server that keeps to its transaction, and works until it is cancelled. */
  private static final class Server {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch works = new CountDownLatch(1);
    private StubServer stub;

    boolean answers(String sql, Socket socket) {
      heard.add(sql);
      if (sql.equals("work")) {
        works.countDown();
        stub.awaitCancel();
        StubServer.say(
            socket,
            StubServer.message('E', "SERROR\0VERROR\0C57014\0Mcanceled\0\0"),
            StubServer.message('Z', "E"));
        return true;
      }
      boolean ends = sql.equals("COMMIT") || sql.equals("ROLLBACK");
      StubServer.say(
          socket,
          StubServer.message('C', sql + "\0"),
          StubServer.message('Z', ends || !heard.contains("BEGIN") ? "I" : "T"));
      return true;
    }
  }

  @Test
  void theOwnersRollbackEndedTheDoomAndItsNextTransactionCommittedTheDoomedOne() throws Exception {
    Server server = new Server();
    CountDownLatch cancelled = new CountDownLatch(1);
    Properties simple = new Properties();
    simple.setProperty("preferQueryMode", "simple");
    try (StubServer stub = new StubServer(server::answers);
        Pools pools = Pools.on(stub.port(), Clock.systemUTC(), "default_pool_size = 2");
        VirtualConnection virtual = pools.source("ecar_db", "ecar_user", simple).open();
        Statement statement = virtual.connection().createStatement()) {
      server.stub = stub;
      stub.holdCancels(cancelled);
      virtual.connection().setAutoCommit(false);
      CompletableFuture<SQLException> failure =
          CompletableFuture.supplyAsync(() -> Ask.failureOf(statement, "work"));
      assertThat(server.works.await(30, TimeUnit.SECONDS)).isTrue();
      virtual.doom("it takes too long");
      assertThat(failure.get(30, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
      // The pool's own thread waits for the end of its request to cancel.
      assertThatThrownBy(() -> statement.execute("insert 1"))
          .hasMessageContaining("it takes too long");
      virtual.connection().rollback();
      statement.execute("insert 2");
      virtual.connection().commit();
      cancelled.countDown();
      assertThat(server.heard)
          .containsSubsequence("BEGIN", "work", "ROLLBACK", "BEGIN", "insert 2", "COMMIT")
          .doesNotContain("insert 1");
    } finally {
      cancelled.countDown();
    }
  }
}
