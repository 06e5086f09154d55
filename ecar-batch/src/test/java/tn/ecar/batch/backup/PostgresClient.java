package tn.ecar.batch.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL's client programs of the release that the tests' server has: Debian's own are older
 * where Debian is, and {@code pg_dump} refuses a newer server.
 */
public final class PostgresClient {
  private static final Path SCRIPT = Path.of("../ecar-ear/src/test/sh/postgresql-client");
  private static final Path DIRECTORY = Path.of("../ecar-ear/target/postgresql-client");

  private PostgresClient() {}

  /** Returns the directory of the programs; the first call of a machine fetches them. */
  public static synchronized Path programs() {
    try {
      Path output = Files.createTempFile("postgresql-client", ".log");
      Process process =
          new ProcessBuilder(
                  "bash", SCRIPT.toAbsolutePath().toString(), DIRECTORY.toAbsolutePath().toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "There is no client of PostgreSQL 18: " + Files.readString(output));
      }
      Files.delete(output);
      return DIRECTORY.toAbsolutePath().normalize().resolve("bin");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
