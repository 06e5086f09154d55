package tn.ecar.pool.wire;

import tn.ecar.pool.protocol.Buffer;

/**
 * What is on its way to a client: the pool's own messages are collected, a server's answers follow
 * them.
 *
 * <p>All fields belong to the thread of the client's event loop.
 */
final class ClientOutput {
  private ClientConnection connection;
  private final Buffer collected = new Buffer();

  ClientOutput(ClientConnection connection) {
    this.connection = connection;
  }

  /** It goes this way from now on; nothing waits on the other. */
  void movesTo(ClientConnection next) {
    connection = next;
  }

  /** Where the pool's own messages are written; sent with the next {@link #send()} or write. */
  Buffer collected() {
    return collected;
  }

  /** Sends, behind what was collected. */
  void write(byte[] bytes, int offset, int length) {
    if (length > 0) {
      send();
      connection.send(bytes, offset, length);
    }
  }

  /** Sends what was collected. */
  void send() {
    if (!collected.isEmpty()) {
      connection.send(collected.array(), collected.start(), collected.size());
      collected.clear();
    }
  }

  /** Nothing of what was sent waits for more. */
  void push() {
    connection.push();
  }

  boolean takesMore() {
    return connection.takesMore();
  }

  /** Closes the connection behind all that was written. */
  void close() {
    send();
    connection.close();
  }
}
