package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.jdbc.InVmSocketFactory;

/** Replication through the pool: a server connection for each such client, and for it alone. */
class ReplicationIT {
  private static final String SLOT = "through_the_pool";

  @TempDir Path directory;

  @BeforeEach
  void letTheUserReplicate() throws SQLException {
    RealPostgres.shared()
        .execute(
            RealPostgres.DATABASE,
            "alter role ecar_user replication",
            "drop table if exists replicated",
            "create table replicated(word text primary key)",
            "alter table replicated owner to ecar_user",
            "drop publication if exists words",
            "create publication words for table replicated");
  }

  @AfterEach
  void forbidItAgain() throws Exception {
    RealPostgres postgres = RealPostgres.shared();
    Await.until(
        "no slot is in use",
        () ->
            postgres.count("postgres", "select count(*) from pg_replication_slots where active")
                == 0);
    postgres.execute(
        RealPostgres.DATABASE,
        "alter role ecar_user noreplication",
        "select pg_drop_replication_slot(slot_name) from pg_replication_slots");
  }

  private static Connection logical(ListeningPool pool, String... properties) throws SQLException {
    List<String> all = new ArrayList<>(List.of(properties));
    all.addAll(
        List.of(
            "replication",
            "database",
            "assumeMinServerVersion",
            "10",
            "preferQueryMode",
            "simple"));
    return pool.connect(
        RealPostgres.DATABASE,
        RealPostgres.USER,
        RealPostgres.PASSWORD,
        all.toArray(String[]::new));
  }

  private static PGReplicationStream changes(Connection connection) throws SQLException {
    var replication = connection.unwrap(PGConnection.class).getReplicationAPI();
    replication
        .createReplicationSlot()
        .logical()
        .withSlotName(SLOT)
        .withOutputPlugin("pgoutput")
        .make();
    return replication
        .replicationStream()
        .logical()
        .withSlotName(SLOT)
        .withSlotOption("proto_version", 1)
        .withSlotOption("publication_names", "words")
        .withStatusInterval(1, TimeUnit.SECONDS)
        .start();
  }

  /** Reads until a change tells this word. */
  private static void hears(PGReplicationStream stream, String word) throws Exception {
    Await.until(
        "the change tells " + word,
        () -> {
          ByteBuffer change = stream.readPending();
          boolean told = change != null && text(change).contains(word);
          stream.setAppliedLSN(stream.getLastReceiveLSN());
          stream.setFlushedLSN(stream.getLastReceiveLSN());
          return told;
        });
    stream.forceUpdateStatus();
  }

  private static String text(ByteBuffer bytes) {
    return new String(
        bytes.array(), bytes.arrayOffset(), bytes.remaining(), StandardCharsets.UTF_8);
  }

  private static void write(ListeningPool pool, String word) throws SQLException {
    try (Connection connection = pool.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("insert into replicated values ('" + word + "')");
    }
  }

