package tn.ecar.batch.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One backup, from the dump to the proof that it can be restored.
 *
 * <p>{@code pg_dump} reads in a snapshot that a transaction of our own exports, and that same
 * transaction counts the rows of each table; so the numbers are those of the dump, whatever is
 * written meanwhile. The file is then read back from the disk, its checksum compared, decrypted if
 * need be, restored into a scratch database, and the rows counted there. Only a backup that was
 * restored with the same numbers gets its place and pushes an older one out; one that was not goes
 * with the directory it was made in, or a trial that fails each night would fill the disk.
 *
 * <p>It may be stopped from another thread: what runs then ends, and what is half made goes.
 */
final class Backup {
  /** Quoting is the database's own: {@code format} with {@code %I}. */
  private static final String COUNTS =
      """
      SELECT format('SELECT %L, count(*) FROM %I.%I', n.nspname || '.' || c.relname, n.nspname,
        c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1
      \\gexec
      """;

  /**
   * Chosen by its schema, a dump leaves out the extensions that the schema's indexes are made of.
   * One that only a superuser may create could not be restored by who restores here.
   */
  private static final String EXTENSIONS =
      """
      SELECT e.extname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
      JOIN pg_available_extension_versions v ON v.name = e.extname AND v.version = e.extversion
      WHERE n.nspname = 'public' AND v.trusted ORDER BY 1;
      """;

  private final BackupSettings settings;
  private final BackupFolder folder;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Consumer<String> say;

  // Guarded by this: written by the backup's thread, read by the one that stops it.
  private final List<ClientProgram> running = new ArrayList<>();
  private boolean stopped;

  Backup(
      BackupSettings settings, Map<String, String> environment, Clock clock, Consumer<String> say) {
    this.settings = settings;
    this.folder = new BackupFolder(settings.directory());
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.say = say;
  }

  /** Ends it as soon as may be; from any thread. */
  synchronized void stop() {
    stopped = true;
    running.forEach(ClientProgram::close);
  }

  /**
   * Makes the backup, proves it, and deletes what is beyond the number to keep.
   *
   * @throws BackupRefused if it could not be made or not be proved; names what to do
   */
  BackupManifest make() throws BackupRefused, InterruptedException {
    Path working = null;
    try {
      working = folder.newWork();
      return make(working);
    } catch (IOException e) {
      throw new BackupRefused(
          "The backup could not be written to "
              + settings.directory()
              + ": "
              + e.getMessage()
              + folder.room()
              + ". Older backups are as they were.",
          e);
    } finally {
      if (working != null) {
        BackupFolder.remove(working);
      }
    }
  }

  private BackupManifest make(Path working)
      throws IOException, BackupRefused, InterruptedException {
    Optional<BackupKey> key =
        settings.keyFile().isPresent()
            ? Optional.of(BackupKey.read(settings.keyFile().get()))
            : Optional.empty();
    // Any release's psql can ask for the server's; which pg_dump will do is known only then.
    PostgresPrograms any = PostgresPrograms.forServer(0, settings.programs(), environment);
    try (ClientProgram snapshot = psql(any, settings.login().database(), working)) {
      int server = Integer.parseInt(first(snapshot.ask("SHOW server_version_num;"))) / 10_000;
      PostgresPrograms programs =
          PostgresPrograms.forServer(server, settings.programs(), environment);
      requireScratch(snapshot);
      snapshot.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;");
      String name = first(snapshot.ask("SELECT pg_export_snapshot();"));
      Instant at = clock.instant();
      Path place = folder.newFile(at, key.isPresent());
      Path file = working.resolve(place.getFileName());
      say.accept("Dumping with pg_dump " + programs.major() + " from PostgreSQL " + server + ".");
      List<String> extensions = snapshot.ask(EXTENSIONS);
      String sha256 = dump(programs, name, extensions, file, key, working);
      Map<String, Long> rows = counts(snapshot);
      snapshot.ask("COMMIT;");
      say.accept(
          file.getFileName()
              + " has "
              + Files.size(file) / BackupFolder.MEGABYTE
              + " MiB; restoring it.");
      String trial = tried(programs, file, sha256, key, rows, working);
      BackupManifest manifest =
          new BackupManifest(
              place.getFileName().toString(),
              Files.size(file),
              sha256,
              key.isPresent(),
              server,
              programs.major(),
              at,
              trial,
              rows);
      folder.keep(file, place, manifest);
      for (String old : folder.forgetBeyond(settings.keep())) {
        say.accept(old + " is beyond the " + settings.keep() + " that are kept: deleted.");
      }
      return manifest;
    } finally {
      synchronized (this) {
        running.clear();
      }
    }
  }

  private ClientProgram psql(PostgresPrograms programs, String database, Path working)
      throws IOException {
    return start(
        programs,
        database,
        working,
        "psql",
        List.of("--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"));
  }

  private ClientProgram start(
      PostgresPrograms programs, String database, Path working, String name, List<String> arguments)
      throws IOException {
    ClientProgram program =
        ClientProgram.start(programs, settings.login(), database, working, name, arguments);
    synchronized (this) {
      running.add(program);
      if (stopped) {
        program.close();
      }
    }
    return program;
  }

