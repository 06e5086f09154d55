package tn.ecar.pool.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.transport.TestCertificate;

/** Breaks one thing of a running pool, or of the way to it, at a time. */
class DoctorOfRunningPoolIT extends DoctorCase {
  @Test
  void ofARunningPoolEverythingIsWell() throws Exception {
    Path ini = ini();
    try (Running pool = Running.of(ini)) {
      assertThat(pool).isNotNull();
      examine(ini);
      well();
      assertThat(said)
          .contains("login at PostgreSQL: ecar_user to ecar_db")
          .contains("login at the pool: ecar_user to ecar_db, and a query")
          .contains("monitoring: watcher is answered by PgBouncer")
          .contains("pooled once")
          .contains("documentation: pool.md is of this version")
          .contains("max_prepared_transactions = 20");
      examine(ini, "--json");
      well();
      assertThat(said)
          .startsWith("[\n  {\"level\": \"OK\", \"check\": \"machine\"")
          .endsWith("]\n");
    }
  }

  @Test
  void aForeignProgramOnThePortIsTold() throws Exception {
    try (ServerSocket foreign = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread answers =
          new Thread(
              () -> {
                while (!foreign.isClosed()) {
                  try (Socket caller = foreign.accept()) {
                    caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n".getBytes(UTF_8));
                    caller.getInputStream().read(new byte[100]);
                  } catch (IOException closed) {
                    return;
                  }
                }
              });
      answers.start();
      port = foreign.getLocalPort();
      examine(ini());
      failed("does not speak as a pool", "another program has the port");
    }
  }

  @Test
  void aPoolThatDoesNotRunIsAWarning() throws Exception {
    examine(ini());
    warned("nothing listens on 127.0.0.1:" + port, "./ecar pool FILE.ini");
  }

  @Test
  void aPoolBehindThePoolIsFound() throws Exception {
    int behind = port;
    Path first = ini();
    try (Running pool = Running.of(first)) {
      assertThat(pool).isNotNull();
      server = behind;
      port = freePort();
      examine(ini());
      warned("pooled twice", "127.0.0.1:" + behind + " is a pool itself");
    }
  }

  @Test
  void nobodyWhoMayWatchIsAWarning() throws Exception {
    users("\"ecar_user\" \"" + SECRET + "\"");
    Path ini = ini();
    try (Running pool = Running.of(ini)) {
      assertThat(pool).isNotNull();
      examine(ini);
      warned("no user of auth_file may watch the pool", "stats_users");
    }
  }

  @Test
  void aTransactionLeftOpenIsToldWithItsPlace() throws Exception {
    Path ini = ini("leak_threshold = 0.2");
    try (Running pool = Running.of(ini);
        Connection forgotten =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/ecar_db", "ecar_user", SECRET)) {
      assertThat(pool).isNotNull();
      forgotten.setAutoCommit(false);
      forgotten.createStatement().execute("select 1");
      Await.until("the leak is seen", () -> !pool.pooler().operations().leaks().isEmpty());
      examine(ini);
      warned("leaks: open_transaction");
    }
  }

  @Test
  void applicationSettingsThatDisagreeAreNamed() throws Exception {
    environment.put("DB_NAME", "other_name");
    environment.put("DB_USER", "ecar_user");
    environment.put("DB_PASSWORD", "something else");
    environment.put("DB_PORT", "5432");
    examine(ini());
    failed(
        "DB_NAME = other_name is no entry",
        "DB_PASSWORD is not the password of ecar_user",
        "DB_PORT = 5432 goes past the pool");
    environment.put("DB_USER", "nobody");
    examine(ini());
    failed("DB_USER = nobody is not in");
    environment.remove("DB_NAME");
    environment.remove("DB_PORT");
    examine(ini("auth_user = ecar_user"));
    assertThat(said).doesNotContain("DB_USER = nobody");
  }

