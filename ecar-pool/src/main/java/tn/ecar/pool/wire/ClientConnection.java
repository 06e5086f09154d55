package tn.ecar.pool.wire;

import io.netty.channel.IoEventLoop;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * The connection of a client, as far as it matters to whoever serves it: bytes go into it, and it
 * is closed behind them. What it receives it gives to a {@link Reader}.
 *
 * <p>All methods are for the thread of its event loop, but those that tell where it is, which are
 * for any.
 */
interface ClientConnection {
  /** Who takes what a client sends. On the thread of its event loop. */
  interface Reader {
    /** Bytes have come; they may be changed until this returns, and not be kept. */
    void received(byte[] bytes, int count);

    /** All that had come has been told. */
    void receivedAll();

    /** The client reads again, after {@link #takesMore} had said no. */
    void takesAgain();

    /** The connection has ended. */
    void ended();

    /** Something went wrong with it, or with what its reader did. */
    void failed(Throwable cause);
  }

  /** Whose thread does all of it. */
  IoEventLoop loop();

  /** Sends behind all that was sent before; what does not go at once goes when it can. */
  void send(byte[] bytes, int offset, int length);

  /** Nothing of what was sent is kept back for more. */
  void push();

  /** Whether so little waits to be sent that more may come. */
  boolean takesMore();

  /** Whether bytes of the client are wanted. */
  void setReading(boolean wanted);

  /** So long a client that is let go has for what was sent to it last, in seconds. */
  int LAST_SECONDS = 10;

  /** Closes it behind all that was sent, or when that is not taken within that time. */
  void close();

  /** Closes it at once. */
  void closeNow();

  /** Where the client is. */
  SocketAddress remote();

  /** Where it has come to. */
  SocketAddress local();

  /** Who runs the client, as the kernel says; over the unix socket alone. */
  Optional<String> systemUser();

  /** The session of a client that speaks TLS; empty for the others, and before its handshake. */
  Optional<SSLSession> tls();
}
