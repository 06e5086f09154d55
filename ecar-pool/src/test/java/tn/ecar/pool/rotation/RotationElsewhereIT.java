package tn.ecar.pool.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
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

  /** Its role was told the new secret as any that stands in the list in clear. */
  private static Scene inClear(String... lines) throws Exception {
    Scene scene = Scene.of("md5", lines);
    Files.writeString(
        scene.userlist(),
        "\"" + scene.user() + "\" \"" + Scene.OLD + "\"\n\"operator\" \"operator\"\n");
    scene.pooler().operations().reload();
    return scene;
  }

  private static String both(OtherPostgres other) {
    return "both = host=127.0.0.1,127.0.0.1 dbname=postgres port="
        + RealPostgres.shared().port()
        + ","
        + other.port();
  }

  private static void closed(OtherPostgres other, String user) throws Exception {
    other.prove("reject");
    Await.until("nobody is let in", () -> !other.opens(user, Scene.OLD));
  }

  private static void opened(OtherPostgres other, String user, String method) throws Exception {
    other.prove(method);
    Await.until("it lets in again", () -> other.opens(user, Scene.OLD));
  }

  private static void assertWaits(Scene scene, String... why) {
    assertThatThrownBy(() -> scene.pooler().operations().rotate(scene.user()))
        .isInstanceOfSatisfying(
            ConsoleException.class,
            refused -> {
              assertThat(refused).hasMessage("the rotation of " + scene.user() + " waits");
              assertThat(refused.detail()).contains(why);
            });
  }

  /** It got an md5 hash under a line of SCRAM, and let nobody in any more. */
  @Test
  void aHostThatWasAwayAtTheCheckWasLockedByAFormThatItDoesNotTake() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("reject")) {
      other.execute("create role md5_user login password '" + Scene.OLD + "'");
      try (Scene scene = inClear("[databases]", both(other))) {
        closed(other, scene.user());
        scene.pooler().operations().rotate(scene.user());
        opened(other, scene.user(), "scram-sha-256");
        assertWaits(scene, "both at 127.0.0.1:" + other.port(), "scram-sha-256", "md5");
        assertThat(other.opens(scene.user(), Scene.OLD)).isTrue();
        other.execute("alter role md5_user password '" + scene.newest() + "'");
        scene.pooler().operations().rotate(scene.user());
        scene.pooler().operations().endRotation(scene.user());
      }
    }
  }

  @Test
  void aHostThatWasAwayAtTheCheckWasSentAHashThatItLogs() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("reject")) {
      other.execute(
          "set password_encryption = 'md5'; create role md5_user login password '"
              + Scene.OLD
              + "'; alter role md5_user set password_encryption = 'md5';"
              + " alter role md5_user set log_statement = 'ddl'");
      try (Scene scene = inClear("[databases]", both(other))) {
        closed(other, scene.user());
        scene.pooler().operations().rotate(scene.user());
        opened(other, scene.user(), "md5");
        assertWaits(scene, "both at 127.0.0.1:" + other.port(), "log_statement = ddl");
        assertThat(other.opens(scene.user(), Scene.OLD)).isTrue();
        other.execute("alter role md5_user reset log_statement");
        scene.pooler().operations().rotate(scene.user());
        assertThat(other.opens(scene.user(), scene.newest())).isTrue();
      }
    }
  }

  /** password_encryption said md5 and pg_hba.conf asks for SCRAM: nobody came in any more. */
  @Test
  void aRoleThatIsAskedForScramWasGivenAnMd5Hash() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("scram-sha-256")) {
      other.execute(ROLE);
      other.execute("alter role rotated set password_encryption = 'md5'");
      try (Scene scene = with(other)) {
        RealPostgres.shared()
            .execute("postgres", "alter role rotated set password_encryption = 'md5'");
        scene.pooler().operations().rotate(scene.user());
        assertThat(other.opens(scene.user(), scene.newest())).isTrue();
        scene.pooler().operations().endRotation(scene.user());
      }
    }
  }

  /** Nobody came in there any more, and the rotation took that for what it had always been. */
  @Test
  void aHostThatWasChangedAndTakesNoSecretIsNoLongerPassedOver() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("scram-sha-256")) {
      other.execute(ROLE);
      try (Scene scene = with(other)) {
        scene.pooler().operations().rotate(scene.user());
        other.execute("alter role rotated password 'of somebody else'");
        assertThatThrownBy(() -> scene.pooler().operations().endRotation(scene.user()))
            .isInstanceOfSatisfying(
                ConsoleException.class,
                refused -> assertThat(refused.detail()).contains("branch at"));
        assertThat(Files.readString(scene.userlist())).contains(Scene.OLD);
      }
    }
  }

  /** pg_hba.conf let only admins in for an hour: the window ended, and the old secret with it. */
  @Test
  void aHostUnderMaintenanceWasTakenForOneThatKnowsNoSuchUser() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("scram-sha-256")) {
      other.execute(ROLE);
      try (Scene scene = with(other)) {
        scene.pooler().operations().rotate(scene.user());
        other.execute("alter role rotated password '" + Scene.OLD + "'");
        closed(other, scene.user());
        assertThatThrownBy(() -> scene.pooler().operations().endRotation(scene.user()))
            .isInstanceOfSatisfying(
                ConsoleException.class,
                refused ->
                    assertThat(refused.detail()).contains("branch at").contains("cannot be asked"));
        opened(other, scene.user(), "scram-sha-256");
        scene.pooler().operations().rotate(scene.user());
        scene.pooler().operations().endRotation(scene.user());
        assertThat(other.opens(scene.user(), scene.newest())).isTrue();
      }
    }
  }

  /** Two entries of one host, and the rules let the user into the database of one alone. */
  @Test
  void aDatabaseThatTheUserMayNotEnterKeptTheOldSecretForEver() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("scram-sha-256")) {
      other.execute(ROLE);
      other.proveBut("template1", "scram-sha-256");
      String closed = "closed = host=127.0.0.1 dbname=template1 port=" + other.port();
      try (Scene scene = Scene.of("scram-sha-256", "[databases]", closed, other.entry("branch"))) {
        scene.pooler().operations().rotate(scene.user());
        scene.pooler().operations().endRotation(scene.user());
        scene.visit("branch", scene.newest());
        assertThat(other.opens(scene.user(), Scene.OLD)).isFalse();
      }
    }
  }

  /** It came back between the change and the proof, and a person had to ask for the rest. */
  @Test
  void aHostThatCameBackBeforeTheProofStoppedTheRotation() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("scram-sha-256")) {
      other.execute(ROLE);
      try (Scene scene = with(other)) {
        scene
            .watched(
                (user, what) -> {
                  if (what.equals("step " + Step.ROLE_CHANGED)) {
                    comesBack(other);
                  }
                })
            .rotate(scene.user());
        assertThatThrownBy(() -> scene.pooler().operations().endRotation(scene.user()))
            .hasMessageContaining("PostgreSQL refuses the new secret of rotated");
        scene.pooler().operations().rotate(scene.user());
        scene.pooler().operations().endRotation(scene.user());
      }
    }
  }

  @Test
  void aHostThatCameBackWhileThePoolWasDeadStoppedTheRotation() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("scram-sha-256")) {
      other.execute(ROLE);
      try (Scene scene = with(other)) {
        assertThatThrownBy(
                () ->
                    scene
                        .watched(
                            (user, what) -> {
                              if (what.equals("step " + Step.ROLE_CHANGED)) {
                                comesBack(other);
                                throw new IllegalStateException("killed");
                              }
                            })
                        .rotate(scene.user()))
            .hasMessage("killed");
        scene.watched((user, what) -> {}).resume();
        assertThat(scene.pooler().operations().rotations())
            .extracting(RotationFigures::step)
            .containsExactly(Step.PROVED);
        assertThat(other.opens(scene.user(), scene.newest())).isTrue();
      }
    }
  }

  /** It had answered, and said why not. */
  @Test
  void aHostThatRefusedTheChangeWasSaidToBeAway() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("scram-sha-256")) {
      other.execute(ROLE);
      other.execute("alter role rotated set lock_timeout = '20ms'");
      try (Scene scene = with(other);
          Connection somebody = other.connect("postgres", "");
          Statement statement = somebody.createStatement()) {
        somebody.setAutoCommit(false);
        statement.execute("alter role rotated valid until 'infinity'");
        assertWaits(scene, "branch at", "refuses the change: canceling statement", "each minute");
        somebody.rollback();
        scene.pooler().operations().rotate(scene.user());
        scene.pooler().operations().endRotation(scene.user());
      }
    }
  }

  private static void comesBack(OtherPostgres other) {
    try {
      other.execute("alter role rotated password '" + Scene.OLD + "'");
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void visit(String user, String password) throws SQLException {
    try (EcarDataSource source = new EcarDataSource("sharing", "ecar_db", user, password);
        Connection connection = source.getConnection()) {
      assertThat(connection.isValid(10)).isTrue();
    }
  }
}
