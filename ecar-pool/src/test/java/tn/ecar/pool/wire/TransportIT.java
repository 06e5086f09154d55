package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import tn.ecar.pool.jdbc.Await;

/** How the door waits for its sockets: by epoll where it can, else by selectors of the JDK. */
class TransportIT {
  private static final String TRUST = "auth_type = trust";

  private static ListeningPool pool(boolean epoll, String... lines) throws Exception {
    return epoll ? ListeningPool.with(lines) : ListeningPool.bySelectors(lines);
  }

  @Test
  void aLinuxHasEpoll() {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    assertThat(Descriptors.epollServes()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void programsWorkTheSameWayByEither(boolean epoll) throws Exception {
    try (ListeningPool pool = pool(epoll, "default_pool_size = 1");
        Connection one = pool.connect();
        Connection other = pool.connect();
        Statement first = one.createStatement();
        Statement second = other.createStatement()) {
      first.execute("create temporary table seen (line text)");
      long copied =
          one.unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy seen from stdin", new StringReader("a line\n".repeat(200_000)));
      assertThat(copied).isEqualTo(200_000);
      assertThat(number(second, "select 2")).isEqualTo("2");
      assertThat(number(first, "select count(*) from generate_series(1, 300000)"))
          .isEqualTo("300000");
      try (ResultSet much = second.executeQuery("select repeat('x', 3000000)")) {
        much.next();
        assertThat(much.getString(1)).hasSize(3_000_000);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void serversGoBackAndForthBetweenTheDoors(boolean epoll) throws Exception {
    try (ListeningPool pool = pool(epoll, "default_pool_size = 1", "server_check_delay = 30");
        Connection outside = pool.connect();
        Statement wire = outside.createStatement();
        Connection within = pool.inside().connect();
        Statement inVm = within.createStatement()) {
      String backend = number(wire, "select pg_backend_pid()");
      for (int i = 0; i < 50; i++) {
        assertThat(number(inVm, "select pg_backend_pid()")).isEqualTo(backend);
        assertThat(number(wire, "select pg_backend_pid()")).isEqualTo(backend);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServerThatIsKilledWhileItIsIdleIsNoticed(boolean epoll) throws Exception {
    try (ListeningPool pool = pool(epoll);
        Connection client = pool.connect();
        Statement statement = client.createStatement();
        ListeningPool killers = ListeningPool.with();
        Connection killer = killers.connect();
        Statement kill = killer.createStatement()) {
      String backend = number(statement, "select pg_backend_pid()");
      number(kill, "select pg_terminate_backend(" + backend + ")");
      Await.until("it has left the pool", () -> pool.figures().serversIdle() == 0);
      assertThat(number(statement, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void whoSaysNothingIsAcceptedWhereThatIsNotDeferred() throws Exception {
    assumeTrue(Descriptors.epollServes());
    try (ListeningPool pool = ListeningPool.with(TRUST);
        RawClient silent = new RawClient(pool.port());
        RawClient talks = RawClient.of(pool)) {
      assertThat(talks.say('Q', RawClient.text("select 1")).types()).isEqualTo("TDCZ");
      assertThat(pool.pooler().operations().arriving()).as("silent clients").isZero();
      silent.start(3 << 16);
      assertThat(silent.types()).startsWith("R").endsWith("Z");
    }
    try (ListeningPool pool = ListeningPool.with(TRUST, "tcp_defer_accept = 0");
        RawClient silent = new RawClient(pool.port())) {
      Await.until("it is there", () -> pool.pooler().operations().arriving() == 1);
      silent.start(3 << 16);
      assertThat(silent.types()).startsWith("R").endsWith("Z");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSettingThatTheSystemDoesNotTakeShutsNobodyOut(boolean epoll) throws Exception {
    try (ListeningPool pool =
            pool(epoll, "tcp_keepidle = 86400", "tcp_keepcnt = 9999", "tcp_keepintvl = 7");
        Connection client = pool.connect();
        Statement statement = client.createStatement()) {
      assertThat(number(statement, "select 1")).isEqualTo("1");
      pool.pooler().console().set("tcp_keepintvl", "99999");
      try (Connection later = pool.connect();
          Statement again = later.createStatement()) {
        assertThat(number(again, "select 2")).isEqualTo("2");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAddressThatNobodyKnowsIsNamed(boolean epoll) {
    assertThatThrownBy(() -> pool(epoll, "listen_addr = nowhere.invalid"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on nowhere.invalid:")
        .hasMessageContaining("listen_addr");
  }

  /**
   * It is gone from SHOW CLIENTS at once; its connection would else stay for as long as it does.
   */
  @Test
  void whoIsSentAwayAndDoesNotReadIsCutOffInTime() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST);
        RawClient deaf = RawClient.of(pool)) {
      deaf.say('Q', RawClient.text("select repeat('x', 100000000)"));
      Await.until("the kernel waits for it", () -> unsent(pool.port(), deaf.port()) > 0);
      long id = pool.pooler().operations().clients().get(0).id();
      pool.pooler().operations().killClient(id);
      Await.until("it has left", () -> pool.figures().clientsActive() == 0);
      Await.until("its connection too", () -> !isConnected(pool.port(), deaf.port()));
    }
  }

  private static boolean isConnected(int port, int client) throws IOException {
    return unsent(port, client) >= 0;
  }

  /** How many bytes wait in this whole connection, as the kernel tells; -1 when there is none. */
  private static long unsent(int port, int client) throws IOException {
    String ends = String.format("0100007F:%04X 0100007F:%04X 01 ", port, client);
    return Files.readString(Path.of("/proc/net/tcp"))
        .lines()
        .filter(line -> line.contains(ends))
        .mapToLong(line -> Long.parseLong(line.split(ends)[1].substring(0, 8), 16))
        .findFirst()
        .orElse(-1);
  }

  private static String number(Statement statement, String sql) throws Exception {
    try (ResultSet one = statement.executeQuery(sql)) {
      one.next();
      return one.getString(1);
    }
  }
}
