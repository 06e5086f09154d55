package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;

/** What a client is told when it comes in, what it is called, and how its connection is kept. */
@Timeout(60)
class GreetingIT {
  private static final int OWN = 1;
  private static final int OTHER = 2;
  private static final String NONE = "00:00000000";

  private static String ask(Connection connection, String sql) throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static List<String> notices(Connection connection) throws Exception {
    List<String> notices = new ArrayList<>();
    for (SQLWarning one = connection.getWarnings(); one != null; one = one.getNextWarning()) {
      notices.add(one.getMessage());
    }
    return notices;
  }

  private static Connection named(ListeningPool pool) throws Exception {
    return pool.connect(
        RealPostgres.DATABASE,
        RealPostgres.USER,
        RealPostgres.PASSWORD,
        "assumeMinServerVersion",
        "12", // Else the driver names itself later, by SET.
        "ApplicationName",
        "reports");
  }

  private static void change(ListeningPool pool, String old, String fresh) throws Exception {
    Path ini = pool.pooler().configuration().file().orElseThrow();
    Files.writeString(ini, Files.readString(ini).replace(old, fresh));
    pool.pooler().operations().reload();
  }

  @Test
  void everyClientReadsTheNoticeOfTheDay() throws Exception {
    String setting = "login_notify_message = closed on Sunday";
    try (ListeningPool pool = ListeningPool.with(setting)) {
      try (Connection outside = pool.connect();
          Connection inside = pool.inside().connect()) {
        assertThat(notices(outside)).containsExactly("closed on Sunday");
        assertThat(ask(outside, "select 'still'")).isEqualTo("still");
        assertThat(ask(inside, "select 'inside'")).isEqualTo("inside");
      }
      change(pool, setting, "");
      try (Connection later = pool.connect()) {
        assertThat(notices(later)).isEmpty();
      }
    }
  }

  @Test
  void theServerKnowsWhereAClientIs() throws Exception {
    String name = "select application_name from pg_stat_activity where pid = pg_backend_pid()";
    try (ListeningPool pool = ListeningPool.with("application_name_add_host = 1")) {
      try (Connection reports = named(pool)) {
        assertThat(ask(reports, name)).matches("reports - 127\\.0\\.0\\.1:\\d+");
        try (Statement statement = reports.createStatement()) {
          statement.execute("set application_name = 'by hand'");
        }
        assertThat(ask(reports, name)).isEqualTo("by hand");
      }
      change(pool, "application_name_add_host = 1", "");
      try (Connection reports = named(pool)) {
        assertThat(ask(reports, name)).isEqualTo("reports");
      }
    }
  }

  /** As the kernel tells it; while data is on the way another timer runs. */
  @Test
  void silentConnectionsAreProbedAsTheSettingsSay() throws Exception {
    try (ListeningPool pool =
            ListeningPool.with("tcp_keepidle = 4321", "tcp_keepintvl = 7", "tcp_keepcnt = 2");
        Connection client = pool.connect()) {
      assertThat(ask(client, "select 1")).isEqualTo("1");
      Await.until("the client will be probed", () -> isProbed(timers(pool.port(), OWN)));
      int server = RealPostgres.shared().port();
      Await.until("so will the server", () -> isProbed(timers(server, OTHER)));
    }
    try (ListeningPool pool = ListeningPool.with("tcp_keepidle = 4321", "tcp_keepalive = 0");
        Connection client = pool.connect()) {
      assertThat(ask(client, "select 1")).isEqualTo("1");
      Await.until(
          "no timer runs", () -> timers(pool.port(), OWN).stream().allMatch(t -> t.equals(NONE)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsChangedOfTheProbesHoldsForWhoComesLater(boolean epoll) throws Exception {
    try (ListeningPool pool = epoll ? ListeningPool.with() : ListeningPool.bySelectors();
        Connection before = pool.connect()) {
      assertThat(ask(before, "select 1")).isEqualTo("1");
      pool.pooler().console().set("tcp_keepidle", "4321");
      assertThat(isProbed(timers(pool.port(), OWN))).as("who came before").isFalse();
      try (Connection later = pool.connect()) {
        assertThat(ask(later, "select 1")).isEqualTo("1");
        Await.until("who comes later", () -> isProbed(timers(pool.port(), OWN)));
      }
    }
  }

  private static boolean isProbed(List<String> timers) {
    return timers.stream()
        .filter(timer -> timer.startsWith("02:"))
        .mapToLong(timer -> Long.parseLong(timer.substring(3), 16) / 100)
        .anyMatch(seconds -> seconds > 3_000 && seconds <= 4_321);
  }

  /** The timers of established connections with this port at one end. */
  private static List<String> timers(int port, int end) throws IOException {
    List<String> timers = new ArrayList<>();
    for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] words = line.strip().split("\\s+");
        if (words[end].endsWith(":%04X".formatted(port)) && words[3].equals("01")) {
          timers.add(words[5]);
        }
      }
    }
    return timers;
  }
}
