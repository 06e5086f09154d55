package tn.ecar.pool.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.jdbc.Await;

/** The doctor before a change: the files are a real PgBouncer's, and it runs. */
class DoctorOfPgBouncerIT extends DoctorCase {
  private static final int NOBODY = 65534;

  private Process running;

  @AfterEach
  void end() throws Exception {
    if (running != null) {
      running.destroyForcibly();
      assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** It does not run as root. */
  private void start(Path ini) throws Exception {
    List<String> command = new ArrayList<>();
    if (Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setAttribute(directory.resolve("userlist.txt"), "unix:uid", NOBODY);
    }
    command.addAll(List.of(program(), ini.toString()));
    Path log = directory.resolve("pgbouncer.log");
    running =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Await.until(
        "PgBouncer listens",
        () -> {
          assertThat(running.isAlive()).as(Files.readString(log)).isTrue();
          return listens();
        });
  }

  private static String program() {
    return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
        .map(place -> Path.of(place, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no pgbouncer: install it"))
        .toString();
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Test
  void whatItStandsBehindIsExaminedAndItIsNamed() throws Exception {
    Path ini = ini();
    start(ini);
    examine(ini);
    warned(
        "127.0.0.1:" + port + " is PgBouncer 1.",
        "another pool",
        "as long as that one has the port ours cannot");
    assertThat(said)
        .contains("login at PostgreSQL: ecar_user to ecar_db")
        .contains("login at the pool: ecar_user to ecar_db, and a query")
        .contains("login at the pool: watcher to pgbouncer")
        .doesNotContain("invalid command");
  }
}
