package tn.ecar.pool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.transport.TestCertificate;

/** What the log tells of servers, and what becomes of them when a host's name moves. */
class LogLinesIT {
  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static CompletableFuture<Void> later(Connection connection, String sql) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            run(connection, sql);
          } catch (SQLException refused) {
            throw new IllegalStateException(refused);
          }
        });
  }

  @Test
  void serversComeAndGoInTheContractsWords() throws Exception {
    try (StandAlone pool =
            StandAlone.with(
                    "default_pool_size = 1",
                    "reserve_pool_size = 1",
                    "reserve_pool_timeout = 1",
                    "[databases]",
                    "* = host=127.0.0.1 port=" + RealPostgres.shared().port())
                .start();
        Connection busy = pool.connect("ecar_db");
        Connection waits = pool.connect("ecar_db");
        Connection console = pool.connect("pgbouncer")) {
      busy.setAutoCommit(false);
      run(busy, "select 1");
      later(waits, "select 1").get();
      pool.awaitLog("taking connection from reserve_pool");
      assertThat(Files.readAllLines(pool.log))
          .filteredOn(line -> line.contains("reserve_pool"))
          .allMatch(
              line ->
                  line.matches(
                      ".* C-\\d+: ecar_db/ecar_user@127\\.0\\.0\\.1:\\d+ taking connection"
                          + " from reserve_pool"));
      busy.commit();
      run(console, "RECONNECT ecar_db");
      pool.awaitLog("closing because: database configuration changed (age=");
      try (Connection other = pool.connect("other_db")) {
        run(other, "select 1");
        pool.awaitLog("registered new auto-database: db=other_db");
      }
      Pattern opened =
          Pattern.compile(
              "S-\\d+: ecar_db/ecar_user@127\\.0\\.0\\.1:\\d+ new connection to server"
                  + " \\(from 127\\.0\\.0\\.1:\\d+\\)");
      assertThat(pool.logged()).containsPattern(opened);
    }
  }

  /** The line said "(nouser)" of whoever might not even try. */
  @Test
  void whoMayNotEvenTryWasLoggedWithoutItsName() throws Exception {
    try (StandAlone pool = StandAlone.with("auth_type = trust").start()) {
      assertThatThrownBy(() -> clear(pool, "nobody")).hasMessageContaining("authentication failed");
      assertThat(pool.logged())
          .containsPattern(
              "C-\\d+: ecar_db/nobody@127\\.0\\.0\\.1:\\d+ pooler error: \"trust\" auth")
          .containsPattern(
              "C-\\d+: ecar_db/nobody@127\\.0\\.0\\.1:\\d+ closing because: \"trust\"");
    }
  }

  /** It was said to have closed its connection itself. */
  @Test
  void whoseServerEndedFatallyWasLoggedAsGoneOfItsOwnWill() throws Exception {
    try (StandAlone pool = StandAlone.with().start();
        Connection busy = pool.connect("ecar_db")) {
      busy.setAutoCommit(false);
      run(busy, "select 1");
      RealPostgres.shared()
          .execute(
              "postgres",
              "select pg_terminate_backend(pid) from pg_stat_activity"
                  + " where state = 'idle in transaction' and datname = 'ecar_db'");
      assertThatThrownBy(() -> run(busy, "select 2"))
          .hasMessageContaining("terminating connection due to administrator command");
      Pattern gone =
          Pattern.compile(
              "C-\\d+: ecar_db/ecar_user@127\\.0\\.0\\.1:\\d+ closing because:"
                  + " server conn crashed\\? \\(age=\\d+s\\)");
      Await.until("its end is logged", () -> gone.matcher(pool.logged()).find());
      // The server's own words have reached it: the pool has sent none of its own.
      assertThat(pool.logged()).doesNotContain("client close request", "pooler error");
    }
  }

  private static void clear(StandAlone pool, String user) throws SQLException {
    DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + pool.port + "/ecar_db?sslmode=disable", user, "")
        .close();
  }

  /** Whoever stood before the client, and was asked for TLS, was told but left no line. */
  @Test
  void whoSpeaksNoTlsWasSentAwayWithoutALine() throws Exception {
    Path files = Files.createTempDirectory("tls");
    TestCertificate localhost = TestCertificate.authority("An Authority").vouchFor("localhost");
    try (StandAlone pool =
        StandAlone.with(
                "client_tls_sslmode = require",
                "client_tls_cert_file = " + localhost.writeTo(files.resolve("localhost.pem")),
                "client_tls_key_file = " + localhost.writeKeyTo(files.resolve("localhost.key")))
            .start()) {
      assertThatThrownBy(() -> clear(pool, "ecar_user")).hasMessageContaining("SSL required");
      assertThat(pool.logged())
          .contains("pooler error: SSL required", "closing because: SSL required (age=0s)");
      try (Socket eager = new Socket(InetAddress.getLoopbackAddress(), pool.port)) {
        byte[] request = {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f, 1, 2, 3};
        eager.getOutputStream().write(request);
        assertThat(new String(eager.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .contains("received unencrypted data after SSL request");
      }
      assertThat(pool.logged())
          .contains("pooler error: received unencrypted data after SSL request");
    }
  }

  @Test
  void aHostWhoseNameMovesTakesItsServersAlong() throws Exception {
    int port = RealPostgres.shared().port();
    try (ServerSocket elsewhere = new ServerSocket()) {
      // Another address of this machine, behind which the same PostgreSQL answers.
      elsewhere.bind(new InetSocketAddress("127.0.0.2", port));
      Thread forwarder = new Thread(() -> forward(elsewhere, port), "elsewhere");
      forwarder.setDaemon(true);
      forwarder.start();
      try (StandAlone pool =
          StandAlone.with(
              "dns_max_ttl = 1",
              "stats_users = ecar_user",
              "[databases]",
              "moving = host=db.garage.test dbname=ecar_db port=" + port)) {
        Path names = pool.directory.resolve("hosts");
        Files.writeString(names, "127.0.0.1 db.garage.test\n");
        pool.start(
            Map.of("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + names),
            "--quiet",
            pool.ini.toString());
        pool.awaitLog("process up");
        try (Connection client = pool.connect("moving")) {
          run(client, "select 1");
          assertThat(hosts(pool)).isEqualTo("db.garage.test 127.0.0.1");
          Files.writeString(names, "127.0.0.2 db.garage.test\n");
          pool.awaitLog("closing because: host db.garage.test has another address");
          run(client, "select 1");
          Await.until("it is known there", () -> hosts(pool).equals("db.garage.test 127.0.0.2"));
          assertThat(pool.logged()).contains("moving/ecar_user@127.0.0.2:" + port);
        }
      }
    }
  }

  private static String hosts(StandAlone pool) throws SQLException {
    try (Connection console = pool.connect("pgbouncer");
        Statement statement = console.createStatement();
        ResultSet row = statement.executeQuery("SHOW DNS_HOSTS")) {
      return row.next() ? row.getString("hostname") + " " + row.getString("addrs") : "";
    }
  }

  private static void forward(ServerSocket from, int port) {
    while (!from.isClosed()) {
      try {
        Socket client = from.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        pass(client, server);
        pass(server, client);
      } catch (java.io.IOException closed) {
        return;
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    Thread thread =
        new Thread(
            () -> {
              try (from;
                  to) {
                from.getInputStream().transferTo(to.getOutputStream());
              } catch (java.io.IOException ended) {
                // The other side has gone.
              }
            },
            "elsewhere");
    thread.setDaemon(true);
    thread.start();
  }
}
