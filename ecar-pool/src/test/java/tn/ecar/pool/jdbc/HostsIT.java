package tn.ecar.pool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.Standby;

/**
 * Several hosts behind one database: a real primary and a real standby that follows it. The last
 * test stops the primary and promotes the standby.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostsIT {
  private static final String STANDBY = "select pg_is_in_recovery()";

  @TempDir static Path directory;

  private static EmbeddedPostgres primary;
  private static EmbeddedPostgres standby;

  @BeforeAll
  static void start() throws Exception {
    primary = EmbeddedPostgres.builder().start();
    try (Connection connection = superuser(primary);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create role ecar_user login superuser password '" + RealPostgres.PASSWORD + "'");
    }
    standby = Standby.of(primary, directory.resolve("standby"));
  }

  private static Connection superuser(EmbeddedPostgres server) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres", "");
  }

  @AfterAll
  static void stop() throws IOException {
    standby.close();
    primary.close();
  }

  private static IniPool pool(int first, int second, String more, String... lines) {
    return IniPool.of(
        "host=127.0.0.1,127.0.0.1 port=" + first + "," + second + " dbname=postgres " + more,
        lines);
  }

  private static int nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @Order(1)
  @CsvSource({"primary, f", "read-write, f", "standby, t", "read-only, t", "prefer-standby, t"})
  void each_role_is_found_wherever_it_stands(String attributes, String inRecovery)
      throws SQLException {
    String more = "target_session_attrs=" + attributes;
    int[] ports = {primary.getPort(), standby.getPort()};
    for (int first = 0; first < 2; first++) {
      try (IniPool pool = pool(ports[first], ports[1 - first], more)) {
        assertThat(pool.ask("ecar_user", STANDBY)).isEqualTo(inRecovery);
      }
    }
  }

  @Test
  @Order(2)
  void prefer_standby_takes_the_primary_where_no_standby_is_up() throws Exception {
    try (IniPool pool = pool(nobody(), primary.getPort(), "target_session_attrs=prefer-standby")) {
      assertThat(pool.ask("ecar_user", STANDBY)).isEqualTo("f");
    }
  }

  @Test
  @Order(3)
  void where_no_host_fits_the_client_is_told() throws Exception {
    try (IniPool pool = pool(standby.getPort(), nobody(), "target_session_attrs=primary")) {
      assertThatThrownBy(() -> pool.connect())
          .hasMessageContaining("is not what target_session_attrs = primary asks for");
    }
  }

  @Test
  @Order(4)
  void hosts_take_turns_or_the_first_that_answers_keeps_all() throws Exception {
    for (String balance : new String[] {"round-robin", "disable"}) {
      try (IniPool pool =
          pool(standby.getPort(), primary.getPort(), "load_balance_hosts=" + balance)) {
        List<Connection> open = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Connection connection = pool.connect();
          connection.setAutoCommit(false);
          open.add(connection);
          seen.add(IniPool.ask(connection, STANDBY));
        }
        for (Connection connection : open) {
          connection.close();
        }
        if (balance.equals("disable")) {
          assertThat(seen).containsOnly("t");
        } else {
          assertThat(seen).containsOnly("t", "f").filteredOn("t"::equals).hasSize(2);
        }
      }
      try (IniPool pool = pool(nobody(), primary.getPort(), "load_balance_hosts=" + balance)) {
        assertThat(pool.ask("ecar_user", STANDBY)).isEqualTo("f");
      }
    }
  }

  @Test
  @Order(9)
  void a_promoted_standby_takes_over_under_load() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Queue<String> answers = new ConcurrentLinkedQueue<>();
    try (IniPool writing =
            pool(primary.getPort(), standby.getPort(), "target_session_attrs=primary");
        IniPool reading =
            pool(
                primary.getPort(),
                standby.getPort(),
                "target_session_attrs=standby",
                "host_check_period = 0.5")) {
      assertThat(reading.ask("ecar_user", STANDBY)).isEqualTo("t");
      List<CompletableFuture<Void>> load = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        load.add(CompletableFuture.runAsync(() -> askOn(writing, over, answers)));
      }
      Await.until("the load runs", () -> answers.size() > 50);
      primary.close();
      try (Connection connection = superuser(standby)) {
        IniPool.ask(connection, "select pg_promote(true, 60)");
      }
      int before = answers.size();
      Await.until("the promoted one serves", () -> answers.size() > before + 50);
      over.set(true);
      CompletableFuture.allOf(load.toArray(CompletableFuture[]::new)).get();
      assertThat(answers).containsOnly("f");
      Await.until("no standby is left", () -> isRefused(reading));
    }
  }

  private static void askOn(IniPool pool, AtomicBoolean over, Queue<String> answers) {
    while (!over.get()) {
      try {
        answers.add(pool.ask("ecar_user", STANDBY));
      } catch (SQLException nobodyThere) {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    }
  }

  private static boolean isRefused(IniPool pool) {
    try {
      pool.ask("ecar_user", STANDBY);
      return false;
    } catch (SQLException refused) {
      return refused.getMessage().contains("target_session_attrs = standby")
          || refused.getMessage().contains("cannot be reached");
    }
  }
}
