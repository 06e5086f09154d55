package tn.ecar.batch.backup;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One of PostgreSQL's programs at work, connected to the garage's server. Its password stands in a
 * file that it reads and nobody else can; what it complains of goes to another, for the error's
 * sentence. Closing it ends the program, whatever it is at.
 */
final class ClientProgram implements Closeable {
  private static final int LONGEST_COMPLAINT = 1_000;
  private static final String MARK = "-- ecar mark --";

  private final String name;
  private final Process process;
  private final Path complaints;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private ClientProgram(String name, Process process, Path complaints) {
    this.name = name;
    this.process = process;
    this.complaints = complaints;
    this.commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts it.
   *
   * @param working a directory of the caller's own, for the two files
   */
  static ClientProgram start(
      PostgresPrograms programs,
      BackupSettings.Login login,
      String database,
      Path working,
      String name,
      List<String> arguments)
      throws IOException {
    Path secrets = working.resolve("pgpass");
    PrivateFiles.write(
        secrets, "*:*:*:*:" + login.password().replace("\\", "\\\\").replace(":", "\\:") + "\n");
    Path complaints = Files.createTempFile(working, name, ".err");
    List<String> words = new ArrayList<>(List.of(programs.program(name), "--no-password"));
    words.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(complaints.toFile()).directory(working.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("PG") || key.startsWith("ECAR_"));
    environment.put("PGPASSFILE", secrets.toString());
    environment.put("PGHOST", login.host());
    environment.put("PGPORT", login.port());
    environment.put("PGUSER", login.user());
    environment.put("PGDATABASE", database);
    environment.put("PGAPPNAME", "ecar_backup");
    environment.put("PGCONNECT_TIMEOUT", "10");
    environment.put("PGCLIENTENCODING", "UTF8");
    environment.put("LC_ALL", "C");
    return new ClientProgram(name, builder.start(), complaints);
  }

  /** Gives {@code psql} a command and returns its answer's lines. */
  List<String> ask(String command) throws IOException, BackupRefused {
    List<String> lines = new ArrayList<>();
    commands.write(command);
    // A query and no \\echo: psql flushes what it writes after each query.
    commands.write("\nSELECT '" + MARK + "';\n");
    try {
      commands.flush();
    } catch (IOException gone) {
      throw failed();
    }
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.equals(MARK)) {
        return lines;
      }
      lines.add(line);
    }
    throw failed();
  }

  /** What it says. */
  InputStream output() {
    return process.getInputStream();
  }

  /** What it is told. */
  OutputStream input() {
    return process.getOutputStream();
  }

  /**
   * Waits for its end.
   *
   * @throws BackupRefused if it was not a good one, with what it complained of
   */
  void finish() throws IOException, BackupRefused, InterruptedException {
    process.getOutputStream().close();
    if (process.waitFor() != 0) {
      throw failed();
    }
  }

  /** Returns why it failed, in its own words. */
  BackupRefused failed() throws IOException {
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String said = Files.readString(complaints).strip();
    return new BackupRefused(
        name
            + " failed: "
            + (said.isEmpty()
                ? "it was ended."
                : said.substring(0, Math.min(said.length(), LONGEST_COMPLAINT))));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
