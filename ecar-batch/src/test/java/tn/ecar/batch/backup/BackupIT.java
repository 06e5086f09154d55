package tn.ecar.batch.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dumps a real PostgreSQL by the real pg_dump, and restores what was dumped. */
@Timeout(300)
class BackupIT {
  private static final Instant NOW = Instant.parse("2026-05-04T01:45:00Z");

  private static EmbeddedPostgres server;
  private static Path programs;

  @TempDir private Path directory;
  private final List<String> said = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException, SQLException {
    programs = PostgresClient.programs();
    server = EmbeddedPostgres.start();
    sql("postgres", "CREATE DATABASE garage");
    sql("postgres", "CREATE ROLE plain LOGIN");
    sql("garage", "GRANT pg_read_all_data TO plain");
    sql(
        "garage",
        "CREATE TABLE invoice (id int PRIMARY KEY, total numeric(15,3));"
            + "CREATE TABLE \"odd |name\" (id int REFERENCES invoice);"
            + "INSERT INTO invoice SELECT n, n FROM generate_series(1, 500) n;"
            + "INSERT INTO \"odd |name\" SELECT n FROM generate_series(1, 7) n;"
            + "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN RAISE EXCEPTION ''never''; END';"
            + "CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON invoice"
            + " FOR EACH ROW EXECUTE FUNCTION refuse();");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static void sql(String database, String sql) throws SQLException {
    try (Connection connection = server.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> databases() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT datname FROM pg_database")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  private BackupSettings settings(String user, int keep, Path key, Path from) {
    return new BackupSettings(
        new BackupSettings.Login(
            "localhost", Integer.toString(server.getPort()), "garage", user, "any:\\thing"),
        directory.resolve("backups"),
        keep,
        Optional.ofNullable(key),
        Optional.of(from));
  }

  private Backup backup(BackupSettings settings, Instant at) {
    return new Backup(settings, Map.of(), Clock.fixed(at, ZoneOffset.UTC), said::add);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("backups"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aBackupIsRestoredBeforeItCounts() throws Exception {
    BackupManifest made = backup(settings("postgres", 10, null, programs), NOW).make();

    assertThat(made.rows())
        .containsEntry("public.invoice", 500L)
        .containsEntry("public.odd |name", 7L);
    assertThat(made.trial()).contains("2 tables with 507 rows");
    assertThat(made.server()).isEqualTo(18);
    assertThat(files())
        .containsExactly(
            "ecar-20260504T014500Z.dump",
            "ecar-20260504T014500Z.dump.json",
            "ecar-20260504T014500Z.dump.sha256");
    for (String file : files()) {
      assertThat(Files.getPosixFilePermissions(directory.resolve("backups").resolve(file)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(databases()).noneMatch(name -> name.startsWith("ecar_restore"));
  }

  @Test
  void anIndexForTheSearchIsRestoredWithTheExtensionItIsMadeOf() throws Exception {
    sql(
        "garage",
        "CREATE EXTENSION pg_trgm;"
            + "CREATE TABLE customer (name text);"
            + "CREATE INDEX customer_search ON customer USING gin (name gin_trgm_ops)");
    try {
      BackupManifest made = backup(settings("postgres", 10, null, programs), NOW).make();

      assertThat(made.trial()).contains("3 tables with 507 rows");
    } finally {
      sql("garage", "DROP TABLE customer; DROP EXTENSION pg_trgm");
    }
  }

  @Test
  void anEncryptedOneShowsNothingAndIsRestoredWithItsKey() throws Exception {
    Path key = directory.resolve("key");
    Files.writeString(key, "ab".repeat(32));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

    BackupManifest made = backup(settings("postgres", 10, key, programs), NOW).make();

    assertThat(made.encrypted()).isTrue();
    byte[] bytes = Files.readAllBytes(directory.resolve("backups").resolve(made.file()));
    assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
        .startsWith("ECARBK1")
        .doesNotContain("PGDMP");
  }

  @Test
  void anEncryptedOneIsBroughtBackIntoAnEmptyDatabase() throws Exception {
    Path key = directory.resolve("key");
    Files.writeString(key, "ab".repeat(32));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    BackupManifest made = backup(settings("postgres", 10, key, programs), NOW).make();
    Path file = directory.resolve("backups").resolve(made.file());
    sql("postgres", "CREATE DATABASE again");
    Restore.Database again =
        new Restore.Database("localhost", server.getPort(), "again", "postgres", "any");

    assertThatThrownBy(
            () ->
                new Restore(file, Map.of("ECAR_BACKUP_PROGRAMS", programs.toString()))
                    .into(18, again, directory))
        .isInstanceOf(BackupRefused.class)
        .hasMessage(file + " is encrypted: name the file of its key by ECAR_BACKUP_KEY_FILE.");
    Map<String, String> environment =
        Map.of("ECAR_BACKUP_PROGRAMS", programs.toString(), "ECAR_BACKUP_KEY_FILE", key.toString());
    new Restore(file, environment).into(18, again, directory);

    try (Connection connection = server.getDatabase("postgres", "again").getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM invoice")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(500);
    }
    Files.writeString(file, "x", java.nio.file.StandardOpenOption.APPEND);
    assertThatThrownBy(() -> new Restore(file, environment).into(18, again, directory))
        .isInstanceOf(BackupRefused.class)
        .hasMessageContaining("has the checksum");
  }

  @Test
  void tenAreKeptAndAClockSetBackDeletesNoNewOne() throws Exception {
    for (int i = 0; i < 3; i++) {
      backup(settings("postgres", 2, null, programs), NOW.plusSeconds(i)).make();
    }
    assertThat(files()).hasSize(6).noneMatch(name -> name.contains("014500Z"));

    BackupManifest yesterday =
        backup(settings("postgres", 2, null, programs), NOW.minusSeconds(86_400)).make();
    assertThat(files()).hasSize(6).contains(yesterday.file());
  }

  @Test
  void anOlderPgDumpIsRefusedWithTheWayOut() throws IOException {
    Path older = Files.createDirectories(directory.resolve("older"));
    for (String name : List.of("pg_dump", "pg_restore")) {
      script(older.resolve(name), "echo 'pg_dump (PostgreSQL) 15.9'");
    }
    script(older.resolve("psql"), "exec " + programs.resolve("psql") + " \"$@\"");

    assertThatThrownBy(() -> backup(settings("postgres", 10, null, older), NOW).make())
        .isInstanceOf(BackupRefused.class)
        .hasMessageContaining("The server is PostgreSQL 18 and the newest pg_dump is 15")
        .hasMessageContaining("Install postgresql-client-18");
    assertThat(files()).isEmpty();
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void noProgramsAtAllIsSaid() throws IOException {
    Path nothing = Files.createDirectories(directory.resolve("nothing"));
    assertThatThrownBy(() -> backup(settings("postgres", 10, null, nothing), NOW).make())
        .hasMessageContaining("There is no pg_dump in " + nothing);
  }

  @Test
  void whoMayMakeNoScratchDatabaseIsTold() throws Exception {
    backup(settings("postgres", 1, null, programs), NOW).make();

    assertThatThrownBy(
            () -> backup(settings("plain", 1, null, programs), NOW.plusSeconds(9)).make())
        .hasMessageContaining("ALTER ROLE plain CREATEDB");
    assertThat(files())
        .as("the older one stays, alone")
        .containsExactly(
            "ecar-20260504T014500Z.dump",
            "ecar-20260504T014500Z.dump.json",
            "ecar-20260504T014500Z.dump.sha256");
  }

  @Test
  void aDumpWhoseTrialFailsIsNotLeftForEver() throws Exception {
    Path refusing = Files.createDirectories(directory.resolve("refusing"));
    script(
        refusing.resolve("pg_restore"),
        "cat >/dev/null; echo 'pg_restore: error: no room' >&2; exit 1");
    for (String name : List.of("pg_dump", "psql")) {
      script(refusing.resolve(name), "exec " + programs.resolve(name) + " \"$@\"");
    }

    assertThatThrownBy(() -> backup(settings("postgres", 10, null, refusing), NOW).make())
        .isInstanceOf(BackupRefused.class)
        .hasMessageContaining("no room");
    assertThat(files()).isEmpty();
  }

  @Test
  void aDumpThatBreaksOffLeavesNothing() throws Exception {
    Path broken = Files.createDirectories(directory.resolve("broken"));
    script(
        broken.resolve("pg_dump"),
        "case $1 in --version) echo 'pg_dump (PostgreSQL) 18.4';; *) head -c 5000 /dev/zero;"
            + " echo 'pg_dump: error: connection lost' >&2; exit 1;; esac");
    for (String name : List.of("pg_restore", "psql")) {
      script(broken.resolve(name), "exec " + programs.resolve(name) + " \"$@\"");
    }

    assertThatThrownBy(() -> backup(settings("postgres", 10, null, broken), NOW).make())
        .isInstanceOf(BackupRefused.class)
        .hasMessageContaining("connection lost");
    assertThat(files()).isEmpty();
  }

  @Test
  void aFullDiskIsNamedAndOlderBackupsStay() throws Exception {
    Path key = directory.resolve("key");
    Files.writeString(key, "ab".repeat(32));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    backup(settings("postgres", 1, null, programs), NOW).make();
    // /dev/full is Linux's own full disk: every write to it fails by ENOSPC.
    assertThatThrownBy(
            () ->
                PrivateFiles.write(
                    directory.resolve("backups").resolve("x"),
                    out -> {
                      try (var full = Files.newOutputStream(Path.of("/dev/full"))) {
                        full.write(1);
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left");
    assertThat(files())
        .containsExactly(
            "ecar-20260504T014500Z.dump",
            "ecar-20260504T014500Z.dump.json",
            "ecar-20260504T014500Z.dump.sha256");
  }

  @Test
  void aBackupThatIsStoppedEndsAtOnceAndLeavesNothing() throws Exception {
    Path slow = Files.createDirectories(directory.resolve("slow"));
    Path begun = directory.resolve("begun");
    script(
        slow.resolve("pg_dump"),
        "case $1 in --version) echo 'pg_dump (PostgreSQL) 18.4';; *) echo PGDMP; echo >"
            + begun
            + "; exec sleep 120;; esac");
    for (String name : List.of("pg_restore", "psql")) {
      script(slow.resolve(name), "exec " + programs.resolve(name) + " \"$@\"");
    }
    Backup backup = backup(settings("postgres", 10, null, slow), NOW);
    CountDownLatch ended = new CountDownLatch(1);
    List<Throwable> thrown = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                backup.make();
              } catch (BackupRefused | InterruptedException e) {
                thrown.add(e);
              }
              ended.countDown();
            });
    thread.start();
    tn.ecar.batch.Await.until(() -> Files.exists(begun));
    backup.stop();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(thrown).singleElement().isInstanceOf(BackupRefused.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void whatAKilledBackupLeftGoesWithTheNext() throws Exception {
    Path backups = Files.createDirectories(directory.resolve("backups"));
    Files.writeString(backups.resolve("ecar-1.dump.part"), "half");
    Files.createDirectories(backups.resolve(".work1"));
    sql("postgres", "CREATE DATABASE ecar_restore_trial_20200101t000000z");

    backup(settings("postgres", 10, null, programs), NOW).make();

    assertThat(files()).hasSize(3).noneMatch(name -> name.endsWith(".part"));
    assertThat(databases()).noneMatch(name -> name.startsWith("ecar_restore"));
  }
}
