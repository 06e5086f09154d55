package tn.ecar.pool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;

/**
 * The pool's process is killed by SIGKILL after each thing that a rotation does, while programs log
 * in with the old secret and with the new one: whenever a pool is there, both are let in.
 */
@Timeout(300)
class RotationKilledIT {
  private static final String USER = "killed";
  private static final String OLD = "the first secret";

  /** A pool that is not there cannot refuse: this one is told apart from a refused login. */
  private static final String NOBODY_LISTENS = "08001";

  @Test
  void noLoginIsRefusedWhereverTheProcessIsKilled() throws Exception {
    RealPostgres.shared()
        .execute(
            "postgres",
            "set password_encryption = 'scram-sha-256'",
            "create role killed login password '" + OLD + "'");
    try (StandAlone pool = StandAlone.with("auth_several_secrets = 1", "server_lifetime = 0")) {
      Files.writeString(
          pool.directory.resolve("userlist.txt"),
          Files.readString(pool.directory.resolve("userlist.txt"))
              + "\"killed\" \""
              + OLD
              + "\"\n");
      pool.start();
      int moment = 1;
      while (isKilledAfter(moment, pool)) {
        moment++;
      }
      // The last two of the eight things done follow each other too fast for a kill between them.
      assertThat(moment).as("first moment without a kill").isGreaterThanOrEqualTo(7);
    } finally {
      RealPostgres.shared().execute("postgres", "drop role killed");
    }
  }

  /** Rotates from beginning to end, with one death on the way unless there are fewer moments. */
  private static boolean isKilledAfter(int moment, StandAlone pool) throws Exception {
    String old = newest(pool);
    boolean killed;
    try (Program knowing = new Program(pool, () -> newest(pool));
        Program slow = new Program(pool, () -> old)) {
      long before = progress(pool);
      Thread rotation = new Thread(() -> tell(pool, "ROTATE " + USER));
      rotation.start();
      killed = killAt(pool, before + moment, rotation);
      rotation.join();
      if (killed) {
        // What the dead one has said is not to be taken for the new one's words.
        Files.delete(pool.log);
        pool.start();
      }
      Await.until("the rotation is proved", () -> "proved".equals(step(pool)));
      slow.awaitsMore();
      knowing.awaitsMore();
    }
    try (Program knowing = new Program(pool, () -> newest(pool))) {
      command(pool, "ROTATE_END " + USER);
      knowing.awaitsMore();
    }
    assertThatThrownBy(() -> visit(pool, old)).hasMessageContaining("authentication failed");
    RealPostgres.shared().connect("postgres", USER, newest(pool)).close();
    return killed;
  }

  /** Kills the Java machine once the log tells so many things done; false when it ends before. */
  private static boolean killAt(StandAlone pool, long lines, Thread rotation) throws Exception {
    boolean ended = false;
    while (progress(pool) < lines) {
      if (ended) {
        return false;
      }
      // Asked before the log is read: it may all be done between the two.
      ended = !rotation.isAlive();
    }
    pool.process().descendants().forEach(ProcessHandle::destroyForcibly);
    pool.process().destroyForcibly().waitFor();
    pool.process().onExit().join();
    return true;
  }

  private static long progress(StandAlone pool) throws IOException {
    return pool.logged().lines().filter(line -> line.contains("rotation of " + USER + ":")).count();
  }

  private static String step(StandAlone pool) throws SQLException {
    try (Connection console = pool.connect("pgbouncer");
        Statement statement = console.createStatement();
        ResultSet row = statement.executeQuery("SHOW ROTATIONS")) {
      return row.next() ? row.getString("step") : "";
    }
  }

  private static void tell(StandAlone pool, String command) {
    try {
      command(pool, command);
    } catch (SQLException itDied) {
      // The next pool goes on with it.
    }
  }

  private static void command(StandAlone pool, String command) throws SQLException {
    try (Connection console = pool.connect("pgbouncer");
        Statement statement = console.createStatement()) {
      statement.execute(command);
    }
  }

  /** What a program finds in the file that is handed out; the first secret before that. */
  private static String newest(StandAlone pool) throws IOException {
    Path file = pool.directory.resolve("pgpass." + USER);
    if (Files.notExists(file)) {
      return OLD;
    }
    String line = Files.readString(file).strip();
    return line.substring(line.lastIndexOf(':') + 1);
  }

  private static void visit(StandAlone pool, String password) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + pool.port + "/ecar_db", USER, password);
        Statement statement = connection.createStatement()) {
      statement.executeQuery("select 1").close();
    }
  }

  /** A program that logs in again and again. */
  private static final class Program implements AutoCloseable {
    private final AtomicInteger visits = new AtomicInteger();
    private final AtomicReference<Exception> refused = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean over;

    private interface Knowledge {
      String password() throws IOException;
    }

    private Program(StandAlone pool, Knowledge knowledge) {
      thread =
          new Thread(
              () -> {
                while (!over && refused.get() == null) {
                  visit(pool, knowledge);
                }
              });
      thread.start();
    }

    private void visit(StandAlone pool, Knowledge knowledge) {
      try {
        RotationKilledIT.visit(pool, knowledge.password());
        visits.incrementAndGet();
      } catch (SQLException failed) {
        // Cut off with the process, or nobody there: neither is a refusal.
        boolean cutOff =
            NOBODY_LISTENS.equals(failed.getSQLState()) || "08006".equals(failed.getSQLState());
        if (!cutOff) {
          refused.set(failed);
        }
      } catch (IOException failed) {
        refused.set(failed);
      }
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
}
