package tn.ecar.pool.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.protocol.Refusal;

/** Passwords are changed while programs log in, and while the pool is killed. */
class RotationIT {
  /** Stands for SIGKILL: nothing that would have come after it is done. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A program that logs in again and again with what it knows; the lock is held by who kills. */
  private static final class Program implements AutoCloseable {
    private final AtomicInteger visits = new AtomicInteger();
    private final AtomicReference<Exception> refused = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean over;

    private interface Knowledge {
      String password() throws IOException;
    }

    private Program(Scene scene, ReadWriteLock alive, Knowledge knowledge) {
      thread =
          new Thread(
              () -> {
                while (!over && refused.get() == null) {
                  alive.readLock().lock();
                  try {
                    scene.visit(knowledge.password());
                    visits.incrementAndGet();
                  } catch (SQLException | IOException failed) {
                    refused.set(failed);
                  } finally {
                    alive.readLock().unlock();
                  }
                }
              });
      thread.start();
    }

    void awaitsMore() throws Exception {
      int seen = visits.get();
      Await.until("visits", () -> visits.get() > seen + 2 || refused.get() != null);
    }

    @Override
    public void close() throws IOException {
      over = true;
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      if (refused.get() != null) {
        throw new IOException("a login was refused", refused.get());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5", "scram-sha-256"})
  void nobodyIsRefusedWhereverTheRotationIsKilled(String form) throws Exception {
    int moment = 0;
    while (isKilledAt(moment, form)) {
      moment++;
    }
    assertThat(moment).as("moments at which it was killed").isGreaterThanOrEqualTo(12);
  }

  private static boolean isKilledAt(int moment, String form) throws Exception {
    AtomicInteger moments = new AtomicInteger();
    Rotations.Progress death =
        (user, what) -> {
          if (moments.getAndIncrement() == moment) {
            throw new Killed();
          }
        };
    ReadWriteLock alive = new ReentrantReadWriteLock();
    boolean killed = false;
    try (Scene scene = Scene.of(form)) {
      try (Program knowing = new Program(scene, alive, scene::newest)) {
        try (Program old = new Program(scene, alive, () -> Scene.OLD)) {
          old.awaitsMore();
          try {
            scene.watched(death).rotate(scene.user());
          } catch (Killed dead) {
            killed = true;
            startAgain(scene, alive);
          }
          Await.until(
              "the rotation is proved",
              () ->
                  scene.pooler().operations().rotations().stream()
                      .anyMatch(it -> it.step() == Step.PROVED));
          old.awaitsMore();
          knowing.awaitsMore();
        }
        try {
          scene.watched(death).end(scene.user());
        } catch (Killed dead) {
          killed = true;
          startAgain(scene, alive);
          knowing.awaitsMore();
          if (Files.exists(scene.journal())) {
            scene.pooler().operations().endRotation(scene.user());
          }
        }
        knowing.awaitsMore();
      }
      assertThatThrownBy(() -> scene.visit(Scene.OLD)).isInstanceOf(SQLException.class);
      assertThat(scene.newest()).isNotEqualTo(Scene.OLD);
      RealPostgres.shared().connect("ecar_db", scene.user(), scene.newest()).close();
      assertThat(Files.readAllLines(scene.userlist())).hasSize(3);
      assertThat(scene.userlist().resolveSibling("userlist.txt.before-rotation")).doesNotExist();
      assertThat(scene.journal()).doesNotExist();
    }
    return killed;
  }

  private static void startAgain(Scene scene, ReadWriteLock alive) throws IOException {
    alive.writeLock().lock();
    try {
      scene.kill();
      scene.start();
    } finally {
      alive.writeLock().unlock();
    }
  }

  /** A pool that was killed in the middle may hold the right for a moment still. */
  @Test
  void whatIsHeldByAnEndingPoolIsAskedForAgain() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256")) {
      Rotations next = scene.watched((user, what) -> {});
      scene.pooler().operations().rotate(scene.user());
      RotationLock ending = RotationLock.take(scene.userlist());
      try {
        ExecutorService other = Executors.newSingleThreadExecutor();
        assertThat(other.submit(next::resume).get(20, TimeUnit.SECONDS)).isFalse();
        other.shutdownNow();
      } finally {
        ending.close();
      }
      assertThat(next.resume()).isTrue();
    }
  }

