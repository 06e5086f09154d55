package tn.ecar.pool.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.jdbc.EcarDataSource;

/** Rotations that concern more than one PostgreSQL, or more than one pool. */
class RotationElsewhereIT {
  private static final String ROLE = "create role rotated login password '" + Scene.OLD + "'";

  private static Scene with(OtherPostgres other) throws Exception {
    return Scene.of("scram-sha-256", "[databases]", other.entry("branch"));
  }

  /** One was changed; at the end of the window the pool forgot what opened the other. */
  @Test
  void aRoleOfTwoServersWasChangedOnOne() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("scram-sha-256")) {
      other.execute(ROLE);
      try (Scene scene = with(other)) {
        scene.visit("branch", Scene.OLD);
        scene.pooler().operations().rotate(scene.user());
        scene.visit("branch", scene.newest());
        scene.pooler().operations().endRotation(scene.user());
        scene.visit("branch", scene.newest());
        scene.visit(scene.newest());
        other.connect(scene.user(), scene.newest()).close();
      }
    }
  }

  @Test
  void aServerThatKnowsNoSuchRoleIsLeftAlone() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("scram-sha-256");
        Scene scene = with(other)) {
      scene.pooler().operations().checkRotation(scene.user());
      scene.pooler().operations().rotate(scene.user());
      scene.pooler().operations().endRotation(scene.user());
      scene.visit(scene.newest());
    }
  }

  @Test
  void theOldSecretWasForgottenAlthoughAServerStillWantsIt() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("scram-sha-256")) {
      other.execute(ROLE);
      try (Scene scene = with(other)) {
        scene.pooler().operations().rotate(scene.user());
        other.execute("alter role rotated password '" + Scene.OLD + "'");
        assertThatThrownBy(() -> scene.pooler().operations().endRotation(scene.user()))
            .isInstanceOfSatisfying(
                ConsoleException.class,
                refused -> {
                  assertThat(refused).hasMessage("PostgreSQL refuses the new secret of rotated");
                  assertThat(refused.detail()).contains("this says branch at");
                });
        assertThat(Files.readString(scene.userlist())).contains(Scene.OLD);
        scene.visit("branch", Scene.OLD);
      }
    }
  }

  /** The new secret "opened" a server that asks for none, so that the role kept the old one. */
  @Test
  void aRoleThatIsTrustedWasNotChanged() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("trust")) {
      other.execute(ROLE);
      try (Scene scene = with(other)) {
        scene.pooler().operations().rotate(scene.user());
        other.prove("scram-sha-256");
        Await.until("secrets are asked for", () -> !other.opens(scene.user(), "wrong"));
        other.connect(scene.user(), scene.newest()).close();
        assertThat(other.opens(scene.user(), Scene.OLD)).isFalse();
      }
    }
  }

  /** The old line went although the new one was not there any more, and nobody came in. */
  @Test
  void anOlderListThatWasPutBackLostTheRoleItsLastSecret() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256")) {
      String before = Files.readString(scene.userlist());
      scene.pooler().operations().rotate(scene.user());
      Files.writeString(scene.userlist(), before);
      scene.pooler().operations().endRotation(scene.user());
      assertThat(Files.readString(scene.userlist()))
          .contains("\"rotated\" \"" + scene.newest() + "\"")
          .doesNotContain(Scene.OLD);
      scene.visit(scene.newest());
    }
  }

  /** It never read the list again, and refused who knew the new secret alone. */
  @Test
  void aPoolThatSharesTheListKnewNothingOfARotation() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256");
        Pooler sharing = Pooler.start("sharing", scene.configuration())) {
      Rotations its =
          new Rotations(
              sharing.roleAccess(), sharing.operations(), Instant::now, (user, what) -> {});
      scene.pooler().operations().rotate(scene.user());
      its.resume();
      visit(scene.user(), scene.newest());
      visit(scene.user(), Scene.OLD);
      scene.pooler().operations().endRotation(scene.user());
      its.resume();
      visit(scene.user(), scene.newest());
      assertThatThrownBy(() -> visit(scene.user(), Scene.OLD)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aPoolThatSharesTheListMissedARotationBetweenTwoLooks() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256");
        Pooler sharing = Pooler.start("sharing", scene.configuration())) {
      Rotations its =
          new Rotations(
              sharing.roleAccess(), sharing.operations(), Instant::now, (user, what) -> {});
      scene.pooler().operations().rotate(scene.user());
      scene.pooler().operations().endRotation(scene.user());
      its.resume();
      visit(scene.user(), scene.newest());
      assertThatThrownBy(() -> visit(scene.user(), Scene.OLD)).isInstanceOf(SQLException.class);
    }
  }

  private static void visit(String user, String password) throws SQLException {
    try (EcarDataSource source = new EcarDataSource("sharing", "ecar_db", user, password);
        Connection connection = source.getConnection()) {
      assertThat(connection.isValid(10)).isTrue();
    }
  }
}
