package tn.ecar.batch.backup;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A backup on its way into an empty database: a file of the job {@code backup}, encrypted or not,
 * or one that {@code pg_dump} wrote by hand.
 */
public final class Restore {
  private static final byte[] DUMP = "PGDMP".getBytes(StandardCharsets.US_ASCII);

  private final Path file;
  private final Map<String, String> environment;

  /**
   * One that has not begun.
   *
   * @param environment names the key's file and the programs, as the job's does
   */
  public Restore(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Restores it, all or nothing.
   *
   * @param serverMajor the release of the server, for example 18
   * @param into the database; its owner logs in
   * @param working a directory of the caller's own
   * @throws BackupRefused if the file is no backup or does not restore; names what to do
   */
  public void into(int serverMajor, Database into, Path working)
      throws BackupRefused, IOException, InterruptedException {
    Optional<BackupKey> key = key();
    BackupFolder.requireChecksum(file);
    PostgresPrograms programs =
        PostgresPrograms.forServer(
            serverMajor, BackupSettings.path(environment, BackupSettings.PROGRAMS), environment);
    BackupSettings.Login login =
        new BackupSettings.Login(
            into.host(), Integer.toString(into.port()), into.name(), into.user(), into.password());
    try (ClientProgram restore =
        ClientProgram.start(
            programs, login, into.name(), working, "pg_restore", arguments(into.name()))) {
      feed(restore, file, key);
    }
  }

  private Optional<BackupKey> key() throws BackupRefused {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(BackupKey.HEAD_LENGTH);
    } catch (IOException e) {
      throw new BackupRefused("The backup " + file + " cannot be read: " + e.getMessage(), e);
    }
    if (BackupKey.isEncrypted(head)) {
      return Optional.of(
          BackupKey.read(
              BackupSettings.path(environment, BackupSettings.KEY_FILE)
                  .orElseThrow(
                      () ->
                          new BackupRefused(
                              file
                                  + " is encrypted: name the file of its key by "
                                  + BackupSettings.KEY_FILE
                                  + "."))));
    }
    if (!startsWith(head, DUMP)) {
      throw new BackupRefused(
          file + " is no backup: it must be of the job backup, or of pg_dump --format=custom.");
    }
    return Optional.empty();
  }

  static boolean startsWith(byte[] head, byte[] mark) {
    return head.length >= mark.length
        && java.util.Arrays.equals(head, 0, mark.length, mark, 0, mark.length);
  }

  /** An empty database has a schema public already, so an error about it alone is none. */
  static List<String> arguments(String database) {
    return List.of(
        "--dbname=" + database,
        "--no-owner",
        "--no-privileges",
        "--clean",
        "--if-exists",
        "--exit-on-error",
        "--single-transaction");
  }

  /** Gives a backup to {@code pg_restore} and waits for its end. */
  static void feed(ClientProgram restore, Path file, Optional<BackupKey> key)
      throws BackupRefused, IOException, InterruptedException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      OutputStream into = new Unclosed(restore.input());
      try {
        if (key.isPresent()) {
          key.get().decrypt(in, into);
        } else {
          in.transferTo(into);
        }
      } catch (EOFException notAsWritten) {
        throw new BackupRefused(
            file.getFileName() + ": " + notAsWritten.getMessage(), notAsWritten);
      } catch (IOException brokenPipe) {
        throw restore.failed();
      }
    }
    restore.finish();
  }

  /**
   * Where it goes.
   *
   * @param user the owner
   * @param password never shown
   */
  public record Database(String host, int port, String name, String user, String password) {
    @Override
    public String toString() {
      return user + "@" + host + ":" + port + "/" + name;
    }
  }

  /** What is written to it goes on; that it is closed does not. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
