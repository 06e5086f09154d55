package tn.ecar.pool.rotation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tn.ecar.pool.config.PrivateFile;

/**
 * Gives a new secret to other programs: as a password file of libpq, as a file of variables for a
 * shell or a service manager, and by the operator's own command, which is told where those two are
 * and never the secret itself. All of it can be done twice.
 */
final class Delivery {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String PGPASS = "pgpass.";
  private static final Pattern LINE =
      Pattern.compile("(?:(?:[^:\\\\]|\\\\.)*:){4}((?:[^:\\\\]|\\\\.)*)");

  private final Path authFile;
  private final String user;

  Delivery(Path authFile, String user) {
    this.authFile = authFile;
    this.user = user;
  }

  /** The password file, as libpq's PGPASSFILE names it. */
  Path pgpass() {
    return beside(PGPASS, Journal.inFileName(user));
  }

  /** PGUSER and PGPASSWORD, a line each. */
  Path variables() {
    return beside("env.", Journal.inFileName(user));
  }

  private Path beside(String prefix, String name) {
    return authFile.resolveSibling(prefix + name);
  }

  /** The password file that is there, be it one that an older version has handed out. */
  Optional<Path> handedOut() {
    return Stream.of(pgpass(), beside(PGPASS, Journal.formerlyInFileName(user)))
        .filter(Files::exists)
        .findFirst();
  }

  /** Writes both files, readable by their owner alone. */
  void write(int port, String secret) throws IOException {
    PrivateFile.replace(
        pgpass(), "*:" + port + ":*:" + escaped(user) + ":" + escaped(secret) + "\n");
    PrivateFile.replace(
        variables(), "PGUSER=" + quoted(user) + "\nPGPASSWORD=" + quoted(secret) + "\n");
  }

  /** The secret that lies there; empty when there is none or it cannot be read. */
  Optional<String> secret() {
    Optional<Path> file = handedOut();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      String line = Files.readString(file.get()).strip();
      // The secret may hold a colon, which is escaped; the four fields before it may too.
      Matcher fields = LINE.matcher(line);
      return fields.matches()
          ? Optional.of(fields.group(1).replaceAll("\\\\(.)", "$1"))
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Runs the operator's command and waits for its end.
   *
   * @throws IOException when it cannot be started, takes longer than a minute, or ends with another
   *     status than 0
   */
  void tell(String command) throws IOException {
    ProcessBuilder shell =
        new ProcessBuilder("/bin/sh", "-c", command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    shell.environment().remove("PGPASSWORD");
    shell.environment().put("PGUSER", user);
    shell.environment().put("PGPASSFILE", pgpass().toString());
    shell.environment().put("ROTATION_ENV_FILE", variables().toString());
    Process running = shell.start();
    try {
      running.getOutputStream().close();
      if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("rotation_command takes longer than a minute: " + command);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IOException("the pool ends while rotation_command is at work", ended);
    } finally {
      running.destroyForcibly();
    }
    if (running.exitValue() != 0) {
      throw new IOException(
          "rotation_command ended with status " + running.exitValue() + ": " + command);
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace(":", "\\:");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