  @Test
  void aPoolBeforeThePoolIsFound() throws Exception {
    Path behind = ini();
    int itsPort = port;
    try (Running pool = Running.of(behind)) {
      assertThat(pool).isNotNull();
      Path front = directory.resolve("front.ini");
      int frontPort = freePort();
      Files.writeString(
          front,
          Files.readString(behind)
              .replace("port=" + server, "port=" + itsPort)
              .replace("listen_port = " + itsPort, "listen_port = " + frontPort));
      try (Running before = Running.of(front)) {
        assertThat(before).isNotNull();
        theApplicationGoes(itsPort);
        examine(behind);
        well();
        assertThat(said).contains("way of the application: 127.0.0.1:" + itsPort);
        theApplicationGoes(frontPort);
        examine(behind);
        warned("pooled twice: between the application and this pool stands another one");
      }
    }
  }

  private void theApplicationGoes(int to) {
    environment.put("DB_HOST", "127.0.0.1");
    environment.put("DB_PORT", "" + to);
    environment.put("DB_NAME", "ecar_db");
    environment.put("DB_USER", "ecar_user");
    environment.put("DB_PASSWORD", SECRET);
  }

  @Test
  void anApplicationThatGoesPastThePoolIsTold() throws Exception {
    Path ini = ini();
    try (Running pool = Running.of(ini)) {
      assertThat(pool).isNotNull();
      theApplicationGoes(server);
      examine(ini);
      warned("the pool at 127.0.0.1:" + port + " does not see it", "goes past the pool");
      theApplicationGoes(freePort());
      examine(ini);
      failed("which gives no answer", "let them name the pool: 127.0.0.1:" + port);
    }
  }

  @Test
  void postgresItselfOnThePortOfThePoolIsTold() throws Exception {
    port = server;
    Path ini = ini();
    // The configuration refuses a database that leads to the pool itself under the same name.
    Files.writeString(ini, Files.readString(ini).replace("host=127.0.0.1", "host=localhost."));
    examine(ini);
    failed("127.0.0.1:" + port);
  }

