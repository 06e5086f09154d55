package tn.ecar.pool.wire;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Messages;

/**
 * Reads a client that may ask for TLS until it is settled whether it does. One that speaks in clear
 * stays on its {@link PlainConnection}; any other goes on with what it has said by way of Netty.
 *
 * <p>All fields belong to the thread of the client's event loop.
 */
final class FirstBytes implements ClientConnection.Reader {
  /** As long as a request for encryption is. */
  private static final int REQUEST = 8;

  private static final byte HANDSHAKE = 0x16;

  private final PlainConnection connection;
  private final WireClient client;

  /** Whether who speaks in clear has to be refused, which is Netty's way too. */
  private final boolean insists;

  /** Takes the socket over from the connection, with the bytes that were read from it. */
  private final BiConsumer<PlainConnection, byte[]> handOver;

  private final Buffer said = new Buffer();

  FirstBytes(
      PlainConnection connection,
      WireClient client,
      boolean insists,
      BiConsumer<PlainConnection, byte[]> handOver) {
    this.connection = connection;
    this.client = client;
    this.insists = insists;
    this.handOver = handOver;
  }

  @Override
  public void received(byte[] bytes, int count) {
    said.append(bytes, 0, count);
    if (said.array()[said.start()] != HANDSHAKE && said.size() < REQUEST) {
      return;
    }
    ByteBuffer all = ByteBuffer.wrap(said.array(), said.start(), said.size()).slice();
    if (insists || all.get(0) == HANDSHAKE || asksForEncryption(all)) {
      byte[] rest = new byte[all.remaining()];
      all.get(rest);
      handOver.accept(connection, rest);
      return;
    }
    connection.readBy(client);
    byte[] scratch = Scratch.ofThread().array(all.remaining());
    int length = all.remaining();
    all.get(scratch, 0, length);
    client.received(scratch, length);
  }

  private static boolean asksForEncryption(ByteBuffer bytes) {
    int code = bytes.getInt(4);
    return bytes.getInt(0) == REQUEST
        && (code == Messages.SSL_REQUEST || code == Messages.GSS_REQUEST);
  }

  @Override
  public void receivedAll() {
    // Nothing has been answered yet.
  }

  @Override
  public void takesAgain() {
    client.takesAgain();
  }

  @Override
  public void ended() {
    client.ended();
  }

  @Override
  public void failed(Throwable cause) {
    client.failed(cause);
  }
}
