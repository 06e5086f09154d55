package tn.ecar.pool.transport;

import java.io.EOFException;
import java.io.IOException;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.ServerLogin;

/** Carries the messages of one login between a server and {@link ServerLogin}. */
public final class LoginTalk {
  private static final int LONGEST_MESSAGE = 1 << 20;

  private LoginTalk() {}

  /**
   * Talks until the server is ready.
   *
   * @param timeoutMillis for each of its messages; 0 for as long as it takes
   * @throws Refusal the server's own error, or why the login cannot go on
   */
  public static void hold(Transport transport, ServerLogin login, int timeoutMillis)
      throws IOException, Refusal {
    Buffer out = new Buffer();
    login.begin(out);
    boolean ready = false;
    byte[] head = new byte[5];
    while (!ready) {
      transport.send(out);
      receive(transport, head, timeoutMillis);
      int length = Buffer.intAt(head, 1) - 4;
      if (length < 0 || length > LONGEST_MESSAGE) {
        throw new IOException("not a PostgreSQL server: message of " + length + " bytes at login");
      }
      byte[] body = new byte[length];
      receive(transport, body, timeoutMillis);
      ready = login.receive(head[0], body, out);
    }
  }

  private static void receive(Transport transport, byte[] all, int timeoutMillis)
      throws IOException {
    int at = 0;
    while (at < all.length) {
      int count = transport.read(all, at, all.length - at, timeoutMillis);
      if (count < 0) {
        throw new EOFException("it closed the connection during login");
      }
      at += count;
    }
  }
}
