package tn.ecar.pool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The launcher needs three settings before there is a pool that could tell them: it finds them
 * where the pool does.
 */
@Timeout(120)
class LauncherSettingsIT {
  @Test
  void runsInTheBackgroundWithALogThatAnIncludedFileNames() throws Exception {
    try (StandAlone pool = StandAlone.with()) {
      Path included = pool.directory.resolve("its files.ini");
      Files.writeString(
          included,
          "; these are this machine's\n logfile = '"
              + pool.log
              + "'\n[databases]\nother = host=127.0.0.1\n[pgbouncer]\n");
      String ini = Files.readString(pool.ini);
      Files.writeString(
          pool.ini,
          ini.replaceAll("(?m)^logfile = .*$", "%include 'its files.ini'")
              .replaceAll("(?m)^pidfile =", "\"pidfile\" ="));
      pool.start(Map.of(), "-d", pool.ini.toString(), "-q");
      assertThat(pool.awaitEnd()).as(pool.said()).isZero();
      pool.endInBackground();
    }
  }

  @Test
  void runsInTheBackgroundWithALogThatTheEnvironmentNames() throws Exception {
    try (StandAlone pool = StandAlone.with()) {
      Files.writeString(
          pool.ini, Files.readString(pool.ini).replaceAll("(?m)^(log|pid)file = .*$", ""));
      Map<String, String> files =
          Map.of(
              "ECAR_POOL_LOGFILE",
              pool.log.toString(),
              "ECAR_POOL_PIDFILE",
              pool.directory.resolve("pool.pid").toString());
      pool.start(files, "-d", pool.ini.toString());
      assertThat(pool.awaitEnd()).as(pool.said()).isZero();
      pool.endInBackground();
    }
  }

  @Test
  void aLogThatTheEnvironmentTakesAwayIsMissedInTheBackground() throws Exception {
    try (StandAlone pool = StandAlone.with()) {
      pool.start(Map.of("ECAR_POOL_LOGFILE", " "), "-d", pool.ini.toString());
      assertThat(pool.awaitEnd()).isEqualTo(1);
      assertThat(pool.said()).contains("-d wants logfile");
    }
    try (StandAlone pool = StandAlone.with("pidfile = ''")) {
      pool.start(Map.of(), "-d", pool.ini.toString());
      assertThat(pool.awaitEnd()).isEqualTo(1);
      assertThat(pool.said()).contains("-d wants pidfile");
    }
  }

  @Test
  void rootBecomesWhoeverTheIncludedFileOrTheEnvironmentNames() throws Exception {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "only root becomes somebody else");
    try (StandAlone pool = StandAlone.with("%include deeper/user.ini")) {
      Path deeper = Files.createDirectory(pool.directory.resolve("deeper"));
      // Its own name is relative to the working directory, and so are those it includes.
      Files.writeString(deeper.resolve("user.ini"), "%include deeper/name.ini\n");
      Files.writeString(deeper.resolve("name.ini"), "user = 'O''Nobody'\r\n# user = other\n");
      pool.start(Map.of(), pool.ini.toString());
      assertThat(pool.awaitEnd()).isEqualTo(1);
      assertThat(pool.said()).contains("FATAL user = O'Nobody: there is no such system user");
      pool.start(Map.of("ECAR_POOL_USER", "absent_one"), pool.ini.toString());
      assertThat(pool.awaitEnd()).isEqualTo(1);
      assertThat(pool.said()).contains("FATAL user = absent_one: there is no such system user");
    }
  }

  @Test
  void aFileThatIncludesItselfIsRefusedAndNotReadForEver() throws Exception {
    try (StandAlone pool = StandAlone.with("%include ./pool.ini")) {
      pool.start(Map.of(), "-d", pool.ini.toString());
      assertThat(pool.awaitEnd()).isEqualTo(1);
      assertThat(pool.said()).contains("is being read already");
    }
  }
}
