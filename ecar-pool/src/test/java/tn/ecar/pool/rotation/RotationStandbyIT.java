package tn.ecar.pool.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.jdbc.Await;

/** Rotations of a role whose databases stand on a real primary and the standby that follows it. */
class RotationStandbyIT {
  @TempDir static Path directory;

  private static OtherPostgres primary;
  private static OtherPostgres standby;

  @BeforeAll
  static void start() throws Exception {
    primary = OtherPostgres.proving("scram-sha-256");
    primary.execute("create role rotated login");
    standby = primary.standby(directory.resolve("standby"));
  }

  @AfterAll
  static void stop() throws Exception {
    standby.close();
    primary.close();
  }

  @BeforeEach
  void everythingIsAsItWas() throws Exception {
    standby.prove("scram-sha-256");
    standby.execute("select pg_wal_replay_resume()");
    primary.execute(
        "alter role rotated reset all; alter role rotated password '" + Scene.OLD + "'");
    Await.until("the standby has the old secret", () -> standby.opens("rotated", Scene.OLD));
    Await.until("the standby asks for it", () -> !standby.opens("rotated", "wrong"));
  }

  private static Scene with(String... entries) throws Exception {
    return Scene.of(
        "scram-sha-256",
        Stream.concat(Stream.of("[databases]"), Arrays.stream(entries)).toArray(String[]::new));
  }

  private static void rotateToTheEnd(Scene scene) throws Exception {
    scene.pooler().operations().rotate(scene.user());
    assertThat(primary.opens(scene.user(), scene.newest())).isTrue();
    Await.until("the standby has replayed", () -> standby.opens(scene.user(), scene.newest()));
    scene.pooler().operations().endRotation(scene.user());
    assertThat(Files.readString(scene.userlist())).doesNotContain(Scene.OLD);
    assertThat(primary.opens(scene.user(), Scene.OLD)).isFalse();
  }

  /** ALTER ROLE was tried there first, and refused with 25006 for ever. */
  @Test
  void aStandbyThatIsEnteredFirstStoppedTheRotation() throws Exception {
    try (Scene scene = with(standby.entry("reads"), primary.entry("writes"))) {
      rotateToTheEnd(scene);
      scene.visit("reads", scene.newest());
      scene.visit("writes", scene.newest());
    }
  }

  /** Nothing told that it had the new secret already, so that it was to be changed for ever. */
  @Test
  void aStandbyThatTrustsStoppedTheRotation() throws Exception {
    standby.prove("trust");
    Await.until("nothing is asked for", () -> standby.opens("rotated", "wrong"));
    try (Scene scene = with(primary.entry("writes"), standby.entry("reads"))) {
      rotateToTheEnd(scene);
      scene.visit("reads", scene.newest());
    }
  }

  /** Whose turn it was among the hosts of an entry was changed, were it the one that only reads. */
  @Test
  void aStandbyInAListOfHostsWasChangedWhenItWasItsTurn() throws Exception {
    for (List<OtherPostgres> order :
        List.of(List.of(standby, primary), List.of(primary, standby))) {
      try (Scene scene = with(OtherPostgres.entry("both", order.get(0), order.get(1)))) {
        rotateToTheEnd(scene);
      }
      everythingIsAsItWas();
    }
  }

  @Test
  void aStandbyThatHasNotReplayedHeldTheRotationUp() throws Exception {
    try (Scene scene = with(primary.entry("writes"), standby.entry("reads"))) {
      standby.execute("select pg_wal_replay_pause()");
      Await.until(
          "replay stands still",
          () -> standby.ask("select pg_get_wal_replay_pause_state()").equals("paused"));
      scene.pooler().operations().rotate(scene.user());
      scene.visit("writes", scene.newest());
      scene.visit("reads", scene.newest());
      assertThatThrownBy(() -> scene.pooler().operations().endRotation(scene.user()))
          .isInstanceOfSatisfying(
              ConsoleException.class,
              refused ->
                  assertThat(refused.detail())
                      .contains("reads at 127.0.0.1:" + standby.port() + " has not replayed")
                      .contains("the old secret stays valid")
                      .contains("ROTATE_END rotated"));
      scene.visit("reads", Scene.OLD);
      standby.execute("select pg_wal_replay_resume()");
      Await.until("the standby has replayed", () -> standby.opens(scene.user(), scene.newest()));
      scene.pooler().operations().endRotation(scene.user());
      scene.visit("reads", scene.newest());
    }
  }

