package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.jdbc.Pools;

/**
 * Programs outside of this Java machine, on the real PostgreSQL: pgjdbc over TCP stands for them.
 */
class WireDoorIT {
  @BeforeEach
  void nobodyIsLeftOfTheTestBefore() throws Exception {
    Await.until("its servers are gone", () -> Pools.backends() == 0);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  @Test
  void aProgramLogsInAndWorksInTransactions() throws Exception {
    try (ListeningPool pool = ListeningPool.with("default_pool_size = 1");
        Connection one = pool.connect();
        Connection two = pool.connect();
        Statement statement = one.createStatement()) {
      statement.execute("create table wire_day (id int)");
      one.setAutoCommit(false);
      assertThat(statement.executeUpdate("insert into wire_day values (1)")).isOne();
      one.rollback();
      statement.executeUpdate("insert into wire_day values (2)");
      one.commit();
      assertThat(number(two, "select sum(id) from wire_day")).isEqualTo(2);
      assertThat(Pools.backends()).isOne();
      statement.execute("drop table wire_day");
      one.commit();
    }
  }

  @Test
  void preparedStatementsFollowTheirClientFromServerToServer() throws Exception {
    String user = RealPostgres.USER;
    String password = RealPostgres.PASSWORD;
    try (ListeningPool pool = ListeningPool.with("default_pool_size = 2");
        Connection one = pool.connect("ecar_db", user, password, "prepareThreshold", "1");
        Connection two = pool.connect("ecar_db", user, password, "prepareThreshold", "1");
        PreparedStatement first = one.prepareStatement("select ? + 1");
        PreparedStatement second = two.prepareStatement("select ? + 2")) {
      for (int round = 0; round < 20; round++) {
        two.setAutoCommit(round % 2 == 0);
        first.setInt(1, round);
        second.setInt(1, round);
        assertThat(only(second)).isEqualTo(round + 2);
        assertThat(only(first)).isEqualTo(round + 1);
      }
    }
  }

  private static int only(PreparedStatement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getInt(1);
    }
  }

  @Test
  void everyUserProvesASecretByMd5OrScram() throws Exception {
    for (String type : new String[] {"md5", "scram-sha-256", "plain"}) {
      try (ListeningPool pool = ListeningPool.with("auth_type = " + type)) {
        try (Connection right = pool.connect()) {
          assertThat(number(right, "select 1")).isOne();
        }
        assertThatThrownBy(() -> pool.connect(RealPostgres.DATABASE, RealPostgres.USER, "wrong"))
            .isInstanceOf(PSQLException.class)
            .hasMessageContaining("authentication failed");
        assertThatThrownBy(() -> pool.connect(RealPostgres.DATABASE, "nobody", "wrong"))
            .hasMessageContaining("authentication failed");
        assertThatThrownBy(() -> pool.connect("nowhere", RealPostgres.USER, RealPostgres.PASSWORD))
            .hasMessageContaining("no such database: nowhere");
      }
    }
  }

