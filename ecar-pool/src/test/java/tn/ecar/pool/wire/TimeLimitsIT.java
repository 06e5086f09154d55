package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tn.ecar.pool.jdbc.Await;

/** The limits of clients at the wire door: the contract's words, and its one SQLSTATE. */
class TimeLimitsIT {
  private static final String TRUST = "auth_type = trust";
  private static final String ONE = "default_pool_size = 1";

  private static void assertToldAndGone(RawClient client, String words) {
    RawClient.Answer last = client.last();
    assertThat(last.type()).isEqualTo('E');
    assertThat(last.field('S')).isEqualTo("FATAL");
    assertThat(last.field('C')).isEqualTo("08P01");
    assertThat(last.field('M')).isEqualTo(words);
  }

  private static void assertFree(ListeningPool pool) throws Exception {
    Await.until(
        "its server is free for others",
        () -> pool.figures().serversIdle() + pool.figures().serversUsed() == 1);
  }

  @Test
  void whoIdlesTooLong() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, "client_idle_timeout = 1");
        RawClient client = RawClient.of(pool)) {
      assertToldAndGone(client, "client_idle_timeout");
    }
  }

  @Test
  void whoIdlesInATransaction() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, ONE, "idle_transaction_timeout = 1");
        RawClient client = RawClient.of(pool)) {
      client.query("begin").types();
      assertToldAndGone(client, "idle transaction timeout");
      assertFree(pool);
    }
  }

  @Test
  void whoseTransactionLastsTooLong() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, ONE, "transaction_timeout = 1");
        RawClient client = RawClient.of(pool)) {
      client.query("begin").types();
      client.query("select pg_sleep(60)");
      assertToldAndGone(client, "transaction timeout");
      assertFree(pool);
    }
  }

  @Test
  void whoseQueryRunsTooLong() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, ONE, "query_timeout = 1");
        RawClient client = RawClient.of(pool)) {
      client.query("select pg_sleep(60)");
      assertToldAndGone(client, "query timeout");
      assertFree(pool);
    }
  }

  @Test
  void whoWaitsTooLongIsToldThatItWaitsAndThenWhy() throws Exception {
    try (ListeningPool pool =
            ListeningPool.with(TRUST, ONE, "query_wait_timeout = 3", "query_wait_notify = 1");
        RawClient holder = RawClient.of(pool);
        RawClient client = RawClient.of(pool)) {
      holder.query("begin").types();
      client.query("select 1");
      RawClient.Answer notice = client.next();
      assertThat(notice.type()).isEqualTo('N');
      assertThat(notice.field('M'))
          .isEqualTo("No server connection available in postgres backend, client being queued");
      assertToldAndGone(client, "query_wait_timeout");
    }
  }

  @Test
  void tooManyClientsOfAllOfADatabaseOrOfAUser() throws Exception {
    String[][] limits = {
      {"max_client_conn = 1", "no more connections allowed (max_client_conn)"},
      {"max_db_client_connections = 1", "client connections exceeded (max_db_client_connections)"},
      {
        "max_user_client_connections = 1",
        "client connections exceeded (max_user_client_connections)"
      }
    };
    for (String[] limit : limits) {
      try (ListeningPool pool = ListeningPool.with(TRUST, limit[0]);
          RawClient first = RawClient.of(pool);
          RawClient second = new RawClient(pool.port())) {
        assertThat(first.query("select 1").types()).isEqualTo("TDCZ");
        second.start(3 << 16);
        assertThat(second.last().field('M')).isEqualTo(limit[1]);
      }
    }
  }

  @Test
  void queryTimeoutIsForEachOfTheQueriesThatAreAskedInOneGo() throws Exception {
    try (ListeningPool pool = ListeningPool.with("auth_type = trust", "query_timeout = 1");
        RawClient client = RawClient.of(pool)) {
      for (int i = 0; i < 4; i++) {
        client.query("select pg_sleep(0.5)");
      }
      for (int i = 0; i < 4; i++) {
        assertThat(client.types()).isEqualTo("TDCZ");
      }
    }
  }
}