  private String dump(
      PostgresPrograms programs,
      String snapshot,
      List<String> extensions,
      Path file,
      Optional<BackupKey> key,
      Path working)
      throws IOException, BackupRefused, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--format=custom",
                "--snapshot=" + snapshot,
                "--lock-wait-timeout=60000",
                "--schema=public"));
    extensions.forEach(extension -> arguments.add("--extension=" + extension));
    MessageDigest digest = BackupFolder.sha256();
    BackupRefused[] refused = new BackupRefused[1];
    try (ClientProgram dump =
        start(programs, settings.login().database(), working, "pg_dump", arguments)) {
      PrivateFiles.write(
          file,
          out -> {
            DigestOutputStream counted = new DigestOutputStream(out, digest);
            if (key.isPresent()) {
              try (OutputStream secret = key.get().encrypting(counted)) {
                dump.output().transferTo(secret);
              }
            } else {
              dump.output().transferTo(counted);
            }
            // Before the file gets its name: a dump that broke off must not look like a backup.
            refused[0] = finished(dump);
            if (refused[0] != null) {
              throw new IOException(refused[0].getMessage());
            }
          });
    } catch (IOException e) {
      if (refused[0] != null) {
        throw refused[0];
      }
      throw e;
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static BackupRefused finished(ClientProgram program) throws IOException {
    try {
      program.finish();
      return null;
    } catch (BackupRefused e) {
      return e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new BackupRefused("The backup was stopped.", e);
    }
  }

  private static Map<String, Long> counts(ClientProgram psql) throws IOException, BackupRefused {
    Map<String, Long> rows = new TreeMap<>();
    for (String line : psql.ask(COUNTS)) {
      int bar = line.lastIndexOf('|');
      rows.put(line.substring(0, bar), Long.valueOf(line.substring(bar + 1)));
    }
    return rows;
  }

  /** Restores the file as it lies on the disk; returns what is to be said of the trial. */
  private String tried(
      PostgresPrograms programs,
      Path file,
      String sha256,
      Optional<BackupKey> key,
      Map<String, Long> rows,
      Path working)
      throws IOException, BackupRefused, InterruptedException {
    requireSame(file, sha256);
    String scratch =
        "ecar_restore_trial_" + BackupFolder.stamp(clock.instant()).toLowerCase(Locale.ROOT);
    try (ClientProgram psql = psql(programs, "postgres", working)) {
      removeOldTrials(psql);
      psql.ask("CREATE DATABASE " + scratch + " TEMPLATE template0;");
      try {
        restore(programs, scratch, file, key, working);
        try (ClientProgram inside = psql(programs, scratch, working)) {
          requireSame(file, rows, counts(inside));
        }
      } finally {
        psql.ask("DROP DATABASE IF EXISTS " + scratch + " WITH (FORCE);");
      }
    }
    long all = rows.values().stream().mapToLong(Long::longValue).sum();
    return "restored into a scratch database: "
        + rows.size()
        + " tables with "
        + all
        + " rows, as in the garage";
  }

  /** Asked before the dump: what cannot be tried need not be written. */
  private void requireScratch(ClientProgram psql) throws IOException, BackupRefused {
    String may =
        first(
            psql.ask("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user;"));
    if (!"t".equals(may)) {
      throw new BackupRefused(
          "No backup was made, for it could not be tried: "
              + settings.login().user()
              + " may not make a scratch database. Let it: ALTER ROLE "
              + settings.login().user()
              + " CREATEDB. No older backup was deleted.");
    }
  }

  // What a trial left whose server was killed.
  private static void removeOldTrials(ClientProgram psql) throws IOException, BackupRefused {
    psql.ask(
        """
        SELECT format('DROP DATABASE IF EXISTS %I WITH (FORCE)', datname) FROM pg_database
        WHERE datname LIKE 'ecar\\_restore\\_trial\\_%' AND pg_get_userbyid(datdba) = current_user
        \\gexec
        """);
  }

  private void restore(
      PostgresPrograms programs, String scratch, Path file, Optional<BackupKey> key, Path working)
      throws IOException, BackupRefused, InterruptedException {
    try (ClientProgram restore =
        start(programs, scratch, working, "pg_restore", Restore.arguments(scratch))) {
      Restore.feed(restore, file, key);
    }
  }

  private static void requireSame(Path file, String sha256) throws IOException, BackupRefused {
    String now = BackupFolder.sha256(file);
    if (!now.equals(sha256)) {
      throw new BackupRefused(
          file.getFileName()
              + " has the checksum "
              + now
              + " and was written with "
              + sha256
              + ": the disk does not give back what it was given. It was not kept.");
    }
  }

  private static void requireSame(Path file, Map<String, Long> was, Map<String, Long> is)
      throws BackupRefused {
    if (!was.equals(is)) {
      Map<String, String> differences = new TreeMap<>();
      was.forEach(
          (table, count) -> {
            if (!count.equals(is.get(table))) {
              differences.put(table, count + " rows, restored " + is.get(table));
            }
          });
      throw new BackupRefused(
          file.getFileName()
              + " does not restore to the same: "
              + differences
              + ". It was not kept.");
    }
  }

  private static String first(List<String> lines) throws BackupRefused {
    if (lines.isEmpty()) {
      throw new BackupRefused("psql answered nothing.");
    }
    return lines.get(0);
  }
}
