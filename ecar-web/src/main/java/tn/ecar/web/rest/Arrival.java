package tn.ecar.web.rest;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a client sends, on its way in: written to the disk as it comes, given up as soon as
 * it is too long, and gone when it is closed. However large it is, it takes one small buffer.
 */
final class Arrival implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final Path file;

  private Arrival(Path file) {
    this.file = file;
  }

  /**
   * Takes a body in.
   *
   * @param announced the length the client announces; -1 if it announces none
   * @param max the longest that is taken, in bytes
   * @throws ClientErrorException 413 if it is longer, before reading when that is announced
   */
  static Arrival of(InputStream body, long announced, long max) {
    if (announced > max) {
      throw tooLarge(max);
    }
    try {
      Arrival arrival = new Arrival(Files.createTempFile("ecar-arrival", null));
      try {
        arrival.take(body, max);
        return arrival;
      } catch (IOException | RuntimeException e) {
        arrival.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(InputStream body, long max) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long taken = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        taken += n;
        if (taken > max) {
          throw tooLarge(max);
        }
        out.write(buffer, 0, n);
      }
    }
  }

  private static ClientErrorException tooLarge(long max) {
    return new ClientErrorException(
        "This is longer than the " + max + " bytes that are taken here.",
        // What is left of the body is not read: the connection cannot be used again.
        Response.status(Response.Status.REQUEST_ENTITY_TOO_LARGE)
            .header("Connection", "close")
            .build());
  }

  Path file() {
    return file;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
