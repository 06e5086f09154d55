package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.protocol.Messages;

/**
 * Clients that lie, stop half-way or flood the door: they are refused, and nobody else feels it.
 */
class BadInputIT {
  private static final String TRUST = "auth_type = trust";
  private static final int VERSION = 3 << 16;

  private static ResourceLeakDetector.Level before;

  /** From here on Netty follows every buffer. */
  @BeforeAll
  static void watchBuffers() {
    assertThat(System.getProperty("io.netty.customResourceLeakDetector"))
        .isEqualTo(LeakedBuffers.class.getName());
    before = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  @AfterAll
  static void noBufferHasLeaked() throws Exception {
    System.gc();
    // Netty tells of lost buffers when it makes others.
    try (ListeningPool pool = ListeningPool.with(TRUST);
        RawClient client = RawClient.of(pool)) {
      for (int i = 0; i < 100; i++) {
        assertServes(client);
      }
    }
    ResourceLeakDetector.setLevel(before);
    assertThat(LeakedBuffers.found()).isEmpty();
  }

  private static void assertServes(RawClient innocent) throws Exception {
    assertThat(innocent.query("select 1").types()).isEqualTo("TDCZ");
  }

  @Test
  void startPacketsThatPromiseTooMuchOrMakeNoSenseAreRefused() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST);
        RawClient innocent = RawClient.of(pool);
        RawClient huge = new RawClient(pool.port());
        RawClient old = new RawClient(pool.port());
        RawClient open = new RawClient(pool.port())) {
      huge.ints(Integer.MAX_VALUE, VERSION);
      assertThat(huge.last().field('M')).isEqualTo("bad packet header: '7fffffff'");
      old.ints(8, 2 << 16);
      assertThat(old.last().field('M')).isEqualTo("old V2 protocol not supported");
      open.ints(12, VERSION).raw((byte) 'u', (byte) 's', (byte) 'e', (byte) 'r');
      assertThat(open.last().field('M')).startsWith("invalid startup packet layout");
      assertServes(innocent);
    }
  }

  @Test
  void messagesWithWrongLengthsOrTypesEndTheirClientOnly() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, "default_pool_size = 2");
        RawClient innocent = RawClient.of(pool)) {
      for (int length : new int[] {0, 3, -1, Integer.MIN_VALUE}) {
        try (RawClient liar = RawClient.of(pool)) {
          liar.raw((byte) 'Q').ints(length);
          assertThat(liar.last().field('M')).startsWith("bad packet header: '51");
        }
        assertServes(innocent);
      }
      try (RawClient stranger = RawClient.of(pool)) {
        assertThat(stranger.say('?').last().field('M')).isEqualTo("unknown pkt");
      }
      assertServes(innocent);
      Await.until("they have left", () -> pool.figures().clientsActive() == 1);
    }
  }

  @Test
  void noiseAfterTheLoginDisturbsNobody() throws Exception {
    Random random = new Random(4);
    try (ListeningPool pool = ListeningPool.with(TRUST, "default_pool_size = 2");
        RawClient innocent = RawClient.of(pool)) {
      for (int round = 0; round < 200; round++) {
        byte[] noise = new byte[1 + random.nextInt(200)];
        random.nextBytes(noise);
        try (RawClient noisy = RawClient.of(pool)) {
          noisy.raw(noise);
        }
        assertServes(innocent);
      }
      Await.until("they have left", () -> pool.figures().clientsActive() == 1);
      Await.until(
          "no server is lost to them",
          () -> pool.figures().serversActive() == 0 && pool.figures().serversTested() == 0);
    }
  }

  @Test
  void halfOpenLoginsEndInTimeAndTakeNoPlace() throws Exception {
    try (ListeningPool pool =
            ListeningPool.with(
                TRUST, "client_login_timeout = 3", "max_client_conn = 2", "tcp_defer_accept = 0");
        RawClient innocent = RawClient.of(pool)) {
      List<RawClient> silent = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        silent.add(new RawClient(pool.port()));
      }
      assertServes(innocent);
      Await.until("SHOW LISTS counts them", () -> pool.pooler().operations().arriving() == 50);
      for (RawClient each : silent) {
        assertThat(each.last().field('M')).isEqualTo("client_login_timeout");
        each.close();
      }
    }
  }

  @Test
  void whoHasSaidHalfOfItsStartUpPacketWhenItIsLetInHasNoMoreTimeThanOthers() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, "client_login_timeout = 1");
        RawClient half = new RawClient(pool.port())) {
      half.raw(Arrays.copyOf(RawClient.startup(VERSION), 10));
      assertThat(half.last().field('M')).isEqualTo("client_login_timeout");
    }
  }

  @Test
  void manyWrongPasswordsLeaveTheDoorOpenForTheRightOne() throws Exception {
    try (ListeningPool pool = ListeningPool.with("auth_type = md5");
        java.sql.Connection innocent = pool.connect()) {
      long begun = System.nanoTime();
      int logins = Integer.getInteger("ecar.fuzz.logins", 1_000);
      for (int i = 0; i < logins; i++) {
        try (RawClient guesser = new RawClient(pool.port())) {
          guesser.start(VERSION);
          guesser.until('R');
          guesser.say('p', RawClient.text("md5" + "0".repeat(32)));
          assertThat(guesser.last().field('M')).isEqualTo("password authentication failed");
        }
      }
      System.out.printf(
          "wrong logins: %,.0f a minute%n", logins / ((System.nanoTime() - begun) / 60e9));
      assertThat(innocent.isValid(30)).isTrue();
      Await.until("the guessers are gone", () -> pool.figures().clientsActive() == 1);
    }
  }

  @Test
  void aServerThatLiesHurtsItsOwnClientsOnly() throws Exception {
    int rounds = Integer.getInteger("ecar.fuzz.servers", 300);
    try (LyingServer liar = new LyingServer(7);
        ListeningPool pool =
            ListeningPool.with(
                TRUST,
                "query_timeout = 2",
                "server_login_retry = 0",
                "default_pool_size = 5",
                "[databases]",
                "liar = host=127.0.0.1 port=" + liar.port());
        RawClient innocent = RawClient.of(pool)) {
      Random random = new Random(7);
      for (int round = 0; round < rounds; round++) {
        try (RawClient client = new RawClient(pool.port())) {
          client.start(VERSION, "database", "liar");
          client.query("select 1").parse("s", "select 2").bind("s").execute().sync();
          client.hear(random.nextInt(20));
        }
        if (round % 10 == 0) {
          assertServes(innocent);
        }
      }
      assertServes(innocent);
      assertThat(liar.lies()).isGreaterThan(rounds / 10);
      Await.until("its clients have left", () -> pool.pooler().operations().clients().size() == 1);
      Await.until(
          "no server of it is kept in use",
          () ->
              pool.pooler().operations().servers().stream()
                  .filter(server -> server.database().equals("liar"))
                  .allMatch(server -> server.state().equals("idle")));
      System.out.printf("lying servers: %,d messages%n", liar.lies());
    }
  }

  @Test
  void aClientThatEndsInTheMiddleOfAMessageIsForgotten() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, "default_pool_size = 1");
        RawClient innocent = RawClient.of(pool)) {
      for (int i = 0; i < 20; i++) {
        try (RawClient half = RawClient.of(pool)) {
          half.raw((byte) 'Q').ints(1_000).raw((byte) 's');
        }
        try (Socket nothing = new Socket(InetAddress.getLoopbackAddress(), pool.port())) {
          assertThat(nothing.isConnected()).isTrue();
        }
        assertServes(innocent);
      }
      Await.until("they have left", () -> pool.figures().clientsActive() == 1);
    }
  }

  @Test
  void aClientThatSendsByteByByteIsServedAsAnyOther() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, "default_pool_size = 1");
        RawClient innocent = RawClient.of(pool);
        RawClient trickle = RawClient.byteByByte(pool.port())) {
      trickle.ints(8, Messages.SSL_REQUEST);
      assertThat(trickle.readByte()).isEqualTo('N');
      trickle.start(VERSION);
      assertThat(RawClient.types(trickle.until('Z'))).startsWith("RS").endsWith("KZ");
      for (int i = 0; i < 20; i++) {
        assertServes(trickle);
        trickle.parse("p" + i, "select 1").bind("p" + i).execute().sync();
        assertThat(trickle.types()).isEqualTo("12DCZ");
        assertServes(innocent);
      }
    }
  }

  @Test
  void aClientThatNeverReadsStopsItsOwnServerOnly() throws Exception {
    String big = "select repeat('x', 1000) from generate_series(1, 200000)";
    try (ListeningPool pool = ListeningPool.with(TRUST, "default_pool_size = 2");
        RawClient innocent = RawClient.of(pool)) {
      try (RawClient deaf = RawClient.of(pool)) {
        assertServes(deaf);
        deaf.query(big);
        // 200 MB that the pool would hold instead let PostgreSQL come to its end.
        Await.until("PostgreSQL waits for the reader", () -> waitsForReader(big));
        for (int i = 0; i < 50; i++) {
          assertServes(innocent);
        }
        assertThat(waitsForReader(big)).isTrue();
      }
      Await.until("its server is free of it", () -> pool.figures().serversActive() == 0);
      Await.until("PostgreSQL too", () -> !waitsForReader(big));
      assertServes(innocent);
    }
  }

  private static boolean waitsForReader(String query) throws Exception {
    return RealPostgres.shared()
            .count(
                "postgres",
                "select count(*) from pg_stat_activity where wait_event = 'ClientWrite' and query"
                    + " = '"
                    + query.replace("'", "''")
                    + "'")
        == 1;
  }
}
