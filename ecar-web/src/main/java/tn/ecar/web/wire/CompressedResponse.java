package tn.ecar.web.wire;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * An answer whose body is compressed if it is text. Whether it is, is decided with its first byte,
 * when its type is known; an answer without a body stays as it is.
 */
final class CompressedResponse extends HttpServletResponseWrapper {
  private static final int BUFFER = 8192;

  private Body body;
  private PrintWriter writer;

  CompressedResponse(HttpServletResponse response) {
    super(response);
  }

  /** Writes what is left. */
  void finish() throws IOException {
    if (writer != null) {
      writer.flush();
    }
    if (body != null) {
      body.finish();
    }
  }

  @Override
  public ServletOutputStream getOutputStream() {
    if (body == null) {
      body = new Body();
    }
    return body;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (writer == null) {
      writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), getCharacterEncoding()));
    }
    return writer;
  }

  @Override
  public void flushBuffer() throws IOException {
    if (writer != null) {
      writer.flush();
    }
    if (body != null) {
      body.flush();
    }
    super.flushBuffer();
  }

  @Override
  public void reset() {
    super.reset();
    forget();
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    forget();
  }

  @Override
  public void sendError(int status) throws IOException {
    forget();
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    forget();
    super.sendError(status, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    forget();
    super.sendRedirect(location);
  }

  private void forget() {
    body = null;
    writer = null;
  }

  // The length of what goes over the wire is another one, and known only at the end.

  @Override
  public void setContentLength(int length) {
    // see above
  }

  @Override
  public void setContentLengthLong(long length) {
    // see above
  }

  @Override
  public void setHeader(String name, String value) {
    if (!name.equalsIgnoreCase("Content-Length")) {
      super.setHeader(name, value);
    }
  }

  @Override
  public void setIntHeader(String name, int value) {
    if (!name.equalsIgnoreCase("Content-Length")) {
      super.setIntHeader(name, value);
    }
  }

  private boolean isText() {
    String type = getContentType() == null ? "" : getContentType().toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.startsWith("application/javascript")
        || type.startsWith("application/json")
        || type.startsWith("application/xml")
        || type.startsWith("application/xhtml")
        || type.startsWith("image/svg");
  }

  /** The body, compressed or not from its first byte on. */
  private final class Body extends ServletOutputStream {
    private OutputStream to;

    private OutputStream opened() throws IOException {
      if (to == null) {
        HttpServletResponse plain = (HttpServletResponse) getResponse();
        if (isText()) {
          plain.setHeader("Content-Encoding", "gzip");
          to = new GZIPOutputStream(plain.getOutputStream(), BUFFER);
        } else {
          to = plain.getOutputStream();
        }
      }
      return to;
    }

    void finish() throws IOException {
      if (to instanceof GZIPOutputStream compressed) {
        compressed.finish();
      }
    }

    @Override
    public void write(int octet) throws IOException {
      opened().write(octet);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
      opened().write(octets, from, length);
    }

    @Override
    public void flush() throws IOException {
      if (to != null) {
        to.flush();
      }
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("pages are written by the thread of their request");
    }
  }
}
