package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;

/** Refusals in the contract's words that no other test asks for, and the codes they come with. */
class MessagesIT {
  private static final int VERSION = 3 << 16;

  @TempDir Path directory;

  private static RawClient.Answer refusalOf(ListeningPool pool, String... parameters)
      throws Exception {
    try (RawClient client = new RawClient(pool.port())) {
      client.start(VERSION, parameters);
      return client.last();
    }
  }

  private static String codeOfWrongPassword(ListeningPool pool) throws Exception {
    try (RawClient guesser = new RawClient(pool.port())) {
      guesser.start(VERSION);
      guesser.until('R');
      guesser.say('p', RawClient.text("md5" + "0".repeat(32)));
      RawClient.Answer told = guesser.last();
      assertThat(told.field('M')).isEqualTo("password authentication failed");
      return told.field('C');
    }
  }

  @Test
  void oneCodeForEverythingUnlessDistinctOnesAreAskedFor() throws Exception {
    try (ListeningPool pool = ListeningPool.with("max_client_conn = 1", "admin_users = ecar_user");
        Connection console = pool.connect("pgbouncer", RealPostgres.USER, RealPostgres.PASSWORD);
        Statement command = console.createStatement()) {
      assertThat(codeOfWrongPassword(pool)).isEqualTo("08P01");
      try (Connection only = pool.connect()) {
        assertThat(only.isValid(10)).isTrue();
        assertThat(refusalOf(pool).field('C')).isEqualTo("08P01");
        command.execute("SET distinct_sqlstates = 1");
        RawClient.Answer full = refusalOf(pool);
        assertThat(full.field('M')).isEqualTo("no more connections allowed (max_client_conn)");
        assertThat(full.field('C')).isEqualTo("53300");
      }
      Await.until("it has left", () -> pool.figures().clientsActive() == 0);
      assertThat(codeOfWrongPassword(pool)).isEqualTo("28P01");
    }
  }

  @Test
  void distinctCodesOfTimeLimits() throws Exception {
    try (ListeningPool pool =
            ListeningPool.with(
                "distinct_sqlstates = 1", "idle_transaction_timeout = 1", "query_timeout = 1");
        Connection thinks = pool.connect();
        Connection runs = pool.connect()) {
      thinks.setAutoCommit(false);
      thinks.createStatement().execute("select 1");
      assertThat(codeOf(runs, "select pg_sleep(30)")).isEqualTo("57014");
      Await.until("the thinker is away", () -> pool.figures().clientsActive() == 0);
      assertThat(codeOf(thinks, "select 1")).isEqualTo("25P03");
    }
  }

  private static String codeOf(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return "none";
    } catch (SQLException refused) {
      return refused.getSQLState();
    }
  }

  @Test
  void namesAndPasswordsThatAreTooLong() throws Exception {
    try (ListeningPool pool = ListeningPool.with("auth_type = plain");
        RawClient client = new RawClient(pool.port())) {
      assertThat(refusalOf(pool, "user", "u".repeat(128)).field('M'))
          .isEqualTo("username too long");
      client.start(VERSION);
      client.until('R');
      client.say('p', RawClient.text("p".repeat(2048)));
      assertThat(client.last().field('M')).isEqualTo("password too long");
    }
  }

  @Test
  void aStartupPacketThatComesTwice() throws Exception {
    try (ListeningPool pool = ListeningPool.with();
        RawClient client = new RawClient(pool.port())) {
      client.start(VERSION);
      client.until('R');
      client.start(VERSION);
      assertThat(client.last().field('M')).isEqualTo("client re-sent startup pkt");
    }
  }

  @Test
  void whoCannotBeWelcomedBecauseNoServerAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ListeningPool pool =
            ListeningPool.with(
                "auth_type = trust",
                "client_login_timeout = 1",
                "[databases]",
                "silent = host=127.0.0.1 port=" + silent.getLocalPort())) {
      assertThat(refusalOf(pool, "database", "silent").field('M'))
          .isEqualTo("client_login_timeout (server down)");
    }
  }

  @Test
  void trustIsForWhomTheUserlistKnows() throws Exception {
    try (ListeningPool pool = ListeningPool.with("auth_type = trust")) {
      assertThat(refusalOf(pool, "user", "nobody").field('M'))
          .isEqualTo("\"trust\" authentication failed");
    }
  }

  @Test
  void aVerifierAloneOpensNoServer() throws Exception {
    Path users = directory.resolve("users.txt");
    try (Connection connection = RealPostgres.shared().superuser("postgres");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select rolpassword from pg_authid where rolname = 'ecar_user'")) {
      row.next();
      Files.writeString(users, "\"ecar_user\" \"" + row.getString(1) + "\"\n");
    }
    try (ListeningPool pool = ListeningPool.with("auth_type = trust", "auth_file = " + users)) {
      assertThat(refusalOf(pool).field('M')).contains("server login failed: wrong password type");
    }
  }

  @Test
  void whoseDatabaseIsKilledOrTakenAway() throws Exception {
    try (ListeningPool pool = ListeningPool.with("admin_users = ecar_user");
        Connection console = pool.connect("pgbouncer", RealPostgres.USER, RealPostgres.PASSWORD);
        Statement command = console.createStatement()) {
      try (Connection victim = pool.connect()) {
        victim.createStatement().execute("select 1");
        command.execute("KILL ecar_db");
        Await.until("it is away", () -> pool.pooler().operations().clients().size() == 1);
        try (Statement statement = victim.createStatement()) {
          statement.execute("select 1");
          throw new AssertionError("it goes on");
        } catch (SQLException away) {
          assertThat(List.of("08P01", "08006")).contains(away.getSQLState());
          assertThat(away.getMessage()).contains("database removed");
        }
      }
      command.execute("RESUME ecar_db");
    }
  }
}
