package tn.ecar.launch.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.launch.Home;
import tn.ecar.launch.Refusal;

/** A PostgreSQL of somebody else behind an ini of somebody else, as PgBouncer had it. */
class GivenDatabaseIT {
  private static final String LOGIN = "user=workshop password=of-the-workshop";

  private static EmbeddedPostgres server;

  @TempDir private Path directory;
  private Path list;
  private Home home;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = EmbeddedPostgres.start();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE workshop LOGIN PASSWORD 'of-the-workshop'");
      statement.execute("CREATE DATABASE garage OWNER workshop");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void take() throws Refusal {
    list = directory.resolve("userlist.txt");
    home = Home.take(directory.resolve("data"));
  }

  @AfterEach
  void leave() {
    home.close();
  }

  private Map<String, String> handedOn(String login, String more, Map<String, String> environment)
      throws Exception {
    return open(login, more, environment).environment();
  }

  private GarageDatabase open(String login, String more, Map<String, String> environment)
      throws Exception {
    Path ini =
        Files.writeString(
            directory.resolve("pgbouncer.ini"),
            """
            [databases]
            ecar_db = host=127.0.0.1 port=%d dbname=garage %s
            [pgbouncer]
            %s
            """
                .formatted(server.getPort(), login, more));
    return GivenDatabase.named(Optional.of(ini), environment).open(home);
  }

  private String inList(String... lines) throws IOException {
    Files.write(list, java.util.List.of(lines));
    return "auth_file = " + list;
  }

  @Test
  void theUserlistOfTheIniIsUsedAndNotReplaced() throws Exception {
    String named = inList("\"reports\" \"of-the-reports\"", "\"workshop\" \"at-the-pool\"");

    Map<String, String> handedOn = handedOn(LOGIN, named, Map.of());

    assertThat(handedOn)
        .containsEntry("DB_USER", "workshop")
        .containsEntry("DB_PASSWORD", "at-the-pool")
        .doesNotContainKeys("ECAR_POOL_AUTH_FILE", "ECAR_POOL_ADMIN_USERS");
    assertThat(home.secrets().resolve("userlist.txt")).doesNotExist();
  }

  @Test
  void aRelativeUserlistIsHandedOnInFull() throws Exception {
    inList("\"workshop\" \"at-the-pool\"");
    Path relative = Path.of("").toAbsolutePath().relativize(list);

    assertThat(handedOn(LOGIN, "auth_file = " + relative, Map.of()))
        .containsEntry("DB_PASSWORD", "at-the-pool")
        .containsEntry("ECAR_POOL_AUTH_FILE", list.toString());
  }

  @Test
  void theListAloneHasTheLogin() throws Exception {
    String named = inList("\"workshop\" \"of-the-workshop\"");

    GarageDatabase database = open("user=workshop", named, Map.of());

    assertThat(database.owner().password().clear()).isEqualTo("of-the-workshop");
  }

  @Test
  void aHashInTheListIsProvedByTheOwnersPassword() throws Exception {
    String named = inList("\"workshop\" \"md5d5a1a2a3a4a5a6a7a8a9a0b1b2b3b4b5\"");

    assertThat(handedOn(LOGIN, named, Map.of())).containsEntry("DB_PASSWORD", "of-the-workshop");
  }

  @Test
  void aUserlistThatCannotBeReadIsRefused() {
    assertThatThrownBy(() -> open(LOGIN, "auth_file = " + list, Map.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("auth_file = " + list + " cannot be read");
  }

  @Test
  void aUserlistThatWouldNotLetTheGarageInIsRefused() throws Exception {
    String named = inList("\"reports\" \"of-the-reports\"");

    assertThatThrownBy(() -> open(LOGIN, named, Map.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(list + " (auth_file) has no secret in clear for workshop")
        .hasMessageNotContaining("of-the");
  }

  @Test
  void whereNoUserlistIsNamedOneIsMade() throws Exception {
    Path made = home.secrets().resolve("userlist.txt");

    assertThat(handedOn(LOGIN, "", Map.of()))
        .containsEntry("ECAR_POOL_AUTH_FILE", made.toString())
        .containsEntry("DB_PASSWORD", "of-the-workshop");
    assertThat(Files.readString(made)).contains("\"workshop\" \"of-the-workshop\"");
  }

  @Test
  void afterARotationTheVariableIsOldAndTheUserlistHasTheSecret() throws Exception {
    String named = inList("\"workshop\" \"before\"", "\"workshop\" \"of-the-workshop\"");
    Files.writeString(directory.resolve("pgpass.workshop"), "*:*:*:workshop:of-the-workshop\n");

    GarageDatabase database =
        open(
            "user=workshop",
            named + "\nauth_several_secrets = 1",
            Map.of("DB_USER", "workshop", "DB_PASSWORD", "before"));

    assertThat(database.owner().password().clear()).isEqualTo("of-the-workshop");
    assertThat(database.environment()).containsEntry("DB_PASSWORD", "of-the-workshop");
  }
}
