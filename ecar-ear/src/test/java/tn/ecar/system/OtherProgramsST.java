package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The garage's other programs connect to the pool's port, as they would to PgBouncer. */
class OtherProgramsST {
  private final Product product = Product.running();

  @Test
  void psqlReadsTheGaragesTablesThroughThePool() throws Exception {
    assertThat(
            psql(
                "ecar_user", secret("garage"), "ecar_db", "select count(*) > 0 from staff_account"))
        .isEqualTo("t");
    assertThat(psql("ecar_user", secret("garage"), "ecar_db", "show application_name"))
        .isEqualTo("psql");
  }

  @Test
  void theOperatorSeesBothKindsOfClientsOnTheConsole() throws Exception {
    String operator = secret("pgbouncer");
    assertThat(psql("pgbouncer", operator, "pgbouncer", "SHOW POOLS"))
        .contains("ecar_db|ecar_user|");
    assertThat(psql("pgbouncer", operator, "pgbouncer", "SHOW VERSION")).isNotEmpty();
    assertThat(psql("pgbouncer", operator, "pgbouncer", "SHOW CLIENTS")).contains("J|");
  }

  @Test
  void aWrongPasswordIsRefusedWithOneSentence() throws Exception {
    assertThat(psql("ecar_user", "wrong", "ecar_db", "select 1"))
        .contains("password authentication failed");
  }

  private String secret(String name) throws IOException {
    return Files.readString(product.data().resolve("secrets").resolve(name)).strip();
  }

  private String psql(String user, String password, String database, String command)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "psql",
                    "-XAt",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    Integer.toString(product.poolPort()),
                    "-U",
                    user,
                    "-d",
                    database,
                    "-c",
                    command))
            .redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", password);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }
}