  /**
   * Its classes are others, and so are the locks that they keep apart by: the one of the file told
   * so by an error that nobody caught.
   */
  @Test
  void aPoolThatIsDeployedAnewBrokeAtTheLockOfTheOneBefore() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256")) {
      Rotations next = scene.watched((user, what) -> {});
      scene.pooler().operations().rotate(scene.user());
      FutureTask<Void> end =
          new FutureTask<>(
              () -> {
                next.end(scene.user());
                return null;
              });
      try (FileChannel before =
          FileChannel.open(
              scene.userlist().resolveSibling("userlist.txt.rotating"), StandardOpenOption.WRITE)) {
        before.lock();
        assertThat(next.resume()).isFalse();
        Thread operator = new Thread(end);
        operator.start();
        Await.until(
            "the operator waits",
            () -> operator.getState() == Thread.State.TIMED_WAITING || end.isDone());
      }
      end.get(20, TimeUnit.SECONDS);
      assertThat(scene.journal()).doesNotExist();
    }
  }

  /** Nothing was taken up any more, and SHOW ROTATIONS was empty. */
  @Test
  void aBrokenJournalOfOneUserHeldUpAllOthers() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256")) {
      scene.pooler().operations().rotate(scene.user());
      Path broken = scene.userlist().resolveSibling("userlist.txt.rotation.apprentice");
      Files.writeString(broken, "step=HALF_WRITTEN");
      assertThat(scene.pooler().operations().rotations())
          .extracting(RotationFigures::user)
          .containsExactly(scene.user());
      new Rotations(
              scene.pooler().roleAccess(),
              scene.pooler().operations(),
              () -> Instant.now().plus(Duration.ofDays(2)),
              (user, what) -> {})
          .resume();
      assertThat(scene.journal()).doesNotExist();
      assertThat(broken).as("it may hold the only copy of a secret").exists();
      assertThatThrownBy(() -> scene.pooler().operations().rotate("apprentice"))
          .isInstanceOfSatisfying(
              ConsoleException.class,
              refused -> assertThat(refused.detail()).contains("is broken"));
    }
  }

  /**
   * Such a worker once waited for a server until query_wait_timeout, and kept the right meanwhile.
   */
  @Test
  void whoComesToWaitForAServerOfAnEndedPoolIsRefusedAtOnce() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256")) {
      Pooler ended = scene.pooler();
      DatabaseSettings database = ended.configuration().databases().get("ecar_db");
      ended.close();
      assertThatThrownBy(() -> ended.roleAccess().ask(database, scene.user(), "select 1"))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("pooler is shutting down");
    }
  }

  @Test
  void anOperatorDoesItFromTheConsole() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256");
        Connection console = scene.console();
        Statement command = console.createStatement()) {
      command.execute("ROTATE_CHECK rotated");
      assertThat(rows(command)).isEmpty();
      command.execute("ROTATE rotated");
      assertThat(rows(command)).containsExactly("rotated proved scram-sha-256");
      scene.visit(Scene.OLD);
      scene.visit(scene.newest());
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(
                      Rotation.handedOut(scene.userlist(), scene.user()))))
          .isEqualTo("rw-------");
      command.execute("ROTATE rotated");
      assertThat(rows(command)).as("a rotation in its window is not begun anew").hasSize(1);
      command.execute("ROTATE_END rotated");
      assertThat(rows(command)).isEmpty();
      scene.visit(scene.newest());
      assertThatThrownBy(() -> command.execute("ROTATE_END rotated"))
          .hasMessageContaining("no rotation of rotated is in its window");
    }
  }

  private static List<String> rows(Statement command) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet shown = command.executeQuery("SHOW ROTATIONS")) {
      while (shown.next()) {
        rows.add(shown.getString(1) + " " + shown.getString(2) + " " + shown.getString(3));
      }
    }
    return rows;
  }

  @Test
  void whatAPersonEditsMeanwhileIsKept() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256")) {
      scene
          .watched(
              (user, what) -> {
                if (what.contains("journal")) {
                  edit(scene);
                }
              })
          .rotate(scene.user());
      scene.pooler().operations().endRotation(scene.user());
      assertThat(Files.readString(scene.userlist()))
          .startsWith("# the garage's users\n\"rotated\" \"")
          .endsWith("\"operator\" \"operator\"\n\"apprentice\" \"new here\"\n")
          .doesNotContain(Scene.OLD);
    }
  }

  private static void edit(Scene scene) {
    try {
      String text = Files.readString(scene.userlist());
      Files.writeString(scene.userlist(), text + "\"apprentice\" \"new here\"\n");
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  @Test
  void aHashThatPostgresWouldLogIsNotSent() throws Exception {
    try (Scene scene = Scene.of("md5")) {
      RealPostgres.shared().execute("postgres", "alter role md5_user set log_statement = 'ddl'");
      String before = Files.readString(scene.userlist());
      assertRefused(scene, "would log the new md5 hash", "log_statement = ddl");
      assertThat(Files.readString(scene.userlist())).isEqualTo(before);
      assertThat(scene.journal()).doesNotExist();
      scene.visit(Scene.OLD);
    }
  }

  /** Whoever asks PostgreSQL needs a connection, and the pool's own are all that there are. */
  @Test
  void aRoleThatMayHaveNoMoreConnectionsIsChangedByOneOfThePools() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256", "server_lifetime = 3600")) {
      RealPostgres.shared().execute("postgres", "alter role rotated connection limit 1");
      scene.visit(Scene.OLD);
      scene.pooler().operations().rotate(scene.user());
      scene.pooler().operations().endRotation(scene.user());
      scene.visit(scene.newest());
    } finally {
      RealPostgres.shared().execute("postgres", "alter role rotated connection limit -1");
    }
  }

  @Test
  void whoIsUnknownOrCannotHaveTwoSecretsIsToldSo() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256")) {
      assertThatThrownBy(() -> scene.pooler().operations().rotate("nobody"))
          .hasMessageContaining("nobody is not in");
    }
    try (Scene scene = Scene.of("scram-sha-256", "auth_several_secrets = 0")) {
      assertRefused(scene, "two secrets cannot be valid at once", "auth_several_secrets = 0");
    }
  }

  @Test
  void aFullDiskOrAForeignDirectoryLeavesEverythingAsItWas() throws Exception {
    try (Scene scene = Scene.of("scram-sha-256")) {
      String before = Files.readString(scene.userlist());
      // The copy that is written first cannot be: a directory stands in its way.
      Files.createDirectories(
          scene.userlist().resolveSibling("userlist.txt.before-rotation.new/full"));
      assertThatThrownBy(() -> scene.pooler().operations().rotate(scene.user()))
          .isInstanceOf(ConsoleException.class)
          .hasMessageContaining("the rotation of rotated waits");
      assertThat(Files.readString(scene.userlist())).isEqualTo(before);
      scene.visit(Scene.OLD);
      Files.delete(scene.userlist().resolveSibling("userlist.txt.before-rotation.new/full"));
      Files.delete(scene.userlist().resolveSibling("userlist.txt.before-rotation.new"));
      scene.pooler().operations().rotate(scene.user());
      scene.visit(scene.newest());
    }
  }

  private static void assertRefused(Scene scene, String what, String why) {
    assertThatThrownBy(() -> scene.pooler().operations().rotate(scene.user()))
        .isInstanceOf(ConsoleException.class)
        .hasMessageContaining(what)
        .satisfies(thrown -> assertThat(((ConsoleException) thrown).detail()).contains(why));
  }
}
