package tn.ecar.web.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Keeps JSON bodies small: whatever a person types fits into a megabyte many times over, and a
 * longer one would be held in memory. Files are bounded where they are taken in.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class BodyLimit implements ContainerRequestFilter {
  private static final int MAX = 1024 * 1024;
  private static final int READ_AWAY = 16 * MAX;

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    MediaType type = request.getMediaType();
    if (type != null && !type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
      return;
    }
    if (request.getLength() > MAX) {
      // A client that is still writing does not see an answer: what is not too much is read away.
      if (request.getLength() <= READ_AWAY) {
        request.getEntityStream().transferTo(OutputStream.nullOutputStream());
      }
      throw tooLong();
    }
    request.setEntityStream(new Counted(request.getEntityStream()));
  }

  private static ClientErrorException tooLong() {
    return new ClientErrorException(
        "The body is longer than the " + MAX + " bytes that are taken here.",
        Response.Status.REQUEST_ENTITY_TOO_LARGE);
  }

  /** For a client that does not announce a length. */
  private static final class Counted extends FilterInputStream {
    private int read;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      count(Math.max(n, 0));
      return n;
    }

    private void count(int more) {
      read += more;
      if (read > MAX) {
        throw tooLong();
      }
    }
  }
}
