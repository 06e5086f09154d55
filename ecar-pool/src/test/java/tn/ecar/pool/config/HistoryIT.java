package tn.ecar.pool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.EcarDataSource;

/** A pool keeps what it accepts; the operator looks at it and brings it back. */
@Timeout(60)
class HistoryIT {
  @TempDir private Path directory;
  private Path ini;
  private Path included;
  private Pooler pooler;

  @BeforeEach
  void startPool() throws IOException {
    ini = directory.resolve("pgbouncer.ini");
    included = directory.resolve("sizes.ini");
    Files.writeString(directory.resolve("userlist.txt"), "\"admin\" \"of the pool\"\n");
    Files.setPosixFilePermissions(
        Files.createFile(ini), PosixFilePermissions.fromString("rw-r-----"));
    write(5, 60);
    pooler = Pooler.start("history", Configuration.read(ini, Map.of()));
  }

  @AfterEach
  void stopPool() {
    pooler.close();
  }

  private void write(int size, int wait) throws IOException {
    Files.writeString(included, "default_pool_size = " + size + "\n");
    Files.writeString(
        ini,
        """
        [databases]
        ecar_db = host=127.0.0.1 port=%d user=ecar_user password='%s'
        [pgbouncer]
        auth_type = md5
        auth_file = %s
        admin_users = admin
        query_wait_timeout = %d
        %%include %s
        """
            .formatted(
                RealPostgres.shared().port(),
                RealPostgres.PASSWORD,
                directory.resolve("userlist.txt"),
                wait,
                included));
  }

  private String console(String command) throws SQLException {
    EcarDataSource source = new EcarDataSource("history", "pgbouncer", "admin", "of the pool");
    try (source;
        Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      StringBuilder rows = new StringBuilder();
      if (statement.execute(command)) {
        ResultSet result = statement.getResultSet();
        while (result.next()) {
          rows.append(result.getString(1)).append('=').append(result.getString(2)).append('\n');
        }
      }
      return rows.toString();
    }
  }

  private String ecar(String... words) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new HistoryCommand(
            Map.of(), Clock.systemUTC(), new PrintStream(out, true, StandardCharsets.UTF_8))
        .run(List.of(words));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void bringsBackWhatWasAcceptedBefore() throws Exception {
    write(7, 30);
    console("RELOAD");
    assertThat(console("SHOW CONFIG")).contains("default_pool_size=7", "query_wait_timeout=30");
    assertThat(ecar("history", ini.toString()).lines())
        .hasSize(3)
        .anyMatch(line -> line.matches(" +1 .*-2/\\+2 .*as the files are now"))
        .anyMatch(line -> line.matches(" +2 .*-0/\\+9 .*"));
    assertThat(ecar("diff", ini.toString()))
        .contains("- query_wait_timeout = 30", "+ query_wait_timeout = 60")
        .contains("- default_pool_size = 7", "+ default_pool_size = 5")
        .doesNotContain("auth_type");
    assertThat(ecar("rollback", ini.toString())).contains("sizes.ini", "pgbouncer.ini", "RELOAD");
    assertThat(console("SHOW CONFIG")).contains("default_pool_size=7");
    console("RELOAD");
    assertThat(console("SHOW CONFIG")).contains("default_pool_size=5", "query_wait_timeout=60");
    assertThat(Files.getPosixFilePermissions(ini))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    ecar("rollback", ini.toString());
    assertThat(Files.readString(included)).contains("= 7");
  }

  @Test
  void keepsNothingThatWasRefused() throws Exception {
    write(7, 30);
    Files.writeString(included, "default_pool_size = plenty\n");
    assertThatThrownBy(() -> console("RELOAD"))
        .hasMessageContaining("sizes.ini, line 1")
        .hasMessageContaining("default_pool_size = plenty");
    assertThat(History.of(pooler.configuration()).orElseThrow().all()).hasSize(1);
    assertThat(ecar("rollback", ini.toString())).contains("sizes.ini is what it was");
    console("RELOAD");
    assertThat(console("SHOW CONFIG")).contains("default_pool_size=5");
    List<History.Kept> all = History.of(pooler.configuration()).orElseThrow().all();
    assertThat(all).hasSize(3);
    assertThat(all.get(1).accepted()).isFalse();
    assertThat(all.get(1).texts().get(included)).contains("plenty");
  }

