package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.console.Console;
import tn.ecar.pool.console.ConsoleSession;
import tn.ecar.pool.jdbc.Await;

/** The console over the wire, message by message. */
@Timeout(60)
class ConsoleIT {
  private static final String TRUST = "auth_type = trust";
  private static final String OPERATOR = "admin_users = ecar_user";

  private static RawClient console(ListeningPool pool) throws Exception {
    return RawClient.of(pool, "database", "pgbouncer");
  }

  private static List<RawClient.Answer> told(RawClient client, String command) throws Exception {
    return client.query(command).until('Z');
  }

  private static void obeys(RawClient console, String command) throws Exception {
    assertThat(told(console, command).get(0))
        .isEqualTo(new RawClient.Answer('C', command.split(" ")[0] + "\0"));
  }

  /** Fails for whoever speaks for the console, once it is broken. */
  private static final class FragileClock extends Clock {
    private volatile boolean broken;

    @Override
    public Instant instant() {
      if (broken && StackWalker.getInstance().walk(this::isConsole)) {
        throw new IllegalStateException("the clock is broken");
      }
      return Instant.now();
    }

    private boolean isConsole(java.util.stream.Stream<StackWalker.StackFrame> calls) {
      return calls.anyMatch(call -> call.getClassName().equals(ConsoleSession.class.getName()));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void whoseCommandFailedUnforeseenWaitedForAnAnswerForEver() throws Exception {
    FragileClock clock = new FragileClock();
    try (ListeningPool pool = ListeningPool.at(clock, TRUST, OPERATOR);
        RawClient console = console(pool)) {
      clock.broken = true;
      List<RawClient.Answer> told = told(console, "SHOW POOLS");
      assertThat(RawClient.types(told)).isEqualTo("EZ");
      assertThat(told.get(0).field('S')).isEqualTo("ERROR");
      assertThat(told.get(0).field('D')).contains("the clock is broken");
      clock.broken = false;
      assertThat(RawClient.types(told(console, "SHOW VERSION"))).isEqualTo("TDCZ");
    }
  }

  @Test
  void theRestOfACommandThatCameWhileItsBeginningWasLookedAtWasLeftLying() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, OPERATOR);
        RawClient console = RawClient.byteByByte(pool.port())) {
      console.start(3 << 16, "database", "pgbouncer");
      console.until('Z');
      for (int i = 0; i < 300; i++) {
        assertThat(RawClient.types(told(console, "SHOW VERSION"))).isEqualTo("TDCZ");
      }
    }
  }

  @Test
  void whatItTellsOfItselfAtTheLoginStaysWhateverIsSet() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, OPERATOR);
        RawClient console = new RawClient(pool.port())) {
      console.start(3 << 16, "database", "pgbouncer");
      assertThat(console.until('Z'))
          .filteredOn(answer -> answer.type() == 'S')
          .extracting(RawClient.Answer::body)
          .containsExactly(
              "server_version\0001.25.2/bouncer\0",
              "client_encoding\000UTF8\0",
              "server_encoding\000UTF8\0",
              "DateStyle\000ISO\0",
              "TimeZone\000GMT\0",
              "standard_conforming_strings\000on\0",
              "is_superuser\000on\0");
      for (String set :
          new String[] {
            "SET client_encoding = 'LATIN1'",
            "set datestyle to German",
            "SET TimeZone = 'Africa/Tunis'",
            "SET standard_conforming_strings = off",
            "SET default_transaction_isolation = 'serializable'"
          }) {
        List<RawClient.Answer> told = told(console, set);
        assertThat(RawClient.types(told)).as(set).isEqualTo("NCZ");
        assertThat(told.get(0).field('M')).isEqualTo("SET ignored");
        assertThat(told.get(1).body()).isEqualTo("SET\0");
      }
      assertThat(value(console, "client_encoding")).isEqualTo("UTF8");
      assertThat(value(console, "timezone")).isEqualTo("GMT");
      assertThat(value(console, "datestyle")).isEqualTo("ISO");
      List<RawClient.Answer> told = told(console, "SET default_pool_size = 3");
      assertThat(RawClient.types(told)).isEqualTo("CZ");
      assertThat(told.get(0).body()).isEqualTo("SET default_pool_size=3\0");
    }
  }

  /** The only value of the only row. */
  private static String value(RawClient console, String parameter) throws Exception {
    List<RawClient.Answer> told = told(console, "SHOW " + parameter);
    assertThat(RawClient.types(told)).isEqualTo("TDCZ");
    return told.get(1).body().substring(6);
  }

  private static void asks(RawClient client, String sql) throws Exception {
    assertThat(RawClient.types(told(client, sql))).doesNotContain("E").endsWith("Z");
  }

  @Test
  void killOfEverythingSendsTheClientsOfAllDatabasesAwayAndHoldsNewOnesUp() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST, OPERATOR);
        RawClient console = console(pool);
        RawClient idle = RawClient.of(pool);
        RawClient busy = RawClient.of(pool, "database", "other_db")) {
      asks(idle, "select 1");
      asks(busy, "begin");
      obeys(console, "KILL");
      for (RawClient victim : List.of(idle, busy)) {
        RawClient.Answer told = victim.last();
        assertThat(told.field('S')).isEqualTo("FATAL");
        assertThat(told.field('C')).isEqualTo("08P01");
        assertThat(told.field('M')).isEqualTo("database removed");
      }
      Await.until("no server is left", () -> pool.pooler().operations().servers().isEmpty());
      assertThat(pool.pooler().operations().paused()).isTrue();
      try (RawClient first = new RawClient(pool.port());
          RawClient second = new RawClient(pool.port())) {
        first.start(3 << 16);
        second.start(3 << 16, "database", "other_db");
        first.query("select 7");
        second.query("select 8");
        Await.until(
            "both wait",
            () ->
                pool.pooler().operations().pools().stream()
                        .mapToInt(each -> each.clientsWaiting())
                        .sum()
                    == 2);
        obeys(console, "RESUME");
        for (RawClient waited : List.of(first, second)) {
          waited.until('Z');
          assertThat(waited.types()).isEqualTo("TDCZ");
        }
      }
    }
  }

  /** Tells when the console begins to obey such a command. */
  private static CountDownLatch issued(String command, List<Handler> handlers) {
    CountDownLatch begun = new CountDownLatch(1);
    Handler listener =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            if (line.getParameters() != null && command.equals(line.getParameters()[0])) {
              begun.countDown();
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    handlers.add(listener);
    CONSOLE_LOG.addHandler(listener);
    return begun;
  }

  /** Loggers are held weakly by the Java machine. */
  private static final Logger CONSOLE_LOG = Logger.getLogger(Console.class.getName());

  private static void command(Connection console, String command) throws SQLException {
    try (Statement statement = console.createStatement()) {
      statement.execute(command);
    }
  }

  @Test
  void waitCloseReturnsWhenTheLastServerThatIsToGoHasGone() throws Exception {
    List<Handler> handlers = new java.util.ArrayList<>();
    try (ListeningPool pool = ListeningPool.with(TRUST, OPERATOR);
        RawClient console = console(pool);
        RawClient open = RawClient.of(pool);
        Connection waits = pool.connect("pgbouncer", "ecar_user", "")) {
      obeys(console, "WAIT_CLOSE");
      asks(open, "begin");
      obeys(console, "WAIT_CLOSE ecar_db");
      obeys(console, "RECONNECT ecar_db");
      CountDownLatch begun = issued("WAIT_CLOSE", handlers);
      CompletableFuture<Integer> left =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  command(waits, "WAIT_CLOSE ecar_db");
                  return pool.pooler().operations().servers().size();
                } catch (SQLException refused) {
                  throw new IllegalStateException(refused);
                }
              });
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      obeys(console, "WAIT_CLOSE other_db");
      assertThat(left).isNotDone();
      asks(open, "commit");
      assertThat(left.get(20, TimeUnit.SECONDS)).isZero();
      assertThat(told(console, "WAIT_CLOSE nowhere").get(0).field('M'))
          .isEqualTo("no such database: nowhere");
    } finally {
      handlers.forEach(CONSOLE_LOG::removeHandler);
    }
  }
}
