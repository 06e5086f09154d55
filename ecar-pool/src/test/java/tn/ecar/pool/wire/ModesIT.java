package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.jdbc.Pools;

/** Pool modes, prepared statements and what else of the protocol passes through the wire door. */
class ModesIT {
  private static final String TRUST = "auth_type = trust";
  private static final String ONE = "default_pool_size = 1";

  @BeforeEach
  void nobodyIsLeftOfTheTestBefore() throws Exception {
    Await.until("its servers are gone", () -> Pools.backends() == 0);
  }

  private static String only(RawClient client, String sql) throws Exception {
    List<RawClient.Answer> answers = client.query(sql).until('Z');
    String row =
        answers.stream().filter(each -> each.type() == 'D').findFirst().orElseThrow().body();
    return row.substring(6);
  }

  @Test
  void inSessionModeTheServerStaysAndComesBackClean() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, "pool_mode = session", ONE)) {
      String pid;
      try (RawClient first = RawClient.of(pool)) {
        pid = only(first, "select pg_backend_pid()");
        first.query("listen workshop; prepare mine as select 7; set work_mem = '77kB'").types();
        assertThat(only(first, "execute mine")).isEqualTo("7");
        assertThat(only(first, "show work_mem")).isEqualTo("77kB");
        assertThat(RawClient.types(first.query("notify workshop, 'car 5'").until('Z')))
            .contains("A");
        first.say('X');
      }
      try (RawClient second = RawClient.of(pool)) {
        assertThat(only(second, "select pg_backend_pid()")).isEqualTo(pid);
        assertThat(only(second, "show work_mem")).isNotEqualTo("77kB");
        assertThat(only(second, "select count(*) from pg_listening_channels()")).isEqualTo("0");
      }
    }
  }

  @Test
  void inTransactionModeTheServerServesOthersBetweenTransactions() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, ONE);
        RawClient one = RawClient.of(pool);
        RawClient two = RawClient.of(pool)) {
      assertThat(only(one, "select pg_backend_pid()"))
          .isEqualTo(only(two, "select pg_backend_pid()"));
      one.query("begin").types();
      two.query("select 'late'");
      Await.until("it waits", () -> pool.figures().clientsWaiting() == 1);
      one.query("commit").types();
      assertThat(two.types()).isEqualTo("TDCZ");
    }
  }

  @Test
  void inStatementModeATransactionBlockEndsItsClientAndItsServer() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, "pool_mode = statement", ONE);
        RawClient one = RawClient.of(pool);
        RawClient two = RawClient.of(pool)) {
      String pid = only(two, "select pg_backend_pid()");
      RawClient.Answer refusal = one.query("begin").last();
      assertThat(refusal.type()).isEqualTo('E');
      assertThat(refusal.field('M'))
          .isEqualTo("transaction blocks not allowed in statement pooling mode");
      assertThat(refusal.field('C')).isEqualTo("08P01");
      assertThat(only(two, "select pg_backend_pid()")).isNotEqualTo(pid);
    }
  }

  @Test
  void preparedStatementsFollowTheirClientInTransactionAndStatementMode() throws Exception {
    for (String mode : new String[] {"transaction", "statement"}) {
      try (ListeningPool pool =
              ListeningPool.with(TRUST, "pool_mode = " + mode, "max_prepared_statements = 2", ONE);
          RawClient one = RawClient.of(pool);
          RawClient two = RawClient.of(pool)) {
        for (int i = 1; i <= 3; i++) {
          one.parse("s" + i, "select " + i).sync();
          assertThat(one.types()).isEqualTo("1Z");
          two.parse("s" + i, "select " + 10 * i).sync();
          assertThat(two.types()).isEqualTo("1Z");
        }
        for (int i = 1; i <= 3; i++) {
          one.bind("s" + i).execute().sync();
          assertThat(one.until('D').get(1).body()).endsWith("" + i);
          assertThat(one.types()).isEqualTo("CZ");
          two.bind("s" + i).execute().sync();
          assertThat(two.until('D').get(1).body()).endsWith("" + 10 * i);
          assertThat(two.types()).isEqualTo("CZ");
        }
        assertThat(only(one, "select count(*) from pg_prepared_statements")).isEqualTo("2");
      }
    }
  }

  @Test
  void deallocateAllAndDiscardAllForgetThemForTheirClient() throws Exception {
    for (String sql : new String[] {"deallocate all", "discard all"}) {
      try (ListeningPool pool = ListeningPool.with(TRUST, ONE);
          RawClient one = RawClient.of(pool);
          RawClient two = RawClient.of(pool)) {
        for (RawClient each : new RawClient[] {one, two}) {
          each.parse("mine", "select 5").sync().types();
        }
        assertThat(one.query(sql).types()).endsWith("CZ");
        assertThat(one.parse("mine", "select 6").sync().types()).isEqualTo("1Z");
        assertThat(two.bind("mine").execute().sync().until('D').get(1).body()).endsWith("5");
        assertThat(two.types()).isEqualTo("CZ");
      }
    }
  }

  @Test
  void anUnknownAndADoublePreparedStatementEndTheirClientInTheContractsWords() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, ONE);
        RawClient unknown = RawClient.of(pool);
        RawClient twice = RawClient.of(pool)) {
      assertThat(unknown.bind("nobody").last().field('M'))
          .isEqualTo("prepared statement did not exist");
      twice.parse("mine", "select 5").sync().types();
      assertThat(twice.parse("mine", "select 5").last().field('M'))
          .isEqualTo("prepared statement name is already in use");
    }
  }

  @Test
  void aPipelineIsAnsweredInOrderAndAnErrorSkipsToItsSync() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, ONE);
        RawClient client = RawClient.of(pool)) {
      client.parse("", "select 1").bind("").execute();
      client.parse("", "select 1/0").bind("").execute();
      client.parse("", "select 3").bind("").execute().sync();
      client.parse("named", "select 4").bind("named").execute().sync();
      client.query("select 5").query("select 6");
      assertThat(client.types()).isEqualTo("12DC1EZ");
      assertThat(client.types()).isEqualTo("12DCZ");
      assertThat(client.types()).isEqualTo("TDCZ");
      assertThat(client.types()).isEqualTo("TDCZ");
      Await.until("the server is free", () -> pool.figures().serversIdle() == 1);
    }
  }

  @Test
  void copyPassesBothWaysAndCanBeBrokenOff() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, ONE);
        RawClient client = RawClient.of(pool)) {
      client.query("drop table if exists wire_modes; create table wire_modes (n int)").types();
      assertThat(RawClient.types(client.query("copy wire_modes from stdin").until('G')))
          .isEqualTo("G");
      client.say('d', "1\n2\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).say('c');
      assertThat(client.types()).isEqualTo("CZ");
      client.query("copy wire_modes from stdin").until('G');
      client.say('f', RawClient.text("enough"));
      assertThat(client.types()).isEqualTo("EZ");
      assertThat(client.query("copy wire_modes to stdout").types()).isEqualTo("HddcCZ");
      client.query("drop table wire_modes").types();
    }
  }

  @Test
  void noticesNotificationsAndParametersReachTheClient() throws Exception {
    try (ListeningPool pool =
            ListeningPool.with(TRUST, ONE, "track_extra_parameters = IntervalStyle, search_path");
        RawClient one = RawClient.of(pool, "application_name", "first");
        RawClient two = RawClient.of(pool)) {
      assertThat(one.query("do $$begin raise notice 'seen'; end$$").types()).isEqualTo("NCZ");
      assertThat(one.query("set intervalstyle = iso_8601").types()).isEqualTo("CSZ");
      assertThat(one.query("set timezone = 'Africa/Tunis'").types()).isEqualTo("CSZ");
      assertThat(only(two, "show intervalstyle")).isEqualTo("postgres");
      assertThat(only(two, "show timezone")).isNotEqualTo("Africa/Tunis");
      assertThat(only(one, "show intervalstyle")).isEqualTo("iso_8601");
      assertThat(only(one, "show timezone")).isEqualTo("Africa/Tunis");
      assertThat(only(one, "show application_name")).isEqualTo("first");
    }
  }

  @Test
  void newerMinorVersionsAreNegotiatedDownAndGssIsRefused() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, ONE);
        RawClient client = new RawClient(pool.port())) {
      client.ints(8, 80877104);
      assertThat(client.readByte()).isEqualTo('N');
      client.start((3 << 16) + 2, "_pq_.unheard", "of");
      List<RawClient.Answer> answers = client.until('Z');
      RawClient.Answer negotiated =
          answers.stream().filter(each -> each.type() == 'v').findFirst().orElseThrow();
      assertThat(negotiated.body()).contains("_pq_.unheard");
      assertThat(only(client, "select 'in'")).isEqualTo("in");
    }
  }

  @Test
  void startupOptionsCountAndUnknownParametersAreNamed() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, ONE);
        RawClient right = RawClient.of(pool, "options", "-c datestyle=German --timezone=UTC");
        RawClient wrong = new RawClient(pool.port())) {
      assertThat(only(right, "show datestyle")).startsWith("German");
      wrong.start(3 << 16, "work_mem", "1MB");
      assertThat(wrong.last().field('M')).isEqualTo("unsupported startup parameter: work_mem");
    }
  }

  @Test
  void aRequestThatItsDyingServerHasNotReadGoesToAnother() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, ONE);
        RawClient client = RawClient.of(pool)) {
      String pid = only(client, "select pg_backend_pid()");
      // A server that stands still does not read; when it goes on, the order to end comes first.
      signal("-STOP", pid);
      client.query("select 'heard'");
      Await.until("it is asked", () -> pool.figures().serversActive() == 1);
      RealPostgres.shared().execute("postgres", "select pg_terminate_backend(" + pid + ")");
      signal("-CONT", pid);
      assertThat(client.types()).isEqualTo("TDCZ");
      assertThat(only(client, "select pg_backend_pid()")).isNotEqualTo(pid);
    }
  }

  private static void signal(String which, String pid) throws Exception {
    assertThat(new ProcessBuilder("kill", which, pid).inheritIO().start().waitFor()).isZero();
  }
}