  @Test
  void aRoleThatOnlyReadsUnlessToldOtherwiseOrActsAsAnotherWasNotChanged() throws Exception {
    primary.execute("alter role rotated set default_transaction_read_only = on");
    try (Scene scene = with(primary.entry("writes"), standby.entry("reads"))) {
      rotateToTheEnd(scene);
    }
    everythingIsAsItWas();
    primary.execute(
        "do $$ begin if to_regrole('owner') is null then create role owner; end if; end $$;"
            + " grant owner to rotated; alter role rotated set role = 'owner'");
    try (Scene scene = with(primary.entry("writes"), standby.entry("reads"))) {
      rotateToTheEnd(scene);
    }
  }

  /** 25006 came when auth_file held both secrets already, and each minute from then on. */
  @Test
  void aStandbyWithoutItsPrimaryIsRefusedBeforeAnythingIsBegun() throws Exception {
    try (Scene scene = with(standby.entry("reads"))) {
      String before = Files.readString(scene.userlist());
      assertThatThrownBy(() -> scene.pooler().operations().rotate(scene.user()))
          .isInstanceOfSatisfying(
              ConsoleException.class,
              refused ->
                  assertThat(refused.detail())
                      .contains("reads at 127.0.0.1:" + standby.port() + " only reads")
                      .contains("[databases]")
                      .contains("nothing was begun"));
      assertThat(Files.readString(scene.userlist())).isEqualTo(before);
      assertThat(scene.journal()).doesNotExist();
    }
  }

  /** Only the host whose turn it was got the new secret; then the pool forgot the old one. */
  @Test
  void twoServersBehindOneEntryAreBothChanged() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("scram-sha-256")) {
      other.execute("create role rotated login password '" + Scene.OLD + "'");
      try (Scene scene = with(OtherPostgres.entry("both", primary, other))) {
        scene.pooler().operations().rotate(scene.user());
        assertThat(primary.opens(scene.user(), scene.newest())).isTrue();
        assertThat(other.opens(scene.user(), scene.newest())).isTrue();
        scene.pooler().operations().endRotation(scene.user());
      }
    }
  }

  @Test
  void aHostThatIsAwayIsNamedWithWhatHappensNext() throws Exception {
    OtherPostgres other = OtherPostgres.proving("scram-sha-256");
    other.execute("create role rotated login password '" + Scene.OLD + "'");
    String named = "branch at 127.0.0.1:" + other.port();
    try (Scene scene = with(other.entry("branch"), primary.entry("writes"))) {
      scene.pooler().operations().rotate(scene.user());
      other.close();
      assertThatThrownBy(() -> scene.pooler().operations().endRotation(scene.user()))
          .isInstanceOfSatisfying(
              ConsoleException.class,
              refused ->
                  assertThat(refused.detail())
                      .contains(named)
                      .contains("the old secret stays valid")
                      .contains("each minute")
                      .contains("take it out of [databases]"));
      assertThat(Files.readString(scene.userlist())).contains(Scene.OLD);
    }
    everythingIsAsItWas();
    try (Scene scene = with(other.entry("branch"), primary.entry("writes"))) {
      assertThatThrownBy(() -> scene.pooler().operations().rotate(scene.user()))
          .isInstanceOfSatisfying(
              ConsoleException.class,
              refused ->
                  assertThat(refused.detail()).contains(named).contains("nothing was begun"));
      assertThat(scene.journal()).doesNotExist();
    }
  }

  /** It kept the old secret for good: nobody ever changed it again, and the window never ended. */
  @Test
  void aHostThatWasAwayDuringTheChangeIsChangedWhenAskedAgain() throws Exception {
    try (OtherPostgres other = OtherPostgres.proving("scram-sha-256")) {
      other.execute("create role rotated login password '" + Scene.OLD + "'");
      try (Scene scene = with(other.entry("branch"), primary.entry("writes"))) {
        scene.pooler().operations().rotate(scene.user());
        other.execute("alter role rotated password '" + Scene.OLD + "'");
        assertThatThrownBy(() -> scene.pooler().operations().endRotation(scene.user()))
            .isInstanceOfSatisfying(
                ConsoleException.class,
                refused ->
                    assertThat(refused.detail())
                        .contains("branch at 127.0.0.1:" + other.port())
                        .contains("ROTATE rotated changes it there"));
        scene.pooler().operations().rotate(scene.user());
        scene.pooler().operations().endRotation(scene.user());
        assertThat(other.opens(scene.user(), scene.newest())).isTrue();
      }
    }
  }
}
