package tn.ecar.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL's client programs of the release that the product's server has: Debian's own are older
 * where Debian is, and {@code pg_dump} refuses a newer server.
 */
final class PostgresClient {
  private static final Path SCRIPT = Path.of("src/test/sh/postgresql-client").toAbsolutePath();

  private PostgresClient() {}

  /** Returns the directory of the programs; the first call of a machine fetches them. */
  static synchronized Path programs() throws IOException {
    Path directory = Product.distribution().resolve("postgresql-client");
    Path output = Files.createTempFile("postgresql-client", ".log");
    Process process =
        new ProcessBuilder("bash", SCRIPT.toString(), directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("No client of PostgreSQL 18: " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the client of PostgreSQL was fetched", e);
    }
    Files.delete(output);
    return directory.resolve("bin");
  }
}
