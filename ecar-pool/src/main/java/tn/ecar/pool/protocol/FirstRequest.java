package tn.ecar.pool.protocol;

import java.nio.ByteBuffer;

/**
 * What a client has said to a server that it has just been given, as long as nothing was answered:
 * a server that was leaving already has not read it, and another can be asked instead.
 */
public final class FirstRequest {
  /** PostgreSQL takes so much from its socket at once: it has read all of it or nothing. */
  private static final int MOST = 8192;

  /** A message's type and length. */
  private static final int HEAD = 5;

  /** Messages that can be said twice to two servers; Close, COPY and the rest cannot. */
  private static final String REPEATABLE = "QPBDESHF";

  private final Buffer said = new Buffer();
  private boolean stands;

  /** The client has been given a server. */
  public void begins() {
    said.clear();
    stands = true;
  }

  /** These bytes have been passed on. */
  public void add(byte[] bytes, int at, int end) {
    if (stands) {
      stands = said.size() + end - at <= MOST;
      if (stands) {
        said.append(bytes, at, end - at);
      }
    }
  }

  /** The server has answered. */
  public void answered() {
    stands = false;
  }

  /** Whether it is here from its first byte to its last, and may be said to another server. */
  public boolean isRepeatable() {
    if (!stands || said.isEmpty()) {
      return false;
    }
    ByteBuffer bytes = ByteBuffer.wrap(said.array());
    int at = said.start();
    while (at + HEAD <= said.end()) {
      int length = bytes.getInt(at + 1);
      if (length < HEAD - 1 || REPEATABLE.indexOf(bytes.get(at)) < 0) {
        return false;
      }
      at += 1 + length;
    }
    return at == said.end();
  }

  /** Takes it out, to be said again. */
  public byte[] take() {
    byte[] bytes = new byte[said.size()];
    said.take(bytes, 0, bytes.length);
    stands = false;
    return bytes;
  }
}
