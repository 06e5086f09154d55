package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.jdbc.Pools;

/** When a client's server may go to another client, and when it may not yet. */
class HandOverIT {
  private static final String[] ONE_SERVER = {"auth_type = trust", "default_pool_size = 1"};

  @BeforeAll
  static void createTable() throws SQLException {
    RealPostgres.shared()
        .execute(
            RealPostgres.DATABASE,
            "drop table if exists handed_over",
            "create table handed_over (id int)",
            "grant all on handed_over to " + RealPostgres.USER);
  }

  @BeforeEach
  void nobodyIsLeftOfTheTestBefore() throws Exception {
    Await.until("its servers are gone", () -> Pools.backends() == 0);
    RealPostgres.shared().execute(RealPostgres.DATABASE, "truncate handed_over");
  }

  private static long rows() throws SQLException {
    return RealPostgres.shared().count(RealPostgres.DATABASE, "select count(*) from handed_over");
  }

  @Test
  void whatAFlushAskedForIsNotRolledBackByAnotherClientsError() throws Exception {
    try (ListeningPool pool = ListeningPool.with(ONE_SERVER);
        RawClient one = RawClient.of(pool);
        RawClient two = RawClient.of(pool)) {
      one.parse("", "insert into handed_over values (1)").bind("").execute().flush();
      assertThat(RawClient.types(one.until('C'))).isEqualTo("12C");
      two.query("select 1/0");
      Await.until("it waits", () -> pool.figures().clientsWaiting() == 1);
      one.sync();
      assertThat(one.types()).isEqualTo("Z");
      assertThat(two.types()).isEqualTo("EZ");
      assertThat(rows()).isEqualTo(1);
    }
  }

  @Test
  void whoLeavesBeforeItsSyncLeavesNothingBehind() throws Exception {
    try (ListeningPool pool = ListeningPool.with(ONE_SERVER);
        RawClient two = RawClient.of(pool)) {
      try (RawClient one = RawClient.of(pool)) {
        one.parse("", "insert into handed_over values (1)").bind("").execute().flush();
        one.until('C');
      }
      two.query("select 2");
      assertThat(two.types()).isEqualTo("TDCZ");
      assertThat(rows()).isZero();
    }
  }

  @Test
  void theRestOfAFailedCopyTakesNoServer() throws Exception {
    try (ListeningPool pool = ListeningPool.with(ONE_SERVER);
        RawClient one = RawClient.of(pool);
        RawClient two = RawClient.of(pool)) {
      one.query("copy handed_over from stdin");
      assertThat(RawClient.types(one.until('G'))).isEqualTo("G");
      one.say('d', "no number\n".getBytes(StandardCharsets.US_ASCII));
      one.say('c');
      assertThat(one.types()).isEqualTo("EZ");
      one.say('d', "7\n".getBytes(StandardCharsets.US_ASCII));
      one.say('c');
      two.query("select 2");
      assertThat(two.types()).isEqualTo("TDCZ");
      assertThat(pool.figures().serversActive()).isZero();
      one.query("select 1");
      assertThat(one.types()).isEqualTo("TDCZ");
    }
  }

  @Test
  void aMessageThatIsUnderWayWhenItsCopyFailsIsTheLastOneForItsServer() throws Exception {
    try (ListeningPool pool = ListeningPool.with(ONE_SERVER);
        RawClient one = RawClient.of(pool);
        RawClient two = RawClient.of(pool)) {
      one.query("copy handed_over from stdin");
      one.until('G');
      byte[] bad = "no number\n".getBytes(StandardCharsets.US_ASCII);
      ByteBuffer both = ByteBuffer.allocate(5 + bad.length + 5 + 3);
      both.put((byte) 'd').putInt(4 + bad.length).put(bad);
      both.put((byte) 'd').putInt(4 + 5).put(bad, 0, 3);
      one.raw(both.array());
      assertThat(one.types()).isEqualTo("EZ");
      two.query("select 2");
      Await.until("it waits", () -> pool.figures().clientsWaiting() == 1);
      one.raw(bad[3], bad[4]);
      assertThat(two.types()).isEqualTo("TDCZ");
    }
  }

  @Test
  void halfACopyThatItsClientLeavesBehindReachesNobodyElse() throws Exception {
    try (ListeningPool pool = ListeningPool.with(ONE_SERVER);
        RawClient next = RawClient.of(pool)) {
      try (RawClient half = RawClient.of(pool)) {
        half.query("copy handed_over from stdin").until('G');
        half.raw((byte) 'd').ints(100_000).raw(new byte[10]);
      }
      assertThat(next.query("select 1").types()).isEqualTo("TDCZ");
      assertThat(rows()).isZero();
    }
  }

  /** The server was leased for the first byte, and kept when the rest was passed over. */
  @Test
  void aMessageForNoCopyThatComesByteByByteTakesNoServer() throws Exception {
    try (ListeningPool pool = ListeningPool.with(ONE_SERVER);
        RawClient next = RawClient.of(pool);
        RawClient slow = RawClient.byteByByte(pool.port())) {
      slow.start(3 << 16);
      slow.until('Z');
      for (int i = 0; i < 3; i++) {
        slow.say('d', "7\n".getBytes(StandardCharsets.US_ASCII));
        slow.say('c');
        assertThat(next.query("select 1").types()).isEqualTo("TDCZ");
      }
    }
  }

  @Test
  void halfAMessageForNoCopyTakesNoServer() throws Exception {
    try (ListeningPool pool = ListeningPool.with(ONE_SERVER);
        RawClient next = RawClient.of(pool)) {
      try (RawClient half = RawClient.of(pool)) {
        half.raw((byte) 'd').ints(100_000).raw(new byte[10]);
        assertThat(next.query("select 1").types()).isEqualTo("TDCZ");
      }
      assertThat(next.query("select 2").types()).isEqualTo("TDCZ");
    }
  }
}