  @Test
  void aForeignProgramThatSaysNothingIsTold() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      port = silent.getLocalPort();
      examine(ini());
      failed("does not speak as a pool within 3 s", "another program has the port");
    }
  }

  @Test
  void aPoolWhosePostgresHasGoneIsToldApartFromAForeignProgram() throws Exception {
    server = freePort();
    Path ini = ini("query_wait_timeout = 1");
    try (Running pool = Running.of(ini)) {
      assertThat(pool).isNotNull();
      examine(ini);
      failed("gives no answer", "login at the pool: ecar_user to ecar_db");
      assertThat(said)
          .contains("monitoring: watcher is answered")
          .doesNotContain("another program");
    }
  }

  private Connection client() throws SQLException {
    return client("ecar_db", "ecar_user", SECRET);
  }

  private Connection client(String database, String user, String secret) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, secret);
  }

  private void command(String words) throws SQLException {
    try (Connection console = client("pgbouncer", "watcher", "watching");
        Statement statement = console.createStatement()) {
      statement.execute(words);
    }
  }

  @Test
  void aPoolThatIsTooSmallIsToldByItsWaitingClients() throws Exception {
    Path ini = ini("default_pool_size = 1", "query_wait_timeout = 60");
    try (Running pool = Running.of(ini);
        Connection keeps = client();
        Connection waits = client()) {
      keeps.setAutoCommit(false);
      keeps.createStatement().execute("select 1");
      Thread waiting =
          new Thread(
              () -> {
                try (Statement statement = waits.createStatement()) {
                  statement.execute("select 2");
                } catch (SQLException ended) {
                  // The pool ends before it gets a server.
                }
              });
      waiting.start();
      Await.until("one waits", () -> !pool.pooler().operations().leaks().isEmpty() || waits(pool));
      examine(ini);
      failed("clients of ecar_db/ecar_user wait", "while 1 servers are in use", "SHOW ADVICE");
      keeps.rollback();
      waiting.join(10_000);
    }
  }

  private boolean waits(Running pool) throws SQLException {
    assertThat(pool).isNotNull();
    try (Connection console = client("pgbouncer", "watcher", "watching");
        Statement statement = console.createStatement();
        var rows = statement.executeQuery("SHOW POOLS")) {
      while (rows.next()) {
        if (rows.getInt("cl_waiting") > 0) {
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void aPoolThatIsPausedOrDisabledIsToldWithTheCommandThatEndsIt() throws Exception {
    Path ini = ini();
    try (Running pool = Running.of(ini)) {
      assertThat(pool).isNotNull();
      command("PAUSE");
      examine(ini);
      failed("the pool is paused", "RESUME on its console");
      // That would be refused: it was not paused by its name.
      assertThat(said).doesNotContain("RESUME ecar_db");
      command("RESUME");
      command("DISABLE ecar_db");
      examine(ini);
      failed("ecar_db is disabled", "ENABLE ecar_db");
      command("ENABLE ecar_db");
      examine(ini);
      well();
    }
  }

  @Test
  void clientsNearTheirLimitAreTold() throws Exception {
    Path ini = ini("max_client_conn = 10");
    List<Connection> idle = new ArrayList<>();
    try (Running pool = Running.of(ini)) {
      assertThat(pool).isNotNull();
      for (int i = 0; i < 9; i++) {
        idle.add(client());
      }
      Await.until("the alert opens", this::alertIsOpen);
      examine(ini);
      warned("alert: clients_near_limit", "raise max_client_conn");
    } finally {
      for (Connection each : idle) {
        each.close();
      }
    }
  }

  private boolean alertIsOpen() throws SQLException {
    try (Connection console = client("pgbouncer", "watcher", "watching");
        Statement statement = console.createStatement();
        var rows = statement.executeQuery("SHOW ALERTS")) {
      while (rows.next()) {
        if (rows.getString("state").equals("open")) {
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void whatIsLeftOpenPastThePoolIsToldToo() throws Exception {
    Path ini = ini("leak_threshold = 1");
    RealPostgres postgres = RealPostgres.shared();
    try (Connection direct = postgres.connect("ecar_db", "ecar_user", SECRET);
        Statement statement = direct.createStatement()) {
      direct.setAutoCommit(false);
      statement.execute("select 1");
      statement.execute("prepare transaction 'doctor in doubt'");
      statement.execute("select 1");
      Await.until(
          "both are old enough",
          () ->
              postgres.count(
                      "ecar_db",
                      "select count(*) from pg_stat_activity, pg_prepared_xacts where state ="
                          + " 'idle in transaction' and application_name = 'ecar_test_direct' and"
                          + " gid = 'doctor in doubt' and now() - state_change > interval '1.1 s'"
                          + " and now() - prepared > interval '1.1 s'")
                  > 0);
      examine(ini);
      warned(
          "application ecar_test_direct at 127.0.0.1: idle in its transaction",
          "1 prepared transactions are older than 1 s");
      direct.rollback();
      direct.setAutoCommit(true);
      statement.execute("rollback prepared 'doctor in doubt'");
    }
  }

  @Test
  void aVerifierIsNotTriedUnlessThePasswordIsAtHand() throws Exception {
    String verifier;
    try (Connection connection = RealPostgres.shared().superuser("postgres");
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select rolpassword from pg_authid where rolname = 'ecar_user'")) {
      row.next();
      verifier = row.getString(1);
    }
    users("\"ecar_user\" \"" + verifier + "\"", "\"watcher\" \"watching\"");
    Path ini = ini();
    try (Running pool = Running.of(ini)) {
      assertThat(pool).isNotNull();
      examine(ini);
      well();
      assertThat(said).contains("not tried, for auth_file holds a verifier");
      environment.put("DB_USER", "ecar_user");
      environment.put("DB_PASSWORD", SECRET);
      examine(ini);
      well();
      assertThat(said)
          .contains("login at the pool: ecar_user to ecar_db, and a query")
          .doesNotContain(verifier);
    }
  }

  @Test
  void whoEntersOnlyUnderTlsIsAskedUnderTls() throws Exception {
    TestCertificate authority = TestCertificate.authority("pool");
    Path ini =
        ini(
            "client_tls_sslmode = require",
            "client_tls_cert_file = " + authority.writeTo(directory.resolve("pool.pem")),
            "client_tls_key_file = " + authority.writeKeyTo(directory.resolve("pool.key")));
    try (Running pool = Running.of(ini)) {
      assertThat(pool).isNotNull();
      examine(ini);
      warned("login at the pool: ecar_user to ecar_db, and a query", "pool.pem is good until");
    }
  }
}
