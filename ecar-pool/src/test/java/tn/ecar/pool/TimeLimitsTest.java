package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tn.ecar.pool.protocol.Refusal;

/** Every limit in time, on a clock moved by hand: just before it nothing happens, at it all. */
class TimeLimitsTest {
  private static final Duration ALMOST = Duration.ofMillis(9_999);
  private static final Duration TICK = Duration.ofMillis(1);

  private static String expiry(Client client) {
    Refusal why = PlayedEngine.door(client).expired;
    return why == null ? null : why.getMessage();
  }

  private static void assertExpiresAfterTenSeconds(PlayedEngine played, Client client, String why) {
    played.pass(ALMOST);
    assertThat(expiry(client)).isNull();
    played.pass(TICK);
    assertThat(expiry(client)).isEqualTo(why);
  }

  @Test
  void aQueryMayNotRunLongerThanQueryTimeout() throws Refusal {
    PlayedEngine played = new PlayedEngine("query_timeout = 10");
    Client client = played.holding("a", "u");
    assertExpiresAfterTenSeconds(played, client, "query timeout");
  }

  @Test
  void aThoughtInsideATransactionMayNotTakeLongerThanIdleTransactionTimeout() throws Refusal {
    PlayedEngine played = new PlayedEngine("idle_transaction_timeout = 10");
    Client client = played.holding("a", "u");
    played.pass(Duration.ofSeconds(60));
    client.doing().answered(played.engine.now(), true);
    assertExpiresAfterTenSeconds(played, client, "idle transaction timeout");
  }

  @Test
  void aTransactionMayNotTakeLongerThanTransactionTimeoutHoweverBusyItIs() throws Refusal {
    PlayedEngine played = new PlayedEngine("transaction_timeout = 10");
    Client client = played.holding("a", "u");
    for (int i = 0; i < 9; i++) {
      played.pass(Duration.ofSeconds(1));
      client.doing().answered(played.engine.now(), true);
      client.doing().begins(played.engine.now());
    }
    assertThat(expiry(client)).isNull();
    played.pass(Duration.ofSeconds(1));
    assertThat(expiry(client)).isEqualTo("transaction timeout");
  }

  @Test
  void theNextTransactionHasTheWholeTimeAgain() throws Refusal {
    PlayedEngine played = new PlayedEngine("transaction_timeout = 10");
    Client client = played.holding("a", "u");
    played.pass(ALMOST);
    played.release(client);
    assertThat(played.request(client)).isNull();
    assertExpiresAfterTenSeconds(played, client, "transaction timeout");
  }

  @Test
  void aClientMayNotIdleLongerThanClientIdleTimeout() throws Refusal {
    PlayedEngine played = new PlayedEngine("client_idle_timeout = 10");
    Client client = played.holding("a", "u");
    played.pass(Duration.ofSeconds(60));
    assertThat(expiry(client)).isNull();
    played.release(client);
    assertExpiresAfterTenSeconds(played, client, "client_idle_timeout");
  }

  @Test
  void whoHasExpiredAndIsStillThereIsBrokenOffAfterCancelWaitTimeout() throws Refusal {
    PlayedEngine played = new PlayedEngine("query_timeout = 10", "cancel_wait_timeout = 5");
    Client client = played.holding("a", "u");
    played.pass(Duration.ofSeconds(10));
    played.pass(Duration.ofMillis(4_999));
    assertThat(PlayedEngine.door(client).dismissed).isNull();
    played.pass(TICK);
    assertThat(PlayedEngine.door(client).dismissed).hasMessage("query timeout");
  }

  @ParameterizedTest
  @CsvSource({"query_wait_timeout, query_wait_timeout", "query_timeout, query_timeout"})
  void whoWaitsTooLongIsRefused(String key, String why) throws Refusal {
    PlayedEngine played = new PlayedEngine("default_pool_size = 1", key + " = 10");
    played.holding("a", "u").doing().answered(played.engine.now(), true);
    Waiter waiter = played.request(played.client("a", "u"));
    played.pass(ALMOST);
    assertThat(waiter.refused()).isNull();
    played.pass(TICK);
    assertThat(waiter.refused()).hasMessage(why);
    assertThat(played.figures("a").clientsWaiting()).isZero();
  }

  @Test
  void aUsersOwnLimitCountsBeforeTheGlobalOne() throws Refusal {
    PlayedEngine played =
        new PlayedEngine("query_timeout = 20", "[users]", "quick = query_timeout=10");
    Client quick = played.holding("a", "quick");
    Client slow = played.holding("a", "slow");
    assertExpiresAfterTenSeconds(played, quick, "query timeout");
    assertThat(expiry(slow)).isNull();
    played.pass(Duration.ofSeconds(10));
    assertThat(expiry(slow)).isEqualTo("query timeout");
  }

  @Test
  void aForcedUsersLimitCountsNotTheClients() throws Refusal {
    PlayedEngine played =
        new PlayedEngine(
            "query_timeout = 20", "[users]", "boss = query_timeout=10", "u = query_timeout=1");
    assertExpiresAfterTenSeconds(played, played.holding("forced", "u"), "query timeout");
  }

