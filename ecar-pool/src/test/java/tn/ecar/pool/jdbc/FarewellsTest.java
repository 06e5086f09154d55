package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.HandClock;

/**
 * Servers that leave, and say so or not: before they have read the request, while they work on it,
 * behind its answer. While a clock stands still nobody looks whether a server is still there.
 */
class FarewellsTest {
  private static final byte[] DONE = StubServer.message('C', "SELECT 1\0");
  private static final byte[] READY = StubServer.message('Z', "I");
  private static final byte[] DUPLICATE =
      StubServer.message('E', "SERROR\0VERROR\0C23505\0Mduplicate key value\0\0");
  private static final byte[] SHUT_DOWN =
      StubServer.message(
          'E',
          "SFATAL\0VFATAL\0C57P01\0" + "Mterminating connection due to administrator command\0\0");

  /** The shortest time after which a system sends a request again that nobody has confirmed. */
  private static final Duration RETRANSMISSION = Duration.ofMillis(250);

  private static Connection connect(Pools pools) throws SQLException {
    Properties simple = new Properties();
    simple.setProperty("preferQueryMode", "simple");
    return pools.source("ecar_db", "ecar_user", simple).getConnection();
  }

  private static Pools trusting(StubServer server, String... lines) {
    return Pools.on(server.port(), new HandClock(), lines);
  }

  private static boolean answersAndLeaves(String sql, Socket socket) {
    if (!sql.equals("last")) {
      return false;
    }
    StubServer.say(socket, DONE, READY, SHUT_DOWN);
    StubServer.drop(socket);
    return true;
  }

  private static void assertIsShutDown(SQLException told) {
    assertThat(told.getSQLState()).isEqualTo("57P01");
  }

  private static void assertOneServerRests(Pools pools) throws Exception {
    Await.until("one server rests", () -> pools.figures().serversIdle() == 1);
    assertThat(pools.pooler().operations().servers()).hasSize(1);
  }

  @Test
  void aServerThatLeavesBeforeItIsAskedIsReplacedUnnoticed() throws Exception {
    try (StubServer server = new StubServer((sql, socket) -> false);
        Pools pools = trusting(server, "default_pool_size = 1");
        Connection connection = connect(pools)) {
      server.dropAll();
      try (Statement statement = connection.createStatement()) {
        statement.execute("select 1");
      }
      assertThat(server.logins()).isEqualTo(2);
      assertOneServerRests(pools);
    }
  }

  @Test
  void aResetThatComesOnlyWhenTheRequestIsSentAgainStillTellsThatNobodyReadIt() throws Exception {
    AtomicReference<Socket> leaving = new AtomicReference<>();
    try (StubServer server =
            new StubServer((sql, socket) -> sql.equals("last") && isDeafAfter(socket, leaving));
        Pools pools = trusting(server, "default_pool_size = 1");
        Connection connection = connect(pools);
        Statement statement = connection.createStatement()) {
      statement.execute("last");
      StubServer.say(leaving.get(), SHUT_DOWN);
      leaving.get().shutdownOutput();
      statement.execute("select 1");
      assertThat(server.logins()).isEqualTo(2);
      assertOneServerRests(pools);
    }
  }

  /** Leaves the next request unread, and resets a retransmission's time after it. */
  private static boolean isDeafAfter(Socket socket, AtomicReference<Socket> leaving) {
    leaving.set(socket);
    StubServer.say(socket, DONE, READY);
    try {
      Await.until("the next request is there", () -> socket.getInputStream().available() > 0);
    } catch (Exception never) {
      throw new IllegalStateException(never);
    }
    LockSupport.parkNanos(RETRANSMISSION.toNanos());
    StubServer.drop(socket);
    return true;
  }

  @Test
  void aServerThatIsShutDownWhileItWorksTellsItsClient() throws Exception {
    isToldWhileItWorks(0);
  }

  @Test
  void whoWaitsForAnAnswerOnlySoLongIsToldToo() throws Exception {
    isToldWhileItWorks(30_000);
  }

