package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The deployment that docs/deploy.md describes, by the script that operators rehearse it with: on a
 * Payara Server and a PostgreSQL of its own, deployed, upgraded under load and rolled back. Only
 * the build that has Payara Server's zip runs it.
 */
@Timeout(900)
class DeploymentRehearsalST {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path SCRIPT = ROOT.resolve("ecar-ear/src/main/sh/rehearse-deployment");
  private static final Pattern COMMAND = Pattern.compile("(?m)^ *asadmin ([a-z-]+)");

  @Test
  void anUpgradeUnderLoadAndItsRollbackLoseNothingThatWasCommitted() throws Exception {
    Path data = Product.freshDirectory();
    Path said = Files.createTempFile(Product.distribution(), "rehearsal", ".txt");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder().setServerConfig("max_prepared_transactions", "40").start()) {
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE ROLE workshop LOGIN PASSWORD 'of-the-workshop'");
        statement.execute("CREATE DATABASE garage OWNER workshop");
      }
      ProcessBuilder builder =
          new ProcessBuilder("bash", SCRIPT.toString(), "--data", data.toString())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      builder.environment().clear();
      builder.environment().putAll(Product.environment());
      builder.environment().remove("ECAR_POOL_LISTEN_PORT");
      builder
          .environment()
          .putAll(
              Map.of(
                  "PGHOST", "127.0.0.1",
                  "PGPORT", "" + server.getPort(),
                  "PGDATABASE", "garage",
                  "PGUSER", "workshop",
                  "PGPASSWORD", "of-the-workshop"));
      Process rehearsal = builder.start();
      try {
        assertThat(rehearsal.waitFor(14, TimeUnit.MINUTES)).as(Files.readString(said)).isTrue();
      } finally {
        rehearsal.destroy();
      }
      assertThat(rehearsal.exitValue()).as(Files.readString(said)).isZero();
      assertThat(Files.readString(said))
          .containsPattern("http: [0-9]{2,} acknowledged, 0 lost, 0 twice")
          .containsPattern("sql: [0-9]{2,} acknowledged, 0 lost, 0 twice")
          .contains("Deployed, upgraded and rolled back")
          .doesNotContain("of-the-workshop");
    }
  }

  @Test
  void thePageTellsNoCommandThatIsNotRehearsed() throws Exception {
    String script = Files.readString(SCRIPT);
    assertThat(
            COMMAND
                .matcher(Files.readString(ROOT.resolve("docs/deploy.md")))
                .results()
                .map(found -> found.group(1))
                .toList())
        .isNotEmpty()
        .allSatisfy(command -> assertThat(script).contains("asadmin " + command));
  }
}
