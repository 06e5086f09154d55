package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.HandClock;

/** Servers that fail at the worst moment, played by a scripted one. */
class FaultsTest {
  private static Connection connect(Pools pools) throws SQLException {
    Properties simple = new Properties();
    simple.setProperty("preferQueryMode", "simple");
    return pools.source("ecar_db", "ecar_user", simple).getConnection();
  }

  private static Pools pools(StubServer server, String... lines) {
    return Pools.on(server.port(), Clock.systemUTC(), lines);
  }

  private static boolean never(String sql, Socket socket) {
    return false;
  }

  @Test
  void aServerThatDiedIdleIsReplacedUnnoticed() throws Exception {
    try (StubServer server = new StubServer(FaultsTest::never);
        Pools pools = pools(server, "default_pool_size = 1");
        Connection connection = connect(pools);
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      long dropped = System.nanoTime();
      server.dropAll();
      // Within the millisecond after its last use nobody asks whether a server is still there.
      Await.until("it has rested", () -> System.nanoTime() - dropped > 5_000_000);
      statement.execute("select 2");
      assertThat(server.logins()).isEqualTo(2);
      assertThat(pools.figures().serversIdle()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatDiesInUseTakesItsClientWithIt() throws Exception {
    try (StubServer server = new StubServer((sql, socket) -> dropAt("die", sql, socket));
        Pools pools = pools(server, "default_pool_size = 1");
        Connection connection = connect(pools);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("die"))
          .hasMessageContaining("server conn crashed?")
          .isInstanceOfSatisfying(
              SQLException.class, lost -> assertThat(lost.getSQLState()).startsWith("08"));
      assertThat(connection.isClosed()).isTrue();
      assertNobodyIsLeft(pools);
    }
  }

  @Test
  void aServerThatDiesDuringCommitTakesItsClientWithIt() throws Exception {
    try (StubServer server = new StubServer((sql, socket) -> dropAt("COMMIT", sql, socket));
        Pools pools = pools(server, "default_pool_size = 1");
        Connection connection = connect(pools);
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      assertThatThrownBy(() -> statement.execute("COMMIT"))
          .isInstanceOfSatisfying(
              SQLException.class, lost -> assertThat(lost.getSQLState()).startsWith("08"));
      assertNobodyIsLeft(pools);
    }
  }

  private static boolean dropAt(String word, String sql, Socket socket) {
    if (sql.equals(word)) {
      StubServer.drop(socket);
      return true;
    }
    return false;
  }

  private static void assertNobodyIsLeft(Pools pools) {
    assertThat(pools.figures().clientsActive()).isZero();
    assertThat(pools.figures().serversActive()).isZero();
    assertThat(pools.pooler().operations().servers()).isEmpty();
    assertThat(pools.pooler().operations().databases().get(0).serverConnections()).isZero();
  }

  @Test
  void anOpenThatHangsEndsAfterServerConnectTimeout() throws Exception {
    try (StubServer server = new StubServer(FaultsTest::never);
        Pools pools = pools(server, "server_connect_timeout = 1", "server_login_retry = 0")) {
      server.silent(true);
      assertThatThrownBy(() -> connect(pools)).hasMessageContaining("connect timeout");
      assertThat(pools.figures().serversLogin()).isZero();
      server.silent(false);
      connect(pools).close();
    }
  }

  /** The log told no more than the client, which is not to learn of hosts. */
  @Test
  void theHostThatDidNotAnswerInTimeIsNamedInTheLog() throws Exception {
    Logger log = Logger.getLogger("tn.ecar.pool");
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler listener =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getMessage() + Arrays.toString(line.getParameters()));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    log.addHandler(listener);
    try (StubServer server = new StubServer(FaultsTest::never);
        Pools pools = pools(server, "server_connect_timeout = 1")) {
      server.silent(true);
      assertThatThrownBy(() -> connect(pools))
          .hasMessageContaining("connect timeout")
          .message()
          .doesNotContain(":" + server.port());
      assertThat(lines)
          .anySatisfy(
              line -> assertThat(line).contains("connect timeout").contains(":" + server.port()));
    } finally {
      log.removeHandler(listener);
    }
  }

  @Test
  void aServerWhoseResetFailsIsThrownAway() throws Exception {
    AtomicBoolean failed = new AtomicBoolean();
    try (StubServer server =
            new StubServer(
                (sql, socket) ->
                    sql.equals("DISCARD ALL")
                        && failed.compareAndSet(false, true)
                        && dropAt(sql, sql, socket));
        Pools pools = pools(server, "pool_mode = session", "default_pool_size = 1")) {
      for (int i = 0; i < 2; i++) {
        try (Connection connection = connect(pools);
            Statement statement = connection.createStatement()) {
          statement.execute("select 1");
        }
      }
      Await.until("a clean server", () -> pools.figures().serversIdle() == 1);
      assertThat(failed.get()).isTrue();
      assertThat(server.logins()).isEqualTo(2);
    }
  }

  @Test
  void nobodyListensAndEverybodyIsToldAtOnce() throws IOException {
    int port;
    try (StubServer gone = new StubServer(FaultsTest::never)) {
      port = gone.port();
    }
    try (Pools pools = Pools.on(port, Clock.systemUTC())) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> connect(pools))
            .isInstanceOfSatisfying(
                SQLException.class, lost -> assertThat(lost.getSQLState()).isEqualTo("08006"));
      }
      assertThat(pools.figures().clientsActive()).isZero();
    }
  }

  @Test
  void theErrorOfACancelledQueryThatComesAloneDidNotTellTheClientWhy() throws Exception {
    AtomicReference<StubServer> self = new AtomicReference<>();
    try (StubServer server =
            new StubServer((sql, socket) -> cancelledWithoutEnd(self, sql, socket));
        Pools pools =
            pools(
                server, "default_pool_size = 1", "query_timeout = 1", "cancel_wait_timeout = 1")) {
      self.set(server);
      try (Connection connection = connect(pools);
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute("sleep")).hasMessageContaining("query timeout");
      }
    }
  }

  private static boolean cancelledWithoutEnd(
      AtomicReference<StubServer> server, String sql, Socket socket) {
    if (!sql.equals("sleep")) {
      return false;
    }
    server.get().awaitCancel();
    try {
      socket
          .getOutputStream()
          .write(
              StubServer.message(
                  'E', "SERROR\0C57014\0Mcanceling statement due to user request\0\0"));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    return true;
  }

  @Test
  void aCheckQueryThatHangsCostsTheServerNotTheClient() throws Exception {
    HandClock clock = new HandClock();
    AtomicBoolean hangs = new AtomicBoolean();
    try (StubServer server = new StubServer((sql, socket) -> sql.isEmpty() && hangs.get());
        Pools pools =
            Pools.on(
                server.port(),
                clock,
                "default_pool_size = 1",
                "server_check_delay = 5",
                "server_connect_timeout = 1");
        Connection connection = connect(pools);
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      hangs.set(true);
      clock.advance(Duration.ofSeconds(6));
      Await.until("the server is to be checked", () -> pools.figures().serversUsed() == 1);
      statement.execute("select 2");
      assertThat(server.logins()).isEqualTo(2);
      assertOneServerRests(pools);
    }
  }

  private static void assertOneServerRests(Pools pools) throws Exception {
    Await.until("one server rests", () -> pools.figures().serversIdle() == 1);
    assertThat(pools.pooler().operations().servers()).hasSize(1);
    assertThat(pools.pooler().operations().databases().get(0).serverConnections()).isEqualTo(1);
    assertThat(pools.figures().serversActive()).isZero();
    assertThat(pools.figures().serversTested()).isZero();
    assertThat(pools.figures().clientsWaiting()).isZero();
  }

  @Test
  void aThousandClientsAtOnceShareTwoServers() throws Exception {
    int many = 1_000;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try (StubServer server = new StubServer(FaultsTest::never);
        Pools pools = pools(server, "default_pool_size = 2", "max_client_conn = " + many)) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  try (Connection connection = connect(pools);
                      Statement statement = connection.createStatement()) {
                    statement.execute("select 1");
                    return !connection.isClosed();
                  }
                }));
      }
      start.countDown();
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(server.logins()).isLessThanOrEqualTo(2);
      assertThat(pools.figures().clientsWaiting()).isZero();
      assertThat(pools.figures().serversActive()).isZero();
      assertThat(pools.pooler().operations().servers()).hasSize(server.logins());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatWasPreparedBeforeTheServerDiedIsCommittedOnAnother() throws Exception {
    String prepare = "PREPARE TRANSACTION 'x'";
    try (StubServer server = new StubServer((sql, socket) -> lastWords(prepare, sql, socket));
        Pools pools = pools(server, "default_pool_size = 1");
        Connection connection = connect(pools);
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      statement.execute(prepare);
      long dropped = System.nanoTime();
      Await.until("it has rested", () -> System.nanoTime() - dropped > 5_000_000);
      statement.execute("COMMIT PREPARED 'x'");
      assertThat(server.logins()).isEqualTo(2);
      assertOneServerRests(pools);
    }
  }

  private static boolean lastWords(String word, String sql, Socket socket) {
    if (!sql.equals(word)) {
      return false;
    }
    try {
      socket.getOutputStream().write(StubServer.message('C', "PREPARE TRANSACTION\0"));
      socket.getOutputStream().write(StubServer.message('Z', "I"));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    StubServer.drop(socket);
    return true;
  }

  @Test
  void anAnswerOutOfProtocolEndsItsClientAndItsServerOnly() throws Exception {
    try (StubServer server = new StubServer(FaultsTest::nonsense);
        Pools pools = pools(server, "default_pool_size = 1")) {
      try (Connection connection = connect(pools);
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute("lie"))
            .isInstanceOfSatisfying(
                SQLException.class, lost -> assertThat(lost.getSQLState()).startsWith("08"));
        assertNobodyIsLeft(pools);
      }
      try (Connection connection = connect(pools);
          Statement statement = connection.createStatement()) {
        statement.execute("select 1");
      }
      assertOneServerRests(pools);
    }
  }

  private static boolean nonsense(String sql, Socket socket) {
    if (!sql.equals("lie")) {
      return false;
    }
    try {
      socket.getOutputStream().write(new byte[] {'Z', 0, 0, 0, 1, '?', '?'});
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    return true;
  }

  @Test
  void aClockThatJumpsForthAndBackCostsServersNotClients() throws Exception {
    HandClock clock = new HandClock();
    try (StubServer server = new StubServer(FaultsTest::never);
        Pools pools = Pools.on(server.port(), clock, "default_pool_size = 1");
        Connection connection = connect(pools);
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      clock.advance(Duration.ofDays(1));
      Await.until("the old server goes", () -> pools.figures().serversIdle() == 0);
      statement.execute("select 2");
      assertOneServerRests(pools);
      clock.advance(Duration.ofDays(-2));
      statement.execute("select 3");
      assertOneServerRests(pools);
      assertThat(server.logins()).isEqualTo(2);
    }
  }

  @Test
  void nobodyWaitsForAnOpenThatAnotherFreeServerSpares() throws Exception {
    try (StubServer server = new StubServer(FaultsTest::never);
        Pools pools = pools(server, "default_pool_size = 2", "server_connect_timeout = 60");
        Connection first = connect(pools);
        Connection second = connect(pools);
        Statement one = first.createStatement();
        Statement other = second.createStatement()) {
      one.execute("BEGIN");
      server.silent(true);
      CompletableFuture<Boolean> waits = CompletableFuture.supplyAsync(() -> executed(other));
      Await.until("the open hangs", () -> pools.figures().serversLogin() == 1);
      Await.until("the second waits", () -> pools.figures().clientsWaiting() == 1);
      one.execute("COMMIT");
      assertThat(waits.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(pools.figures().serversLogin()).as("the open still hangs").isEqualTo(1);
      assertThat(server.logins()).isEqualTo(1);
    }
  }

  private static boolean executed(Statement statement) {
    try {
      statement.execute("select 1");
      return true;
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }
}