  @Test
  void keepsTheSameOnlyOnce() throws Exception {
    console("RELOAD");
    console("SET query_wait_timeout = 11");
    console("RELOAD");
    assertThat(History.of(pooler.configuration()).orElseThrow().all()).hasSize(1);
  }

  @Test
  void isReadByItsOwnerAlone() throws Exception {
    try (Stream<Path> kept = Files.walk(History.of(ini, "").directory())) {
      assertThat(kept)
          .hasSize(5)
          .allSatisfy(
              one ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                      .endsWith("------"));
    }
  }

  @Test
  void showsNoSecret() throws Exception {
    Files.writeString(
        ini, Files.readString(ini).replace(RealPostgres.PASSWORD, "another one's secret"));
    assertThat(ecar("diff", ini.toString()))
        .contains("password=********")
        .doesNotContain(RealPostgres.PASSWORD)
        .doesNotContain("secret");
  }

  @Test
  void forgetsTheOldest() throws Exception {
    History history = History.of(ini, directory.resolve("many").toString());
    for (int i = 0; i < History.MOST + 3; i++) {
      history.keep(new History.Kept(Instant.ofEpochSecond(i), true, Map.of(ini, "; number " + i)));
    }
    assertThat(history.all()).hasSize(History.MOST);
    assertThat(history.all().get(History.MOST - 1).texts().get(ini)).isEqualTo("; number 3");
  }

  /** The pool did not start any more, and no RELOAD was answered. */
  @Test
  void aCopyThatSomebodyHasMadeIsNoPartOfIt() throws Exception {
    History history = History.of(ini, "");
    Path kept;
    try (Stream<Path> all = Files.list(history.directory())) {
      kept = all.findFirst().orElseThrow();
    }
    for (String name : List.of("good one", kept.getFileName() + ".bak", "Trial")) {
      Path copy = Files.createDirectory(history.directory().resolve(name));
      Files.copy(kept.resolve("places"), copy.resolve("places"));
    }
    assertThat(history.all()).hasSize(1);
    write(7, 30);
    console("RELOAD");
    assertThat(history.all()).hasSize(2);
  }

  /** Whatever is broken there, it is in nobody's way. */
  @Test
  void aHistoryThatCannotBeReadHindersNoReload() throws Exception {
    Path kept;
    try (Stream<Path> all = Files.list(History.of(ini, "").directory())) {
      kept = all.findFirst().orElseThrow();
    }
    Files.writeString(kept.resolve("places"), "no place at all\n");
    write(7, 30);
    console("RELOAD");
    assertThat(console("SHOW CONFIG")).contains("default_pool_size=7");
  }

  @Test
  void tellsWhatIsWrong() {
    assertThatThrownBy(() -> ecar("history")).hasMessageContaining("usage");
    assertThatThrownBy(() -> ecar("rollback", ini.toString(), "7"))
        .hasMessageContaining("no number 7");
    assertThatThrownBy(() -> ecar("rollback", ini.toString())).hasMessageContaining("always was");
    assertThatThrownBy(() -> ecar("history", directory.resolve("other.ini").toString()))
        .hasMessageContaining("no history");
  }

  @Test
  void startsWhereNothingCanBeKept() throws Exception {
    Files.writeString(directory.resolve("file"), "no directory");
    Configuration configuration =
        Configuration.read(
            ini,
            Map.of(
                Setting.CONFIG_HISTORY_DIR.variable(),
                directory.resolve("file").resolve("history").toString()));
    try (Pooler other = Pooler.start("history-refused", configuration)) {
      assertThat(other.configuration().texts()).containsKeys(ini, included);
    }
  }
}
