package tn.ecar.pool.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Messages;

/** Makes the way to a server: the connection, and TLS on it. */
public final class Connector {
  /** Whether a connection is to be encrypted. */
  public enum Encryption {
    NEVER,
    WHEN_OFFERED,
    ALWAYS
  }

  private final HostNames names;
  private final ServerTls tls;
  private final TcpSettings tcp;
  private final int limitMillis;

  /**
   * Makes connections under these settings.
   *
   * @param names resolves hosts
   * @param limit for each step of a connection
   */
  public Connector(HostNames names, ServerTls tls, TcpSettings tcp, Duration limit) {
    this.names = names;
    this.tls = tls;
    this.tcp = tcp;
    this.limitMillis =
        limit.isZero()
            ? Integer.MAX_VALUE
            : (int) Math.min(Integer.MAX_VALUE, Math.max(1, limit.toMillis()));
  }

  /** How long each step may take, in milliseconds. */
  public int limitMillis() {
    return limitMillis;
  }

  /** How far TLS is asked for. */
  public SslMode mode() {
    return tls.mode();
  }

  /**
   * Connects, trying every address that a host's name has.
   *
   * @param opened is told what would break the attempt off, before anything is waited for
   * @throws SSLException when the two cannot agree on TLS
   */
  public Transport connect(ServerAddress address, Encryption encryption, Consumer<Runnable> opened)
      throws IOException {
    if (address.isUnix()) {
      // TLS protects against who listens on the way; inside one machine's kernel nobody does.
      return connect(unix(address), address, Encryption.NEVER, opened);
    }
    IOException failure = null;
    for (InetAddress each : names.addresses(address.host())) {
      try {
        return connect(new InetSocketAddress(each, address.port()), address, encryption, opened);
      } catch (SSLException disliked) {
        throw disliked;
      } catch (IOException unreachable) {
        failure = unreachable;
      }
    }
    throw failure;
  }

  /** Connects to the same end as another connection, in the same way. */
  public Transport again(Transport like, ServerAddress address) throws IOException {
    return connect(
        like.remote(),
        address,
        like.tls().isEmpty() ? Encryption.NEVER : Encryption.ALWAYS,
        breakOff -> {});
  }

  private static SocketAddress unix(ServerAddress address) throws IOException {
    if (address.host().startsWith("@")) {
      throw new IOException("Java opens no abstract unix sockets; name a directory or a host");
    }
    return UnixDomainSocketAddress.of(address.host() + "/.s.PGSQL." + address.port());
  }

  private Transport connect(
      SocketAddress to, ServerAddress address, Encryption encryption, Consumer<Runnable> opened)
      throws IOException {
    SocketChannel channel = SocketChannel.open(family(to));
    try {
      opened.accept(() -> close(channel));
      if (to instanceof UnixDomainSocketAddress) {
        channel.connect(to);
      } else {
        tcp.giveTo(channel::setOption);
        channel.socket().connect(to, limitMillis);
      }
      PlainTransport plain = new PlainTransport(channel);
      boolean encrypted = encryption != Encryption.NEVER && isOffered(plain, address, encryption);
      return encrypted
          ? TlsTransport.over(plain, tls.engine(address.host(), address.port()), limitMillis)
          : plain;
    } catch (IOException | RuntimeException failed) {
      close(channel);
      throw failed;
    }
  }

  /** A socket that could speak IPv6 as well costs more with each packet. */
  private static StandardProtocolFamily family(SocketAddress to) {
    if (to instanceof InetSocketAddress internet) {
      return internet.getAddress() instanceof Inet4Address
          ? StandardProtocolFamily.INET
          : StandardProtocolFamily.INET6;
    }
    return StandardProtocolFamily.UNIX;
  }

  private boolean isOffered(PlainTransport plain, ServerAddress address, Encryption encryption)
      throws IOException {
    Buffer request = new Buffer();
    Messages.sslRequest(request);
    plain.send(request);
    // One byte and no more: whatever came behind it in clear would not be the server's.
    byte[] answer = new byte[1];
    int count = plain.read(answer, 0, 1, limitMillis);
    if (count == 1 && answer[0] == 'S') {
      return true;
    }
    if (count == 1 && answer[0] == 'N' && encryption == Encryption.WHEN_OFFERED) {
      return false;
    }
    throw count == 1 && answer[0] == 'N'
        ? new SSLException(
            "it offers no TLS, which server_tls_sslmode = " + tls.mode().word() + " asks for")
        : new IOException("server " + address + " did not answer the question for TLS");
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException notClosed) {
      throw new UncheckedIOException(notClosed);
    }
  }
}
