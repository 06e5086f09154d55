package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.launch.Arguments;
import tn.ecar.launch.Launch;
import tn.ecar.launch.Refusal;
import tn.ecar.launch.database.GarageRestore;
import tn.ecar.launch.server.Distribution;

/** A backup by hand, and the way back, by the very commands of the operator's guide. */
@Timeout(300)
class RestoreST {
  private static final String CUSTOMER =
      """
      INSERT INTO customer (id, version, kind, name, phone, language, archived, received_at)
      VALUES (%d, 0, 'PERSON', '%s', '+21620123456', 'FR', false, now())
      """;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Path directory;
  private Launch launch;

  @BeforeEach
  void aGarageWithOneCustomer() throws Exception {
    directory = Product.freshDirectory();
    begin("migrate").migrate();
    execute(
        CUSTOMER.formatted(1, "Before"),
        "INSERT INTO job_run (job, place, server, execution, started_by, state, started_at,"
            + " seen_at) VALUES ('backup', '', 'here', 7, 'schedule', 'STARTED', now(), now())");
  }

  @AfterEach
  void stop() throws Exception {
    launch.stop();
  }

  /** The next call of the launcher, after the end of the one before. */
  private Launch begin(String... words) throws Exception {
    if (launch != null) {
      launch.stop();
    }
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--data", directory.resolve(".ecar").toString()));
    launch =
        new Launch(
            Arguments.parse(line),
            Product.environment(),
            new Distribution(Product.distribution()),
            new PrintStream(said, true, StandardCharsets.UTF_8));
    return launch;
  }

  private void execute(String... statements) throws SQLException, Refusal {
    try (Connection connection = launch.database().owner().open();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private String value(String sql) throws SQLException, Refusal {
    try (Connection connection = launch.database().owner().open();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  /** The blocks of the guide that say that this test checks them. */
  private static List<String> commands() throws Exception {
    return Fence.all().stream()
        .filter(fence -> fence.mark().equals("checked by RestoreST"))
        .map(fence -> fence.text().strip())
        .toList();
  }

  private void run(String command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("PATH", PostgresClient.programs() + ":" + environment.get("PATH"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(command + "\n" + output).isZero();
  }

  @Test
  void theBackupOfTheGuideIsBroughtBackByTheCommandOfTheGuide() throws Exception {
    assertThat(commands()).hasSize(2);
    run(commands().get(0));
    assertThat(commands().get(1)).isEqualTo("./ecar restore ecar.dump");
    execute("DELETE FROM customer", CUSTOMER.formatted(2, "After"), "CREATE TABLE newer (id int)");

    begin("restore", directory.resolve("ecar.dump").toString()).restore();

    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("The garage is that of " + directory.resolve("ecar.dump"))
        .contains(GarageRestore.BEFORE);
    assertThat(value("SELECT string_agg(name, ',') FROM customer")).isEqualTo("Before");
    assertThat(value("SELECT to_regclass('newer') IS NULL")).isEqualTo("t");
    assertThat(value("SELECT state || coalesce(execution, 0) FROM job_run")).isEqualTo("LOST0");
    assertThat(value("SELECT count(*) FROM pg_namespace WHERE nspname = 'ecar_batch'"))
        .isEqualTo("1");
    assertThat(value("SELECT count(*) FROM pg_database WHERE datname LIKE 'ecar_db%'"))
        .isEqualTo("2");

    begin("migrate").migrate();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("The schema is up to date.");
    assertThat(value("SELECT string_agg(name, ',') FROM customer")).isEqualTo("Before");
  }

  /** It dropped the garage of before first, which may be the one that somebody wants back. */
  @Test
  void aRestoreThatBreaksOffAtTheLastStepLosesNoGarage() throws Exception {
    run(commands().get(0));
    String dump = directory.resolve("ecar.dump").toString();
    execute("DELETE FROM customer", CUSTOMER.formatted(2, "Wanted back"));
    begin("restore", dump).restore();
    execute("BEGIN", "PREPARE TRANSACTION 'left by a crash'");

    assertThatThrownBy(() -> begin("restore", dump).restore())
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("pg_prepared_xacts")
        .hasMessageContaining("The garage is as it was.");

    begin("migrate").migrate();
    execute("ROLLBACK PREPARED 'left by a crash'");
    assertThat(value("SELECT string_agg(name, ',') FROM customer")).isEqualTo("Before");
    assertThat(
            value(
                "SELECT string_agg(datname, ',' ORDER BY datname) FROM pg_database WHERE"
                    + " datname LIKE 'ecar_db%'"))
        .isEqualTo("ecar_db," + GarageRestore.BEFORE);
  }

  @Test
  void aFileThatIsNoGarageLeavesTheGarageAsItWas() throws Exception {
    Path text = Files.writeString(directory.resolve("notes.txt"), "no dump at all");
    assertThatThrownBy(() -> begin("restore", text.toString()).restore())
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(text + " is no backup")
        .hasMessageContaining("The garage is as it was.");

    Path broken = Files.writeString(directory.resolve("broken.dump"), "PGDMP and no more");
    assertThatThrownBy(() -> begin("restore", broken.toString()).restore())
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("pg_restore failed")
        .hasMessageContaining("The garage is as it was.");

    begin("migrate").migrate();
    assertThat(value("SELECT string_agg(name, ',') FROM customer")).isEqualTo("Before");
    assertThat(value("SELECT count(*) FROM pg_database WHERE datname LIKE 'ecar_db%'"))
        .isEqualTo("1");
  }
}
