package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.TestDirectory;

/**
 * The programs that garages use, each with a real script, through the listening pool in all three
 * pool modes. {@code ./ecar test} installs what the machine lacks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class DriversIT {
  private static final String NODE_POSTGRES = "pg@8.23.1";
  private static final Path SCRIPTS =
      Path.of("src", "test", "resources", "drivers").toAbsolutePath();
  private static final Path NODE = Path.of("target", "node").toAbsolutePath();

  private ListeningPool pool;

  /** One entry for each mode. */
  @BeforeAll
  void listen() throws IOException {
    int port = RealPostgres.shared().port();
    pool = ListeningPool.with("admin_users = ecar_user", "default_pool_size = 3");
    for (String mode : List.of("session", "transaction", "statement")) {
      assertThat(port).isPositive();
      Files.writeString(
          pool.inside().pooler().configuration().file().orElseThrow(),
          Files.readString(pool.inside().pooler().configuration().file().orElseThrow())
              .replace(
                  "[pgbouncer]",
                  "%s = host=127.0.0.1 port=%d dbname=ecar_db pool_mode=%s%n[pgbouncer]"
                      .formatted(mode, port, mode)));
    }
    pool.pooler().reload(pool.pooler().configuration().reread());
  }

  @AfterAll
  void close() {
    pool.close();
  }

  private String run(String database, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG"));
    environment.putAll(
        Map.of(
            "PGHOST",
            "127.0.0.1",
            "PGPORT",
            "" + pool.port(),
            "PGUSER",
            RealPostgres.USER,
            "PGPASSWORD",
            RealPostgres.PASSWORD,
            "PGDATABASE",
            database,
            "NODE_PATH",
            NODE.resolve("node_modules").toString()));
    Process process =
        builder
            .directory(TestDirectory.create("driver").toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as("status of %s: %s", List.of(command), said).isZero();
    return said;
  }

  private static String script(String name) {
    return SCRIPTS.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction", "statement"})
  void psql(String mode) throws Exception {
    String said =
        run(
            mode,
            "psql",
            "-X",
            "-tA",
            "-v",
            "table=psql_" + mode,
            "-v",
            "transactions=" + !mode.equals("statement"),
            "-f",
            script("psql_day.sql"));
    assertThat(said.lines()).containsExactly("done 50", "part 9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction", "statement"})
  void pgbench(String mode) throws Exception {
    run("session", "pgbench", "-i", "-q", "-s", "1");
    for (String protocol : List.of("simple", "extended", "prepared")) {
      // It prepares without looking after its other clients, so there must be a server for each.
      String clients = protocol.equals("prepared") ? "3" : "6";
      List<String> command =
          new ArrayList<>(List.of("pgbench", "-n", "-c", clients, "-j", "1", "-t", "25"));
      command.addAll(List.of("-M", protocol));
      if (mode.equals("statement")) {
        command.add("-S");
      }
      assertThat(run(mode, command.toArray(String[]::new)))
          .containsPattern("actually processed: (75/75|150/150)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction", "statement"})
  void psycopg2(String mode) throws Exception {
    assertThat(run(mode, "/usr/bin/python3", script("psycopg2_day.py"), mode))
        .isEqualTo("done 50 part 9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction", "statement"})
  void psycopg3(String mode) throws Exception {
    assertThat(run(mode, "/usr/bin/python3", script("psycopg3_day.py"), mode))
        .isEqualTo("done 50 part 9");
  }

  @Test
  void psycopg3OnTheConsole() throws Exception {
    assertThat(run("pgbouncer", "/usr/bin/python3", script("psycopg3_console.py")))
        .isEqualTo("done True PgBouncer True");
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction", "statement"})
  void nodePostgres(String mode) throws Exception {
    if (Files.notExists(NODE.resolve("node_modules").resolve("pg"))) {
      run(
          mode,
          "npm",
          "install",
          "--silent",
          "--no-audit",
          "--no-fund",
          "--prefix",
          NODE.toString(),
          NODE_POSTGRES);
    }
    assertThat(run(mode, "node", script("node_day.js"), mode)).isEqualTo("done 50 part 9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction", "statement"})
  void pgjdbc(String mode) throws Exception {
    boolean transactions = !mode.equals("statement");
    try (Connection connection =
        pool.connect(mode, RealPostgres.USER, RealPostgres.PASSWORD, "prepareThreshold", "2")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("drop table if exists pgjdbc_" + mode);
        statement.execute("create table pgjdbc_" + mode + " (id int primary key, name text)");
      }
      connection.setAutoCommit(!transactions);
      insert(connection, mode);
      if (transactions) {
        connection.commit();
      }
      copyOut(connection, mode);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select count(*) from pgjdbc_" + mode)) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(50);
      }
    }
  }

  private static void insert(Connection connection, String mode) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into pgjdbc_" + mode + " values (?, ?)")) {
      for (int i = 0; i < 50; i++) {
        insert.setInt(1, i);
        insert.setString(2, "part " + i);
        insert.executeUpdate();
      }
    }
  }

  private static void copyOut(Connection connection, String mode) throws SQLException, IOException {
    java.io.ByteArrayOutputStream rows = new java.io.ByteArrayOutputStream();
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut("copy pgjdbc_" + mode + " to stdout", rows);
    assertThat(rows.toString(StandardCharsets.UTF_8).lines()).hasSize(50);
  }
}