  private static void isToldWhileItWorks(int readTimeoutMillis) throws Exception {
    try (StubServer server = new StubServer(FarewellsTest::isShutDownAtWork);
        Pools pools = trusting(server, "default_pool_size = 1");
        Connection connection = connect(pools);
        Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, readTimeoutMillis);
      assertThatThrownBy(() -> statement.execute("work"))
          .isInstanceOfSatisfying(SQLException.class, FarewellsTest::assertIsShutDown);
      assertThat(connection.isClosed()).isTrue();
      assertThat(server.logins()).isEqualTo(1);
      assertThat(pools.pooler().operations().servers()).isEmpty();
    }
  }

  private static boolean isShutDownAtWork(String sql, Socket socket) {
    if (!sql.equals("work")) {
      return false;
    }
    StubServer.say(socket, SHUT_DOWN);
    StubServer.drop(socket);
    return true;
  }

  /** Its own end of the connection was closed meanwhile, which was taken for the server's reset. */
  @Test
  void whoIsAbortedWhileItsServerLeavesIsNotAskedForAgain() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    try (StubServer server =
            new StubServer((sql, socket) -> sql.equals("work") && leavesSlowly(socket, left));
        Pools pools = trusting(server, "default_pool_size = 1");
        Connection connection = connect(pools);
        Statement statement = connection.createStatement()) {
      CompletableFuture<Void> work =
          CompletableFuture.runAsync(
              () -> {
                try {
                  statement.execute("work");
                } catch (SQLException lost) {
                  throw new IllegalStateException(lost);
                }
              });
      assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
      connection.abort(Runnable::run);
      assertThatThrownBy(() -> work.get(30, TimeUnit.SECONDS))
          .rootCause()
          .isInstanceOf(Exception.class);
      assertThat(server.logins()).isEqualTo(1);
    }
  }

  private static boolean leavesSlowly(Socket socket, CountDownLatch left) {
    StubServer.say(socket, SHUT_DOWN);
    try {
      socket.shutdownOutput();
      left.countDown();
      return socket.getInputStream().read() < 0;
    } catch (IOException closed) {
      return true;
    }
  }

  @Test
  void whatAServerSaysBehindItsLastAnswerIsNotTheNextStatementsError() throws Exception {
    try (StubServer server = new StubServer(FarewellsTest::answersAndLeaves);
        Pools pools = trusting(server, "default_pool_size = 1");
        Connection connection = connect(pools);
        Statement statement = connection.createStatement()) {
      statement.execute("last");
      statement.execute("select 1");
      assertThat(server.logins()).isEqualTo(2);
      assertOneServerRests(pools);
    }
  }

  @Test
  void aServerThatKeepsToItsClientAndLeavesBehindItsAnswerTellsWhy() throws Exception {
    try (StubServer server = new StubServer(FarewellsTest::answersAndLeaves);
        Pools pools = trusting(server, "default_pool_size = 1", "pool_mode = session");
        Connection connection = connect(pools);
        Statement statement = connection.createStatement()) {
      statement.execute("last");
      assertThatThrownBy(() -> statement.execute("select 1"))
          .isInstanceOfSatisfying(SQLException.class, FarewellsTest::assertIsShutDown);
      Await.until("nobody is left", () -> pools.pooler().operations().servers().isEmpty());
    }
  }

  @Test
  void aServerWhoseLastStatementFailedIsUsedAgain() throws Exception {
    try (StubServer server = new StubServer(FarewellsTest::fails);
        Pools pools = Pools.on(server.port(), Clock.systemUTC(), "default_pool_size = 1");
        Connection connection = connect(pools);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("fail")).hasMessageContaining("duplicate key");
      long failed = System.nanoTime();
      // Within the millisecond after its last use nobody asks whether a server is still there.
      Await.until("it has rested", () -> System.nanoTime() - failed > 5_000_000);
      statement.execute("select 1");
      assertThat(server.logins()).isEqualTo(1);
    }
  }

  private static boolean fails(String sql, Socket socket) {
    if (!sql.equals("fail")) {
      return false;
    }
    StubServer.say(socket, DUPLICATE, READY);
    return true;
  }
}
