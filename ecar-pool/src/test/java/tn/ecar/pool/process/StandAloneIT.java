package tn.ecar.pool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.console.Operations;
import tn.ecar.pool.jdbc.Await;

/** The pool as a program of its own, in place of {@code pgbouncer}: what its operator does. */
@Timeout(120)
class StandAloneIT {
  private static int one(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select 1")) {
      result.next();
      return result.getInt(1);
    }
  }

  private static String run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said + "status " + process.waitFor();
  }

  @Test
  void tellsItsVersionAndItsOptions() throws Exception {
    String program = StandAlone.PROGRAM.toString();
    assertThat(run(program, "--version").lines()).containsExactly(Operations.VERSION, "status 0");
    assertThat(run(program, "--help")).contains("--daemon", "--quiet", "FILE.ini", "status 0");
    assertThat(run(program, "-R", "pool.ini")).contains("so_reuseport", "status 1");
    assertThat(run(program)).contains("no ini file is named", "status 1");
    assertThat(run(program, "absent.ini")).contains("absent.ini", "status 1");
  }

  @Test
  void anUnknownKeyStopsTheStart() throws Exception {
    try (StandAlone pool = StandAlone.with("defualt_pool_size = 20")) {
      pool.start(Map.of(), pool.ini.toString());
      assertThat(pool.awaitEnd()).isEqualTo(1);
      assertThat(pool.said()).contains("FATAL", "pool.ini, line 13", "defualt_pool_size");
    }
  }

  @Test
  void servesProgramsAndItsOwnUserOverTheUnixSocket() throws Exception {
    try (StandAlone pool = StandAlone.with().start();
        Connection client = pool.connect("ecar_db")) {
      assertThat(one(client)).isEqualTo(1);
      String answer =
          run(
              "psql",
              "-h",
              pool.directory.toString(),
              "-p",
              "" + pool.port,
              "-U",
              "pgbouncer",
              "-tAc",
              "SHOW VERSION",
              "pgbouncer");
      assertThat(answer).contains(Operations.VERSION, "status 0");
      assertThat(Files.readString(pool.directory.resolve("pool.pid")).strip())
          .isEqualTo("" + pool.pid());
    }
  }

  @Test
  void theGaragesOwnIniRunsUnchanged() throws Exception {
    try (StandAlone pool = StandAlone.with()) {
      Path seed = pool.directory.resolve("pgbouncer.ini");
      try (var shipped = Configuration.class.getResourceAsStream("pgbouncer.ini")) {
        Files.copy(shipped, seed, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          pool.directory.resolve("userlist.txt"),
          "\"md5_user\" \"" + Md5.hash("md5_user", RealPostgres.PASSWORD).text() + "\"\n");
      pool.start(
          Map.of(
              "ECAR_POOL_AUTH_FILE", pool.directory.resolve("userlist.txt").toString(),
              "ECAR_POOL_LISTEN_PORT", "" + pool.port,
              "ECAR_POOL_UNIX_SOCKET_DIR", pool.directory.toString(),
              "ECAR_POOL_LOGFILE", pool.log.toString(),
              "PGPORT", "" + RealPostgres.shared().port()),
          seed.toString());
      pool.awaitLog("process up");
      try (Connection client =
          java.sql.DriverManager.getConnection(
              "jdbc:postgresql://127.0.0.1:" + pool.port + "/ecar_db",
              "md5_user",
              RealPostgres.PASSWORD)) {
        assertThat(one(client)).isEqualTo(1);
      }
    }
  }

  @Test
  void hupReloadsAndOpensTheLogAnew() throws Exception {
    try (StandAlone pool = StandAlone.with("default_pool_size = 7").start()) {
      assertThat(pool.show("CONFIG", "default_pool_size")).isEqualTo("7");
      Files.move(pool.log, pool.directory.resolve("pool.log.1"));
      pool.write();
      pool.signal("HUP");
      Await.until("it is reloaded", () -> pool.show("CONFIG", "default_pool_size").equals("20"));
      Await.until("the log is open again", () -> Files.exists(pool.log));
      try (Connection console = pool.connect("pgbouncer");
          Statement statement = console.createStatement();
          ResultSet changes = statement.executeQuery("SHOW CHANGES")) {
        assertThat(changes.next()).isTrue();
        assertThat(changes.getString("command")).isEqualTo("RELOAD");
        assertThat(changes.getString("who")).isEqualTo("this process");
      }
      pool.connect("ecar_db").close();
      pool.awaitLog("login attempt: db=ecar_db user=ecar_user tls=no");
    }
  }

  @Test
  void reloadAndSetAtTheConsoleChangeTheLogToo() throws Exception {
    try (StandAlone pool = StandAlone.with().start()) {
      Files.move(pool.log, pool.directory.resolve("pool.log.1"));
      pool.command("reload");
      Await.until("the log is open again", () -> Files.exists(pool.log));
      pool.command("set verbose = 2");
      pool.signal("INT");
      pool.awaitLog("DEBUG");
    }
  }

  @Test
  void aReloadThatIsRefusedSaysWhyInTheLog() throws Exception {
    try (StandAlone pool = StandAlone.with().start()) {
      pool.write("default_pool_size = plenty");
      pool.signal("HUP");
      pool.awaitLog("pool.ini, line 13: default_pool_size = plenty");
      assertThat(pool.show("CONFIG", "default_pool_size")).isEqualTo("20");
    }
  }

  @Test
  void termWaitsForClientsAndTheSecondTermDoesNot() throws Exception {
    try (StandAlone pool = StandAlone.with().start();
        Connection client = pool.connect("ecar_db")) {
      one(client);
      pool.signal("TERM");
      pool.awaitLog("SHUTDOWN WAIT_FOR_CLIENTS");
      assertThat(one(client)).isEqualTo(1);
      assertThatThrownBy(() -> pool.connect("ecar_db")).isInstanceOf(SQLException.class);
      client.abort(Runnable::run);
      assertThat(pool.awaitEnd()).isZero();
      assertThat(pool.logged()).contains("got SIGTERM", "got shutdown, exiting");
      assertThat(pool.directory.resolve("pool.pid")).doesNotExist();
    }
    try (StandAlone pool = StandAlone.with().start();
        Connection client = pool.connect("ecar_db")) {
      one(client);
      pool.signal("TERM");
      pool.awaitLog("SHUTDOWN WAIT_FOR_CLIENTS");
      pool.signal("TERM");
      assertThat(pool.awaitEnd()).isZero();
      assertThatThrownBy(() -> one(client)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void intWaitsForTransactions() throws Exception {
    try (StandAlone pool = StandAlone.with().start();
        Connection client = pool.connect("ecar_db")) {
      client.setAutoCommit(false);
      one(client);
      pool.signal("INT");
      pool.awaitLog("SHUTDOWN WAIT_FOR_SERVERS");
      assertThat(one(client)).isEqualTo(1);
      client.commit();
      assertThat(pool.awaitEnd()).isZero();
    }
  }

  @Test
  void quitEndsItAtOnce() throws Exception {
    try (StandAlone pool = StandAlone.with().start();
        Connection client = pool.connect("ecar_db")) {
      client.setAutoCommit(false);
      one(client);
      pool.signal("QUIT");
      assertThat(pool.awaitEnd()).isZero();
      assertThatThrownBy(() -> one(client)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void usr1PausesAndUsr2Resumes() throws Exception {
    try (StandAlone pool = StandAlone.with().start();
        Connection client = pool.connect("ecar_db")) {
      one(client);
      pool.signal("USR1");
      Await.until("it is paused", () -> pool.show("STATE", "paused").equals("yes"));
      CompletableFuture<Integer> waits =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return one(client);
                } catch (SQLException failed) {
                  throw new IllegalStateException(failed);
                }
              });
      Await.until("the client waits", () -> waiting(pool) == 1);
      pool.signal("USR2");
      assertThat(waits.get()).isEqualTo(1);
    }
  }

  private static int waiting(StandAlone pool) throws SQLException {
    try (Connection console = pool.connect("pgbouncer");
        Statement statement = console.createStatement();
        ResultSet rows = statement.executeQuery("SHOW POOLS")) {
      int waiting = 0;
      while (rows.next()) {
        waiting += rows.getInt("cl_waiting");
      }
      return waiting;
    }
  }

  @Test
  void aSecondOneIsRefusedAndADeadOnesPlaceIsTaken() throws Exception {
    try (StandAlone pool = StandAlone.with().start()) {
      assertThat(run(StandAlone.PROGRAM.toString(), "-q", pool.ini.toString()))
          .contains("FATAL", "cannot listen on", "status 1");
      String other = pool.ini + ".other";
      Files.writeString(
          Path.of(other),
          Files.readString(pool.ini)
              .replace("listen_addr = 127.0.0.1", "listen_addr =")
              .replace("unix_socket_dir = " + pool.directory, "unix_socket_dir ="));
      assertThat(run(StandAlone.PROGRAM.toString(), "-q", other))
          .contains("pool.pid: process " + pool.pid() + " is running", "status 1");
      pool.signal("QUIT");
      pool.awaitEnd();
      assertThat(pool.directory.resolve("pool.pid")).exists();
      Files.delete(pool.log);
      pool.start();
      assertThat(pool.logged()).contains("stale pidfile, removing");
    }
  }

  /** The old one lets no more in, the new one has the port as well. */
  @Test
  void aRestartRefusesNobody() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger served = new AtomicInteger();
    try (StandAlone pool = StandAlone.with("so_reuseport = 1").start()) {
      CompletableFuture<Void> clients =
          CompletableFuture.runAsync(
              () -> {
                while (!over.get()) {
                  try (Connection client = pool.connect("ecar_db")) {
                    served.addAndGet(one(client));
                  } catch (SQLException refused) {
                    throw new IllegalStateException(refused);
                  }
                }
              });
      awaitMore(served, clients);
      Process first = pool.process();
      Files.delete(pool.log);
      pool.start();
      awaitMore(served, clients);
      StandAlone.signal("TERM", first.pid());
      assertThat(first.waitFor()).isZero();
      awaitMore(served, clients);
      over.set(true);
      clients.get();
      assertThat(Files.readString(pool.directory.resolve("pool.pid")).strip())
          .isEqualTo("" + pool.pid());
      assertThat(pool.directory.resolve(".s.PGSQL." + pool.port)).exists();
    } finally {
      over.set(true);
    }
  }

  private static void awaitMore(AtomicInteger served, CompletableFuture<Void> clients)
      throws Exception {
    int enough = served.get() + 20;
    Await.until(
        "clients are served",
        () -> {
          if (clients.isCompletedExceptionally()) {
            clients.get();
          }
          return served.get() >= enough;
        });
  }

  @Test
  void endsWithItsLauncher() throws Exception {
    try (StandAlone pool = StandAlone.with().start()) {
      List<ProcessHandle> inside = pool.process().descendants().toList();
      assertThat(inside).isNotEmpty();
      pool.signal("KILL");
      Await.until("the pool is gone", () -> inside.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void logsInPgBouncersWords() throws Exception {
    try (StandAlone pool = StandAlone.with().start()) {
      try (Connection client = pool.connect("ecar_db")) {
        one(client);
      }
      assertThatThrownBy(() -> pool.connect("absent_db"))
          .hasMessageContaining("no such database: absent_db");
      pool.awaitLog("closing because: no such database: absent_db (age=0s)");
      pool.awaitLog("closing because: client close request (age=0s)");
      assertThat(pool.logged().lines())
          .anyMatch(
              line ->
                  line.matches(
                      "[-0-9]+ [.:0-9]+ \\S+ \\["
                          + pool.pid()
                          + "\\] LOG C-\\d+: ecar_db/ecar_user@127\\.0\\.0\\.1:\\d+ login attempt:"
                          + " db=ecar_db user=ecar_user tls=no"))
          .anyMatch(
              line ->
                  line.matches(
                      ".* LOG S-\\d+: ecar_db/ecar_user@127\\.0\\.0\\.1:\\d+ new connection to"
                          + " server \\(from 127\\.0\\.0\\.1:\\d+\\)"))
          .anyMatch(
              line ->
                  line.matches(
                      ".* LOG C-\\d+: absent_db/ecar_user@127\\.0\\.0\\.1:\\d+ pooler error: no"
                          + " such database: absent_db"));
      assertThat(pool.logged()).doesNotContain(RealPostgres.PASSWORD);
    }
  }

  @Test
  void logsLessWhenAskedTo() throws Exception {
    try (StandAlone pool =
        StandAlone.with("log_connections = 0", "log_disconnections = 0", "log_pooler_errors = 0")
            .start()) {
      pool.connect("ecar_db").close();
      assertThatThrownBy(() -> pool.connect("absent_db")).isInstanceOf(SQLException.class);
      pool.signal("INT");
      pool.awaitEnd();
      assertThat(pool.logged()).doesNotContain("C-");
    }
  }

  @Test
  void runsInTheBackgroundWhenAskedTo() throws Exception {
    try (StandAlone pool = StandAlone.with()) {
      assertThat(run(StandAlone.PROGRAM.toString(), "-d", pool.ini.toString()))
          .isEqualTo("status 0");
      try (Connection client = pool.connect("ecar_db")) {
        assertThat(one(client)).isEqualTo(1);
      } finally {
        pool.endInBackground();
      }
    }
  }
}
