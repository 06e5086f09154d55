package tn.ecar.pool.wire;

import io.netty.channel.ChannelException;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.transport.TcpSettings;

/**
 * What the kernel is told about a listener's socket, and by it about the clients' (tcp(7)): the
 * tcp_ settings. What it does not take is told to the log, and stays as it was.
 *
 * <p>All fields belong to whoever owns the socket.
 */
final class ListenerOptions implements TcpSettings.Taker {
  /** The numbers by which Linux knows its options of TCP. */
  private static final int TCP = 6;

  private static final int KEEPIDLE = 4;
  private static final int KEEPINTVL = 5;
  private static final int KEEPCNT = 6;
  private static final int DEFER_ACCEPT = 9;
  private static final int USER_TIMEOUT = 18;

  /** So long a client may stay silent before it is accepted where tcp_defer_accept is just on. */
  private static final int DEFERRED_SECONDS = 45;

  private static final Map<SocketOption<?>, Integer> OF_TCP =
      Map.of(
          ExtendedSocketOptions.TCP_KEEPIDLE, KEEPIDLE,
          ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEPINTVL,
          ExtendedSocketOptions.TCP_KEEPCOUNT, KEEPCNT);

  private final Socket socket;

  /** The kernel's own, to which a setting of 0 goes back. */
  private int[] before;

  private int deferredSeconds;

  /** Of each client's own socket: a listener's could not be given its own size back. */
  private int bufferBytes;

  ListenerOptions(Socket socket) {
    this.socket = socket;
  }

  /** Whether who is accepted has said something, as a rule. */
  boolean defersAccept() {
    return deferredSeconds > 0;
  }

  /** Clients that come from now on are as this configuration wants them. */
  void obey(Configuration configuration) throws IOException {
    if (before == null) {
      before = new int[KEEPCNT + 1];
      for (int option : OF_TCP.values()) {
        before[option] = socket.getIntOpt(TCP, option);
      }
    } else {
      for (int option : OF_TCP.values()) {
        socket.setIntOpt(TCP, option, before[option]);
      }
    }
    bufferBytes = configuration.integer(Setting.TCP_SOCKET_BUFFER);
    TcpSettings.of(configuration).giveTo(this);
    int deferred = configuration.integer(Setting.TCP_DEFER_ACCEPT);
    deferredSeconds = deferred == 1 ? DEFERRED_SECONDS : deferred;
    give(Setting.TCP_DEFER_ACCEPT.key(), DEFER_ACCEPT, deferredSeconds);
    give(
        Setting.TCP_USER_TIMEOUT.key(),
        USER_TIMEOUT,
        configuration.integer(Setting.TCP_USER_TIMEOUT));
  }

  /** Gives a client what it does not get from the listener. */
  void giveTo(int client) {
    if (bufferBytes > 0) {
      try {
        Socket own = new Socket(client);
        own.setSendBufferSize(bufferBytes);
        own.setReceiveBufferSize(bufferBytes);
      } catch (IOException | ChannelException refused) {
        TcpSettings.tellRefused(Setting.TCP_SOCKET_BUFFER.key(), bufferBytes, refused);
      }
    }
  }

  @Override
  public <T> void take(SocketOption<T> option, T value) throws IOException {
    if (option == StandardSocketOptions.TCP_NODELAY) {
      socket.setTcpNoDelay((Boolean) value);
    } else if (option == StandardSocketOptions.SO_KEEPALIVE) {
      socket.setKeepAlive((Boolean) value);
    } else if (OF_TCP.containsKey(option)) {
      give(option.name(), OF_TCP.get(option), (Integer) value);
    }
  }

  private void give(String name, int option, int value) {
    try {
      socket.setIntOpt(TCP, option, value);
    } catch (IOException | ChannelException refused) {
      TcpSettings.tellRefused(name, value, refused);
    }
  }
}