  @Test
  void theDatabasesQueryWaitTimeoutCountsBeforeTheGlobalOne() throws Refusal {
    PlayedEngine played =
        new PlayedEngine(
            "query_wait_timeout = 20",
            "[databases]",
            "hasty = host=127.0.0.1 query_wait_timeout=10");
    Waiter waiter = played.request(played.client("hasty", "u"));
    played.pass(Duration.ofSeconds(10));
    assertThat(waiter.refused()).hasMessage("query_wait_timeout");
  }

  @Test
  void aClockThatJumpsBackExpiresNobody() throws Refusal {
    PlayedEngine played =
        new PlayedEngine(
            "query_timeout = 10", "client_idle_timeout = 10", "query_wait_timeout = 10");
    Client client = played.holding("a", "u");
    Client idle = played.client("a", "u");
    Waiter waiter = played.request(played.client("b", "u"));
    played.pass(Duration.ofDays(-1));
    assertThat(expiry(client)).isNull();
    assertThat(expiry(idle)).isNull();
    assertThat(waiter.refused()).isNull();
  }

  @Test
  void aServerIsCheckedAfterServerCheckDelay() throws Refusal {
    PlayedEngine played = new PlayedEngine("server_check_delay = 10");
    Client client = played.holding("a", "u");
    played.release(client);
    played.pass(Duration.ofSeconds(10));
    assertThat(played.figures("a").serversIdle()).isEqualTo(1);
    played.pass(TICK);
    assertThat(played.figures("a").serversUsed()).isEqualTo(1);
    played.request(client);
    assertThat(client.server().isUnproved()).isTrue();
  }

  @Test
  void aServerUnusedForServerIdleTimeoutIsClosedDownToTheMinimum() throws Refusal {
    PlayedEngine played = new PlayedEngine("server_idle_timeout = 10", "min_pool_size = 1");
    Client first = played.holding("a", "u");
    Client second = played.holding("a", "u");
    played.release(first);
    played.release(second);
    played.pass(ALMOST);
    assertThat(played.figures("a").serversIdle()).isEqualTo(2);
    played.pass(TICK);
    assertThat(played.figures("a").serversIdle()).isEqualTo(1);
  }

  @Test
  void aServerOlderThanServerLifetimeIsClosedWhenItIsFree() throws Refusal {
    PlayedEngine played = new PlayedEngine("server_lifetime = 10");
    Client client = played.holding("a", "u");
    StubConnection server = (StubConnection) client.server();
    played.pass(Duration.ofSeconds(10));
    assertThat(server.isClosed()).isFalse();
    played.release(client);
    assertThat(server.isClosed()).isTrue();
    assertThat(played.engine.ledger().connections()).isZero();
  }

  @Test
  void aServerLifetimeOfZeroMeansThatAServerServesOnce() throws Refusal {
    PlayedEngine played = new PlayedEngine("server_lifetime = 0");
    Client client = played.holding("a", "u");
    StubConnection server = (StubConnection) client.server();
    played.release(client);
    assertThat(server.isClosed()).isTrue();
  }

  @Test
  void anAttemptThatHangsIsBrokenOffAfterServerConnectTimeout() throws Refusal {
    PlayedEngine played = new PlayedEngine("server_connect_timeout = 10");
    played.request(played.client("a", "u"));
    played.pass(ALMOST);
    assertThat(played.opening.get(0).isLate()).isFalse();
    played.pass(TICK);
    assertThat(played.opening.get(0).isLate()).isTrue();
  }

  @Test
  void afterAFailedLoginTheNextIsTriedAfterServerLoginRetry() throws Refusal {
    PlayedEngine played = new PlayedEngine("server_login_retry = 10");
    Client client = played.client("a", "u");
    Waiter waiter = played.request(client);
    played.failed("no such role");
    assertThat(waiter.refused()).hasMessage("no such role");
    played.pass(ALMOST);
    assertThatThrownBy(() -> played.request(client))
        .hasMessage(
            "server login has been failing, cached error: no such role (server_login_retry)");
    assertThat(played.opening).isEmpty();
    played.pass(TICK);
    assertThat(played.request(client)).isNotNull();
    assertThat(played.opening).hasSize(1);
  }

  @Test
  void aDesertedPoolGoesAfterPoolIdleTimeout() throws Refusal {
    PlayedEngine played = new PlayedEngine("pool_idle_timeout = 10");
    Client client = played.holding("a", "u");
    StubConnection server = (StubConnection) client.server();
    played.pass(Duration.ofSeconds(60));
    played.leave(client);
    played.pass(ALMOST);
    assertThat(played.engine.pools()).hasSize(1);
    played.pass(TICK);
    assertThat(played.engine.pools()).isEmpty();
    assertThat(server.isClosed()).isTrue();
    assertThat(played.engine.ledger().connections()).isZero();
  }

  @Test
  void anAutomaticDatabaseIsForgottenAfterAutodbIdleTimeoutANamedOneIsNot() throws Refusal {
    PlayedEngine played = new PlayedEngine("autodb_idle_timeout = 10");
    Client named = played.holding("a", "u");
    Client automatic = played.holding("whatever", "u");
    played.engine.statistics("whatever").login();
    played.leave(named);
    played.leave(automatic);
    played.pass(ALMOST);
    assertThat(played.engine.pools()).hasSize(2);
    played.pass(TICK);
    assertThat(played.engine.pools())
        .extracting(pool -> pool.database().name())
        .containsExactly("a");
    assertThat(played.engine.statistics())
        .extracting(DatabaseStatistics::database)
        .containsExactly("a");
  }
}
