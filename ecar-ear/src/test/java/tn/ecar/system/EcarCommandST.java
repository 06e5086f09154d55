package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The script {@code ecar} as a newcomer meets it. What has just been built for these tests counts
 * as fresh, so that no call builds anything.
 */
class EcarCommandST {
  private static final Pattern PASSWORD = Pattern.compile("with the password (\\S+)");

  @BeforeAll
  static void nothingIsToBeBuilt() throws IOException {
    Path stamp = Product.distribution().resolve("built");
    Files.deleteIfExists(stamp);
    Files.createFile(stamp);
  }

  @Test
  void helpNamesEveryCommand() throws Exception {
    try (LauncherRun help = ecar(Map.of(), "help")) {
      assertThat(help.status()).isZero();
      assertThat(help.said())
          .contains("./ecar run", "./ecar migrate", "./ecar test", "--demo", "--config");
    }
  }

  @Test
  void anUnknownCommandIsNamed() throws Exception {
    try (LauncherRun run = ecar(Map.of(), "frobnicate")) {
      run.refused("no command frobnicate", "./ecar help");
    }
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LauncherRun run = run(Map.of(), "--port", Integer.toString(taken.getLocalPort()))) {
      run.refused("Port " + taken.getLocalPort(), "--port N");
    }
  }

  @Test
  void anUnreachableDatabaseIsNamed() throws Exception {
    String port = Integer.toString(Product.freePort());
    try (LauncherRun run = run(login("127.0.0.1", port, "x"))) {
      run.refused("127.0.0.1:" + port, "PGHOST and PGPORT");
    }
  }

  @Test
  void aWrongPasswordIsNamedAndNotShown() throws Exception {
    String port = Integer.toString(Product.running().databasePort());
    try (LauncherRun run = run(login("127.0.0.1", port, "not-the-password"))) {
      run.refused("refuses the login of ecar_user", "PGPASSWORD");
      assertThat(run.said()).doesNotContain("not-the-password");
    }
  }

  @Test
  void aPoolPointedAtItselfIsRefused() throws Exception {
    Map<String, String> itself = new HashMap<>(login("localhost", "6432", "x"));
    itself.put("ECAR_POOL_LISTEN_PORT", "6432");
    try (LauncherRun run = run(itself)) {
      run.refused("the pool itself listens");
    }
  }

  @Test
  void aJavaThatIsTooOldOrMissingIsNamed() throws Exception {
    Path empty = Files.createTempDirectory(Product.distribution(), "no-programs");
    try (LauncherRun run =
        ecar(Map.of("JAVA_HOME", empty.toString(), "PATH", programsWithoutJava(empty)), "run")) {
      run.refused("There is no Java", "JAVA_HOME");
    }
  }

  /**
   * A PostgreSQL of somebody else, as its packages set it up: it allows no prepared transactions.
   * The ini has a userlist, named from where the person stands, for other programs as well.
   */
  @Test
  void aDatabaseOfYourOwnIsNamedByAnIniFileAndServesTwoRuns() throws Exception {
    int port = Product.freePort();
    int poolPort = Product.freePort();
    Path data = Product.freshDirectory();
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      Path ini = iniFor(server);
      String password;
      try (LauncherRun first = onIni(ini, port, poolPort, data)) {
        first.awaitReady(port);
        password = passwordIn(first.said());
        GarageClient manager = manager(port, password);
        manager.post("customers", Map.of("name", "First", "phone", "20123456")).expecting(201);
        auditThePool(manager);
        assertThat(customersBesideTheGarage(poolPort)).isOne();
        ended(first, port);
      }
      assertThat(number(server, "SELECT count(*) FROM customer WHERE name = 'First'")).isOne();
      assertThat(
              number(
                  server,
                  "SELECT count(*) FROM information_schema.tables"
                      + " WHERE table_schema = 'ecar_batch'"))
          .isGreaterThanOrEqualTo(6);
      assertThat(data.resolve("postgres")).as("no PostgreSQL of ours").doesNotExist();

      try (LauncherRun second = onIni(ini, port, poolPort, data)) {
        second.awaitReady(port);
        assertThat(second.said()).doesNotContain("password");
        manager(port, password).get("customers").expecting(200);
        ended(second, port);
      }
    }
  }

  private static void auditThePool(GarageClient manager) throws Exception {
    long execution =
        Await.until(
            Duration.ofSeconds(30),
            () -> {
              GarageClient.Answer answer = manager.post("jobs/pool-audit", Map.of());
              return answer.status() == 409 ? null : answer.expecting(202).get("id").asLong();
            });
    String state =
        Await.until(
            Duration.ofSeconds(30),
            () -> {
              String now =
                  manager.get("jobs/pool-audit/" + execution).expecting(200).get("state").asText();
              return now.startsWith("START") ? null : now;
            });
    assertThat(state).isEqualTo("COMPLETED");
  }

  private static void ended(LauncherRun run, int port) throws Exception {
    run.interrupt();
    assertThat(run.status()).isPositive();
    assertThat(run.said()).doesNotContain("\tat ", "Exception");
    assertThat(Product.isFree(port)).isTrue();
  }

  private static Path iniFor(EmbeddedPostgres server) throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE workshop LOGIN PASSWORD 'of-the-workshop'");
      statement.execute("CREATE DATABASE garage OWNER workshop");
    }
    Path list = Files.createTempFile(Product.distribution(), "userlist", ".txt");
    Files.writeString(list, "\"reports\" \"of-the-reports\"\n\"workshop\" \"of-the-workshop\"\n");
    Path ini = Files.createTempFile(Product.distribution(), "own", ".ini");
    return Files.writeString(
        ini,
        """
        [databases]
        ecar_db = host=127.0.0.1 port=%d dbname=garage user=workshop password=of-the-workshop
        [pgbouncer]
        pool_mode = transaction
        default_pool_size = 5
        listen_addr = 127.0.0.1
        auth_type = scram-sha-256
        auth_file = %s
        """
            .formatted(server.getPort(), Path.of("").toAbsolutePath().relativize(list)));
  }

  private static long customersBesideTheGarage(int poolPort) throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + poolPort + "/ecar_db";
    try (Connection connection = DriverManager.getConnection(url, "reports", "of-the-reports");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM customer")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static long number(EmbeddedPostgres server, String sql) throws Exception {
    try (Connection connection = server.getDatabase("postgres", "garage").getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static GarageClient manager(int port, String password) throws Exception {
    GarageClient client =
        new GarageClient(java.net.URI.create("http://localhost:" + port + "/api/v1/"));
    client.signIn("manager", password);
    return client;
  }

  private static String passwordIn(String said) {
    Matcher password = PASSWORD.matcher(said);
    assertThat(password.find()).as(said).isTrue();
    return password.group(1);
  }

  /** The script's own tools, and nothing called java. */
  private static String programsWithoutJava(Path directory) throws IOException {
    for (String program : new String[] {"bash", "dirname", "sed", "find", "mktemp"}) {
      for (String place : System.getenv("PATH").split(":")) {
        Path found = Path.of(place, program);
        if (Files.isExecutable(found)) {
          Files.createSymbolicLink(directory.resolve(program), found);
          break;
        }
      }
    }
    return directory.toString();
  }

  private static Map<String, String> login(String host, String port, String password) {
    return Map.of("PGHOST", host, "PGPORT", port, "PGUSER", "ecar_user", "PGPASSWORD", password);
  }

  private static LauncherRun onIni(Path ini, int port, int poolPort, Path data) throws IOException {
    return ecar(
        Map.of("ECAR_POOL_LISTEN_PORT", Integer.toString(poolPort)),
        "run",
        "--config",
        ini.toString(),
        "--port",
        Integer.toString(port),
        "--data",
        data.toString());
  }

  private static LauncherRun run(Map<String, String> environment, String... words)
      throws IOException {
    String[] all = new String[words.length + 3];
    all[0] = "run";
    all[1] = "--data";
    all[2] = Product.freshDirectory().toString();
    System.arraycopy(words, 0, all, 3, words.length);
    return ecar(environment, all);
  }

  private static LauncherRun ecar(Map<String, String> environment, String... words)
      throws IOException {
    return LauncherRun.ofScript(environment, words);
  }
}
