package tn.ecar.pool.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import tn.ecar.pool.protocol.Buffer;

/**
 * TLS over a plain connection. What is decrypted and has no place in the reader's array waits here
 * for the next read.
 */
final class TlsTransport implements Transport {
  private static final byte[] NOTHING = {};

  private final PlainTransport wire;
  private final SSLEngine engine;

  /** Encrypted bytes from the server, between two marks. */
  private byte[] incoming;

  private int from;
  private int to;

  /** Decrypted bytes that nobody has read yet; always ready to be taken from. */
  private ByteBuffer clear;

  private final Buffer outgoing = new Buffer();
  private byte[] packet;
  private boolean ended;

  private TlsTransport(PlainTransport wire, SSLEngine engine) {
    this.wire = wire;
    this.engine = engine;
    int size = engine.getSession().getPacketBufferSize();
    this.incoming = new byte[2 * size];
    this.packet = new byte[size];
    this.clear = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).flip();
  }

  /**
   * Shakes hands.
   *
   * @param timeoutMillis for each answer of the server
   * @throws SSLException when one side does not like the other
   */
  static TlsTransport over(PlainTransport wire, SSLEngine engine, int timeoutMillis)
      throws IOException {
    TlsTransport tls = new TlsTransport(wire, engine);
    engine.beginHandshake();
    try {
      tls.shakeHands(timeoutMillis);
    } catch (SSLException disliked) {
      tls.sayWhy();
      throw disliked;
    }
    return tls;
  }

  private void shakeHands(int timeoutMillis) throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> encrypt(ByteBuffer.wrap(NOTHING));
        case NEED_TASK -> runTasks();
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          clear.clear();
          SSLEngineResult result = unwrap(clear);
          clear.flip();
          if (result.getStatus() == SSLEngineResult.Status.CLOSED
              || (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW
                  && fill(timeoutMillis) < 0)) {
            throw new EOFException("it closed the connection during the TLS handshake");
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }

  /** Sends the alert that tells the server what was wrong. */
  private void sayWhy() {
    try {
      encrypt(ByteBuffer.wrap(NOTHING));
    } catch (IOException nobodyListens) {
      // The reason is on its way to the caller; the server does not have to hear it.
      engine.closeOutbound();
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Reads encrypted bytes; how many, or -1 at the end. */
  private int fill(int timeoutMillis) throws IOException {
    makeRoom();
    int count = wire.read(incoming, to, incoming.length - to, timeoutMillis);
    to += Math.max(count, 0);
    return count;
  }

  private void makeRoom() {
    if (from > 0) {
      System.arraycopy(incoming, from, incoming, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == incoming.length) {
      incoming = java.util.Arrays.copyOf(incoming, 2 * incoming.length);
    }
  }

  private SSLEngineResult unwrap(ByteBuffer into) throws SSLException {
    SSLEngineResult result = engine.unwrap(ByteBuffer.wrap(incoming, from, to - from), into);
    from += result.bytesConsumed();
    return result;
  }

  private void encrypt(ByteBuffer plain) throws IOException {
    wrap(plain);
    wire.send(outgoing);
  }

  private void wrap(ByteBuffer plain) throws IOException {
    SSLEngineResult result = engine.wrap(plain, ByteBuffer.wrap(packet));
    switch (result.getStatus()) {
      case OK -> outgoing.append(packet, 0, result.bytesProduced());
      case BUFFER_OVERFLOW -> packet = new byte[2 * packet.length];
      case CLOSED -> {
        outgoing.append(packet, 0, result.bytesProduced());
        wire.send(outgoing);
        throw new EOFException("TLS has been ended");
      }
      case BUFFER_UNDERFLOW -> throw new SSLException("nothing to encrypt");
    }
  }

  private void wrapAll(Buffer from) throws IOException {
    while (!from.isEmpty()) {
      ByteBuffer plain = ByteBuffer.wrap(from.array(), from.start(), from.size());
      int before = plain.remaining();
      wrap(plain);
      from.skip(before - plain.remaining());
    }
  }

  @Override
  public void send(Buffer from) throws IOException {
    wrapAll(from);
    wire.send(outgoing);
  }

  @Override
  public void sendNow(Buffer from, Staging by) throws IOException {
    wrapAll(from);
    wire.sendNow(outgoing, by);
  }

  @Override
  public boolean hasUnsent() {
    return !outgoing.isEmpty();
  }

  @Override
  public boolean hasMore() {
    return clear.hasRemaining() || to > from;
  }

  @Override
  public void waits(boolean byThread) throws IOException {
    wire.waits(byThread);
  }

  @Override
  public SocketChannel channel() {
    return wire.channel();
  }

  @Override
  public int read(byte[] into, int offset, int length, int timeoutMillis) throws IOException {
    int count = decrypted(into, offset, length);
    while (count == 0) {
      if (fill(timeoutMillis) < 0) {
        return -1;
      }
      count = decrypted(into, offset, length);
    }
    return count;
  }

  @Override
  public int readNow(byte[] into, int offset, int length, Staging by) throws IOException {
    int count = decrypted(into, offset, length);
    if (count != 0) {
      return count;
    }
    makeRoom();
    int came = wire.readNow(incoming, to, incoming.length - to, by);
    if (came <= 0) {
      return came;
    }
    to += came;
    return decrypted(into, offset, length);
  }

  /** Decrypts what is here; 0 when more must come first, -1 at the end. */
  private int decrypted(byte[] into, int offset, int length) throws IOException {
    while (!clear.hasRemaining()) {
      if (ended) {
        return -1;
      }
      clear.clear();
      SSLEngineResult result;
      try {
        result = unwrap(clear);
      } finally {
        clear.flip();
      }
      switch (result.getStatus()) {
        case BUFFER_UNDERFLOW -> {
          return 0;
        }
        case CLOSED -> ended = true;
        case BUFFER_OVERFLOW ->
            clear = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).flip();
        case OK -> afterwards(result.getHandshakeStatus());
      }
    }
    int count = Math.min(length, clear.remaining());
    clear.get(into, offset, count);
    return count;
  }

  /** The server may change its keys at any time and want an answer to that. */
  private void afterwards(HandshakeStatus status) throws IOException {
    if (status == HandshakeStatus.NEED_TASK) {
      runTasks();
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      encrypt(ByteBuffer.wrap(NOTHING));
    }
  }

  @Override
  public int available() throws IOException {
    if (clear.hasRemaining()) {
      return clear.remaining();
    }
    // What waits encrypted may hold no byte for the reader; it then waits for the rest.
    return to > from || wire.available() > 0 ? 1 : 0;
  }

  @Override
  public SocketAddress remote() {
    return wire.remote();
  }

  @Override
  public SocketAddress local() {
    return wire.local();
  }

  @Override
  public String tls() {
    return engine.getSession().getProtocol() + "/" + engine.getSession().getCipherSuite();
  }

  @Override
  public void close() {
    wire.close();
  }
}