  private static List<String> column(ListeningPool pool, String show, String where)
      throws SQLException {
    try (Connection console = pool.connect("pgbouncer", RealPostgres.USER, RealPostgres.PASSWORD);
        Statement statement = console.createStatement();
        ResultSet rows = statement.executeQuery("SHOW " + show)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        if (rows.getString("database").equals(where)) {
          found.add(rows.getString("replication") + " " + rows.getString("state"));
        }
      }
      return found;
    }
  }

  @Test
  void aLogicalSlotTellsWhatOthersWriteThroughTheSamePool() throws Exception {
    try (ListeningPool pool = ListeningPool.with("query_timeout = 1", "stats_users = ecar_user")) {
      try (Connection connection = logical(pool)) {
        PGReplicationStream stream = changes(connection);
        write(pool, "first");
        hears(stream, "first");
        assertThat(column(pool, "CLIENTS", RealPostgres.DATABASE))
            .containsExactly("logical active");
        assertThat(column(pool, "SERVERS", RealPostgres.DATABASE))
            .containsExactlyInAnyOrder("logical active", "none idle");
        // A stream outlives query_timeout: it is one query that is meant to last.
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1600);
        Await.until("more than query_timeout has passed", () -> System.nanoTime() > end);
        write(pool, "second");
        hears(stream, "second");
        stream.close();
        try (Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery("select count(*) from replicated")) {
          row.next();
          assertThat(row.getInt(1)).isEqualTo(2);
        }
      }
      Await.until(
          "its server goes with it",
          () ->
              column(pool, "SERVERS", RealPostgres.DATABASE).stream()
                  .noneMatch(row -> row.startsWith("logical")));
    }
  }

  @Test
  void physicalReplicationStreamsTheLog() throws Exception {
    try (ListeningPool pool =
            ListeningPool.with("server_reset_query_always = 1", "stats_users = ecar_user");
        Connection connection =
            pool.connect(
                RealPostgres.DATABASE,
                RealPostgres.USER,
                RealPostgres.PASSWORD,
                "replication",
                "true",
                "assumeMinServerVersion",
                "10",
                "preferQueryMode",
                "simple")) {
      var replication = connection.unwrap(PGConnection.class).getReplicationAPI();
      replication.createReplicationSlot().physical().withSlotName(SLOT).make();
      try (PGReplicationStream stream =
          replication
              .replicationStream()
              .physical()
              .withSlotName(SLOT)
              .withStartPosition(position(connection))
              .start()) {
        write(pool, "a word in the log");
        StringBuilder log = new StringBuilder();
        Await.until(
            "the log tells the word",
            () -> {
              ByteBuffer piece = stream.readPending();
              if (piece != null) {
                log.append(
                    new String(
                        piece.array(),
                        piece.arrayOffset(),
                        piece.remaining(),
                        StandardCharsets.ISO_8859_1));
              }
              return log.indexOf("a word in the log") >= 0;
            });
        assertThat(column(pool, "SERVERS", RealPostgres.DATABASE)).contains("physical active");
      }
    }
  }

  private static LogSequenceNumber position(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
      row.next();
      return LogSequenceNumber.valueOf(row.getString("xlogpos"));
    }
  }

  @Test
  void pgRecvlogicalWritesChangesToAFile() throws Exception {
    try (ListeningPool pool = ListeningPool.with()) {
      Path file = directory.resolve("changes");
      run(recvlogical(pool, "--create-slot", "-P", "pgoutput"));
      write(pool, "for the file");
      Process stream =
          recvlogical(
                  pool,
                  "--start",
                  "--no-loop",
                  "-o",
                  "proto_version=1",
                  "-o",
                  "publication_names=words",
                  "-f",
                  file.toString())
              .start();
      try {
        Await.until(
            "the file tells the word",
            () ->
                Files.exists(file)
                    && Files.readString(file, StandardCharsets.ISO_8859_1)
                        .contains("for the file"));
      } finally {
        stream.destroy();
        stream.onExit().get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static ProcessBuilder recvlogical(ListeningPool pool, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "pg_recvlogical",
                "--slot=" + SLOT,
                "-d",
                "host=127.0.0.1 port=" + pool.port() + " dbname=ecar_db user=ecar_user",
                "-w"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", RealPostgres.PASSWORD);
    return builder;
  }

  private static void run(ProcessBuilder builder) throws Exception {
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  @Test
  void anyOptionsPassAndAreNotOthers() throws Exception {
    String options = "-c geqo=off -c work_mem=7MB -e";
    try (ListeningPool pool = ListeningPool.with("auth_type = trust");
        RawClient replicating = RawClient.of(pool, "replication", "database", "options", options);
        RawClient ordinary = RawClient.of(pool);
        RawClient refused = new RawClient(pool.port())) {
      assertThat(shown(replicating, "geqo")).isEqualTo("off");
      assertThat(shown(replicating, "work_mem")).isEqualTo("7MB");
      assertThat(shown(replicating, "datestyle")).isEqualTo("ISO, DMY");
      assertThat(shown(ordinary, "geqo")).isEqualTo("on");
      refused.start(3 << 16, "options", options);
      assertThat(refused.last().field('M'))
          .isEqualTo("unsupported startup parameter in options: geqo");
    }
  }

  private static String shown(RawClient client, String parameter) throws Exception {
    List<RawClient.Answer> answers = client.query("show " + parameter).until('Z');
    assertThat(RawClient.types(answers)).isEqualTo("TDCZ");
    return answers.get(1).body().substring(6); // Behind two lengths.
  }

  @Test
  void itTakesAPlaceOfThePoolAndAnIdleServerGivesWay() throws Exception {
    try (ListeningPool pool =
        ListeningPool.with(
            "default_pool_size = 1", "query_wait_timeout = 1", "stats_users = ecar_user")) {
      write(pool, "makes an idle server");
      assertThat(column(pool, "SERVERS", RealPostgres.DATABASE)).containsExactly("none idle");
      try (Connection first = logical(pool)) {
        assertThat(column(pool, "SERVERS", RealPostgres.DATABASE))
            .containsExactly("logical active");
        assertThat(RealPostgres.shared().count("postgres", SERVERS)).isEqualTo(1);
        assertThatThrownBy(() -> write(pool, "no server is left"))
            .hasMessageContaining("query_wait_timeout");
        assertThatThrownBy(() -> logical(pool)).hasMessageContaining("query_wait_timeout");
        assertThat(first.isValid(5)).isTrue();
      }
      write(pool, "there is room again");
    }
  }

  private static final String SERVERS =
      "select count(*) from pg_stat_activity where usename = 'ecar_user'";

  @Test
  void whoWaitsForAPlaceGetsTheNextThatIsFree() throws Exception {
    try (ListeningPool pool = ListeningPool.with("default_pool_size = 1");
        Connection busy = pool.connect()) {
      busy.setAutoCommit(false);
      busy.createStatement().execute("select 1");
      var coming =
          java.util.concurrent.CompletableFuture.supplyAsync(
              () -> {
                try (Connection connection = logical(pool)) {
                  return connection.isValid(5);
                } catch (SQLException refused) {
                  throw new IllegalStateException(refused);
                }
              });
      Await.until("it waits", () -> pool.figures().clientsWaiting() == 1);
      busy.commit();
      assertThat(coming.get(20, TimeUnit.SECONDS)).isTrue();
      busy.createStatement().execute("select 1");
    }
  }

  @Test
  void aServerThatRefusesItHurtsNobodyElse() throws Exception {
    try (ListeningPool pool = ListeningPool.with()) {
      assertThatThrownBy(
              () ->
                  pool.connect(
                      RealPostgres.DATABASE,
                      RealPostgres.OTHER_USER,
                      RealPostgres.PASSWORD,
                      "replication",
                      "database",
                      "assumeMinServerVersion",
                      "10",
                      "preferQueryMode",
                      "simple"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
      try (Connection connection =
              pool.connect(RealPostgres.DATABASE, RealPostgres.OTHER_USER, RealPostgres.PASSWORD);
          Statement statement = connection.createStatement()) {
        assertThat(statement.execute("select 1")).isTrue();
      }
    }
  }

  @Test
  void aValueThatPostgresqlDoesNotKnowIsRefused() throws Exception {
    try (ListeningPool pool = ListeningPool.with("auth_type = trust");
        RawClient maybe = new RawClient(pool.port());
        RawClient off = RawClient.of(pool, "replication", "off")) {
      maybe.start(3 << 16, "replication", "maybe");
      assertThat(maybe.last().field('M'))
          .isEqualTo("invalid value for parameter \"replication\": \"maybe\"");
      assertThat(shown(off, "geqo")).isEqualTo("on");
    }
  }

  @Test
  void itWorksInsideTheJavaMachineToo() throws Exception {
    try (ListeningPool pool = ListeningPool.with();
        Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://nowhere/ecar_db?replication=database&preferQueryMode=simple"
                    + "&assumeMinServerVersion=10&socketFactory="
                    + InVmSocketFactory.class.getName()
                    + "&socketFactoryArg="
                    + pool.pooler().name(),
                RealPostgres.USER,
                RealPostgres.PASSWORD)) {
      PGReplicationStream stream = changes(connection);
      write(pool, "heard inside");
      hears(stream, "heard inside");
      stream.close();
    }
  }
}