  @Test
  void bothDoorsShareOneBudget() throws Exception {
    try (ListeningPool pool = ListeningPool.with("default_pool_size = 2")) {
      try (Connection setup = pool.connect();
          Statement statement = setup.createStatement()) {
        statement.execute("drop table if exists both_doors");
        statement.execute("create table both_doors (door text)");
      }
      ExecutorService threads = Executors.newFixedThreadPool(16);
      List<Future<Long>> done = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        boolean inside = i % 2 == 0;
        done.add(threads.submit(insertsOf(pool, inside)));
      }
      long most = 0;
      for (Future<Long> each : done) {
        most = Math.max(most, each.get(60, TimeUnit.SECONDS));
      }
      threads.shutdown();
      assertThat(most).isLessThanOrEqualTo(2);
      try (Connection look = pool.connect()) {
        assertThat(number(look, "select count(*) from both_doors where door = 'in'"))
            .isEqualTo(8 * 40);
        assertThat(number(look, "select count(*) from both_doors where door = 'out'"))
            .isEqualTo(8 * 40);
      }
      assertThat(pool.figures().serversActive()).isZero();
      assertThat(pool.figures().serversIdle()).isBetween(1, 2);
    }
  }

  private static Callable<Long> insertsOf(ListeningPool pool, boolean inside) {
    return () -> {
      long most = 0;
      try (Connection connection = inside ? pool.inside().connect() : pool.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        for (int i = 0; i < 40; i++) {
          statement.executeUpdate(
              "insert into both_doors values ('" + (inside ? "in" : "out") + "')");
          if (i % 10 == 0) {
            most = Math.max(most, Pools.backends());
          }
          connection.commit();
        }
      }
      return most;
    };
  }

  @Test
  void theConsoleAnswersOverTheWire() throws Exception {
    try (ListeningPool pool =
            ListeningPool.with("admin_users = ecar_user", "stats_users = md5_user");
        Connection client = pool.connect();
        Connection admin = pool.connect("pgbouncer", "ecar_user", RealPostgres.PASSWORD);
        Connection stats =
            pool.connect(
                "pgbouncer", "md5_user", RealPostgres.PASSWORD, "preferQueryMode", "simple")) {
      number(client, "select 1");
      try (Statement statement = admin.createStatement();
          ResultSet clients = statement.executeQuery("SHOW CLIENTS")) {
        clients.next();
        assertThat(clients.getString("type")).isEqualTo("C");
        assertThat(clients.getString("addr")).isEqualTo("127.0.0.1");
        assertThat(clients.getInt("port")).isPositive().isNotEqualTo(pool.port());
        assertThat(clients.getInt("local_port")).isEqualTo(pool.port());
      }
      try (Statement statement = stats.createStatement()) {
        assertThat(statement.execute("SHOW POOLS")).isTrue();
        assertThatThrownBy(() -> statement.execute("PAUSE")).hasMessageContaining("admin access");
      }
      assertThatThrownBy(() -> pool.connect("pgbouncer", "other_user", RealPostgres.PASSWORD))
          .hasMessageContaining("not allowed");
    }
  }

  @Test
  void pauseOverTheWireLetsTransactionsEndAndHoldsTheNext() throws Exception {
    try (ListeningPool pool = ListeningPool.with("admin_users = ecar_user");
        Connection client = pool.connect();
        Connection admin = pool.connect("pgbouncer", "ecar_user", RealPostgres.PASSWORD);
        Statement console = admin.createStatement()) {
      client.setAutoCommit(false);
      number(client, "select 1");
      ExecutorService other = Executors.newSingleThreadExecutor();
      Future<Boolean> paused = other.submit(() -> console.execute("PAUSE"));
      Await.until("the pause is on", () -> pool.pooler().operations().paused());
      client.commit();
      paused.get(30, TimeUnit.SECONDS);
      Future<Long> held = other.submit(() -> number(client, "select 7"));
      Await.until("the client waits", () -> pool.figures().clientsWaiting() == 1);
      console.execute("RESUME");
      assertThat(held.get(30, TimeUnit.SECONDS)).isEqualTo(7);
      other.shutdown();
    }
  }

  @Test
  void aCancelRequestEndsTheQueryOfItsOwnClientOnly() throws Exception {
    try (ListeningPool pool = ListeningPool.with("default_pool_size = 2");
        Connection slow = pool.connect();
        Connection innocent = pool.connect();
        Statement sleeping = slow.createStatement();
        Statement working = innocent.createStatement()) {
      ExecutorService threads = Executors.newFixedThreadPool(2);
      Future<Boolean> cancelled = threads.submit(() -> sleeping.execute("select pg_sleep(60)"));
      Future<Boolean> works = threads.submit(() -> working.execute("select pg_sleep(0.5)"));
      Await.until("both run", () -> pool.figures().serversActive() == 2);
      sleeping.cancel();
      assertThatThrownBy(() -> cancelled.get(30, TimeUnit.SECONDS))
          .hasMessageContaining("canceling statement due to user request");
      assertThat(works.get(30, TimeUnit.SECONDS)).isTrue();
      threads.shutdown();
      assertThat(number(slow, "select 3")).isEqualTo(3);
    }
  }

  @Test
  void aQueryThatRunsTooLongIsCancelledAndItsClientToldWhy() throws Exception {
    try (ListeningPool pool = ListeningPool.with("query_timeout = 1", "default_pool_size = 1");
        Connection connection = pool.connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select pg_sleep(60)"))
          .hasMessageContaining("query timeout");
      Await.until("the server is free again", () -> pool.figures().serversIdle() == 1);
    }
  }

  @Test
  void whoWaitsTooLongIsToldSo() throws Exception {
    try (ListeningPool pool =
            ListeningPool.with("query_wait_timeout = 1", "default_pool_size = 1");
        Connection holder = pool.connect();
        Connection waiter = pool.connect()) {
      holder.setAutoCommit(false);
      number(holder, "select 1");
      assertThatThrownBy(() -> number(waiter, "select 1"))
          .hasMessageContaining("query_wait_timeout");
      holder.commit();
    }
  }

  @Test
  void aServerThatDiedIdleIsReplacedUnnoticed() throws Exception {
    try (ListeningPool pool = ListeningPool.with("default_pool_size = 1");
        Connection connection = pool.connect()) {
      long first = number(connection, "select pg_backend_pid()");
      RealPostgres.shared().execute("postgres", "select pg_terminate_backend(" + first + ")");
      Await.until("it is dead", () -> Pools.backends() == 0);
      assertThat(number(connection, "select pg_backend_pid()")).isNotEqualTo(first);
    }
  }

  @Test
  void aServerThatDiesInUseTakesItsClientWithIt() throws Exception {
    try (ListeningPool pool = ListeningPool.with("default_pool_size = 1");
        Connection connection = pool.connect()) {
      connection.setAutoCommit(false);
      long backend = number(connection, "select pg_backend_pid()");
      RealPostgres.shared().execute("postgres", "select pg_terminate_backend(" + backend + ")");
      assertThatThrownBy(() -> number(connection, "select 1")).isInstanceOf(SQLException.class);
      Await.until("nobody is left", () -> pool.figures().clientsActive() == 0);
      try (Connection next = pool.connect()) {
        assertThat(number(next, "select 1")).isOne();
      }
    }
  }

  @Test
  void aClientThatVanishesInTheMiddleLeavesNothingBehind() throws Exception {
    try (ListeningPool pool = ListeningPool.with("default_pool_size = 1");
        Connection next = pool.connect()) {
      Connection gone = pool.connect();
      gone.setAutoCommit(false);
      try (Statement statement = gone.createStatement()) {
        statement.execute("create table half_done (id int)");
      }
      gone.abort(Runnable::run);
      assertThat(number(next, "select count(*) from pg_class where relname = 'half_done'"))
          .isZero();
      Connection busy = pool.connect();
      ExecutorService other = Executors.newSingleThreadExecutor();
      Future<Long> query = other.submit(() -> number(busy, "select pg_sleep(60)"));
      Await.until("it runs", () -> pool.figures().serversActive() == 1);
      busy.abort(Runnable::run);
      assertThatThrownBy(() -> query.get(30, TimeUnit.SECONDS)).isNotNull();
      other.shutdown();
      assertThat(number(next, "select 1")).isOne();
      assertThat(
              number(
                  next,
                  "select count(*) from pg_stat_activity where query like '%pg_sleep(60)'"
                      + " and state = 'active' and pid <> pg_backend_pid()"))
          .isZero();
    }
  }

  @Test
  void largeCopiesPassBothWaysByPsql(@TempDir Path directory) throws Exception {
    Path rows = directory.resolve("rows");
    Path back = directory.resolve("back");
    Files.writeString(rows, "0123456789abcdef0123456789abcdef\n".repeat(600_000));
    try (ListeningPool pool = ListeningPool.with("default_pool_size = 2")) {
      assertThat(
              psql(
                  pool,
                  "drop table if exists wire_copy",
                  "create table wire_copy (line text)",
                  "\\copy wire_copy from '" + rows + "'",
                  "\\copy wire_copy to '" + back + "'"))
          .contains("COPY 600000");
      assertThat(Files.mismatch(rows, back)).isEqualTo(-1);
    }
  }

  private static String psql(ListeningPool pool, String... commands) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of("psql", "-X", "-h", "127.0.0.1", "-p", "" + pool.port(), "-U", "ecar_user"));
    line.addAll(List.of("-d", "ecar_db", "-v", "ON_ERROR_STOP=1"));
    for (String command : commands) {
      line.add("-c");
      line.add(command);
    }
    return said(line);
  }

  private static String said(List<String> line) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", RealPostgres.PASSWORD);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(said).isZero();
    return said;
  }

  @Test
  void aClientThatDoesNotReadStopsNobodyElse() throws Exception {
    try (ListeningPool pool = ListeningPool.with("auth_type = trust", "default_pool_size = 2");
        Connection other = pool.connect();
        Socket deaf = new Socket(InetAddress.getLoopbackAddress(), pool.port())) {
      OutputStream out = deaf.getOutputStream();
      start(out);
      until(deaf.getInputStream(), 'Z');
      query(out, "select repeat('x', 1000) from generate_series(1, 300000)");
      Await.until("it is served", () -> pool.figures().serversActive() == 1);
      for (int i = 0; i < 50; i++) {
        assertThat(number(other, "select " + i)).isEqualTo(i);
      }
      assertThat(pool.figures().serversActive()).isOne();
      DataInputStream in = new DataInputStream(deaf.getInputStream());
      long rows = 0;
      int type;
      do {
        type = in.readUnsignedByte();
        in.skipNBytes(in.readInt() - 4);
        rows += type == 'D' ? 1 : 0;
      } while (type != 'Z');
      assertThat(rows).isEqualTo(300_000);
    }
  }

  @Test
  void aClientThatSendsByteByByteIsServed() throws Exception {
    try (ListeningPool pool = ListeningPool.with("auth_type = trust");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), pool.port())) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      start(all);
      query(all, "select 'every byte'");
      byByte(out, all.toByteArray());
      assertThat(until(socket.getInputStream(), 'D')).contains("every byte");
      out.write(new byte[] {'X', 0, 0, 0, 4});
      Await.until("it has left", () -> pool.figures().clientsActive() == 0);
    }
  }

  private static void start(OutputStream out) throws Exception {
    byte[] start = "user\0ecar_user\0database\0ecar_db\0\0".getBytes(StandardCharsets.US_ASCII);
    out.write(new byte[] {0, 0, 0, (byte) (start.length + 8), 0, 3, 0, 0});
    out.write(start);
  }

  private static void query(OutputStream out, String sql) throws Exception {
    byte[] text = (sql + "\0").getBytes(StandardCharsets.US_ASCII);
    out.write(new byte[] {'Q', 0, 0, 0, (byte) (text.length + 4)});
    out.write(text);
  }

  private static void byByte(OutputStream out, byte[] bytes) throws Exception {
    for (byte each : bytes) {
      out.write(each);
      out.flush();
    }
  }

  /** The body of the first message of this type. */
  private static String until(InputStream from, char type) throws Exception {
    DataInputStream in = new DataInputStream(from);
    while (true) {
      int next = in.readUnsignedByte();
      String body = new String(in.readNBytes(in.readInt() - 4), StandardCharsets.UTF_8);
      if (next == type) {
        return body;
      }
    }
  }

  @Test
  void manyClientsThatComeAtOnceAreAllServed() throws Exception {
    try (ListeningPool pool =
        ListeningPool.with("default_pool_size = 2", "max_client_conn = 70", "auth_type = trust")) {
      ExecutorService threads = Executors.newFixedThreadPool(64);
      List<Future<Long>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int mine = i;
        answers.add(
            threads.submit(
                () -> {
                  try (Connection connection = pool.connect()) {
                    return number(connection, "select " + mine);
                  }
                }));
      }
      for (int i = 0; i < 64; i++) {
        assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i);
      }
      threads.shutdown();
      Await.until("all have left", () -> pool.figures().clientsActive() == 0);
      assertThat(Pools.backends()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void oneTooManyIsToldSo() throws Exception {
    try (ListeningPool pool = ListeningPool.with("max_client_conn = 1");
        Connection first = pool.connect()) {
      assertThat(number(first, "select 1")).isOne();
      assertThatThrownBy(pool::connect)
          .hasMessageContaining("no more connections allowed (max_client_conn)");
    }
  }

  @Test
  void overTheUnixSocketTheProcesssOwnUserIsTheOperatorWithoutAPassword() throws Exception {
    Path file;
    try (ListeningPool pool = ListeningPool.with("default_pool_size = 1")) {
      file = ListeningPool.directory().resolve(".s.PGSQL." + pool.port());
      assertThat(file).exists();
      assertThat(
              said(
                  List.of(
                      "psql",
                      "-XAt",
                      "-h",
                      ListeningPool.directory().toString(),
                      "-p",
                      "" + pool.port(),
                      "-U",
                      "pgbouncer",
                      "-c",
                      "SHOW VERSION")))
          .isNotEmpty();
      assertThatThrownBy(() -> pool.connect("pgbouncer", "pgbouncer", "guessed"))
          .hasMessageContaining("password authentication failed");
    }
    assertThat(file).doesNotExist();
  }
}
