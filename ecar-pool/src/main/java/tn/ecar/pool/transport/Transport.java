package tn.ecar.pool.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import tn.ecar.pool.protocol.Buffer;

/**
 * The bytes of one server connection on their way, in clear or under TLS. One thread at a time uses
 * it; {@link #close} may come from any.
 */
public sealed interface Transport permits PlainTransport, TlsTransport {
  /** Sends all of it, waiting where the other side is slow. */
  void send(Buffer from) throws IOException;

  /**
   * Sends what goes without waiting; the rest stays in the buffer, or here.
   *
   * @param by of the event loop on whose thread this is; null elsewhere
   */
  void sendNow(Buffer from, Staging by) throws IOException;

  /** Whether something taken from a buffer has still to be sent. */
  boolean hasUnsent();

  /** Whether bytes that have come are kept here, where no selector sees them. */
  boolean hasMore();

  /**
   * Whether threads wait for its bytes, as they do from the start, or a selector does; then only
   * {@link #sendNow} and {@link #readNow} may be used.
   */
  void waits(boolean byThread) throws IOException;

  /** What a selector can wait for. */
  SocketChannel channel();

  /**
   * Waits for bytes.
   *
   * @param timeoutMillis how long; 0 for as long as it takes
   * @return how many came; -1 when the other side has closed
   * @throws SocketTimeoutException when none came in time
   */
  int read(byte[] into, int offset, int length, int timeoutMillis) throws IOException;

  /**
   * Takes what has come already; 0 when nothing has, -1 when the other side has closed.
   *
   * @param by of the event loop on whose thread this is; null elsewhere
   */
  int readNow(byte[] into, int offset, int length, Staging by) throws IOException;

  /** How many bytes can be read without waiting, at the least. */
  int available() throws IOException;

  /** Where the other end is, or was. */
  SocketAddress remote();

  /** Where this end is, or was. */
  SocketAddress local();

  /** Version and suite, such as {@code TLSv1.3/TLS_AES_256_GCM_SHA384}; empty in clear. */
  String tls();

  /** Ends every read and write of whichever thread. */
  void close();
}
